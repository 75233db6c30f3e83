"""What people wrote about a paper stays when the paper is withdrawn: it is found after what holds, and says so."""

import pytest
from django.urls import reverse
from tests.cast import AT, ON, published

from gongkai.journal.models import Entry
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.indexing import for_index
from gongkai.policies.rules.kinds import Category
from gongkai.search.actions.indexing import keep_up
from gongkai.search.followers import _policies_of
from gongkai.shared import clock

SAYS = "解读的文件已撤回"


@pytest.fixture
def pair(cast, indexed, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    paper = published(cast)
    relation = {"kind": "interprets", "target": paper.policy.code, "on": None, "until": None, "articles": ""}
    told = published(cast, title="一文说清老旧小区改造", category=Category.INTERPRETATION, relations=[relation])
    indexed()
    return paper.policy, told.policy


def found(client):
    return client.get(reverse("portal:search"), {"q": "一文说清老旧小区改造"}).content.decode()


def ranks_as_past(policy):
    return next(iter(for_index([policy.pk], on=ON))).editions[0].is_expired


def test_the_result_of_an_explanation_says_that_its_paper_was_withdrawn(cast, client, pair):
    paper, told = pair
    assert told.title in found(client).replace("<mark>", "").replace("</mark>", "") and SAYS not in found(client)
    assert not ranks_as_past(told)
    withdraw(paper, reason="内容有误，重新核对", by=cast.wang, at=AT)
    last = Entry.objects.filter(kind="policies.policy.withdrawn").get()
    assert told.pk in last.data["touched"]
    keep_up(_policies_of([last]), on=ON)
    assert SAYS in found(client) and ranks_as_past(told)
