"""办事流程演示: every step stands in the table of moves, in an order that the table allows."""

from itertools import pairwise

from gongkai.foi.rules.demonstration import BETWEEN, COURSE, demonstration
from gongkai.foi.rules.happenings import Action as A
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.stages import MOVES, Stage

WHO = {permit: f"〈{permit.words}〉" for permit in Permit}


def test_the_way_leads_from_the_first_word_to_the_archive_as_the_table_has_it():
    steps = demonstration(WHO)
    assert [step.action for step in steps] == list(COURSE)
    assert (steps[0].at, steps[-1].then) == (Stage.DRAFT, Stage.ARCHIVED)
    for step, following in pairwise(steps):
        assert step.then is following.at
    for step in steps:
        move = MOVES[step.action]
        assert step.at in move.sources and (step.then in move.then or (not move.then and step.then is step.at))
        assert step.who == WHO[move.permit] and [one.says for one in step.conditions] == [g.says for g in (*move.guards, *move.warns)]


def test_no_two_officers_steps_of_review_are_left_out():
    assert {A.PASS_SECRECY, A.PASS_LEGALITY, A.SIGN, A.SEARCH} <= COURSE.keys()


def test_what_may_come_in_between_is_told_where_the_table_allows_it():
    told = {label for step in demonstration(WHO) for label, _ in step.between}
    assert told == {action.label for action in BETWEEN}
    for step in demonstration(WHO):
        for label, _ in step.between:
            action = next(one for one in BETWEEN if one.label == label)
            assert step.at in MOVES[action].sources
