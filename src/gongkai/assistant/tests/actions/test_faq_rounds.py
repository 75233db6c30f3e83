"""政策问答 on their way round where the office has set rounds for them."""

import pytest
from tests.cast import AT, published

from gongkai.assistant import knowledge
from gongkai.assistant.actions import entries
from gongkai.assistant.faq import as_written
from gongkai.assistant.rules.entries import Line, Source, State, Written
from gongkai.people.rules.permits import Role
from gongkai.publishing import rounds
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.models import Circulation
from gongkai.publishing.rules.rounds import Round
from gongkai.publishing.subjects import kind_of
from gongkai.shared import clock
from gongkai.shared.refusal import Refused

QUOTE = "申请时提交居住证明和收入证明。"
TWO = (Round("初审", Role.REVIEWER, 2), Round("签发", Role.SIGNER, 1))


@pytest.fixture
def version(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    knowledge.forget()
    acting.set_rounds(cast.housing, "assistant.entry", TWO, by=cast.sun, at=AT)
    paper = published(
        cast, text=f"各区县：\n现就公共租赁住房工作通知如下。\n第一条 {QUOTE}", title="澜州市住房和城乡建设局关于公租房的通知"
    )
    line = Line("提交居住证明和收入证明。", (Source(paper.policy.code, QUOTE),))
    made = entries.write(Written("申请要提交什么材料？", (line,), (), "住房保障"), office=cast.housing, by=cast.li, at=AT)
    entries.submit(made.versions.get(), by=cast.li, at=AT)
    yield made.versions.get()
    knowledge.forget()


def of(version):
    return rounds.current(f"assistant.entry:{version.entry_id}")


def test_an_answer_is_public_only_after_every_round_and_by_its_signer(cast, version):
    for officer, why in ((cast.zhou, "初审还没有通过"), (cast.wang, "初审还没有通过")):
        with pytest.raises(Refused, match=why):
            entries.publish(version, by=officer, at=AT)
    acting.pass_round(of(version), by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="已审过第1轮"):
        entries.publish(version, by=cast.zhou, at=AT)
    about = f"assistant.entry:{version.entry_id}"
    entry = kind_of(about).publish(about, seen=of(version).digest, by=cast.wang, at=AT)
    assert entry.state == State.PUBLISHED and of(version) is None


def test_a_changed_answer_is_on_no_round_until_it_is_sent_again(cast, version):
    acting.pass_round(of(version), by=cast.zhou, at=AT)
    entries.save(version, as_written(version), seen=version.saves, by=cast.li, at=AT)
    assert of(version).waits_for == 0
    with pytest.raises(Refused, match="还没有送审"):
        entries.publish(version, by=cast.zhou, at=AT)
    version.refresh_from_db()
    entries.submit(version, by=cast.li, at=AT)
    assert of(version).number == 2


def test_returned_in_a_round_it_says_why_and_goes_back_to_that_round(cast, version):
    about = f"assistant.entry:{version.entry_id}"
    kind_of(about).send_back(about, reason="请补充收入线", by=cast.zhou, at=AT)
    version.refresh_from_db()
    assert (version.submitted_at, version.returned) == (None, "请补充收入线")
    entries.submit(version, by=cast.li, at=AT)
    assert of(version).waits_for == 1


def test_thrown_away_it_leaves_no_round_open(cast, version):
    entries.discard(version, by=cast.li, at=AT)
    assert not Circulation.objects.filter(closed_at=None).exists()
