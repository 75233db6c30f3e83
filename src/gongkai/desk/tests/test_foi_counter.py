"""窗口 at the desk: the form of many rows, the list and its slips, the register of reading on the spot."""

import re
from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT

from gongkai.foi.actions.counter import record_visit
from gongkai.foi.models import Case, JointIntake, Visit
from gongkai.foi.rules.applicants import IdKind
from gongkai.foi.rules.counter import Reader, Shown
from gongkai.foi.tests.cases import ZHANG_ID, answered
from gongkai.journal.models import Entry
from gongkai.shared.clock import today

NEW, LISTS = reverse("desk:foi-intake-new"), reverse("desk:foi-intakes")
VISITS, VISIT = reverse("desk:foi-visits"), reverse("desk:foi-visit-new")


def filled(cast, *rows: dict, **shared) -> dict:
    data = {
        "organ": cast.housing.pk, "arrived_on": today().isoformat(), "place": "政务服务大厅", "info_title": "2025年配租名单", "info_text": "",
        "carrier": "paper", "delivery": "pick_up", "key": "a" * 32, "row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0,
    }  # fmt: skip
    for n, row in enumerate(rows):
        usual = {"kind": "natural", "id_kind": "resident", "name": "", "id_number": "", "phone": "", "address": "", "info_text": ""}
        data |= {f"row-{n}-{name}": value for name, value in (usual | row).items()}
    return data | shared


def test_many_are_typed_in_on_one_page_and_come_out_on_one_list_with_slips(desk, cast):
    li = desk("li")
    assert li.get(NEW, {"rows": "10"}).content.decode().count("</legend>") == 11
    rows = [{"name": "王大山", "phone": "13900000001"}, {}, {"name": "赵小河", "info_text": "柳林渡征地批复"}]
    answer = li.post(NEW, filled(cast, *rows), follow=True)
    page = answer.content.decode()
    assert li.get(NEW, {"rows": "7"}).status_code == 400
    assert JointIntake.objects.get().cases.count() == 2  # the row left empty is none
    assert "王**" in page and "王大山" not in page and "打开回执" in page
    for case in Case.objects.all():
        assert case.number in page and case.ticket not in page
    assert [case.about for case in Case.objects.order_by("id")] == ["2025年配租名单", "柳林渡征地批复"]
    assert "2 件" in li.get(LISTS).content.decode()


def test_slips_name_who_they_are_for_and_tell_what_that_one_can_do(desk, cast):
    """张一 and 张二 are one “张*” when masked, and each slip bears the code of a case."""
    li = desk("li")
    li.post(NEW, filled(cast, {"name": "张一", "phone": "13900000001"}, {"name": "张二"}))
    made = JointIntake.objects.get()
    first, second = made.cases.order_by("id")
    address = reverse("desk:foi-intake-slips", args=[made.pk])
    assert li.get(address)["Location"] == reverse("desk:foi-intake", args=[made.pk])
    assert not Entry.objects.filter(kind="foi.intake.slips_opened").exists()
    _, one, other = li.post(address).content.decode().split("<li><h2>")
    assert one.startswith("第 1 件") and "张一：" in one and first.ticket in one and "用查询码和您留的电话号码查询" in one
    assert other.startswith("第 2 件") and "张二：" in other and second.ticket in other
    assert "没有留电话号码" in other and "带身份证件和这张回执" in other and "用查询码" not in other
    assert Entry.objects.get(kind="foi.intake.slips_opened").data == {"cases": [first.pk, second.pk]}


def test_slips_are_not_opened_by_who_may_not_see_full_names_and_leave_what_was_destroyed(desk, cast):
    desk("li").post(NEW, filled(cast, {"name": "张一"}, {"name": "张二"}))
    made = JointIntake.objects.get()
    page, address = reverse("desk:foi-intake", args=[made.pk]), reverse("desk:foi-intake-slips", args=[made.pk])
    assert "张*" in desk("zhou").get(page).content.decode() and "打开回执" not in desk("zhou").get(page).content.decode()
    assert desk("zhou").post(address).status_code == 403 and desk("zhao").post(address).status_code == 404
    assert not Entry.objects.filter(kind="foi.intake.slips_opened").exists()
    Case.objects.filter(pk=made.cases.order_by("id").first().pk).update(destroyed_on=AT.date())
    opened = desk("wang").post(address).content.decode()
    assert "第 2 件" in opened and "第 1 件" not in opened


def test_pressed_twice_it_is_taken_in_once(desk, cast):
    data = filled(cast, {"name": "甲某"}, {"name": "乙某"})
    for _ in range(2):
        assert desk("li").post(NEW, data).status_code == 302
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("rows", "shared", "says"),
    [
        ([{"name": "甲某"}, {"name": "乙某", "id_number": "110101199001010011"}], {}, "第 2 件"),
        ([{"name": "甲某"}, {"phone": "139"}], {}, "有几件还要改"),
        ([{"name": "甲某"}], {}, "至少要有两件"),
        ([{"name": "甲某"}, {"name": "甲某"}], {}, "同一个人"),
        ([{"name": "甲某"}, {"name": "乙某"}], {"info_title": ""}, "第 1 件"),
        ([{"name": "甲" * 101}, {"name": "乙某"}], {}, "有几件还要改"),
        ([{"name": "甲某"}, {"name": "乙某"}], {"arrived_on": "2999-01-01"}, "不能在今天之后"),
        ([{"name": "甲某"}, {"name": "乙某"}], {"row-TOTAL_FORMS": "9" * 6}, "有几件还要改"),
        ([{"name": "甲某"}, {"name": "乙某"}], {"organ": "0"}, "受理机关"),
        ([{"name": "甲某"}, {"name": "乙某"}], {"key": "%"}, "页面过期"),
        ([{"name": "甲某"}, {"name": "乙某"}], {"key": ""}, "页面过期"),
    ],
)
def test_what_is_wrong_is_told_with_its_row_and_nothing_is_taken_in(desk, cast, rows, shared, says):
    page = desk("li").post(NEW, filled(cast, *rows, **shared)).content.decode()
    assert says in page and "甲" in page  # what was typed stays
    assert not Case.objects.exists() and not JointIntake.objects.exists()


def test_a_form_whose_count_of_rows_was_tampered_with_is_told_to_be_opened_anew(desk, cast):
    page = desk("li").post(NEW, filled(cast, {"name": "甲某"}, {"name": "乙某"}, **{"row-TOTAL_FORMS": "x"})).content.decode()
    assert "页面过期" in page and not Case.objects.exists()


def test_another_offices_list_and_register_are_not_there(desk, cast):
    desk("li").post(NEW, filled(cast, {"name": "王大山"}, {"name": "赵小河"}))
    made = JointIntake.objects.get()
    zhao = desk("zhao")
    assert zhao.get(reverse("desk:foi-intake", args=[made.pk])).status_code == 404
    assert "2 件" not in zhao.get(LISTS).content.decode()
    assert zhao.post(NEW, filled(cast, {"name": "甲某"}, {"name": "乙某"}, key="b" * 32)).status_code == 200  # her own organs alone
    assert JointIntake.objects.count() == 1
    assert desk("sun").get(LISTS).status_code == 403  # administration handles nothing


def visited(cast, case=None, n: int = 0) -> Visit:
    shown = Shown(Reader.APPLICANT, "张三", IdKind.RESIDENT, ZHANG_ID) if case else Shown(Reader.PUBLIC)
    return record_visit(cast.housing, shown, case=case, on=AT.date(), began=time(9), read=f"名单第{n}页", by=cast.li, at=AT)


def test_a_visit_is_registered_masked_and_shown_in_full_only_when_asked_why(desk, cast):
    case, li = answered(cast), desk("li")
    data = {
        "office": cast.housing.pk, "reader": "applicant", "case": case.number, "name": "张三", "id_kind": "resident", "id_number": ZHANG_ID,
        "on": (today() - timedelta(days=1)).isoformat(), "began": "09:00", "ended": "", "read": "名单", "copied": "", "pages": "2",
    }  # fmt: skip
    assert "不能按本人查阅" in li.post(VISIT, data | {"id_number": "990100198503150029"}).content.decode()
    assert li.post(VISIT, data)["Location"] == VISITS
    page = li.get(VISITS).content.decode()
    assert "张*" in page and "张三" not in page and ZHANG_ID not in page
    visit = Visit.objects.get()
    address = reverse("desk:foi-visit-reader", args=[visit.pk])
    assert ZHANG_ID not in li.get(address).content.decode()
    assert ZHANG_ID in li.post(address, {"reason": "核对来访"}).content.decode()
    assert desk("zhao").post(address, {"reason": "好奇"}).status_code == 404
    assert "张*" not in desk("zhao").get(VISITS).content.decode()
    assert case.number in li.get(VISIT, {"case": case.pk}).content.decode()
    assert case.number not in desk("zhao").get(VISIT, {"case": case.pk}).content.decode()


def test_another_offices_case_cannot_be_named_in_a_visit(desk, cast):
    case = answered(cast)
    data = {
        "office": cast.transport.pk, "reader": "agent", "case": case.number, "name": "某人", "id_kind": "resident", "id_number": ZHANG_ID,
        "on": (today() - timedelta(days=1)).isoformat(), "began": "09:00", "read": "名单",
    }  # fmt: skip
    assert "没有找到" in desk("zhao").post(VISIT, data).content.decode() and not Visit.objects.exists()


def cost(browser, address: str) -> int:
    cache.clear()
    browser.get(address)
    with CaptureQueriesContext(connection) as made:
        page = browser.get(address)
    assert page.status_code == 200
    return len(made)


def test_as_many_queries_for_a_hundred_as_for_ten(desk, cast):
    li, case = desk("li"), answered(cast)
    desk("li").post(NEW, filled(cast, {"name": "甲某"}, {"name": "乙某"}))
    one = JointIntake.objects.get()
    costs = []
    for first, last in ((0, 10), (10, 100)):
        for n in range(first, last):
            visited(cast, case if n % 2 else None, n)
            JointIntake.objects.create(organ=cast.housing, key=f"k{n}", on=AT.date(), by=cast.li, at=AT)
        costs.append([cost(li, address) for address in (VISITS, LISTS)])
        one.cases.add(*Case.objects.all())
    assert costs[0] == costs[1] and max(costs[0]) <= 12
    assert len(re.findall("名单第", li.get(VISITS).content.decode())) == 20  # one page
