"""The words of a 专题 go out like those of a paper: inspected, and looked at by a second person."""

import pytest
from tests.cast import AT, ON, published

from gongkai.policies import queries, worklists
from gongkai.policies.actions import topics
from gongkai.shared.refusal import Refused

WORDS = {"slug": "jiu-gai", "name": "老旧小区改造", "intro": "哪些小区能改、怎么申请。"}


def shown() -> list[str]:
    return [topic.name for topic in queries.topics(ON)]


def test_a_new_topic_is_public_once_another_person_approved_it(cast):
    topic = topics.create(**WORDS, by=cast.li, at=AT)
    assert shown() == [] and list(worklists.topics_to_approve(cast.wang.actor())) == [topic]
    topics.approve(topic, by=cast.wang, at=AT)
    assert shown() == ["老旧小区改造"] and not worklists.topics_to_approve(cast.wang.actor()).exists()


def test_whoever_wrote_it_does_not_approve_it_nor_does_an_editor(cast):
    topic = topics.create(**WORDS, by=cast.li, at=AT)
    for officer in (cast.li, cast.zhao, cast.sun):
        with pytest.raises(Refused):
            topics.approve(topic, by=officer, at=AT)
    assert shown() == []


def test_a_change_waits_while_the_public_sees_the_old_words(cast):
    topic = topics.approve(topics.create(**WORDS, by=cast.li, at=AT), by=cast.wang, at=AT)
    topics.edit(topic, **WORDS | {"name": "新的名称"}, position=7, by=cast.zhao, at=AT)
    assert shown() == ["老旧小区改造"]
    topic.refresh_from_db()
    assert topic.position == 7 and topic.proposal["name"] == "新的名称"
    topics.approve(topic, by=cast.wang, at=AT)
    assert shown() == ["新的名称"]


def test_a_mere_change_of_place_needs_nobody(cast):
    topic = topics.approve(topics.create(**WORDS, by=cast.li, at=AT), by=cast.wang, at=AT)
    topics.edit(topic, **WORDS, position=3, by=cast.li, at=AT)
    topic.refresh_from_db()
    assert topic.position == 3 and not topic.proposal


def test_changing_it_back_leaves_nothing_to_approve(cast):
    topic = topics.approve(topics.create(**WORDS, by=cast.li, at=AT), by=cast.wang, at=AT)
    topics.edit(topic, **WORDS | {"name": "新的名称"}, by=cast.li, at=AT)
    topics.edit(topic, **WORDS, by=cast.li, at=AT)
    with pytest.raises(Refused, match="没有等待审核的改动"):
        topics.approve(topic, by=cast.wang, at=AT)


def test_what_was_changed_after_it_was_shown_is_not_approved(cast):
    topic = topics.create(**WORDS, by=cast.li, at=AT)
    seen = topics.proposal_digest(topic)
    topics.edit(topic, **WORDS | {"intro": "换过的简介"}, by=cast.li, at=AT)
    with pytest.raises(Refused, match="又改了"):
        topics.approve(topic, seen=seen, by=cast.wang, at=AT)


@pytest.mark.parametrize(
    ("field", "text"), [("name", "身份证号110101199003078515"), ("intro", "联系人王某某，身份证号110101199003078515。")]
)
def test_what_an_inspection_would_stop_is_refused_at_its_field(field, text, cast):
    with pytest.raises(Refused, match="不能公开的内容") as refused:
        topics.create(**WORDS | {field: text}, by=cast.li, at=AT)
    assert refused.value.field == field


def test_headings_are_inspected_too(cast):
    topic = topics.create(**WORDS, by=cast.li, at=AT)
    policy = published(cast).policy
    with pytest.raises(Refused, match="不能公开的内容"):
        topics.add(topic, policy, heading="身份证号110101199003078515", by=cast.li, at=AT)
    entry = topics.add(topic, policy, heading="政策", by=cast.li, at=AT)
    with pytest.raises(Refused, match="不能公开的内容"):
        topics.arrange(topic, [(entry.pk, "身份证号110101199003078515", 1)], by=cast.li, at=AT)
