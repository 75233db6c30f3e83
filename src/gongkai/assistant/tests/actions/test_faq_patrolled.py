"""What the patrol finds in a published answer, and what may be done about it."""

import pytest
from tests.cast import AT, published

from gongkai.assistant import knowledge
from gongkai.assistant.actions import entries
from gongkai.assistant.rules.entries import Line, Source, State, Written
from gongkai.publishing.actions import change_word, patrol
from gongkai.publishing.models import PatrolFinding
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.words import WrongWord
from gongkai.shared import clock
from gongkai.shared.refusal import Refused

QUOTE = "申请时提交居住证明和收入证明。"


@pytest.fixture
def entry(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    knowledge.forget()
    paper = published(
        cast, text=f"各区县：\n现就公共租赁住房工作通知如下。\n第一条 {QUOTE}", title="澜州市住房和城乡建设局关于公租房的通知"
    )
    line = Line("提交居住证明和收入证明。", (Source(paper.policy.code, QUOTE),))
    made = entries.write(Written("申请要提交什么材料？", (line,), (), "住房保障"), office=cast.housing, by=cast.li, at=AT)
    version = made.versions.get()
    entries.submit(version, by=cast.li, at=AT)
    yield entries.publish(version, by=cast.zhou, at=AT)
    knowledge.forget()


def found(entry):
    """A word that came on the list after the answer was published."""
    patrol.begin_nightly(AT)
    patrol.go_on(AT)
    return PatrolFinding.objects.get(about=f"assistant.entry:{entry.pk}")


def test_a_word_added_later_is_found_in_answers_too_and_the_answer_can_be_taken_out_of_use(cast, entry):
    change_word(WrongWord("居住证明", "居住证", "不规范用语", Level.MIDDLE, "名称已改"), by=cast.sun, at=AT)
    finding = found(entry)
    assert (finding.office, finding.level, finding.address) == (cast.housing, "中", f"/answers/{entry.code}/")
    patrol.decide(finding, choice="withdraw", reason="名称已改，另写新版", by=cast.zhou, at=AT)
    entry.refresh_from_db()
    assert entry.state == State.RETIRED and entry.retired_because == "名称已改，另写新版"


def test_an_answer_is_not_masked_but_written_anew(cast, entry):
    change_word(WrongWord("居住证明", "居住证", "不规范用语", Level.MIDDLE, "名称已改"), by=cast.sun, at=AT)
    finding = found(entry)
    PatrolFinding.objects.filter(pk=finding.pk).update(code="PII_ID")
    with pytest.raises(Refused, match="不能这样处置"):
        patrol.decide(finding, choice="mask", reason="脱敏重发", by=cast.zhou, at=AT)
    finding.refresh_from_db()
    assert finding.decided_at is None
