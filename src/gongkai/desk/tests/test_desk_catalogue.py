"""The catalogue at the desk: writing, approving, importing, announcing, reporting."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import AT

from gongkai.catalogue.actions import duties
from gongkai.catalogue.models import Bearer, Column, Duty, Item, ItemVersion
from gongkai.catalogue.rules.sheets import HEADER
from gongkai.catalogue.rules.words import State
from gongkai.catalogue.tests.world import in_force
from gongkai.documents.writers import xlsx
from gongkai.shared.clock import now, today

OFFERED = re.compile("批准勾选的|去批准")


def address(name, *args):
    return reverse(f"desk:catalogue{name}", args=args)


def filled(cast, **others):
    return {
        "owner": cast.housing.pk, "category": "PD11", "heading": "住房保障", "field": "", "name": "公租房房源", "content": "地址；套数",
        "basis": "条例第二十条", "limit_text": "3个工作日内", "bearers": [cast.housing.pk], "channels": ["website"], "audience": "everybody",
        "mode": "proactive", "tiers": ["city"], "retention_days": 0, "refresh_days": 0, "effective_from": today().isoformat(), "note": "新增公开事项",
    } | others  # fmt: skip


def test_an_item_is_written_by_one_and_approved_by_another(desk, cast):
    assert desk("li").post(address("-item-new"), filled(cast)).status_code == 302
    version = ItemVersion.objects.get()
    assert desk("li").post(address("-approve", version.pk)).status_code == 403
    for page in (address("-versions"), address("-item", version.item_id)):  # each is offered what they may do
        assert not OFFERED.search(desk("li").get(page).content.decode())
        assert OFFERED.search(desk("wang").get(page).content.decode())
    assert desk("wang").post(address("-versions"), {"version": [version.pk]}).status_code == 302
    assert Item.objects.get().current == version and Bearer.objects.get().organ == cast.housing


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(desk, cast):
    page = desk("li").post(address("-item-new"), filled(cast, limit_text="尽快")).content.decode()
    assert "看不出是多久" in page and "公租房房源" in page and not Item.objects.exists()


def test_an_event_is_noted_and_what_was_published_elsewhere_closes_it(desk, cast):
    item = in_force(cast)
    event = {"organ": cast.housing.pk, "title": "第三批结果", "event_on": today().isoformat()}
    assert desk("li").post(address("-event-new", item.pk), event).status_code == 302
    duty = Duty.objects.get()
    assert "第三批结果" in desk("li").get(address("")).content.decode()
    done = {"title": "第三批结果公示", "published_on": today().isoformat(), "channel": "website", "address": "/others/"}
    answer = desk("li").post(address("-publish", duty.pk), done)
    assert answer.status_code == 302, answer.context["form"].errors
    duty.refresh_from_db()
    assert duty.state == State.ON_TIME and "第三批结果" not in desk("li").get(address("")).content.decode()


def test_every_wrong_row_of_an_import_is_told_with_its_column(desk, cast):
    good = ["1", "住房保障", "轮候信息", "轮候号", "条例", "实时公开", "", "政府网站", "全社会", "主动", "市级", "PD11"]
    bad = ["2", "住房保障", "坏行", "", "条例", "尽快", "火星局", "政府网站", "全社会", "主动", "市级", "PD99"]
    file = SimpleUploadedFile("目录.xlsx", xlsx.write([good, bad], HEADER[:12], "目录"))
    sent = {
        "owner": cast.housing.pk,
        "file": file,
        "category": "",
        "field": "",
        "effective_from": today().isoformat(),
        "note": "按标准目录编制",
    }
    page = desk("li").post(address("-import"), sent).content.decode()
    assert "1 行没有导入" in page and "火星局" in page and "看不出是多久" in page and "请填写公开内容" in page
    assert ItemVersion.objects.count() == 1


def test_an_item_of_another_tier_is_taken_over(desk, cast):
    above = in_force(cast, "市级事项", owner=cast.housing)
    assert desk("li").get(address("-adopt", above.code)).status_code == 200
    assert desk("li").get(address("-inheritance")).status_code == 200


def test_a_column_is_made_once(desk, cast):
    sent = {"office": cast.housing.pk, "name": "住房保障", "address": "/x/", "category": "", "topic": ""}
    assert desk("li").post(address("-columns"), sent).status_code == 302
    assert "已有这个栏目" in desk("li").post(address("-columns"), sent).content.decode() and Column.objects.count() == 1


@pytest.mark.parametrize("size", [10, 100])
def test_lists_ask_equally_often_for_ten_and_for_a_hundred(desk, cast, size, django_assert_max_num_queries):
    for n in range(size):
        item = in_force(cast, f"事项{n}")
        duties.announce(item, cast.housing, title=f"事情{n}", event_on=AT.date(), by=None, at=AT)
    browser = desk("li")
    browser.get(address(""))  # the counts of the menu are kept from here on
    for name, most in (("", 11), ("-heat", 9), ("-items", 10), ("-versions", 9), ("-inheritance", 13)):
        with django_assert_max_num_queries(most):
            assert browser.get(address(name)).status_code == 200


def test_whoever_approves_sees_everything_that_is_approved(desk, cast):
    desk("li").post(address("-item-new"), filled(cast, effective_from=(today() - timedelta(days=40)).isoformat()))
    version = ItemVersion.objects.get()
    for page in (address("-approve", version.pk), address("-item", version.item_id)):
        shown = desk("wang").get(page).content.decode()
        for words in (cast.housing.name, "一级事项", "住房保障", "PD11", "公开栏目", "地址；套数"):
            assert words in shown, words
    assert "生效日期早于今天" in desk("wang").get(address("-approve", version.pk)).content.decode()


def test_a_typed_publication_is_confirmed_and_taken_down_by_another(desk, cast):
    item = in_force(cast)
    made = duties.Report("t", "第一批结果", today() - timedelta(days=3), "/x/")
    one = duties.report(item, cast.housing, made, by=cast.li, at=now())
    assert desk("li").post(address("-publication-confirm", one.pk)).status_code == 403
    assert "等待核实的公开日期" in desk("wang").get(address("")).content.decode()
    assert desk("wang").post(address("-publication-confirm", one.pk)).status_code == 302
    page = reverse("portal:catalogue-item", args=[item.code])
    assert "公开日期已核实" in desk("wang").get(page).content.decode()
    assert desk("zhao").post(address("-publication-withdraw", one.pk), {"reason": "不该公开"}).status_code == 404
    assert desk("wang").post(address("-publication-withdraw", one.pk), {"reason": "含有个人信息"}).status_code == 302
    assert "第一批结果" not in desk("wang").get(page).content.decode()


def test_whoever_approves_or_returns_a_version_sees_what_it_changes(desk, cast):
    item = in_force(cast)
    assert desk("li").post(address("-item-edit", item.pk), filled(cast, name=item.name, content="名单；房源；退出情况")).status_code == 302
    version = ItemVersion.objects.get(approved_at=None)
    for name in ("-approve", "-decline"):
        page = desk("wang").get(address(name, version.pk))
        assert ("公开内容", "配租名单；房源；时间", "名单；房源；退出情况") in page.context["changed"]
        assert "改了什么" in page.content.decode() and "名单；房源；退出情况" in page.content.decode()
    assert "改了什么" not in desk("wang").get(address("-approve", new_item(desk, cast).pk)).content.decode()


def new_item(desk, cast):
    """A version of an item nobody has seen yet: it changes nothing."""
    desk("li").post(address("-item-new"), filled(cast))
    return ItemVersion.objects.filter(approved_at=None).latest("pk")
