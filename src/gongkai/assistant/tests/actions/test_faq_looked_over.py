"""What is looked over before an answer is public: whose matter it is, whose papers it rests on, whether each sentence stands in them."""

from datetime import date

import pytest
from tests.cast import AT, ON, published

from gongkai.assistant import knowledge
from gongkai.assistant.actions import entries, passing
from gongkai.assistant.looking import look_over
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import Line, Source, State, Written
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.models import Policy
from gongkai.publishing import rounds
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.rules.rounds import Round
from gongkai.publishing.subjects import kind_of
from gongkai.shared.refusal import Refused

TEXT = "各区县：\n现就公共租赁住房工作通知如下。\n第一条 申请人应当未享受其他住房保障政策。\n第二条 申请时提交居住证明和收入证明。"
QUESTION, QUOTE = "申请公共租赁住房要提交什么材料？", "申请时提交居住证明和收入证明。"


@pytest.fixture(autouse=True)
def read_anew():
    knowledge.forget()
    yield
    knowledge.forget()


@pytest.fixture
def paper(cast) -> Policy:
    return published(cast, title="澜州市住房和城乡建设局关于公共租赁住房工作的通知", text=TEXT, doc_no="澜建发〔2026〕7号").policy


@pytest.fixture
def qian(cast) -> Officer:
    """钱进 reviews at the transport office, where 赵敏 writes."""
    officer = Officer.objects.create_user("qianjin", "a-long-password", name="钱进", password_set_at=AT)
    Post.objects.create(officer=officer, organisation=cast.transport, role=Role.REVIEWER, since=date(2020, 1, 2))
    return officer


@pytest.fixture
def theirs(cast, paper) -> Policy:
    """A paper of the transport office."""
    policy = published(cast, title="关于公共汽车的通知", text="各区县：\n第一条 公共汽车票价为二元。", consult_dept="").policy
    policy.editions.get().issuers.all().delete()
    Policy.objects.filter(pk=policy.pk).update(office=cast.transport)
    policy.refresh_from_db()
    return policy


def submitted(office, by, question, text, paper, quote="", **others) -> FaqEntry:
    written = Written(question, (Line(text, (Source(paper.code, quote),)),), **others)
    entry = entries.write(written, office=office, by=by, at=AT)
    entries.submit(entry.versions.get(), by=by, at=AT)
    return entry


def answered(cast, paper, question=QUESTION, reason="") -> FaqEntry:
    """The housing office's own answer, in use."""
    entry = submitted(cast.housing, cast.li, question, QUOTE, paper, wordings=("公租房申请材料",))
    return entries.publish(entry.versions.get(), by=cast.zhou, at=AT, reason=reason)


# —— one question, one office ——


@pytest.mark.parametrize("question", [QUESTION, "公租房申请材料有哪些"])
def test_a_question_another_office_answers_is_not_published_and_the_words_say_whose_it_is(cast, paper, theirs, qian, question):
    own = answered(cast, paper)
    entry = submitted(cast.transport, cast.zhao, question, "公共汽车票价为二元。", theirs)
    with pytest.raises(Refused, match=f"澜州市住房和城乡建设局已经发布了同一个问题（{own.code}.*转交"):
        entries.publish(entry.versions.get(), by=qian, at=AT, reason="仍然要发布")
    assert knowledge.best("公租房申请材料", on=ON).entry_id == own.pk


def test_an_answer_on_papers_of_others_alone_needs_the_signers_reason_which_is_kept(cast, paper, qian):
    entry = submitted(cast.transport, cast.zhao, "乘车去看公租房要带什么？", QUOTE, paper)
    version = entry.versions.get()
    (point,) = look_over(entry, version, ON).points()
    assert "都不是澜州市交通运输局制发或者负责解答的" in point
    with pytest.raises(Refused, match="写明为什么可以发布") as refused:
        entries.publish(version, by=qian, at=AT)
    assert refused.value.field == "reason"
    entries.publish(version, by=qian, at=AT, reason="住建局委托本单位答复")
    version.refresh_from_db()
    assert version.vouched == {"points": [point], "reason": "住建局委托本单位答复", "by": qian.pk, "name": "钱进"}
    assert Entry.objects.filter(kind="assistant.entry.vouched").count() == 1


def test_the_department_a_paper_names_for_enquiries_answers_for_it(cast, paper, theirs):
    city = published(cast, title="澜州市人民政府公共租赁住房管理办法", text=TEXT).policy
    Policy.objects.filter(pk=city.pk).update(office=cast.city)
    entry = submitted(cast.housing, cast.li, QUESTION, QUOTE, city)
    assert look_over(entry, entry.versions.get(), ON).points() == []


def test_of_two_that_compete_the_one_whose_office_owns_the_paper_answers_and_both_are_told(cast, paper, theirs, qian):
    other = submitted(cast.transport, cast.zhao, QUESTION, QUOTE, paper)
    entries.publish(other.versions.get(), by=qian, at=AT, reason="受住建局委托答复")
    own = answered(cast, paper, reason="本单位的文件，由本单位回答")
    assert knowledge.best(QUESTION, on=ON).entry_id == own.pk
    told = Notice.objects.filter(subject__startswith="两条问答问的是同一件事")
    assert {one.to for one in told} == {cast.li, cast.zhao}


def test_two_of_one_office_never_put_each_other_out(cast, paper):
    first = answered(cast, paper)
    second = submitted(cast.housing, cast.li, "公租房申请要哪些材料？", QUOTE, paper, wordings=("公租房申请材料",))
    entries.publish(second.versions.get(), by=cast.zhou, at=AT)
    assert knowledge.best("公租房申请材料", on=ON).entry_id == first.pk


# —— every sentence beside its source ——


def test_a_sentence_that_has_nothing_to_do_with_its_quote_is_not_published_without_a_reason(cast, paper):
    entry = submitted(cast.housing, cast.li, "公租房要交租金吗？", "公租房全部免费，不收租金。", paper, "未享受其他住房保障政策。")
    version = entry.versions.get()
    with pytest.raises(Refused, match="答案第 1 句与出处不符"):
        entries.publish(version, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="至少四个字"):
        entries.publish(version, by=cast.zhou, at=AT, reason="可以")
    assert entries.publish(version, by=cast.zhou, at=AT, reason="另有财政文件，尚未入库").state == State.PUBLISHED


def test_whoever_submits_is_told_what_the_signer_will_be_asked_and_a_rewording_is_only_pointed_out(cast, paper):
    line = Line("申请人要带上居住证明、收入证明这两样东西过来。", (Source(paper.code, QUOTE),))
    entry = entries.write(Written(QUESTION, (line,)), office=cast.housing, by=cast.li, at=AT)
    version = entries.submit(entry.versions.get(), by=cast.li, at=AT)
    assert any(one.startswith("答案第 1 句和原文说法不同") for one in version.told)
    assert entries.publish(version, by=cast.zhou, at=AT).state == State.PUBLISHED


def test_a_saved_version_has_to_be_answered_for_again_and_on_a_round_its_signer_does(cast, paper):
    acting.set_rounds(cast.housing, "assistant.entry", (Round("初审", Role.REVIEWER, 2), Round("签发", Role.SIGNER, 1)), by=cast.sun, at=AT)
    entry = submitted(cast.housing, cast.li, "公租房要交租金吗？", "公租房全部免费，不收租金。", paper, "未享受其他住房保障政策。")
    version = entry.versions.get()
    acting.pass_round(rounds.current(entries.about_entry(entry)), by=cast.zhou, at=AT)
    about = entries.about_entry(entry)
    with pytest.raises(Refused, match=r"逐项核对.*用“确认发布”写明理由"):
        kind_of(about).publish(about, seen="", by=cast.wang, at=AT)
    with pytest.raises(Refused):
        entries.vouch(version, reason="起草人自己说明", by=cast.li, at=AT)
    entries.vouch(version, reason="另有财政文件，尚未入库", by=cast.wang, at=AT)
    assert kind_of(about).publish(about, seen="", by=cast.wang, at=AT).state == State.PUBLISHED


# —— passed on ——


def test_a_draft_is_passed_on_to_the_office_it_belongs_to(cast, paper, theirs):
    own = answered(cast, paper)
    entry = submitted(cast.transport, cast.zhao, QUESTION, "公共汽车票价为二元。", theirs)
    assert passing.suggested(entry, entry.versions.get(), ON) == cast.housing
    passing.pass_on(entry, office=cast.housing, reason="公租房归住建局", by=cast.zhao, at=AT)
    entry.refresh_from_db()
    version = entry.versions.get()
    assert (entry.office, entry.state, version.submitted_at) == (cast.housing, State.DRAFT, None)
    assert version.returned == "由澜州市交通运输局转交：公租房归住建局" and own.office == cast.housing
    assert Notice.objects.filter(to=cast.li, subject__startswith="转来问答草稿").count() == 1
    entries.submit(version, by=cast.li, at=AT)


def test_what_cannot_be_passed_on_is_told(cast, paper):
    entry = submitted(cast.housing, cast.li, QUESTION, QUOTE, paper)
    with pytest.raises(Refused, match="没有在岗的编辑人员"):
        passing.pass_on(entry, office=cast.city, reason="归市政府", by=cast.li, at=AT)
    with pytest.raises(Refused, match="没有办理"):
        passing.pass_on(entry, office=cast.transport, reason="归交通局", by=cast.zhao, at=AT)
    entries.publish(entry.versions.get(), by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="已经发布过"):
        passing.pass_on(entry, office=cast.transport, reason="归交通局", by=cast.li, at=AT)
