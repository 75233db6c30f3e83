"""看板、年度报告: every figure leads to the cases it counts; the same number of queries at ten cases and at a hundred."""

import io
import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.cast import AT

from gongkai.desk.foi.charts import trend_chart
from gongkai.foi import numbers
from gongkai.foi.actions.helping import Help, count_help
from gongkai.foi.models import Case, Review
from gongkai.foi.numbers import Month
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.report import Column
from gongkai.foi.rules.rows import Row
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import answered, examined, peopled, received
from gongkai.shared.clock import today


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


def a_bare_case(organ, n: int, **others) -> Case:
    """A row as the actions leave it, without its happenings: for counting. Not saved."""
    values = {
        "organ": organ,
        "number": f"{organ.region_code}-{organ.pk}-{n}",
        "ticket": f"T{organ.pk}-{n}",
        "channel": "online",
        "submitted_at": AT,
        "received_on": today(),
        "applicant_kind": "natural",
        "applicant_name": f"申请人{n}",
        "applicant_key": f"key{n}",
        "id_kind": "resident",
        "id_number": "x",
        "info_text": f"第{n}号文件的附件",
        "carrier": "electronic",
        "delivery": "online",
        "stage": Stage.UNDER_REVIEW,
        "due_on": today() + timedelta(days=90),
    }
    return Case(**values | others)


def a_case(organ, n: int, **others) -> Case:
    case = a_bare_case(organ, n, **others)
    case.save()
    return case


def numbers_of(page: str) -> dict[str, int]:
    """href → the number that stands on it."""
    return {url.replace("&amp;", "&"): int(number) for url, number in re.findall(r'<a href="([^"]+)"[^>]*>(\d+)</a>', page)}


def seen(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def counted(page: str) -> int:
    return len(re.findall(r'<input type="checkbox" name="case"', page))


# —— 看板 ——


def test_every_figure_of_the_board_leads_to_just_so_many_cases(desk, cast):
    on = today()
    dates = {"overdue": on - timedelta(days=3), "0": on, "later": on + timedelta(days=90)}
    for n, (_, day) in enumerate([*dates.items(), ("again", on)]):
        a_case(cast.housing, n, due_on=day)
    a_case(cast.housing, 10, is_paused=True)
    a_case(cast.housing, 11, due_on=None, stage=Stage.SUBMITTED)
    a_case(cast.transport, 12, due_on=on)
    browser = desk("li")
    page = seen(browser, reverse("desk:foi-board"))
    figures = {url: number for url, number in numbers_of(page).items() if url.startswith(reverse("desk:foi") + "?")}
    bands = {parse_qs(urlsplit(url).query).get("due", [""])[0] for url in figures}
    assert bands == {"", "overdue", "0", "later", "paused", "undated"}
    for url, number in figures.items():
        assert counted(seen(browser, url)) == number, url


def test_the_board_knows_only_the_officers_own_organs(desk, cast):
    a_case(cast.housing, 1, info_title="住建的事")
    a_case(cast.housing, 2, info_title="住建的事")
    board, topics = reverse("desk:foi-board"), reverse("desk:foi-topics")
    assert desk("zhao").get(board, {"organ": cast.housing.pk}).status_code == 404
    page = seen(desk("zhao"), board)
    assert "现在没有在办的申请" in page
    assert "住建的事" not in seen(desk("zhao"), topics)
    assert "住建的事" in seen(desk("li"), topics)
    assert desk("sun").get(board).status_code == 403  # administration handles nothing


def test_supervision_sees_the_organs_below_one_by_one(desk, cast, settings):
    town = peopled(cast)
    a_case(cast.housing, 1)
    a_case(cast.transport, 2, due_on=today() - timedelta(days=1))
    browser = desk(None)
    browser.force_login(town.qian, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = seen(browser, reverse("desk:foi-board"))
    assert "各机关在办件的期限" in page and cast.housing.name in page
    figures = {url: number for url, number in numbers_of(page).items() if url.startswith(reverse("desk:foi") + "?")}
    assert any(f"organ={cast.transport.pk}" in url and "due=overdue" in url for url in figures)
    for url, number in figures.items():
        assert counted(seen(browser, url)) == number, url


def test_a_title_that_several_asked_for_leads_to_their_cases(desk, cast):
    for n in range(3):
        a_case(cast.housing, n, info_title="2025年度公租房配租名单", words="公租 租房 房配 配租 租名 名单 2025 年度")
    a_case(cast.housing, 9, info_title="只有一个人要的")
    page = seen(desk("li"), reverse("desk:foi-topics"))
    assert "2025年度公租房配租名单" in page and "只有一个人要的" not in page


def test_one_late_case_of_a_thousand_never_reads_a_hundred_percent(desk, cast):
    day = today()
    done = {"closed_on": day, "stage": Stage.SERVED, "outcome": Outcome.A2_GRANTED}
    Case.objects.bulk_create([a_bare_case(cast.housing, n, due_on=day - timedelta(days=n == 0), **done) for n in range(2000)])
    page = seen(desk("li"), reverse("desk:foi-board"))
    assert "99.9%" in page and "100.0%" not in page


def test_the_bars_of_the_chart_are_as_high_as_their_figures():
    chart = trend_chart([Month(2025, 12, received=8, closed=2, late=0), Month(2026, 1, received=0, closed=4, late=1)])
    heights = {(bar.kind, bar.x < chart.width / 2): bar.height for bar in chart.bars}
    assert len(chart.bars) == 3  # nought has no bar
    assert heights["received", True] == pytest.approx(4 * heights["closed", True], abs=0.2)
    assert heights["closed", False] == pytest.approx(2 * heights["closed", True], abs=0.2)
    assert [label.text for label in chart.labels] == ["12月", "1月"]
    assert [line.text for line in chart.lines] == ["0", "2", "4", "6", "8"]
    assert all(bar.y >= 0 and bar.y + bar.height <= chart.height for bar in chart.bars)


def test_a_year_without_cases_has_a_chart_all_the_same():
    assert trend_chart([Month(2026, 1, 0, 0, 0)]).bars == ()


def test_how_often_help_before_asking_was_enough_is_told_by_organ_with_its_share(desk, cast, settings):
    for what, times in ((Help.SHOWN, 8), (Help.OPENED, 3), (Help.SUBMITTED, 6), (Help.SATISFIED, 1)):
        for _ in range(times):
            count_help(what, cast.housing, on=today())
    count_help(Help.SHOWN, cast.transport, on=today())
    count_help(Help.SHOWN, cast.housing, on=today() - timedelta(days=800))
    count_help(Help.SHOWN, None, on=today())
    address = reverse("desk:foi-helped")
    cells = re.findall(r"<td>([^<]*)</td>", seen(desk("li"), address))
    assert cells == ["8", "3", "37.5%", "6", "2", "25.0%", "1"]
    browser = desk(None)
    browser.force_login(peopled(cast).qian, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = seen(browser, address)
    assert cast.housing.name in page and cast.transport.name in page and "还没有选机关" in page
    assert desk("sun").get(address).status_code == 403


# —— 年度报告 ——


def test_every_cell_of_table_three_leads_to_just_so_many_cases(desk, cast):
    year = today().year
    before = date(year - 1, 6, 1)
    a_case(cast.housing, 1)
    a_case(cast.housing, 2, received_on=before)
    done = {"stage": Stage.SERVED, "closed_on": today()}
    a_case(cast.housing, 3, outcome=Outcome.A2_GRANTED, **done)
    a_case(cast.housing, 4, outcome=Outcome.C6_PROCESS, received_on=before, applicant_kind="legal_commercial", **done)
    a_case(cast.housing, 5, outcome=Outcome.D1_NOT_OURS, applicant_kind="legal_other", **done)
    a_case(cast.housing, 6, is_correction=True)
    a_case(cast.transport, 7)
    browser = desk("li")
    page = seen(browser, reverse("desk:foi-report"))
    assert "所有勾稽关系都成立" in page and "3＋2＝3＋2" in page
    cells = {url: number for url, number in numbers_of(page).items() if url.startswith(reverse("desk:foi-report-cases"))}
    assert len(cells) > 15
    for url, number in cells.items():
        assert f"共 {number} 件" in seen(browser, url), url
    for url in cells:
        assert not re.search("第[1-6]号文件", seen(desk("zhao"), url)), url


def test_another_organs_year_is_not_there(desk, cast):
    for name in ("foi-report", "foi-report-cases"):
        asked = {"organ": cast.housing.pk, "row": Row.NEW_RECEIVED.value}
        assert desk("zhao").get(reverse(f"desk:{name}"), asked).status_code == 404, name


def test_what_does_not_add_up_is_said_and_its_cell_marked(desk, cast):
    a_case(cast.housing, 1, stage=Stage.SERVED, closed_on=today(), outcome="")  # closed without any decision
    page = seen(desk("li"), reverse("desk:foi-report"))
    assert "勾稽不平，改正前不要发布" in page and "错误 AR01" in page and "不成立" in page


def test_supervision_adds_up_a_tree_or_takes_one_organ(desk, cast, settings):
    town = peopled(cast)
    a_case(cast.housing, 1)
    a_case(cast.transport, 2)
    a_case(cast.city, 3)
    browser = desk(None)
    browser.force_login(town.qian, backend=settings.AUTHENTICATION_BACKENDS[-1])
    address = reverse("desk:foi-report")
    assert "3＋0＝0＋3" in seen(browser, address)
    assert "1＋0＝0＋1" in seen(browser, f"{address}?organ={cast.city.pk}")
    assert "3＋0＝0＋3" in seen(browser, f"{address}?organ={cast.city.pk}&whole=yes")
    page = seen(browser, f"{reverse('desk:foi-report-cases')}?row=new_received&organ={cast.city.pk}&whole=yes")
    assert "申请人1" not in page and "申***" not in page  # dates and outcomes, never who asked


def test_the_applicant_stands_masked_in_a_cell_for_who_handles_the_case(desk, cast):
    examined(cast, at=AT)
    year = AT.year
    page = seen(desk("li"), f"{reverse('desk:foi-report-cases')}?row=new_received&year={year}")
    assert "张三" not in page and "张*" in page


def test_table_four_leads_to_its_reviews(desk, cast):
    case = received(cast)
    for n, (result, concluded) in enumerate([("upheld", today()), ("", None), ("corrected", today())]):
        Review.objects.create(
            organ=cast.housing, case=case if n == 0 else None, kind="reconsideration", docket=f"〔2026〕{n}号", accepted_on=today(),
            result=result, concluded_on=concluded, by=cast.li, at=AT,
        )  # fmt: skip
    Review.objects.create(organ=cast.transport, kind="lawsuit", docket="别的机关的案子", accepted_on=today(), by=cast.zhao, at=AT)
    browser = desk("li")
    cells = numbers_of(seen(browser, reverse("desk:foi-report")))
    reviews = {url: number for url, number in cells.items() if url.startswith(reverse("desk:foi-reviews"))}
    assert sorted(reviews.values()) == [1, 1, 1, 3]
    for url, number in reviews.items():
        page = seen(browser, url)
        assert f"共 {number} 件" in page and "别的机关" not in page, url


def test_board_and_table_say_which_of_them_counts_corrections(desk, cast):
    examined(cast)
    examined(cast, is_correction=True)
    year = AT.year
    assert "这一年收到 1 件，看板的“收到”里有" in desk("wang").get(reverse("desk:foi-report"), {"year": year}).content.decode()
    assert numbers.annual_table([cast.housing.pk], year)[Row.NEW_RECEIVED][Column.TOTAL] == 1
    course = numbers.course([cast.housing.pk], AT.date(), AT.date())
    assert sum(course.received.values()) == 2
    assert "含要求更正自身信息的（第四十一条）；年度报告表三不含" in desk("wang").get(reverse("desk:foi-board")).content.decode()


def test_the_tables_are_exported_with_numbers_in_their_cells(desk, cast):
    answered(cast, at=AT)
    address = reverse("desk:foi-report")
    for table, rows in (("table3", len(Row)), ("table4", 3)):
        answer = desk("li").get(address, {"export": table, "year": AT.year})
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet.max_row == rows + 1
    found = desk("li").get(address, {"export": "table3", "year": AT.year})
    sheet = load_workbook(io.BytesIO(found.content)).active
    by_label = {row[1]: row[2:] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert by_label[Row.GRANTED.label] == (1, 0, 0, 0, 0, 0, 1) and len(Column) == 7


@pytest.mark.parametrize("query", ["year=1999", "year=abc", "organ=abc", "whole=no", "export=all"])
def test_an_unknown_value_in_the_address_is_refused(desk, cast, query):
    assert desk("li").get(f"{reverse('desk:foi-report')}?{query}").status_code in (400, 404)


@pytest.mark.parametrize("query", ["", "row=nothing", "row=granted&column=x"])
def test_a_cell_that_is_none_is_refused(desk, cast, query):
    assert desk("li").get(f"{reverse('desk:foi-report-cases')}?{query}").status_code in (400, 404)


# —— as many queries for a hundred as for ten ——


def cost(browser, address: str) -> int:
    """The second time: the first visit of a session is noted down, and the menu's own counts are kept for half a minute."""
    cache.clear()
    browser.get(address)
    with CaptureQueriesContext(connection) as made:
        assert browser.get(address).status_code == 200
    return len(made)


PAGES = [
    ("foi", ""),
    ("foi", "?tab=all&q=文件附件"),
    ("foi", "?tab=all&q=20260301-"),
    ("foi-board", ""),
    ("foi-topics", ""),
    ("foi-helped", ""),
    ("foi-report", ""),
    ("foi-report-cases", "?row=new_received"),
]


@pytest.mark.parametrize(("name", "query"), PAGES)
def test_at_most_twelve_queries_as_many_for_a_hundred_as_for_ten(desk, cast, settings, name, query):
    town = peopled(cast)
    browser = desk(None)
    browser.force_login(town.qian, backend=settings.AUTHENTICATION_BACKENDS[-1])
    address = reverse(f"desk:{name}") + query
    organs = [cast.housing, cast.transport, cast.city, town.planning]
    for n in range(12):
        a_case(organs[n % 4], n, stage=list(Stage)[2 + n % 5], due_on=today() + timedelta(days=n - 2))
    officers = {"qian": browser, "li": desk("li")}
    ten = {who: cost(one, address) for who, one in officers.items()}
    for n in range(12, 100):
        a_case(organs[n % 4], n, stage=list(Stage)[2 + n % 5], due_on=today() + timedelta(days=n % 40 - 2), applicant_key=f"k{n % 7}")
    assert {who: cost(one, address) for who, one in officers.items()} == ten
    assert max(ten.values()) <= 12
