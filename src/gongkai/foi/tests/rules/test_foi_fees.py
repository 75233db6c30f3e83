"""Fees by item or by page, and how a letter goes out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foi.rules.fees import Mode, charge, items_total, pages_total
from gongkai.foi.rules.receipt import Carrier, Delivery
from gongkai.foi.rules.service import ServiceMode, is_post_office, modes_for, require_lawful, served_on
from gongkai.shared.refusal import Refused

ITEMS = {0: 0, 10: 0, 11: 100, 30: 2000, 31: 2200, 40: 4000, 41: 4300, 45: 5500, 50: 7000, 51: 7400, 60: 11000, 100: 37000}
PAGES = {0: 0, 30: 0, 31: 10, 100: 700, 101: 720, 150: 1700, 200: 2700, 201: 2740, 250: 4700, 300: 6700}


@pytest.mark.parametrize("n, amount", ITEMS.items())
def test_items_of_a_month(n, amount):
    assert items_total(n) == amount


@pytest.mark.parametrize("pages, amount", PAGES.items())
def test_pages_of_an_application(pages, amount):
    assert pages_total(pages) == amount


@given(before=st.integers(0, 200), items=st.integers(1, 20))
def test_the_fee_of_one_application_is_the_difference_of_the_totals(before, items):
    found = charge(items_before=before, items=items)
    assert found.amount == items_total(before + items) - items_total(before)
    assert found.formula.endswith(f"= {found.amount}元")


def test_the_formula_is_shown():
    assert charge(items_before=44).formula == "本月累计第45件：300元×1件（第41–50件） = 300元"
    assert charge(items_before=9, items=3).formula == "本月累计第10至12件：0元×1件（第1–10件） + 100元×2件（第11–30件） = 200元"
    by_page = charge(pages=250)
    assert (by_page.mode, by_page.amount) == (Mode.BY_PAGE, 4700)
    assert by_page.formula == (
        "本件共250页：0元×30页（第1–30页） + 10元×70页（第31–100页） + 20元×100页（第101–200页） + 40元×50页（第201页以上） = 4700元"
    )


def test_per_item_or_per_page_never_both_and_looking_is_free():
    for both_or_none in ({"items_before": 12, "pages": 40}, {}):
        with pytest.raises(Refused, match="只能按件或者按量选择一种"):
            charge(**both_or_none)
    with pytest.raises(Refused, match="仅查阅、抄录"):
        charge(pages=40, carrier=Carrier.VIEW)
    for wrong in (lambda: items_total(-1), lambda: pages_total(-1), lambda: charge(items_before=3, items=-1)):
        with pytest.raises(ValueError, match="not a"):
            wrong()


MONDAY, WEDNESDAY = date(2025, 6, 16), date(2025, 6, 18)


def test_by_mail_the_day_of_posting_counts_by_hand_the_day_of_signing():
    assert served_on(ServiceMode.MAIL_POST, sent_on=MONDAY, signed_for_on=WEDNESDAY) == MONDAY
    assert served_on(ServiceMode.DIRECT, sent_on=MONDAY, signed_for_on=WEDNESDAY) == WEDNESDAY
    assert served_on(ServiceMode.ONLINE, sent_on=MONDAY) == MONDAY
    with pytest.raises(Refused, match="请登记签收日期"):
        served_on(ServiceMode.ENTRUSTED, sent_on=MONDAY)
    with pytest.raises(Refused, match="不能早于"):
        served_on(ServiceMode.DIRECT, sent_on=WEDNESDAY, signed_for_on=MONDAY)


def test_only_the_post_office_carries_letters_and_gives_a_number():
    require_lawful(ServiceMode.MAIL_POST, Delivery.MAIL, carrier="中国邮政EMS", mail_no="1234567890123")
    with pytest.raises(Refused, match="只能通过邮政企业"):
        require_lawful(ServiceMode.MAIL_POST, Delivery.MAIL, carrier="某某快递", mail_no="1")
    with pytest.raises(Refused, match="请填写邮件号"):
        require_lawful(ServiceMode.MAIL_POST, Delivery.MAIL, carrier="ems", mail_no=" ")
    assert is_post_office("邮政挂号信") and not is_post_office("")


def test_online_only_as_asked_for_and_only_with_the_online_channel_of_reconsideration():
    assert modes_for(Delivery.ONLINE)[0] is ServiceMode.ONLINE
    assert ServiceMode.ONLINE not in modes_for(Delivery.MAIL)
    require_lawful(ServiceMode.ONLINE, Delivery.ONLINE, reconsideration_url="https://example.invalid")
    require_lawful(ServiceMode.ONLINE, Delivery.ONLINE, has_remedy=False)
    require_lawful(ServiceMode.DIRECT, Delivery.ONLINE)
    with pytest.raises(Refused, match="互联网渠道"):
        require_lawful(ServiceMode.ONLINE, Delivery.ONLINE)
    with pytest.raises(Refused, match="不能改用网上送达"):
        require_lawful(ServiceMode.ONLINE, Delivery.MAIL, reconsideration_url="https://example.invalid")
