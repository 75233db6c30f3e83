"""The parser on the real notices, old forms and broken pastes. The yearly items are the official texts."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from gongkai.shared.refusal import Refused
from gongkai.workdays import official
from gongkai.workdays.actions import digest_of
from gongkai.workdays.rules.calendar import Calendar
from gongkai.workdays.rules.notice import parse

OLDER = {
    2016: """一、元旦：1月1日放假，与周末连休。
二、春节：2月7日至13日放假调休，共7天。2月6日（星期六）、2月14日（星期日）上班。
三、清明节：4月4日放假，与周末连休。
四、劳动节：5月1日放假，5月2日（星期一）补休。
五、端午节：6月9日至11日放假调休，共3天。6月12日（星期日）上班。
六、中秋节：9月15日至17日放假调休，共3天。9月18日（星期日）上班。
七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。""",
    2017: """一、元旦：1月1日放假，1月2日（星期一）补休。
二、春节：1月27日至2月2日放假调休，共7天。1月22日（星期日）、2月4日（星期六）上班。
三、清明节：4月2日至4日放假调休，共3天。4月1日（星期六）上班。
四、劳动节：5月1日放假，与周末连休。
五、端午节：5月28日至30日放假调休，共3天。5月27日（星期六）上班。
六、中秋节、国庆节：10月1日至8日放假调休，共8天。9月30日（星期六）上班。""",
    2018: """一、元旦：1月1日放假，与周末连休。
二、春节：2月15日至21日放假调休，共7天。2月11日（星期日）、2月24日（星期六）上班。
三、清明节：4月5日至7日放假调休，共3天。4月8日（星期日）上班。
四、劳动节：4月29日至5月1日放假调休，共3天。4月28日（星期六）上班。
五、端午节：6月18日放假，与周末连休。
六、中秋节：9月24日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期六）、9月30日（星期日）上班。""",
    # as adjusted in March 2019 for 劳动节
    2019: """一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2021: """一、元旦：2021年1月1日至3日放假，共3天。
二、春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。
三、清明节：4月3日至5日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。
五、端午节：6月12日至14日放假，共3天。
六、中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。""",
    2022: """一、元旦：2022年1月1日至3日放假，共3天。
二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
三、清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
五、端午节：6月3日至5日放假，共3天。
六、中秋节：9月10日至12日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。""",
    2023: """一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
}
DELIVERED = {notice["year"]: notice for notice in official.notices()}


def disagreements(parsed):
    """The days on which the parsed notice and the independent package differ, over its year."""
    calendar = Calendar(parsed.off, parsed.made_up, frozenset({parsed.year}))
    days = [date(parsed.year, 1, 1) + timedelta(days=n) for n in range(366)]
    # the last days of December may be governed by the next year's notice, which is not part of this one
    days = [day for day in days if day.year == parsed.year and day < date(parsed.year, 12, 29)]
    return [day for day in days if calendar.is_workday(day) != chinese_calendar.is_workday(day)]


@pytest.mark.parametrize("year", DELIVERED)
def test_the_delivered_days_are_what_the_delivered_text_says(year):
    notice = DELIVERED[year]
    parsed = parse(notice["text"])
    assert (parsed.year, parsed.title, parsed.number) == (year, notice["title"], notice["number"])
    assert parsed.issued_on == date.fromisoformat(notice["issued_on"])
    assert {day.isoformat(): name for day, name in parsed.off.items()} == notice["off"]
    assert {day.isoformat(): name for day, name in parsed.made_up.items()} == notice["made_up"]
    assert parsed.problems == ()
    assert parsed.warnings == ()
    assert disagreements(parsed) == []


def test_the_delivered_notices_carry_number_and_date():
    assert {year: (notice["number"], notice["issued_on"]) for year, notice in DELIVERED.items()} == {
        2024: ("国办发明电〔2023〕7号", "2023-10-25"),
        2025: ("国办发明电〔2024〕12号", "2024-11-12"),
        2026: ("国办发明电〔2025〕7号", "2025-11-04"),
    }


@pytest.mark.parametrize("year", OLDER)
def test_older_notices_with_other_wordings_agree_with_the_independent_package(year):
    parsed = parse(OLDER[year], year)
    assert parsed.problems == ()
    assert parsed.warnings == ()
    assert disagreements(parsed) == []


def test_a_notice_may_reach_back_into_the_year_before():
    parsed = parse(OLDER[2019], 2019)
    assert date(2018, 12, 31) in parsed.off
    assert date(2018, 12, 29) in parsed.made_up


def test_a_range_over_the_turn_of_the_year_needs_no_years():
    text = OLDER[2019].replace("2018年", "").replace("2019年", "")
    assert text.startswith("一、元旦：12月30日至1月1日放假调休，共3天。12月29日（星期六）上班。")
    parsed = parse(text, 2019)
    assert (parsed.off, parsed.made_up, parsed.problems) == (parse(OLDER[2019], 2019).off, parse(OLDER[2019], 2019).made_up, ())


TEXT = DELIVERED[2026]["text"]
HALF_WIDTH = TEXT.translate(str.maketrans("：，（）；", ":,();"))


@pytest.mark.parametrize(
    "text",
    [
        HALF_WIDTH,
        TEXT.replace("1", "１").replace("月", " 月 "),
        TEXT.replace("〔2025〕", "[2025]"),
        TEXT.replace("2026年部分", "2026年\n部分"),
        TEXT.replace("\n", "\r\n\r\n　　"),
        TEXT.replace("放假调休，共9天。", "放假\n调休，共9天。\n"),
        TEXT.replace("。\n", "。"),
        TEXT.replace("至", "～"),
    ],
    ids=["half width", "full-width digits, blanks", "square brackets", "broken title", "CRLF, indents", "wrapped", "one line", "tilde"],
)
def test_the_same_notice_however_pasted_gives_the_same_days(text):
    parsed, clean = parse(text), parse(TEXT)
    assert (parsed.off, parsed.made_up, parsed.number) == (clean.off, clean.made_up, clean.number)
    assert parsed.problems == ()
    assert digest_of(parsed) == digest_of(clean)


@pytest.mark.parametrize(
    "was, becomes, problem",
    [
        ("放假调休，共9天", "放假调休，共8天", "春节：通知写共8天，读出9天"),
        ("1月4日（周日）上班", "1月4日（周六）上班", "2026年1月4日是周日，通知写的是周六"),
        ("1月4日（周日）上班", "1月5日（周一）上班", "2026年1月5日（周一）写明上班，但这一天不是周六、周日"),
        ("1月4日（周日）上班", "1月3日（周六）上班", "2026年1月3日（周六）既写放假又写上班"),
        ("5月1日（周五）至5日（周二）", "5月1日（周五）至32日（周二）", "劳动节：“32日(周二)”不是一个存在的日期"),
        ("三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n", "", "缺少清明节的安排"),
        ("6月19日（周五）至21日（周日）放假，共3天", "另行通知", "端午节：没有读出放假日期"),
        ("五、端午节：6月19日", "五、端午节：2028年6月19日", "2028年6月19日（周一）不在2026年放假安排的范围内"),
        ("9月25日（周五）至27日", "10月7日（周三）至9日", "2026年10月7日（周三）在中秋节和国庆节两处出现"),
    ],
)
def test_a_notice_that_contradicts_itself_has_a_problem_that_names_the_place(was, becomes, problem):
    assert was in TEXT
    assert any(problem in found for found in parse(TEXT.replace(was, becomes)).problems)


def test_a_range_that_runs_backwards_is_a_problem():
    assert any("止日早于起日" in problem for problem in parse(TEXT.replace("10月1日（周四）至7日（周三）", "10月7日至1日")).problems)


def test_a_wrong_year_is_found_by_its_weekdays_and_its_title():
    problems = parse(TEXT, 2027).problems
    assert "填写的年份是2027年，通知标题写的是2026年" in problems
    assert any("是周五，通知写的是周四" in problem for problem in problems)


def test_a_sentence_with_a_date_and_no_verb_is_shown_to_a_person():
    parsed = parse(TEXT.replace("5月9日（周六）上班。", "5月9日（周六）上班。5月10日照常。"))
    assert parsed.warnings == ("劳动节：“5月10日照常”没有写明放假还是上班，未采用",)
    assert date(2026, 5, 10) not in {**parsed.off, **parsed.made_up}


def test_advice_about_leave_is_not_a_day_off():
    assert date(2024, 2, 9) not in parse(DELIVERED[2024]["text"]).off


def test_what_is_not_a_notice_is_refused():
    with pytest.raises(Refused, match="没有找到年份"):
        parse("一、元旦：1月1日放假。")
    with pytest.raises(Refused, match="没有找到"):
        parse("关于开展安全检查的通知", 2026)
