"""The catalogue as the public reads it: honest states, versions, files to take away."""

import json
from datetime import date

import pytest
from django.urls import reverse
from tests.cast import AT, ON

from gongkai.catalogue.actions import duties, items
from gongkai.catalogue.actions.duties import Report
from gongkai.catalogue.models import Item
from gongkai.catalogue.rules.words import State
from gongkai.catalogue.tests.world import in_force, written
from gongkai.people.models import Organisation

pytestmark = pytest.mark.usefixtures("cast")


def page(client, name="catalogue", *args, **given):
    answer = client.get(reverse(f"portal:{name}", args=args), given)
    return answer, answer.content.decode()


def test_a_duty_that_was_missed_is_said_with_its_days_and_without_its_name(client, cast):
    item = in_force(cast)
    duties.announce(item, cast.housing, title="张某某处罚决定", event_on=date(2026, 4, 1), by=None, at=AT)
    _, listed = page(client)
    assert "公租房配租结果" in listed and State.MISSING.label in listed and "已逾期" in listed
    answer, text = page(client, "catalogue-item", item.code)
    assert answer.status_code == 200 and "张某某" not in text and "2026年4月1日" in text and "应于" in text


def test_what_was_published_late_stays_late_and_is_linked(client, cast):
    item = in_force(cast)
    duties.announce(item, cast.housing, title="第三批结果", event_on=date(2026, 3, 2), key="a", by=None, at=AT)
    made = Report("p1", "第三批配租结果公示", date(2026, 5, 29), address="/policies/x/", answers="a")
    duties.report(item, cast.housing, made, by=None, at=AT)
    _, text = page(client, "catalogue-item", item.code)
    assert '<a href="/policies/x/">第三批配租结果公示</a>' in text and State.LATE.label in text


def test_a_group_is_named_where_something_is_for_them_alone(client, cast):
    in_force(cast, audience="group", group="青溪村村民")
    assert "面向青溪村村民" in page(client)[1] and "青溪村村民" in page(client, audience="group")[1]
    assert "没有符合条件的事项" in page(client, audience="everybody")[1]


@pytest.mark.parametrize(
    ("name", "value"), [*((name, "x1") for name in ("category", "tier", "state", "audience", "organ", "field", "page")), ("organ", "9999")]
)
def test_a_filter_that_names_nothing_is_answered_in_words(client, db, name, value):
    assert page(client, **{name: value})[0].status_code == 400


def test_what_is_pressing_stands_first_and_counts_and_files_keep_the_filters(client, cast):
    in_force(cast, "甲")
    late = in_force(cast, "乙")
    in_force(cast, "丙", category="PD01")
    duties.announce(late, cast.housing, title="事情", event_on=date(2026, 3, 2), by=None, at=AT)
    text = page(client)[1]
    assert text.index(">乙</a>") < text.index(">丙</a>") < text.index(">甲</a>")
    text = page(client, category="PD11")[1]
    assert "?category=PD11&amp;state=missing" in text and "items.json?category=PD11" in text
    rows = json.loads(client.get(reverse("portal:catalogue-file", args=["json"]), {"category": "PD11"}).content)["items"]
    assert [(one["二级事项"], one["公开情况"]) for one in rows] == [
        ("甲", "澜州市住房和城乡建设局：尚无应公开事项"), ("乙", "澜州市住房和城乡建设局：逾期未公开"),
    ]  # fmt: skip
    assert client.get(reverse("portal:catalogue-file", args=["json"]), {"category": "x"}).status_code == 400


def test_an_item_taken_over_says_what_it_does_otherwise(client, cast):
    above = in_force(cast, tiers=("city", "county"))
    Organisation.objects.filter(pk=cast.housing.pk).update(level="county")
    item = in_force(cast, parent=None, limit_text="10个工作日内", tiers=("county",))
    Item.objects.filter(pk=item.pk).update(parent=above)
    text = page(client, "catalogue-item", item.code)[1]
    part = text[text.index('id="tiers"') :]
    assert "10个工作日内" in part and "20个工作日内" in part and "公开层级" not in part[: part.index('id="history"')]


def test_each_filter_narrows(client, cast):
    in_force(cast)
    for given in (
        {"category": "PD11"},
        {"field": "保障性住房"},
        {"organ": cast.housing.pk},
        {"tier": "city"},
        {"state": "nothing_yet"},
        {"q": "配租"},
    ):
        assert "公租房配租结果" in page(client, **given)[1], given
    for given in (
        {"category": "PD07"},
        {"organ": cast.transport.pk},
        {"tier": "county"},
        {"state": "late"},
        {"q": "航天"},
    ):
        assert "没有符合条件的事项" in page(client, **given)[1], given


@pytest.mark.parametrize("size", [10, 100])
def test_the_list_asks_equally_often_for_ten_items_and_for_a_hundred(client, cast, django_assert_max_num_queries, size):
    for n in range(size):
        in_force(cast, f"事项{n}")
    with django_assert_max_num_queries(13):
        page(client)
    with django_assert_max_num_queries(4):
        page(client, "catalogue-changes")


def test_an_item_asks_equally_often_for_two_duties_and_for_thirty(client, cast, django_assert_max_num_queries):
    item = in_force(cast)
    for n in range(30):
        duties.announce(item, cast.housing, title=f"事情{n}", event_on=date(2026, 3, 2), by=None, at=AT)
        duties.report(item, cast.housing, Report(f"p{n}", f"结果{n}", date(2026, 3, 3)), by=None, at=AT)
        if n in (1, 29):
            with django_assert_max_num_queries(10):
                page(client, "catalogue-item", item.code)


def test_every_version_is_announced(client, cast):
    item = in_force(cast)
    changed = items.propose(
        written(content="配租名单"), item=item, bearers=[cast.housing], effective_from=ON, note="名单之外不再公开", by=cast.li, at=AT
    )
    assert "名单之外不再公开" not in page(client, "catalogue-changes")[1]  # not before it is approved
    items.approve(changed, by=cast.wang, at=AT)
    _, text = page(client, "catalogue-changes")
    assert "调整：公租房配租结果" in text and "名单之外不再公开" in text and "配租名单；房源；时间" in text


def test_an_item_that_ended_says_so(client, cast):
    item = in_force(cast)
    items.approve(
        items.propose(written(), item=item, bearers=[cast.housing], effective_from=ON, note="职能划出", ends=True, by=cast.li, at=AT),
        by=cast.wang,
        at=AT,
    )
    answer, text = page(client, "catalogue-item", item.code)
    assert answer.status_code == 200 and "这个事项已经取消" in text and Item.objects.get().name not in page(client)[1]


def test_the_catalogue_is_there_to_take_away(client, cast):
    in_force(cast, content="=HYPERLINK(1)")
    for kind in ("csv", "xlsx", "json"):
        answer = client.get(reverse("portal:catalogue-file", args=[kind]))
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    rows = json.loads(client.get(reverse("portal:catalogue-file", args=["json"])).content)["items"]
    assert rows[0]["二级事项"] == "公租房配租结果" and rows[0]["公开主体"] == "澜州市住房和城乡建设局"
    assert b"'=HYPERLINK" in client.get(reverse("portal:catalogue-file", args=["csv"])).content
    assert client.get(reverse("portal:catalogue-file", args=["exe"])).status_code == 404


def test_the_limits_stand_with_their_articles(client):
    _, text = page(client, "catalogue-limits")
    assert "预算法第十四条第一款" in text and "20日内" in text and "不少于30日" in text


@pytest.mark.parametrize(("region", "is_there"), [("990100", False), ("370200", True)])
def test_a_local_rule_is_shown_where_it_holds(client, db, settings, region, is_there):
    settings.REGION_CODE = region
    text = page(client, "catalogue-limits")[1]
    assert ("青岛市优化营商环境条例" in text) == is_there and "待复核" in text
