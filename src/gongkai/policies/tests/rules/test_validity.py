from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.policies.rules.kinds import CHANGING, RelationKind
from gongkai.policies.rules.validity import Change, EditionFacts, Facts, Status, standing_on, timeline

DAY = timedelta(days=1)
FIRST = EditionFacts(1, effective_on=date(2020, 7, 1), expires_on=date(2025, 6, 30), formed_on=date(2020, 6, 10))
LASTING = EditionFacts(1, effective_on=date(2020, 7, 1))


def repeal(on=date(2024, 3, 1), kind=RelationKind.REPEALS, **more):
    return Change(kind, on, by_title="关于废止部分文件的决定", by_no="临政发〔2024〕3号", **more)


def on(day, *changes, editions=(LASTING,), edition=None):
    return standing_on(Facts(tuple(editions), changes), day, edition)


def test_before_its_first_day_it_is_not_yet_in_force():
    standing = on(date(2020, 6, 30))
    assert (standing.status, standing.since, standing.because) == (Status.NOT_YET, None, "自2020年7月1日起施行，尚未施行")
    assert standing.changes_on == date(2020, 7, 1)


def test_from_its_first_day_it_is_valid():
    standing = on(date(2020, 7, 1))
    assert (standing.status, standing.since, standing.because) == (Status.VALID, date(2020, 7, 1), "自2020年7月1日起施行")
    assert standing.changes_on is None


def test_the_last_day_of_validity_is_valid_and_the_next_is_not():
    assert on(date(2025, 6, 30), editions=[FIRST]).status is Status.VALID
    assert on(date(2025, 6, 30), editions=[FIRST]).because == "自2020年7月1日起施行，有效期至2025年6月30日"
    expired = on(date(2025, 7, 1), editions=[FIRST])
    assert (expired.status, expired.since) == (Status.EXPIRED, date(2025, 7, 1))
    assert expired.because == "有效期至2025年6月30日，已届满"


def test_repealed_from_the_day_of_repeal():
    assert on(date(2024, 2, 29), repeal()).status is Status.VALID
    assert on(date(2024, 2, 29), repeal()).changes_on == date(2024, 3, 1)
    repealed = on(date(2024, 3, 1), repeal())
    assert (repealed.status, repealed.since) == (Status.REPEALED, date(2024, 3, 1))
    assert repealed.because == "2024年3月1日起被《关于废止部分文件的决定》（临政发〔2024〕3号）废止"


def test_replaced_counts_as_repealed_and_says_by_what():
    replaced = on(date(2024, 5, 1), repeal(kind=RelationKind.REPLACES))
    assert replaced.status is Status.REPEALED
    assert replaced.because.endswith("替代，同时废止")


def test_a_repeal_before_the_first_day_means_it_never_came_into_force():
    withdrawn = on(date(2020, 8, 1), repeal(on=date(2020, 6, 20)), editions=[FIRST])
    assert withdrawn.status is Status.REPEALED


def test_a_new_edition_makes_the_old_one_history_and_is_itself_valid():
    second = EditionFacts(2, effective_on=date(2023, 1, 1), formed_on=date(2022, 12, 1))
    assert on(date(2022, 12, 31), editions=[LASTING, second], edition=1).status is Status.VALID
    old = on(date(2023, 1, 1), editions=[LASTING, second], edition=1)
    assert (old.status, old.because) == (Status.AMENDED, "2023年1月1日起施行修改后的版本，本版本为历史文本")
    policy = on(date(2023, 1, 1), editions=[LASTING, second])
    assert (policy.status, policy.edition, policy.since) == (Status.VALID, 2, date(2023, 1, 1))
    assert on(date(2022, 12, 31), editions=[LASTING, second], edition=2).status is Status.NOT_YET


def test_a_new_edition_that_repeals_the_old_text_does_not_repeal_itself():
    second = EditionFacts(2, effective_on=date(2024, 3, 1), formed_on=date(2024, 2, 1))
    facts = [LASTING, second]
    assert on(date(2024, 3, 1), repeal(), editions=facts).status is Status.VALID
    assert on(date(2024, 3, 1), repeal(), editions=facts, edition=1).status is Status.REPEALED
    assert on(date(2024, 6, 1), repeal(on=date(2024, 6, 1)), editions=facts).status is Status.REPEALED


def test_a_text_that_expired_before_the_new_edition_stays_expired():
    late = EditionFacts(2, effective_on=date(2025, 9, 1))
    in_time = EditionFacts(2, effective_on=date(2025, 7, 1))
    assert on(date(2025, 8, 1), editions=[FIRST, late]).status is Status.EXPIRED
    assert on(date(2026, 1, 1), editions=[FIRST, late], edition=1).status is Status.EXPIRED
    assert on(date(2026, 1, 1), editions=[FIRST, in_time], edition=1).status is Status.AMENDED
    assert on(date(2026, 1, 1), editions=[FIRST, late]).status is Status.VALID


def test_an_extension_in_time_moves_the_expiry():
    extension = Change(
        RelationKind.EXTENDS, date(2025, 5, 1), until=date(2027, 6, 30), by_title="关于延长有效期的通知", by_no="临政发〔2025〕9号"
    )
    extended = on(date(2026, 1, 1), extension, editions=[FIRST])
    assert (extended.status, extended.since) == (Status.VALID, date(2020, 7, 1))
    assert extended.because == "自2020年7月1日起施行，经《关于延长有效期的通知》（临政发〔2025〕9号）延长有效期至2027年6月30日"
    assert extended.changes_on == date(2027, 7, 1)
    expired = on(date(2027, 7, 1), extension, editions=[FIRST])
    assert expired.because == "有效期至2027年6月30日（经《关于延长有效期的通知》（临政发〔2025〕9号）延长），已届满"


def test_a_late_extension_revives_from_its_own_day_and_leaves_the_gap():
    late = Change(RelationKind.EXTENDS, date(2025, 8, 1), until=date(2027, 6, 30))
    assert [on(day, late, editions=[FIRST]).status for day in (date(2025, 7, 15), date(2025, 8, 1))] == [Status.EXPIRED, Status.VALID]
    assert on(date(2025, 8, 1), late, editions=[FIRST]).since == date(2025, 8, 1)
    assert on(date(2025, 8, 1), late, editions=[FIRST]).because.endswith("经其他文件延长有效期至2027年6月30日")


def test_an_extension_without_an_end_lifts_the_expiry():
    assert on(date(2099, 1, 1), Change(RelationKind.EXTENDS, date(2025, 5, 1)), editions=[FIRST]).status is Status.VALID


def test_declared_expired_by_a_catalogue_of_clean_up():
    declared = on(date(2024, 3, 2), repeal(kind=RelationKind.DECLARES_EXPIRED))
    assert (declared.status, declared.since) == (Status.EXPIRED, date(2024, 3, 1))
    assert declared.because.endswith("宣布失效")
    revived = Change(RelationKind.EXTENDS, date(2024, 9, 1), until=date(2026, 1, 1))
    assert on(date(2024, 10, 1), repeal(kind=RelationKind.DECLARES_EXPIRED), revived).status is Status.VALID


def test_suspended_until_resumed_or_until_the_day_named():
    pause = Change(RelationKind.SUSPENDS, date(2022, 1, 1), by_title="关于暂停执行的通知")
    resume = Change(RelationKind.RESUMES, date(2022, 6, 1))
    assert on(date(2023, 1, 1), pause).because == "2022年1月1日起被《关于暂停执行的通知》停止执行"
    assert [on(day, pause, resume).status for day in (date(2022, 5, 31), date(2022, 6, 1))] == [Status.SUSPENDED, Status.VALID]
    assert on(date(2022, 6, 1), pause, resume).since == date(2022, 6, 1)
    short = Change(RelationKind.SUSPENDS, date(2022, 1, 1), until=date(2022, 3, 31))
    assert [on(day, short).status for day in (date(2022, 3, 31), date(2022, 4, 1))] == [Status.SUSPENDED, Status.VALID]
    again = Change(RelationKind.SUSPENDS, date(2022, 9, 1))
    assert on(date(2022, 10, 1), pause, resume, again).since == date(2022, 9, 1)


def test_partly_repealed_names_the_articles():
    partial = on(date(2024, 3, 1), repeal(kind=RelationKind.PARTIALLY_REPEALS, articles=("第三条", "第五条")))
    assert partial.status is Status.PARTIAL
    assert partial.status.is_in_force
    assert partial.because == "2024年3月1日起第三条、第五条被《关于废止部分文件的决定》（临政发〔2024〕3号）废止，其余内容有效"


def test_a_second_partial_repeal_is_added_and_the_time_is_unbroken():
    changes = (
        repeal(on=date(2022, 1, 1), kind=RelationKind.PARTIALLY_REPEALS, articles=("第三条",)),
        repeal(kind=RelationKind.PARTIALLY_REPEALS, articles=("第五条",)),
    )
    standing = on(date(2024, 6, 1), *changes)
    assert standing.since == date(2022, 1, 1)
    assert "第三条" in standing.because
    assert "第五条" in standing.because


def test_a_paper_that_names_no_day_is_in_force_from_its_date_of_writing():
    silent = EditionFacts(1, formed_on=date(2025, 6, 26), published_on=date(2025, 7, 3))
    assert on(date(2025, 6, 26), editions=[silent]).because == "未载明施行日期，自成文之日2025年6月26日起有效"
    published = EditionFacts(1, published_on=date(2025, 7, 3))
    assert on(date(2025, 7, 3), editions=[published]).because == "未载明施行日期，自发布之日2025年7月3日起有效"
    undated = on(date(1990, 1, 1), editions=[EditionFacts(1)])
    assert (undated.status, undated.since, undated.because) == (Status.VALID, None, "未载明施行日期，也没有废止、失效的记载")


def test_two_undated_editions_leave_the_newer_standing():
    editions = [EditionFacts(1), EditionFacts(2)]
    assert on(date(2025, 1, 1), editions=editions).edition == 2
    assert on(date(2025, 1, 1), editions=editions, edition=1).because == "已有修改后的版本，本版本为历史文本"


def test_a_reason_fits_its_column_whatever_the_title():
    long = Change(RelationKind.REPEALS, date(2024, 1, 1), by_title="关" * 500, by_no="临政发〔2024〕3号")
    assert len(on(date(2024, 1, 1), long).because) < 300
    partial = RelationKind.PARTIALLY_REPEALS
    many = [
        Change(partial, date(2023, 1, n), by_title="关" * 500, by_no="临政发〔2024〕3号", articles=("第三条",) * 60) for n in range(1, 9)
    ]
    because = on(date(2024, 1, 1), *many).because
    assert len(because) < 300
    assert because.startswith("2023年1月8日起部分内容被")
    assert "此前另有7次" in because


def test_what_cannot_be_judged_is_refused():
    with pytest.raises(ValueError, match="without an edition"):
        Facts(())
    with pytest.raises(ValueError, match="numbered once"):
        Facts((EditionFacts(1), EditionFacts(1)))
    with pytest.raises(ValueError, match="does not change"):
        Change(RelationKind.BASED_ON, date(2024, 1, 1))
    with pytest.raises(KeyError):
        on(date(2024, 1, 1), edition=7)


def test_the_labels_are_the_seven_of_the_rulebook():
    assert [status.label for status in Status] == ["有效", "尚未生效", "已修改", "部分失效", "失效", "废止", "停止执行"]


DAYS = st.dates(date(2019, 1, 1), date(2027, 1, 1))
MAYBE = st.none() | DAYS
EDITIONS = st.lists(st.builds(EditionFacts, st.just(0), MAYBE, MAYBE, MAYBE, MAYBE), min_size=1, max_size=4).map(
    lambda some: tuple(EditionFacts(n, e.effective_on, e.expires_on, e.formed_on, e.published_on) for n, e in enumerate(some, 1))
)
CHANGES = st.lists(st.builds(Change, st.sampled_from(sorted(CHANGING)), DAYS, MAYBE), max_size=5).map(tuple)
FACTS = st.builds(Facts, EDITIONS, CHANGES)


@given(FACTS, DAYS, st.booleans())
def test_every_day_has_exactly_one_standing(facts, day, of_one_edition):
    edition = facts.editions[0].number if of_one_edition else None
    standings = timeline(facts, edition)
    ends = [standing.changes_on for standing in standings]
    assert ends[-1] is None
    assert ends[:-1] == sorted(set(ends[:-1]))
    standing = standing_on(facts, day, edition)
    assert standing in standings
    assert standing.since is None or standing.since <= day
    assert standing.changes_on is None or day < standing.changes_on
    assert standing.because


@given(FACTS, DAYS)
def test_since_is_the_first_day_of_the_unbroken_time(facts, day):
    standing = standing_on(facts, day)
    if standing.since:
        on_that_day, before = standing_on(facts, standing.since), standing_on(facts, standing.since - DAY)
        assert (on_that_day.status, on_that_day.edition) == (standing.status, standing.edition)
        assert (before.status, before.edition) != (standing.status, standing.edition)


@given(FACTS, DAYS)
def test_nothing_changes_before_the_day_it_is_said_to(facts, day):
    standing = standing_on(facts, day)
    for later in (day + DAY, day + 100 * DAY):
        if standing.changes_on is None or later < standing.changes_on:
            assert standing_on(facts, later) == standing


@given(FACTS, DAYS, CHANGES)
def test_what_happens_later_does_not_rewrite_an_earlier_day(facts, day, more):
    future = tuple(change for change in more if change.on > day)
    before, after = standing_on(facts, day), standing_on(Facts(facts.editions, (*facts.changes, *future)), day)
    assert (before.status, before.because) == (after.status, after.because)


@given(st.builds(EditionFacts, st.just(1), MAYBE, MAYBE, MAYBE, MAYBE), CHANGES, DAYS, st.integers(0, 2000))
def test_a_repealed_policy_of_one_edition_stays_repealed(edition, changes, repealed_on, days):
    facts = Facts((edition,), (*changes, Change(RelationKind.REPEALS, repealed_on)))
    assert standing_on(facts, repealed_on + timedelta(days=days)).status is Status.REPEALED


@given(EDITIONS, st.randoms(), CHANGES, DAYS)
def test_the_order_in_which_facts_are_given_does_not_matter(editions, random, changes, day):
    shuffled = list(changes)
    random.shuffle(shuffled)
    assert standing_on(Facts(editions, changes), day) == standing_on(Facts(editions[::-1], tuple(shuffled)), day)


@given(DAYS, st.integers(0, 1500), st.integers(1, 1500))
def test_an_extension_before_the_expiry_only_moves_the_last_day(begins, length, more):
    expires = begins + timedelta(days=length)
    until = expires + timedelta(days=more)
    facts = Facts((EditionFacts(1, begins, expires),), (Change(RelationKind.EXTENDS, expires, until),))
    assert standing_on(facts, until).status is Status.VALID
    assert standing_on(facts, until).since == begins
    assert standing_on(facts, until + DAY).status is Status.EXPIRED
