"""依申请公开 for citizens: following a case, reading its letters, checking one, complaining, reading precedents."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import AT

from gongkai.foi.actions import records, told, waits
from gongkai.foi.actions.letters import VERIFY_PATH, pdf_of
from gongkai.foi.models import Case, Complaint, Letter, Precedent
from gongkai.foi.rules import numbering
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import PNG, examined, peopled, submitted
from gongkai.foi.tests.replying import SECRET, brought_to, drafted, ready, redacted, served, signed
from gongkai.people.models import Officer
from gongkai.portal.foi import case as case_page
from gongkai.portal.foi import complaints, verify, views
from gongkai.portal.tests import opening
from gongkai.portal.tests.opening import PHONE, handle


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


def opened(client, case: Case):
    """The page of the case in this browser, opened with its code and telephone."""
    return client.get(opening.opened(client, case))


def page_of(client, case: Case, letter: Letter, name: str = "foi-letter") -> str:
    return reverse(f"portal:{name}", args=[handle(client, case), letter.pk])


# —— 进度 ——


def test_a_mistyped_code_is_told_beside_its_field(client, cast):
    case = submitted(cast)
    wrong = case.ticket[:-1] + ("2" if case.ticket[-1] != "2" else "3")
    answer = client.post(reverse("portal:foi-track"), {"ticket": wrong, "phone": PHONE})
    assert answer.status_code == 422 and "校验不符" in answer.content.decode()


def test_neither_code_nor_telephone_is_said_to_be_the_wrong_one(client, cast):
    case, other = submitted(cast), submitted(cast, phone="13900009999")
    answers = {
        client.post(reverse("portal:foi-track"), given).content.decode().partition('id="errors"')[2].partition("</div>")[0]
        for given in ({"ticket": case.ticket, "phone": "13700000000"}, {"ticket": other.ticket, "phone": PHONE})
    }
    assert len(answers) == 1 and "对不上" in answers.pop()


def test_what_must_be_clarified_is_told_where_it_is_answered(client, cast):
    case = examined(ready(cast))
    told.clarify(case, ["请写明小区名称", "请写明年份"], answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    text = opened(client, case).content.decode()
    assert "<li>请写明小区名称</li><li>请写明年份</li>" in text and "2026年6月20日" in text and "clarification/" in text


def test_on_the_day_of_asking_the_page_already_says_whom_it_waits_for(client, cast, monkeypatch):
    case = examined(ready(cast))
    told.clarify(case, ["请写明小区名称"], answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    monkeypatch.setattr(case_page, "today", AT.date)
    text = opened(client, case).content.decode()
    assert "收到后重新计算期限" in text and "期限暂不能确定" not in text


def test_who_asked_for_two_things_finds_the_other_one_too(client, cast):
    case = examined(ready(cast))
    (other,) = told.split(case, ["配租名单", "配租结果"], by=cast.li, at=AT)
    assert other.ticket in opened(client, case).content.decode()
    page = opened(client, other).content.decode()
    assert other.number in page and "拆分出去" not in page


def test_why_reasons_are_wanted_is_told_where_they_are_given(client, cast):
    case = examined(ready(cast))
    told.ask_reason(case, "今年以来已提出126件申请", answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    assert "<li>今年以来已提出126件申请</li>" in opened(client, case).content.decode()


def test_what_was_done_is_told_once(client, cast):
    case = examined(ready(cast))
    told.clarify(case, ["请写明小区名称"], answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    opened(client, case)
    page = client.post(reverse("portal:foi-act", args=[handle(client, case), "clarification"]), {"text": "青石小区"}, follow=True)
    assert "补正已经提交" in page.content.decode()
    assert "补正已经提交" not in client.get(reverse("portal:foi-case", args=[handle(client, case)])).content.decode()


def test_a_proof_of_identity_given_as_a_clarification_is_sealed(client, cast):
    case = examined(ready(cast))
    told.clarify(case, ["请补交身份证明"], answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    page = opened(client, case).content.decode()
    assert 'name="id_proof"' in page and "证件请放在上面" in page
    given = {"text": "补上", "id_proof": SimpleUploadedFile("身份证.png", PNG, "image/png")}
    client.post(reverse("portal:foi-act", args=[handle(client, case), "clarification"]), given)
    (kept,) = case.files.filter(kind=Material.IDENTITY)
    assert kept.stored is None and not case.files.filter(kind=Material.CLARIFICATION).exists()


def test_more_evidence_for_a_correction_is_asked_for_in_its_own_words_and_sealed(client, cast):
    case = examined(ready(cast), is_correction=True)
    told.clarify(case, ["请补交证据"], answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    page = opened(client, case).content.decode()
    assert "您要求更正的记录" in page and "您要的信息" not in page and "政府信息更正申请补正告知书" in page
    assert "没有规定更正的办理期限" in page
    given = {"text": "补上", "file": SimpleUploadedFile("判决书.png", PNG, "image/png")}
    client.post(reverse("portal:foi-act", args=[handle(client, case), "clarification"]), given)
    kept = case.files.get()
    assert kept.kind == Material.EVIDENCE and kept.sealed and kept.stored is None


def test_a_request_put_right_by_its_applicant_stands_on_the_page_and_in_the_reply(client, cast):
    case = examined(ready(cast), info_title="名单", info_text="去年的")
    told.clarify(case, ["请写明是哪一份名单"], answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    assert 'name="info_title" maxlength="200" value="名单"' in opened(client, case).content.decode()
    act = reverse("portal:foi-act", args=[handle(client, case), "clarification"])
    typed = {"info_title": "2025年公租房配租名单", "info_doc_no": "号" * 81, "text": "谢谢"}
    refused = client.post(act, typed | {"id_proof": SimpleUploadedFile("身份证.png", PNG, "image/png")})
    assert refused.status_code == 422 and typed["info_title"] in refused.content.decode()
    assert "文件没有保存：身份证.png" in refused.content.decode()
    page = client.post(act, typed | {"info_doc_no": ""}, follow=True).content.decode()
    assert "<h1>2025年公租房配租名单</h1>" in page and "补正前的描述" in page and "名单<br>去年的" in page
    letter = served(cast, drafted(cast, Case.objects.get(pk=case.pk), Outcome.A2_GRANTED, items="配租结果"))
    assert "《2025年公租房配租名单》" in letter.paper


def test_the_answer_is_told_first_and_its_letter_stands_on_top(client, cast):
    case = examined(ready(cast))
    told.clarify(case, ["请写明年份"], answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    waits.take_clarification(case, "2025年", by=None, at=AT)
    served(cast, drafted(cast, case, Outcome.A2_GRANTED, items="配租结果"))
    page = opened(client, case).content.decode()
    assert "已经答复：予以公开" in page and page.index("答复书</a>") < page.index("补正告知书</a>")


def test_satisfaction_is_asked_once(client, cast):
    case, _ = brought_to(ready(cast), Outcome.A2_GRANTED)
    assert "您对这次办理满意吗" in opened(client, case).content.decode()
    rating = reverse("portal:foi-act", args=[handle(client, case), "satisfaction"])
    text = client.post(rating, {"score": "4", "text": "很快"}, follow=True).content.decode()
    assert "满意：很快" in text and "您对这次办理满意吗" not in text
    assert client.post(rating, {"score": "1"}).status_code == 422
    assert Case.objects.get(pk=case.pk).satisfaction == 4


# —— 文书 ——


def test_a_reply_is_read_only_after_it_was_served(client, cast):
    case = examined(ready(cast))
    drafted(cast, case, Outcome.A2_GRANTED, items="2025年度配租结果")
    letter = signed(cast, case)
    text = opened(client, case).content.decode()
    assert letter.code not in text and letter.number not in text
    for name in ("foi-letter", "foi-letter-pdf"):
        assert client.get(page_of(client, case, letter, name)).status_code == 404


def test_a_served_reply_is_a_page_and_a_pdf(client, cast):
    case, letter = brought_to(ready(cast), Outcome.A2_GRANTED)
    text = opened(client, case).content.decode()
    assert page_of(client, case, letter) in text and "政府信息公开答复书" in text
    page = client.get(page_of(client, case, letter))
    text = page.content.decode()
    assert "张三" in text and letter.number in text and "行政复议" in text and "noindex" in text
    data = client.get(page_of(client, case, letter, "foi-letter-pdf"))
    assert data.content == pdf_of(letter, at=AT).read() and data.content.startswith(b"%PDF")
    for answer in (page, data):
        assert "no-store" in answer["Cache-Control"]
    assert "attachment" in data["Content-Disposition"] and "张三" not in data["Content-Disposition"]


def test_letters_to_others_are_not_the_applicants(client, cast):
    case, _ = brought_to(ready(cast), Outcome.C4_THIRD)
    opened(client, case)
    letter = case.letters.get(kind=LetterKind.THIRD_PARTY_CONSULTATION)
    for name in ("foi-letter", "foi-letter-pdf"):
        assert client.get(page_of(client, case, letter, name)).status_code == 404


def test_files_of_the_reply_come_redacted_and_under_a_name_that_tells_nothing(client, cast):
    case, letter = brought_to(ready(cast), Outcome.B_PARTIAL)
    file = reverse("portal:foi-file", args=[handle(client, case), 1])
    text = opened(client, case).content.decode()
    assert file in text and "附件1（区分处理）.pdf" in text and "配租名单.pdf" not in text
    assert file in client.get(page_of(client, case, letter)).content.decode()
    given = client.get(file)
    assert given.status_code == 200 and SECRET.encode() not in given.content and "no-store" in given["Cache-Control"]
    assert "%E9%85%8D%E7%A7%9F%E5%90%8D%E5%8D%95" not in given["Content-Disposition"]
    for number in ("0", "2", "9" * 30):
        assert client.get(file.replace("/1/", f"/{number}/")).status_code == 404


def test_files_are_handed_out_only_once_the_reply_was_served(client, cast):
    case = examined(ready(cast))
    drafted(cast, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私")
    redacted(cast, case)
    signed(cast, case)
    opened(client, case)
    assert client.get(reverse("portal:foi-file", args=[handle(client, case), 1])).status_code == 404


def test_without_the_telephone_nothing_of_a_case_is_there(client, cast):
    case, letter = brought_to(ready(cast), Outcome.B_PARTIAL)
    other = submitted(cast, phone="13900009999")
    here = handle(client, Case.objects.get(pk=case.pk))
    links = [
        *(reverse("portal:foi-case", args=[here]), reverse("portal:foi-file", args=[here, 1])),
        *(reverse(f"portal:{name}", args=[here, letter.pk]) for name in ("foi-letter", "foi-letter-pdf")),
    ]
    for code in (other.ticket, case.ticket, "0" * 16):
        assert [client.get(link.replace(here, code)).status_code for link in links] == [404] * 4
    assert [client.get(link).status_code for link in links] == [200] * 4
    client.cookies.clear()
    assert [client.get(link).status_code for link in links] == [404] * 4


def test_the_code_stands_in_no_address(client, cast):
    case, letter = brought_to(ready(cast), Outcome.B_PARTIAL)
    page = opening.opened(client, Case.objects.get(pk=case.pk))
    texts = [client.get(page).content.decode(), client.get(page_of(client, case, letter)).content.decode()]
    addresses = [page, *(one for text in texts for one in re.findall(r'(?:href|src|action)="([^"]*)"', text))]
    assert page in addresses[1:] and not [one for one in addresses if case.ticket in one or letter.code in one]


def test_a_code_in_an_old_address_is_taken_out_of_it_before_any_page_is_shown(client, cast):
    answer = client.get(reverse("portal:foi-track"), {"ticket": "ABCD23456"})
    assert answer.status_code == 302 and answer["Location"] == reverse("portal:foi-track") + "#ABCD23456"
    assert client.get(reverse("portal:foi-track"))["Referrer-Policy"] in ("same-origin", "no-referrer", "strict-origin-when-cross-origin")


def test_a_case_left_open_closes_by_itself(client, cast, monkeypatch):
    case, letter = brought_to(ready(cast), Outcome.A2_GRANTED)
    page = page_of(client, case, letter)
    late = views.now() + views.OPEN_FOR * 2
    monkeypatch.setattr(views, "now", lambda: late)
    assert client.get(page).status_code == 404
    answer = client.post(reverse("portal:foi-act", args=[handle(client, case) + "0", "clarification"]), {"text": "是青石小区"})
    assert answer.status_code == 404  # and what was typed is not lost
    assert "是青石小区" in answer.content.decode() and reverse("portal:foi-track") in answer.content.decode()


# —— 核验 ——


def test_a_code_tells_organ_number_and_day_and_nothing_of_the_reader(client, cast):
    _, letter = brought_to(ready(cast), Outcome.A2_GRANTED)
    pdf_of(letter, at=AT)
    text = client.post(reverse("portal:foi-verify"), {"code": letter.code.lower()}).content.decode()
    assert "有这份文书" in text and letter.number in text and "澜州市住房和城乡建设局" in text and letter.pdf.digest in text
    assert "张三" not in text and "配租" not in text and letter.case.ticket not in text


def test_the_file_is_compared_byte_by_byte(client, cast):
    _, letter = brought_to(ready(cast), Outcome.A2_GRANTED)
    data = pdf_of(letter, at=AT).read()
    for sent, said in ((data, "文件一致"), (data + b"\n", "文件不一致")):
        given = {"code": letter.code, "file": SimpleUploadedFile("a.pdf", sent)}
        assert said in client.post(reverse("portal:foi-verify"), given).content.decode()


def test_a_letter_names_the_address_of_the_page_that_checks_it():
    assert reverse("portal:foi-verify") == VERIFY_PATH


@pytest.mark.parametrize(("code", "said"), [("", "请填写"), ("张三", "不是查询码"), ("A" * 13, "输错"), ("9" * 41, "40")])
def test_what_is_no_code_is_told(client, db, code, said):
    answer = client.post(reverse("portal:foi-verify"), {"code": code})
    assert answer.status_code == 422 and said in answer.content.decode()


def test_codes_are_not_tried_without_end(client, db, monkeypatch):
    monkeypatch.setattr(verify, "TRIES_PER_HOUR", 2)
    answers = [client.post(reverse("portal:foi-verify"), {"code": "A" * 13}).status_code for _ in range(3)]
    assert answers == [422, 422, 429]


# —— 投诉 ——


def complaint(cast, **more: str) -> dict[str, str]:
    told = {"organ": str(cast.housing.pk), "kind": "late", "text": "逾期没有答复", "name": "张三", "contact": PHONE, "ticket": ""}
    return told | more


def test_a_complaint_gets_a_code_and_its_answer_is_read_with_it(client, cast):
    town = peopled(ready(cast))
    case = submitted(town)
    page = client.post(reverse("portal:foi-complaint"), complaint(cast, ticket=case.ticket), follow=True)
    made = Complaint.objects.get()
    assert made.case == case and made.ticket in page.content.decode()
    progress = reverse("portal:foi-complaint-answer")
    text = client.post(progress, {"ticket": made.ticket}).content.decode()
    assert "正在查证" in text and "张三" not in text and "逾期没有答复" not in text and PHONE not in text
    records.hear(
        made, "经查，机关未在期限内答复。", is_founded=True, order="立即答复", order_due_on=views.today(), by=town.qian, at=views.now()
    )
    text = client.post(progress, {"ticket": made.ticket}).content.decode()
    assert "查证属实" in text and "经查，机关未在期限内答复。" in text and "立即答复" in text and "钱进" not in text


def test_a_code_of_another_organ_and_one_of_nobody_are_answered_alike(client, cast):
    case = submitted(cast, organ=cast.transport)
    said = []
    for ticket in (case.ticket, other_code(case.ticket)):
        answer = client.post(reverse("portal:foi-complaint"), complaint(cast, ticket=ticket))
        assert answer.status_code == 422
        said.append(answer.content.decode().partition('id="errors"')[2].partition("</div>")[0])
    assert said[0] == said[1] and "对不上" in said[0] and not Complaint.objects.exists()


def test_the_ticket_of_a_case_is_no_code_of_a_complaint(client, cast):
    case = submitted(cast)
    answer = client.post(reverse("portal:foi-complaint-answer"), {"ticket": case.ticket})
    assert answer.status_code == 422 and "没有这个查询码的投诉" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"text": " "}, {"text": "长" * 2001}, {"organ": "9" * 30}, {"kind": "x"}, {"name": ""}, {"contact": ""}, {"ticket": "张三"}],
)
def test_a_complaint_in_disorder_is_mended_with_what_was_typed(client, cast, wrong):
    answer = client.post(reverse("portal:foi-complaint"), complaint(cast, **wrong))
    assert answer.status_code == 422 and 'id="errors"' in answer.content.decode() and not Complaint.objects.exists()


def test_complaints_are_not_sent_without_end(client, cast, monkeypatch):
    monkeypatch.setattr(complaints, "COMPLAINTS_PER_HOUR", 1)
    address = reverse("portal:foi-complaint")
    assert client.post(address, complaint(cast, name="")).status_code == 422  # mending is not sending
    assert client.post(address, complaint(cast)).status_code == 302
    answer = client.post(address, complaint(cast, text="另一件事，写了很久"))
    assert answer.status_code == 429 and "另一件事，写了很久" in answer.content.decode()
    assert Complaint.objects.count() == 1


def test_a_complaint_pressed_twice_is_one(client, cast):
    pages = [client.post(reverse("portal:foi-complaint"), complaint(cast), follow=True).content.decode() for _ in range(2)]
    assert Complaint.objects.count() == 1 and all(Complaint.objects.get().ticket in page for page in pages)


# —— 案例 ——


def precedent(cast, by: Officer, **more: str) -> Precedent:
    case, _ = brought_to(ready(cast), Outcome.A2_GRANTED)
    said = {"title": "申请公开公租房配租结果", "request": "某年度公共租赁住房的配租结果", "reasoning": "配租结果属于主动公开内容"}
    return records.make_precedent(case, **(said | more), tags=["住房保障"], by=by, at=AT)


def test_a_precedent_is_public_once_approved_and_gone_once_taken_back(client, cast):
    made = precedent(cast, cast.li)
    one, everything = reverse("portal:foi-precedent", args=[made.pk]), reverse("portal:foi-precedents")
    assert client.get(one).status_code == 404 and made.title not in client.get(everything).content.decode()
    records.approve_precedent(made, by=cast.wang, at=AT)
    assert made.title in client.get(everything).content.decode()
    text = client.get(one).content.decode()
    assert made.reasoning in text and "张三" not in text and made.case.ticket not in text and (made.case.number or "") not in text
    records.withdraw_precedent(made, "有误", by=cast.wang, at=AT)
    assert client.get(one).status_code == 404 and made.title not in client.get(everything).content.decode()


def test_precedents_are_found_by_their_words(client, cast):
    made = records.approve_precedent(precedent(cast, cast.li), by=cast.wang, at=AT)
    everything = reverse("portal:foi-precedents")
    assert made.title in client.get(everything, {"q": "配租结果"}).content.decode()
    assert "没有找到这样的案例" in client.get(everything, {"q": "消防验收"}).content.decode()
    assert client.get(everything, {"q": "——"}).status_code == 400
    assert client.get(reverse("portal:foi-precedent", args=[10**18])).status_code == 404


def test_a_day_at_the_end_of_time_is_told_not_counted(client, db):
    for given, said in (({"reached": "2026-06-05"}, "发出征求意见书的日期"), ({"clarified": "2026-06-05"}, "发出补正告知的日期")):
        answer = client.get(reverse("portal:foi-calculator"), {"received": "2026-06-01"} | given)
        assert answer.status_code == 400 and f"请填写{said}，或者把后面的日期去掉。" in answer.content.decode()
    answer = client.get(reverse("portal:foi-calculator"), {"received": "9999-12-31"})
    assert answer.status_code == 400 and "核对年份" in answer.content.decode()


def test_no_page_has_script_or_style_of_its_own(client, cast):
    case, letter = brought_to(ready(cast), Outcome.B_PARTIAL)
    opened(client, case)
    names = ("foi", "foi-apply", "foi-track", "foi-verify", "foi-complaint", "foi-complaint-answer", "foi-precedents", "foi-calculator")
    pages = [reverse(f"portal:{name}") for name in names]
    for address in (*pages, reverse("portal:foi-case", args=[handle(client, case)]), page_of(client, case, letter)):
        text = client.get(address).content.decode()
        assert " style=" not in text and "<style" not in text and "<script>" not in text and " onclick" not in text, address


def other_code(ticket: str) -> str:
    """A well-formed code that belongs to nobody."""
    return next(code for code in map(numbering.ticket, (b"\x00" * 8, b"\x01" * 8)) if code != ticket)
