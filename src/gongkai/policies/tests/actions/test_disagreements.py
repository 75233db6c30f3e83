"""The worklist asks the database what the rule asks of one paper: both say the same."""

from datetime import date
from itertools import product

import pytest
from tests.cast import AT, published

from gongkai.policies import disagreements
from gongkai.policies.actions.accept import accept
from gongkai.policies.models import Edition, Policy
from gongkai.policies.rules.mismatches import Kind, Stated, mismatches
from gongkai.policies.rules.validity import Status
from gongkai.shared.refusal import Refused

DAYS = (None, date(2024, 12, 31), date(2025, 6, 10), date(2026, 7, 1))


def test_the_list_holds_exactly_what_the_rule_finds(cast):
    combinations = list(product(DAYS, DAYS, DAYS, DAYS[:3], (None, 2025), ("", "有效", "失效", "是"), ("valid", "expired")))[::7]
    policies = Policy.objects.bulk_create(
        Policy(code=f"990100-2026-{n:06}-0", office=cast.housing, created_at=AT, title=f"第{n}号", visibility="public", standing=standing)
        for n, (*_, standing) in enumerate(combinations)
    )
    names = ("formed_on", "published_on", "effective_on", "expires_on", "doc_year", "stated_validity")
    editions = Edition.objects.bulk_create(
        Edition(policy=policy, title=policy.title, created_at=AT, first_text_at=AT, **dict(zip(names, values, strict=False)))
        for policy, values in zip(policies, combinations, strict=True)
    )
    for policy, edition in zip(policies, editions, strict=True):
        policy.current = edition
    Policy.objects.bulk_update(policies, ["current"])
    wanted: dict[str, set[int]] = {kind: set() for kind in Kind}
    for policy, (formed, published_on, effective, expires, year, said, standing) in zip(policies, combinations, strict=True):
        for kind, _ in mismatches(Stated(said, formed, published_on, effective, expires, year), Status(standing)):
            wanted[kind].add(policy.pk)
    actor = cast.li.actor()
    for kind in Kind:
        assert set(disagreements.disagreeing(actor, kind=kind).values_list("pk", flat=True)) == wanted[kind] and wanted[kind], kind
    everything = list(disagreements.disagreeing(actor))
    assert {one.pk for one in everything} == set.union(*wanted.values())
    assert all(one.found for one in disagreements.reasons(everything))
    assert not disagreements.disagreeing(cast.zhao.actor()).exists()


def test_what_a_person_accepted_leaves_the_list_until_the_standing_changes(cast):
    policy = published(cast, stated_validity="失效").policy
    actor = cast.li.actor()
    (one,) = disagreements.reasons(list(disagreements.disagreeing(actor)))
    assert one.found == ((Kind.STATED, "原页写“失效”，按事实推算为“有效”"),)
    with pytest.raises(Refused):
        accept(policy, kind="stated", reason="老网站当年写错了", by=cast.li, at=AT)
    with pytest.raises(Refused, match="核对的结果"):
        accept(policy, kind="stated", reason="错", by=cast.wang, at=AT)
    policy.refresh_from_db()
    accept(policy, kind="stated", reason="老网站当年写错了", by=cast.wang, at=AT)
    assert not disagreements.disagreeing(actor).exists()
    Policy.objects.filter(pk=policy.pk).update(standing="suspended")
    assert disagreements.disagreeing(actor).get() == policy
