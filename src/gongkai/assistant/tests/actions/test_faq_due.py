"""An entry is due again once what it cites reads otherwise, expires or is gone; its maintainers are told once."""

from datetime import timedelta

import pytest
from tests.cast import AT, LET_PASS, ON, body, facts, published

from gongkai.assistant import followers, knowledge
from gongkai.assistant.actions import due, entries
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import Line, Source, State, Written
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.actions.publish import withdraw

TEXT = "各区县：\n现通知如下。\n第一条 收入低于标准的家庭可以申请。\n第二条 申请时提交居住证明和收入证明。\n第三条 街道受理。"
LATER = AT + timedelta(hours=2)


@pytest.fixture
def paper(cast):
    knowledge.forget()
    yield published(cast, title="关于公共租赁住房工作的通知", text=TEXT)
    knowledge.forget()


@pytest.fixture
def entry(cast, paper) -> FaqEntry:
    line = Line("提交居住证明和收入证明。", (Source(paper.policy.code, "申请时提交居住证明和收入证明。"),))
    made = entries.write(Written("申请公租房要什么材料？", (line,)), office=cast.housing, by=cast.li, at=AT)
    entries.submit(made.versions.get(), by=cast.li, at=AT)
    return entries.publish(made.versions.get(), by=cast.zhou, at=AT)


def revise(cast, paper, text: str) -> None:
    """A new edition of the paper, in force at once."""
    day = LATER.date().isoformat()
    given = {**facts(paper.title), "formed_on": day, "published_on": day, "effective_on": day}
    edition = drafts.start_edition(paper.policy, given, body(text), by=cast.li, at=LATER)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=LATER, let_pass=LET_PASS)


def follow() -> None:
    rows = Entry.objects.filter(kind__startswith="policies.")
    followers.follow_papers([row for row in rows if row.kind in followers.TOLD_OUTSIDE])


def state(entry: FaqEntry) -> State:
    entry.refresh_from_db()
    return State(entry.state)


def test_a_changed_clause_makes_it_due_and_tells_its_maintainer_once_however_often_the_follower_runs(cast, paper, entry):
    revise(cast, paper, TEXT.replace("居住证明和收入证明", "居住证明、收入证明和社会保险证明"))
    assert knowledge.best("公租房申请材料", on=ON) is None
    follow()
    follow()
    assert state(entry) is State.DUE and "第二条已修改" in entry.due_because
    assert Notice.objects.filter(to=cast.li, subject__startswith="问答待复核").count() == 1
    assert Entry.objects.filter(kind="assistant.entry.due").count() == 1


def test_an_exception_added_within_the_clause_is_a_change_even_if_the_quoted_words_stay(cast, paper, entry):
    revise(cast, paper, TEXT.replace("收入证明。", "收入证明。低保家庭不用提交收入证明。"))
    follow()
    assert state(entry) is State.DUE


def test_a_clause_that_only_moved_is_cited_at_its_new_place(cast, paper, entry):
    moved = TEXT.replace("第三条 街道受理。", "第四条 街道受理。").replace("第二条 申请", "第三条 申请")
    revise(cast, paper, moved.replace("第三条 申请", "第二条 各部门配合。\n第三条 申请"))
    follow()
    assert state(entry) is State.PUBLISHED
    (citation,) = knowledge.best("申请公租房要什么材料", on=ON).citations
    assert citation.label == "第三条"


def test_a_withdrawn_paper_makes_it_due(cast, paper, entry):
    withdraw(paper.policy, reason="内容有误", by=cast.wang, at=LATER)
    follow()
    assert state(entry) is State.DUE and "不公开" in entry.due_because


@pytest.mark.parametrize(
    ("kind", "articles", "is_due"),
    [("repeals", "", True), ("partially_repeals", "第二条", True), ("partially_repeals", "第三条", False), ("partially_repeals", "", True)],
)
def test_a_repeal_makes_it_due_when_it_reaches_the_clause(cast, paper, entry, kind, articles, is_due):
    relation = {"kind": kind, "target": paper.policy.code, "on": ON.isoformat(), "until": None, "articles": articles}
    published(cast, title="关于废止部分文件的决定", relations=[relation], at=LATER, text="各区县：\n现决定如下。\n第一条 清理文件。")
    follow()
    assert (state(entry) is State.DUE) is is_due


def test_another_paper_leaves_it_alone(cast, paper, entry):
    published(cast, title="关于别的事情的通知", at=LATER)
    follow()
    assert state(entry) is State.PUBLISHED


def test_the_day_of_review_and_an_expiry_that_no_entry_tells_of_are_seen_every_day(cast, entry):
    due.look_again(at=AT + timedelta(days=364))
    assert state(entry) is State.PUBLISHED
    due.look_again(at=AT + timedelta(days=365))
    assert state(entry) is State.DUE and entry.due_because == "复核日期已到"


def test_looking_again_costs_the_same_for_one_entry_and_for_many(cast, paper, entry, django_assert_max_num_queries):
    for n in range(20):
        line = Line("街道受理。", (Source(paper.policy.code, "街道受理。"),))
        more = entries.write(Written(f"到哪里申请第{n}种", (line,)), office=cast.housing, by=cast.li, at=AT)
        entries.submit(more.versions.get(), by=cast.li, at=AT)
        entries.publish(more.versions.get(), by=cast.zhou, at=AT)
    with django_assert_max_num_queries(9):
        assert due.look_again(at=LATER) == 0


def test_when_no_maintainer_works_there_any_more_the_editors_of_the_office_are_told(cast, entry):
    entry.maintainers.set([cast.zhao])
    assert due.maintainers_of(entry) == [cast.li]
