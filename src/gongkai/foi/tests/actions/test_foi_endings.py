"""What is written when a case ends without a reply, and of what asks for a correction (第四十一条): one text for each cause, in one voice."""

from datetime import date

import pytest
from tests.cast import AT

from gongkai.documents.rules.paper import BlockKind, plain_text
from gongkai.foi.actions import letters, told
from gongkai.foi.actions.archive import archive
from gongkai.foi.letters import paper_of
from gongkai.foi.models import Letter
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letters import CORRECTION_TEXTS, default, of_correction, of_ending, validate
from gongkai.foi.rules.outcomes import Outcome, Withdrawn
from gongkai.foi.tests.cases import examined, later, received
from gongkai.foi.tests.replying import brought_to, ready


@pytest.fixture
def office(cast):
    return ready(cast)


def text_of(letter: Letter) -> str:
    return plain_text(paper_of(letter).blocks)


def salutations(letter: Letter) -> list[str]:
    return [block.text for block in paper_of(letter).blocks if block.kind is BlockKind.SALUTATION]


def clarifying(office, **others):
    case = examined(office, **others)
    told.clarify(case, ["请写明小区名称"], answer_by=date(2026, 12, 20), by=office.li, at=AT)
    return case


def test_who_withdrew_is_written_to_and_is_not_told_that_he_let_a_time_run_out(office):
    done = told.withdraw(
        clarifying(office), "申请人6月2日书面撤回", "6月2日的撤回书", cause=Withdrawn.BY_APPLICANT, by=office.li, at=later(1)
    )
    (letter,) = done.letters
    text = text_of(letter)
    assert salutations(letter) == ["张三："] and "您6月2日书面撤回（材料：6月2日的撤回书）。本机关不再处理该申请" in text
    assert "告知您补正。" in text and "期限内" not in text and "申请人" not in text
    assert paper_of(letter).footer_note  # it goes out, so anybody can check it


def test_who_withdrew_on_the_portal_is_written_to_when_the_case_is_put_away(office):
    case = clarifying(office)
    told.withdraw(case, "不需要了", by=None, at=AT)
    archive(case, by=office.li, at=AT)
    letter = case.letters.get(kind=LetterKind.TERMINATION)
    assert salutations(letter) == ["张三："] and "您自行撤回。" in text_of(letter) and "期限内" not in text_of(letter)


@pytest.mark.parametrize("cause", [Withdrawn.DIED, None])
def test_an_ending_that_can_be_told_to_nobody_is_a_record_of_it(office, cause):
    letter = told.withdraw(clarifying(office), "申请人6月1日死亡", "死亡证明", cause=cause, by=office.li, at=AT).letters[0]
    text = text_of(letter)
    assert salutations(letter) == [] and "申请人6月1日死亡（材料：死亡证明）" in text and "告知申请人补正。" in text
    assert "您" not in text and "期限内" not in text


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (Outcome.F1_NO_CORRECTION, "告知您补正，您未在期限内补正。\n您无正当理由逾期不补正。"),
        (Outcome.F2_NO_PAYMENT, "通知您缴纳信息处理费，您未在期限内缴纳。\n您逾期未按收费通知缴纳信息处理费。"),
    ],
)
def test_who_let_the_time_run_out_is_told_so_in_one_voice(office, outcome, says):
    _, letter = brought_to(office, outcome)
    assert says in text_of(letter) and "申请人" not in text_of(letter) and salutations(letter) == ["张三："]


def test_an_organs_own_record_of_endings_is_kept_to_and_speaks_of_the_applicant(office):
    body = default(LetterKind.TERMINATION).body + "\n特此记录。"
    letters.edit_template(office.housing, LetterKind.TERMINATION, "终止记录", body, by=office.wang, at=AT)
    _, letter = brought_to(office, Outcome.F1_NO_CORRECTION)
    assert "特此记录" in text_of(letter) and "告知申请人补正，申请人未在期限内补正。" in text_of(letter) and "您" not in text_of(letter)


@pytest.mark.parametrize("kind", CORRECTION_TEXTS)
def test_the_letters_about_a_correction_say_what_they_must_and_nothing_of_an_application_for_information(kind):
    template = of_correction(kind)
    validate(template)
    assert "政府信息公开申请" not in template.title + template.body
    assert not any(article in template.body for article in ("第三十条", "第三十三条"))
    assert "政府信息公开申请" not in of_ending(is_correction=True).body


def test_a_correction_is_received_and_asked_about_under_its_own_article(office):
    body = default(LetterKind.RECEIPT).body + "\n本机关自己的话。"
    letters.edit_template(office.housing, LetterKind.RECEIPT, "回执", body, by=office.wang, at=AT)
    receipt = told.register(received(office, is_correction=True), by=office.li, at=AT).letters[0]
    assert "第四十一条" in text_of(receipt) and "没有规定办理的期限" in text_of(receipt) and "2026年6月30日" in text_of(receipt)
    assert receipt.name == "政府信息更正申请登记回执" and receipt.template is None
    letter = told.clarify(examined(office, is_correction=True), ["请补交房产证"], answer_by=date(2026, 6, 20), by=office.li, at=AT).letters[
        0
    ]
    assert "第三十条" not in text_of(letter) and "请补交房产证" in text_of(letter)
    assert "自己的话" in text_of(told.register(received(office), by=office.li, at=AT).letters[0])
