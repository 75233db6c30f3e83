"""政策问答库: written, reviewed by somebody else, answered word for word, and no longer so once what it cites has changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import AT, ON, published

from gongkai.assistant import knowledge
from gongkai.assistant.actions import entries
from gongkai.assistant.models import FaqEntry, FaqVersion
from gongkai.assistant.rules.entries import Channel, Line, Source, State, Written
from gongkai.journal.models import Entry
from gongkai.policies.actions.publish import withdraw
from gongkai.shared.refusal import Refused

TEXT = "各区县：\n现就公共租赁住房工作通知如下。\n第一条 收入低于标准的家庭可以申请。\n第二条 申请时提交居住证明和收入证明。"
TITLE = "澜州市住房和城乡建设局关于公共租赁住房工作的通知"
QUOTE = "申请时提交居住证明和收入证明。"


@pytest.fixture
def paper(cast):
    knowledge.forget()
    yield published(cast, title=TITLE, text=TEXT, doc_no="澜建发〔2026〕7号")
    knowledge.forget()


def written(paper, **others) -> Written:
    line = Line("提交居住证明和收入证明。", (Source(paper.policy.code, QUOTE),))
    return Written("申请公共租赁住房要提交什么材料？", (line,), ("公租房申请材料",), "住房保障", **others)


def drafted(cast, paper, **others) -> FaqEntry:
    return entries.write(written(paper, **others), office=cast.housing, by=cast.li, at=AT)


def made(cast, paper, **others) -> FaqEntry:
    """A published entry."""
    entry = drafted(cast, paper, **others)
    version = entry.versions.get()
    entries.submit(version, by=cast.li, at=AT)
    return entries.publish(version, by=cast.zhou, at=AT)


def test_a_published_entry_answers_word_for_word_with_its_citation_and_review_date(cast, paper):
    entry = made(cast, paper)
    match = knowledge.best("请问申请公租房要什么材料", on=ON)
    assert match is not None and match.entry_id == entry.pk
    assert [sentence.text for sentence in match.sentences] == ["提交居住证明和收入证明。"]
    (citation,) = match.citations
    assert (citation.label, citation.quote, citation.in_force) == ("第二条", QUOTE, True)
    assert citation.anchor and citation.title == TITLE
    assert match.review_on == ON + timedelta(days=365)


def test_a_draft_answers_nobody(cast, paper):
    entry = drafted(cast, paper)
    assert knowledge.best("公租房申请材料", on=ON) is None
    entries.submit(entry.versions.get(), by=cast.li, at=AT)
    assert knowledge.best("公租房申请材料", on=ON) is None


def test_an_entry_of_the_hotline_alone_does_not_answer_on_the_site(cast, paper):
    made(cast, paper, channels=(Channel.HOTLINE.value,))
    assert knowledge.best("公租房申请材料", on=ON) is None
    assert knowledge.best("公租房申请材料", on=ON, channel=Channel.HOTLINE) is not None


def test_on_the_page_of_its_paper_the_question_may_be_short(cast, paper):
    made(cast, paper)
    assert knowledge.best("申请材料有哪些", on=ON) is None
    assert knowledge.best("申请材料有哪些", on=ON, codes=[paper.policy.code]) is not None
    assert knowledge.best("公租房申请材料", on=ON, codes=["990100-2026-000099-9"]) is None


def test_after_the_day_of_review_it_is_not_answered_even_before_any_duty_has_run(cast, paper):
    made(cast, paper, review_on=ON + timedelta(days=10))
    assert knowledge.best("公租房申请材料", on=ON + timedelta(days=9)) is not None
    assert knowledge.best("公租房申请材料", on=ON + timedelta(days=10)) is None


def test_once_the_paper_is_withdrawn_it_is_not_answered_even_before_any_follower_has_run(cast, paper):
    made(cast, paper)
    withdraw(paper.policy, reason="内容有误", by=cast.wang, at=AT + timedelta(hours=1))
    assert knowledge.best("公租房申请材料", on=ON) is None


def test_finding_an_entry_costs_the_same_with_ten_and_with_fifty(cast, paper, django_assert_max_num_queries):
    for n in range(10):
        made(cast, paper) if n == 0 else _numbered(cast, paper, n)
    knowledge.best("公租房申请材料", on=ON)
    with django_assert_max_num_queries(10):
        assert knowledge.best("公租房申请材料", on=ON) is not None
    for n in range(10, 50):
        _numbered(cast, paper, n)
    knowledge.best("公租房申请材料", on=ON)
    with django_assert_max_num_queries(10):
        assert knowledge.best("公租房申请材料", on=ON) is not None
    with django_assert_max_num_queries(1):
        assert knowledge.best("今天天气怎么样", on=ON) is None


def _numbered(cast, paper, n: int) -> None:
    at = AT + timedelta(minutes=n)
    entry = FaqEntry.objects.create(
        office=cast.housing, created_at=at, changed_at=at, state=State.PUBLISHED, review_on=ON + timedelta(days=9)
    )
    version = FaqVersion(entry=entry, number=1, question=f"第{n}种情形怎么办", review_on=entry.review_on, saved_at=at, published_at=at)
    version.save()
    FaqEntry.objects.filter(pk=entry.pk).update(current=version)


# —— who may, and in which order ——


def test_who_wrote_any_part_of_it_does_not_review_it(cast, paper):
    version = drafted(cast, paper).versions.get()
    entries.submit(version, by=cast.li, at=AT)
    with pytest.raises(Refused, match="不是起草人"):
        entries.publish(version, by=cast.li, at=AT)
    FaqVersion.objects.filter(pk=version.pk).update(writers=[cast.li.pk, cast.zhou.pk])
    with pytest.raises(Refused, match="不是起草人"):
        entries.publish(version, by=cast.zhou, at=AT)
    assert entries.publish(version, by=cast.wang, at=AT).state == State.PUBLISHED


@pytest.mark.parametrize("who", ["zhao", "sun", "zhou"])
def test_only_an_editor_of_the_office_writes(cast, paper, who):
    with pytest.raises(Refused, match="没有办理"):
        entries.write(written(paper), office=cast.housing, by=getattr(cast, who), at=AT)


def test_two_reviewers_at_once_publish_it_once(cast, paper):
    entry = drafted(cast, paper)
    version, same = entry.versions.get(), entry.versions.get()
    entries.submit(version, by=cast.li, at=AT)
    entries.publish(version, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="已经发布"):
        entries.publish(same, by=cast.wang, at=AT)
    assert Entry.objects.filter(kind="assistant.entry.published").count() == 1


def test_two_writers_at_once_lose_nothing(cast, paper):
    version = drafted(cast, paper).versions.get()
    entries.save(version, replace(written(paper), topic="甲"), seen=1, by=cast.li, at=AT)
    with pytest.raises(Refused, match="刚刚保存过"):
        entries.save(version, replace(written(paper), topic="乙"), seen=1, by=cast.li, at=AT)
    assert entries.save(version, replace(written(paper), topic="乙"), seen=2, by=cast.li, at=AT).topic == "乙"


def test_saving_takes_it_back_from_review(cast, paper):
    version = drafted(cast, paper).versions.get()
    entries.submit(version, by=cast.li, at=AT)
    entries.save(version, written(paper), seen=1, by=cast.li, at=AT)
    with pytest.raises(Refused, match="还没有送审"):
        entries.publish(version, by=cast.zhou, at=AT)


def test_what_was_sent_back_can_be_mended_and_sent_again(cast, paper):
    version = drafted(cast, paper).versions.get()
    entries.submit(version, by=cast.li, at=AT)
    entries.send_back(version, reason="请补上受理地点", by=cast.zhou, at=AT)
    version.refresh_from_db()
    assert version.returned == "请补上受理地点" and version.entry.state == State.DRAFT
    entries.submit(version, by=cast.li, at=AT)
    assert entries.publish(version, by=cast.zhou, at=AT).state == State.PUBLISHED


def test_what_was_published_is_never_edited(cast, paper):
    version = made(cast, paper).current
    version.question = "别的问题"
    with pytest.raises(Refused, match="不能修改"):
        version.save()
    with pytest.raises(Refused, match="已经发布"):
        entries.save(version, written(paper), seen=1, by=cast.li, at=AT)


def test_publishing_again_keeps_the_version_before(cast, paper):
    entry = made(cast, paper)
    version = entries.start_version(entry, by=cast.li, at=AT)
    assert version.citations.count() == 1
    with pytest.raises(Refused, match="已经有一版在修改"):
        entries.start_version(entry, by=cast.li, at=AT)
    entries.save(version, replace(written(paper), question="申请公租房，材料有哪些？"), seen=1, by=cast.li, at=AT)
    assert knowledge.best("公租房申请材料", on=ON).question == "申请公共租赁住房要提交什么材料？"
    entries.submit(version, by=cast.li, at=AT)
    entry = entries.publish(version, by=cast.zhou, at=AT + timedelta(hours=1))
    assert [one.number for one in entry.versions.order_by("number")] == [1, 2]
    assert knowledge.best("公租房申请材料", on=ON).question == "申请公租房，材料有哪些？"


def test_a_retired_entry_answers_nobody_and_may_come_back_as_a_new_version(cast, paper):
    entry = entries.retire(made(cast, paper), reason="已并入办事指南", by=cast.zhou, at=AT)
    assert entry.state == State.RETIRED and knowledge.best("公租房申请材料", on=ON) is None
    with pytest.raises(Refused, match="已经下线"):
        entries.retire(entry, reason="再次", by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="不能另写一版"):
        entries.start_version(entry, by=cast.li, at=AT)


def test_the_same_question_is_published_once_by_an_office(cast, paper):
    made(cast, paper)
    with pytest.raises(Refused, match="同一个问题"):
        made(cast, paper)


def test_a_maintainer_works_at_the_office(cast, paper):
    entry = drafted(cast, paper)
    assert list(entry.maintainers.all()) == [cast.li]
    with pytest.raises(Refused, match="赵敏不在"):
        entries.set_maintainers(entry, [cast.zhao], by=cast.li, at=AT)
    entries.set_maintainers(entry, [cast.zhou], by=cast.li, at=AT)
    assert list(entry.maintainers.all()) == [cast.zhou]


# —— what it rests on ——


def test_words_that_do_not_stand_in_the_paper_are_no_source(cast, paper):
    line = Line("提交身份证。", (Source(paper.policy.code, "申请时提交居民身份证。"),))
    with pytest.raises(Refused, match="现行文本里没有"):
        entries.write(replace(written(paper), lines=(line,)), office=cast.housing, by=cast.li, at=AT)


def test_a_paper_may_be_named_by_its_number_and_a_sentence_may_be_its_own_quotation(cast, paper):
    line = Line("收入低于标准的家庭可以申请。", (Source("澜建发〔2026〕7号", ""),))
    entry = entries.write(replace(written(paper), lines=(line,)), office=cast.housing, by=cast.li, at=AT)
    (citation,) = entry.versions.get().citations.all()
    assert (citation.label, citation.quote) == ("第一条", "收入低于标准的家庭可以申请。")


def test_an_unknown_paper_is_told(cast, paper):
    line = Line("可以。", (Source("澜建发〔2031〕1号", "可以。"),))
    with pytest.raises(Refused, match="公开的文件里没有"):
        entries.write(replace(written(paper), lines=(line,)), office=cast.housing, by=cast.li, at=AT)


def test_a_draft_may_be_unfinished_but_not_go_to_review(cast, paper):
    entry = entries.write(replace(written(paper), lines=()), office=cast.housing, by=cast.li, at=AT)
    with pytest.raises(Refused, match="还没有答案"):
        entries.submit(entry.versions.get(), by=cast.li, at=AT)
    entry = entries.write(replace(written(paper), lines=(Line("可以。", ()),)), office=cast.housing, by=cast.li, at=AT)
    with pytest.raises(Refused, match="第 1 句没有出处"):
        entries.submit(entry.versions.get(), by=cast.li, at=AT)


def test_personal_numbers_do_not_become_public(cast, paper):
    line = Line("请拨打 13912345678 或者凭 11010519491231002X 办理。", (Source(paper.policy.code, QUOTE),))
    entry = entries.write(replace(written(paper), lines=(line,)), office=cast.housing, by=cast.li, at=AT)
    with pytest.raises(Refused, match="不能公开的内容"):
        entries.submit(entry.versions.get(), by=cast.li, at=AT)


def test_due_is_told_once_and_ends_with_a_confirmation_by_somebody_else(cast, paper):
    entry = made(cast, paper)
    assert entries.mark_due(entry, "复核日期已到", at=AT) and not entries.mark_due(entry, "复核日期已到", at=AT)
    entry.refresh_from_db()
    assert entry.state == State.DUE and knowledge.best("公租房申请材料", on=ON) is None
    with pytest.raises(Refused, match="没有办理"):
        entries.confirm(entry, review_on=ON + timedelta(days=300), by=cast.li, at=AT)
    entries.confirm(entry, review_on=ON + timedelta(days=300), by=cast.zhou, at=AT)
    assert knowledge.best("公租房申请材料", on=ON).entry_id == entry.pk


def test_what_no_longer_holds_is_not_confirmed(cast, paper):
    entry = made(cast, paper)
    withdraw(paper.policy, reason="内容有误", by=cast.wang, at=AT + timedelta(hours=1))
    with pytest.raises(Refused, match="已不公开"):
        entries.confirm(entry, review_on=ON + timedelta(days=300), by=cast.zhou, at=AT)
