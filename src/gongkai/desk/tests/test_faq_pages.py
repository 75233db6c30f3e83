"""政策问答库 at the desk: written, reviewed, gathered, judged; each page for those whose work it is and nobody else's."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, published

from gongkai.assistant import knowledge
from gongkai.assistant.actions import gaps
from gongkai.assistant.actions.entries import about_entry
from gongkai.assistant.models import FaqEntry, Gap
from gongkai.assistant.rules.answers import Outcome
from gongkai.assistant.rules.entries import State
from gongkai.desk.tests.faq_world import answered, asked, faq_world
from gongkai.documents.readers.sheets import sheets
from gongkai.documents.rules.kinds import FileKind
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.policies.models import Edition, Issuer, Policy
from gongkai.publishing import rounds
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.rules.rounds import Round


@pytest.fixture(autouse=True)
def read_anew():
    knowledge.forget()
    yield
    knowledge.forget()


@pytest.fixture
def paper(cast):
    return published(cast).policy


def typed(paper, **others: str) -> dict[str, object]:
    """The form of an entry with one sentence."""
    rows = {
        "line-TOTAL_FORMS": "2",
        "line-INITIAL_FORMS": "0",
        "line-0-text": "居民自愿申请。",
        "line-0-paper": paper.code,
        "line-0-quote": "",
    }
    given = {
        "question": "老旧小区改造怎么申请？",
        "wordings": "改造申请",
        "topic": "住房",
        "channels": ["site", "hotline"],
        "audience": "居民",
    }
    return {**given, **rows, **others}


def test_an_entry_from_the_form_to_the_site(desk, cast, paper):
    li, wang = desk("li"), desk("wang")
    sent = li.post(reverse("desk:faq-new"), typed(paper, office=str(cast.housing.pk)))
    entry = FaqEntry.objects.get()
    assert sent.status_code == 302 and sent["Location"] == reverse("desk:faq-entry", args=[entry.pk])
    assert "居民自愿申请。" in li.get(sent["Location"]).content.decode()
    assert li.post(reverse("desk:faq-submit", args=[entry.pk])).status_code == 302
    assert "保密审查" in wang.get(reverse("desk:faq-publish", args=[entry.pk])).content.decode()
    wang.post(reverse("desk:faq-publish", args=[entry.pk]))
    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED
    assert entry.question in li.get(reverse("portal:answers")).content.decode()


def test_what_is_wrong_stands_in_the_form_and_what_was_typed_stays(desk, cast, paper):
    page = (
        desk("li")
        .post(reverse("desk:faq-new"), typed(paper, office=str(cast.housing.pk), **{"line-0-quote": "没有这句话"}))
        .content.decode()
    )
    assert "现行文本里没有" in page and "老旧小区改造怎么申请？" in page and not FaqEntry.objects.exists()


def test_more_rows_save_nothing_and_keep_what_was_typed(desk, cast, paper):
    page = desk("li").post(reverse("desk:faq-new"), typed(paper, more="1")).content.decode()
    assert page.count('name="line-') > 6 * 3 and "居民自愿申请。" in page and not FaqEntry.objects.exists()


def test_a_row_with_a_source_alone_is_one_more_source_of_the_sentence_above(desk, cast, paper):
    more = {"line-1-text": "", "line-1-paper": paper.code, "line-1-quote": "改造范围为2000年底前建成的小区。"}
    desk("li").post(reverse("desk:faq-new"), typed(paper, office=str(cast.housing.pk), **more))
    version = FaqEntry.objects.get().versions.get()
    assert version.lines == [{"text": "居民自愿申请。", "sources": [0, 1]}] and version.citations.count() == 2


def test_who_saves_over_anothers_save_is_told(desk, cast, paper):
    li = desk("li")
    li.post(reverse("desk:faq-new"), typed(paper, office=str(cast.housing.pk)))
    edit = reverse("desk:faq-edit", args=[FaqEntry.objects.get().pk])
    assert li.post(edit, typed(paper, seen="1", topic="甲")).status_code == 302
    assert "刚刚保存过" in li.post(edit, typed(paper, seen="1", topic="乙")).content.decode()


def test_a_file_is_taken_in_and_what_is_broken_is_told(desk, cast, paper):
    li, address = desk("li"), reverse("desk:faq-import")
    entry = {"question": "老旧小区改造怎么申请？", "lines": [{"text": "居民自愿申请。", "sources": [{"paper": paper.code, "quote": ""}]}]}

    def send(data: bytes, name: str):
        return li.post(address, {"office": cast.housing.pk, "file": SimpleUploadedFile(name, data)})

    for data, name in ((b"PK\x03\x04broken", "a.xlsx"), (b"\xff\xfe", "a.json"), (b"%PDF", "a.pdf"), (b"{}", "a.json")):
        answer = send(data, name)
        assert answer.status_code == 200 and "alert" in answer.content.decode() and not FaqEntry.objects.exists(), name
    assert send(json.dumps({"entries": [entry]}).encode(), "a.json").status_code == 302
    assert FaqEntry.objects.get().question == entry["question"]


def test_the_base_is_taken_out_as_a_table_and_as_json(desk, cast, paper):
    answered(cast, paper, "老旧小区改造要自愿申请吗？")
    li = desk("li")
    (sheet,) = sheets(li.get(reverse("desk:faq-export", args=["xlsx"])).content, FileKind.XLSX)
    assert len(sheet.rows) == 2 and sheet.rows[1][0].startswith("WD")
    out = json.load(io.BytesIO(li.get(reverse("desk:faq-export", args=["json"])).content))
    assert [one["question"] for one in out["entries"]] == ["老旧小区改造要自愿申请吗？"]
    assert li.get(reverse("desk:faq-export", args=["exe"])).status_code == 404


def test_the_questions_of_an_office_are_in_no_list_of_another(desk, cast, paper):
    answered(cast, paper, "老旧小区改造要自愿申请吗？")
    asked("电梯加装找谁", outcome=Outcome.REFUSED, policy=paper)
    asked("内部标准是多少", outcome=Outcome.REFUSED, office=cast.housing)
    gaps.gather(at=AT)
    for name in ("faq", "gaps", "qa-numbers", "faq-enquiries", "faq-interpretations"):
        page = desk("zhao").get(reverse(f"desk:{name}")).content.decode()
        assert not any(word in page for word in ("自愿申请", "电梯加装", "内部标准")), name
        assert desk("li").get(reverse(f"desk:{name}")).status_code == 200
    page = desk("li").get(reverse("desk:gaps")).content.decode()
    assert "电梯加装找谁" in page and "内部标准是多少" in page


def test_those_above_read_the_words_of_a_gap_only_once_several_people_asked(desk, cast, paper):
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=AT.date())
    asked("我家三号楼的电梯加装找谁", outcome=Outcome.REFUSED, policy=paper)
    gaps.gather(at=AT)
    address = reverse("desk:gap", args=[Gap.objects.get().pk])
    assert "三号楼" not in desk("sun").get(address).content.decode()
    for _ in range(2):
        asked("我家三号楼的电梯加装找谁", outcome=Outcome.REFUSED, policy=paper)
    gaps.gather(at=AT)
    assert "三号楼" in desk("sun").get(address).content.decode()


def test_whom_a_gap_may_be_given_to_is_told_and_nobody_is_chosen_beforehand(desk, cast, paper):
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=AT.date())
    asked("电动自行车在哪里上牌", outcome=Outcome.REFUSED)
    gaps.gather(at=AT)
    address, sun = reverse("desk:gap-assign", args=[Gap.objects.get().pk]), desk("sun")
    page = sun.get(address).content.decode()
    assert f"{cast.city.name}（没有在岗编辑人员）" in page and f"{cast.housing.name}（没有" not in page
    assert "请选择办理单位" in sun.post(address).content.decode()
    assert "没有在岗的编辑人员，交办了没有人能办" in sun.post(address, {"office": cast.city.pk}).content.decode()
    assert sun.post(address, {"office": cast.housing.pk}).status_code == 302


def test_what_another_office_answers_cannot_be_published_and_its_page_says_so(desk, cast, paper):
    answered(cast, paper, "老旧小区改造怎么申请？")
    FaqEntry.objects.update(office=cast.transport)
    Edition.objects.filter(policy=paper).update(consult_dept="")
    Policy.objects.filter(pk=paper.pk).update(office=cast.transport)
    Issuer.objects.all().delete()
    knowledge.forget()
    entry = drafted(desk, cast, paper)
    desk("li").post(reverse("desk:faq-submit", args=[entry.pk]))
    address = reverse("desk:faq-publish", args=[entry.pk])
    page = desk("wang").get(address).content.decode()
    assert "这一条不能发布，请“转交”该单位" in page and "审核通过，发布</button>" not in page
    assert "一个问题由一个单位回答" in desk("wang").post(address, {"reason": "仍然发布"}).content.decode()


def test_where_it_goes_round_its_signer_answers_for_it_before_signing(desk, cast, paper):
    acting.set_rounds(cast.housing, "assistant.entry", (Round("初审", Role.REVIEWER, 2), Round("签发", Role.SIGNER, 1)), by=cast.sun, at=AT)
    entry = drafted(desk, cast, paper, **{"line-0-text": "改造费用全部免费，不收一分钱。", "line-0-quote": "居民自愿申请。"})
    desk("li").post(reverse("desk:faq-submit", args=[entry.pk]))
    page, address = reverse("desk:faq-entry", args=[entry.pk]), reverse("desk:faq-vouch", args=[entry.pk])
    circulation = rounds.current(about_entry(entry))
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    sign = reverse("desk:round-sign", args=[circulation.pk])
    assert "用“确认发布”写明理由" in desk("wang").post(sign, {"seen": circulation.digest}).content.decode()
    assert address in desk("wang").get(page).content.decode() and address not in desk("zhou").get(page).content.decode()
    assert desk("wang").post(address, {"reason": "另有财政文件，尚未入库"}).status_code == 302
    assert desk("wang").post(sign, {"seen": circulation.digest}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED


def test_whoever_judges_does_not_see_the_others_verdict_nor_the_figures(desk, cast, paper, settings):
    settings.REGION_CODE = "990100"
    for who in (cast.sun, cast.zhou):
        Post.objects.create(officer=who, organisation=cast.city, role=Role.REVIEWER, since=AT.date())
    world = faq_world(cast, paper)
    address = reverse("desk:sample-judge", kwargs=world["sample-judge"])
    assert desk("sun").post(address, {"accurate": "no", "cited": "yes", "note": "第一人的说明"}).status_code == 302
    page = desk("zhou").get(address).content.decode() + desk("zhou").get(reverse("desk:sample", kwargs=world["sample"])).content.decode()
    assert "第一人的说明" not in page and "置信区间" not in page and "全部评定后才显示" in page
    assert "请评判出处是否正确" in desk("zhou").post(address, {"accurate": "no"}).content.decode()
    desk("zhou").post(address, {"accurate": "no", "cited": "yes"})
    assert "置信区间" in desk("zhou").get(reverse("desk:sample", kwargs=world["sample"])).content.decode()


@pytest.mark.parametrize("name", ["faq", "gaps", "qa-numbers"])
def test_lists_and_dashboard_cost_the_same_at_ten_and_at_a_hundred(desk, cast, paper, name):
    def cost(n: int) -> int:
        for _ in range(n):
            number = FaqEntry.objects.count() + 1
            FaqEntry.objects.create(office=cast.housing, question=f"第{number}问", created_at=AT, changed_at=AT)
            Gap.objects.create(office=cast.housing, policy=paper, sample=f"第{number}问", first_at=AT, last_at=AT)
            asked(f"第{number}问", policy=paper)
        browser = desk("li")
        browser.get(reverse(f"desk:{name}"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(reverse(f"desk:{name}")).status_code == 200
        return len(seen)

    assert cost(10) == cost(90) <= 32


def drafted(desk, cast, paper, **others: str) -> FaqEntry:
    li = desk("li")
    li.post(reverse("desk:faq-new"), typed(paper, office=str(cast.housing.pk), **others))
    return FaqEntry.objects.get(state=State.DRAFT)


def test_the_page_of_publication_shows_each_sentence_beside_its_source_and_asks_why(desk, cast, paper):
    wrong = {"line-0-text": "改造费用全部免费，不收一分钱。", "line-0-quote": "居民自愿申请。"}
    entry = drafted(desk, cast, paper, **wrong)
    submission, address = reverse("desk:faq-submit", args=[entry.pk]), reverse("desk:faq-publish", args=[entry.pk])
    assert "系统核对" in desk("li").get(reverse("desk:faq-entry", args=[entry.pk])).content.decode()
    assert "答案第 1 句与出处不符" in desk("li").get(submission).content.decode()
    assert "答案第 1 句与出处不符" in desk("li").post(submission, follow=True).content.decode()
    page = desk("wang").get(address).content.decode()
    assert "与出处不符：这一句和所引的条款几乎没有相同的字句" in page and "为什么可以发布" in page
    assert "请写明为什么可以发布" in desk("wang").post(address).content.decode()
    assert desk("wang").post(address, {"reason": "另有财政文件，尚未入库"}).status_code == 302
    assert "另有财政文件，尚未入库" in desk("li").get(reverse("desk:faq-entry", args=[entry.pk])).content.decode()


def test_what_is_copied_is_published_without_a_reason_and_its_page_names_near_questions(desk, cast, paper):
    other = answered(cast, paper, "老旧小区改造要怎么申请？")
    entry = drafted(desk, cast, paper)
    desk("li").post(reverse("desk:faq-submit", args=[entry.pk]))
    page = desk("wang").get(reverse("desk:faq-publish", args=[entry.pk])).content.decode()
    assert "逐字见于出处" in page and other.code in page and "为什么可以发布" not in page


def test_a_draft_is_passed_on_from_its_page(desk, cast, paper):
    entry = drafted(desk, cast, paper)
    address = reverse("desk:faq-pass", args=[entry.pk])
    assert "转交" in desk("li").get(reverse("desk:faq-entry", args=[entry.pk])).content.decode()
    page = desk("li").get(address).content.decode()
    assert cast.transport.name in page and f'<option value="{cast.city.pk}"' not in page
    assert "请写明为什么转交" in desk("li").post(address, {"office": cast.transport.pk}).content.decode()
    assert desk("li").post(address, {"office": cast.transport.pk, "reason": "归交通局答复"}).status_code == 302
    assert desk("li").get(reverse("desk:faq-entry", args=[entry.pk])).status_code == 404
    assert "归交通局答复" in desk("zhao").get(reverse("desk:faq-entry", args=[entry.pk])).content.decode()


def test_a_changed_export_comes_back_as_a_new_version(desk, cast, paper):
    entry, li = answered(cast, paper, "老旧小区改造要自愿申请吗？"), desk("li")
    out = json.load(io.BytesIO(li.get(reverse("desk:faq-export", args=["json"])).content))

    def take_in() -> str:
        file = SimpleUploadedFile("a.json", json.dumps(out).encode())
        return li.post(reverse("desk:faq-import"), {"office": cast.housing.pk, "file": file}, follow=True).content.decode()

    assert "没有变化 1 条" in take_in() and entry.versions.count() == 1
    out["entries"][0]["topic"] = "老旧小区"
    assert "另写新版 1 条" in take_in() and entry.versions.get(published_at=None).topic == "老旧小区"


def test_whoever_may_not_write_is_not_told_to(desk, cast):
    assert "直接新写一条" in desk("li").get(reverse("desk:faq")).content.decode()
    page = desk("zhou").get(reverse("desk:faq")).content.decode()
    assert "还没有问答" in page and "直接新写一条" not in page and "新写问答" not in page


def test_no_lower_limit_is_said_in_words(desk, cast, settings):
    settings.REGION_CODE = "990100"
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=AT.date())
    page = desk("sun").get(reverse("desk:samples")).content.decode()
    assert "没有另设把握下限" in page and "0.0" not in page
