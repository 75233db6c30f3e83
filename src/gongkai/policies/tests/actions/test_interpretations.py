from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, LET_PASS, ON, drafted, published

from gongkai.policies import interpretations
from gongkai.policies.actions import bulk, drafts, interpreting
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.interpretations import Coverage
from gongkai.policies.models import Interpretation, InterpretationExemption, Policy, Relation
from gongkai.policies.rules.interpreting import Form, Perspective, Stage
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.standards import Standards
from gongkai.policies.tests.explaining import explained, planned

LATE = {"published_on": "2026-05-21"}
VIDEO = interpreting.Telling(Form.VIDEO, Perspective.PRESS, "", "https://v.example.gov.cn/1")


def through(cast, edition, at=AT):
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=at, let_pass=LET_PASS)


@pytest.fixture
def pair(cast):
    """A normative paper and its explanation, both public."""
    edition = drafted(cast, document_class="normative", published_on="2026-06-01")
    material = explained(cast, edition, form=Form.TEXT, column="政策面对面")
    drafts.submit(material.draft, by=cast.li, at=AT)
    through(cast, edition)
    through(cast, material)
    return edition.policy, material.policy


def test_a_paper_and_its_explanation_lead_to_each_other_and_the_checker_says_so(pair):
    assert list(interpretations.link_problems(ON)) == []
    policy, paper = pair
    ((stage, (one,)),) = interpretations.by_stage([paper])
    assert stage is Stage.RELEASE and one.paper == paper and one.of.policy == policy


def test_the_checker_finds_a_broken_link_in_either_direction(pair):
    policy, paper = pair
    Policy.objects.filter(pk=policy.pk).update(has_interpretation=False)
    assert ["有解读" in one for one in interpretations.link_problems(ON)] == [True]
    Relation.objects.filter(kind="interprets").delete()
    assert ["没有连到" in one for one in interpretations.link_problems(ON)] == [True]
    Interpretation.objects.filter(paper=paper).delete()
    assert ["没有记下" in one for one in interpretations.link_problems(ON)] == [True]


def test_the_list_is_narrowed_by_each_facet_and_counts_what_another_choice_would_give(cast, pair):
    relation = {"kind": "interprets", "target": pair[0].code, "on": None, "until": None, "articles": ""}
    other = published(cast, title="记者看政策", category=Category.INTERPRETATION, relations=[relation], telling=VIDEO)
    assert [one.paper for one in interpretations.listing(ON, form="video")] == [other.policy]
    assert [one.paper for one in interpretations.listing(ON, column="政策面对面")] == [pair[1]]
    assert interpretations.counts(ON, form="video")["form"] == {"text": 1, "video": 1}
    assert interpretations.counts(ON, form="video")["perspective"] == {"press": 1}


def test_a_paper_nobody_explained_is_owed_with_its_last_day_and_what_there_is(cast):
    late = published(cast, document_class="normative", published_on="2026-05-21")
    InterpretationExemption.objects.all().delete()
    (one,) = interpretations.owed(cast.li.actor(), date(2026, 5, 26), Standards())
    assert one.policy == late.policy and one.due_on == date(2026, 5, 26) and not one.is_overdue
    (one,) = interpretations.owed(cast.li.actor(), date(2026, 5, 27), Standards())
    assert one.is_overdue and one.material is None
    explained(cast, late, plan=planned(cast, late))
    assert interpretations.owed(cast.li.actor(), ON, Standards())[0].material is not None
    assert interpretations.owed(cast.zhao.actor(), ON, Standards()) == []


def test_an_exempted_paper_is_owed_nothing_and_counts_nowhere(cast):
    published(cast, document_class="normative")
    assert interpretations.owed(cast.li.actor(), ON, Standards()) == [] and interpretations.coverage(cast.li.actor(), ON, Standards()) == []


def test_coverage_and_timeliness_by_office(cast, pair):
    published(cast, title="没有解读的办法", document_class="normative", published_on="2026-05-21")
    InterpretationExemption.objects.all().delete()
    later = (AT + timedelta(days=20)).date()
    assert interpretations.coverage(cast.li.actor(), later, Standards()) == [(cast.housing, Coverage(2, 1, 2, 1))]
    assert Coverage(2, 1, 2, 1).rate == 50 and Coverage(2, 1, 2, 1).timely == 50
    assert interpretations.coverage(cast.zhao.actor(), later, Standards()) == []


def test_a_withdrawn_explanation_is_owed_again(cast, pair):
    withdraw(pair[1], reason="内容有误需要重写", by=cast.wang, at=AT)
    assert [one.policy for one in interpretations.owed(cast.li.actor(), ON, Standards())] == [pair[0]]
    assert list(interpretations.link_problems(ON)) == []


def test_plans_are_seen_by_the_office_that_answers_and_the_one_that_drafts(cast):
    edition = drafted(cast)
    plan = planned(cast, edition, office=cast.transport)
    assert list(interpretations.plans(cast.li.actor())) == [plan] == list(interpretations.plans(cast.zhao.actor(), is_open=True))
    assert list(interpretations.plans(cast.sun.actor())) != [] and interpretations.plan(cast.li.actor(), plan.pk) == plan


def queries_at(n, cast, pair, ask):
    relation = {"kind": "interprets", "target": pair[0].code, "on": None, "until": None, "articles": ""}
    made = published(cast, title="又一篇解读", category=Category.INTERPRETATION, relations=[relation])
    rows = [
        Policy(code=f"X{n}-{at}", category="interpretation", office=cast.housing, visibility="public", published_on=ON, created_at=AT)
        for at in range(n)
    ]
    Policy.objects.bulk_create(rows)
    Interpretation.objects.bulk_create(
        Interpretation(paper=row, of=pair[0].current) for row in Policy.objects.filter(code__startswith=f"X{n}-")
    )
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask(made)
    return len(seen)


@pytest.mark.parametrize(
    "ask",
    [
        lambda made: list(interpretations.listing(ON)[:20]),
        lambda made: interpretations.counts(ON),
        lambda made: interpretations.by_stage(Policy.objects.filter(category="interpretation")),
    ],
)
def test_reading_takes_the_same_queries_for_ten_and_a_hundred(cast, pair, ask):
    assert queries_at(10, cast, pair, ask) == queries_at(100, cast, pair, ask)
