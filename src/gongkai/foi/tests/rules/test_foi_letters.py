"""Letters: every kind has a template that says what it must, is filled from facts, and never tells outsiders who asked."""

from datetime import date

import pytest

from gongkai.documents.rules.paper import BlockKind, plain_text
from gongkai.foi.rules.grounds import Ground
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.letter_variables import ABOUT_APPLICANT, HIDES_APPLICANT, REQUIRED, Variable
from gongkai.foi.rules.letters import Template, compose, default, ruling_facts, validate, variables
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.remedies import RemedyFacts
from gongkai.shared.refusal import Refused

REMEDY = RemedyFacts("澜州市人民政府", "澜州市东城区人民法院", "https://example.invalid/fuyi")
V = Variable


def facts(**more: object) -> dict[Variable, object]:
    known = {variable: f"【{variable.label}】" for variable in Variable}
    known |= {
        V.ORGAN: "澜州市住房和城乡建设局",
        V.RECIPIENT: "张三",
        V.APPLICANT: "张三",
        V.REQUEST: "2024年公租房配租名单",
        V.RECEIVED_ON: date(2025, 6, 3),
        V.DATE: date(2025, 6, 20),
        V.NUMBER: "澜建依复〔2025〕12号",
        V.WORKDAYS: 20,
        V.COURSE: "",
    }
    return known | {Variable(name): value for name, value in more.items()}


@pytest.mark.parametrize("kind", LetterKind)
def test_every_default_template_is_valid_and_composes(kind):
    validate(default(kind))
    recipient = "李四" if kind.reader in HIDES_APPLICANT else "张三"
    paper = compose(kind, facts(recipient=recipient))
    text = plain_text(paper.blocks)
    assert "{" not in text
    assert "。。" not in text
    assert paper.blocks[-1].kind in (BlockKind.DATE, BlockKind.NOTE)
    assert BlockKind.SIGNATURE in {block.kind for block in paper.blocks}
    for variable in REQUIRED[kind] - {V.RECEIVED_ON, V.REQUEST, V.APPLICANT, V.WORKDAYS, V.NUMBER}:
        assert f"【{variable.label}】" in text, variable


def test_there_are_twenty_nine_letters_each_with_what_it_must_say():
    assert [kind.value for kind in LetterKind] == [f"DOC{n:02d}" for n in range(1, 30)]
    assert set(REQUIRED) == set(LetterKind)


def test_a_reply_reads_as_a_letter():
    paper = compose(
        LetterKind.REFUSAL,
        facts(reasons="该信息涉及第三方商业秘密，第三方不同意公开") | ruling_facts(Outcome.C4_THIRD, REMEDY),
    )
    assert paper.title == "澜州市住房和城乡建设局政府信息不予公开答复书"
    assert (paper.doc_no, paper.issuer_mark) == ("澜建依复〔2025〕12号", "澜州市住房和城乡建设局")
    assert [block.text for block in paper.blocks] == [
        "张三：",
        "本机关于2025年6月3日收到您提出的政府信息公开申请（登记号：【登记号】），申请内容为：2024年公租房配租名单。",
        "经审查，该信息涉及第三方商业秘密，第三方不同意公开。",
        "根据《中华人民共和国政府信息公开条例》第十五条、第三十二条、第三十六条第（三）项的规定，本机关决定不予公开。",
        "对本决定不服的，应当先申请行政复议：可以自收到之日起60日内向澜州市人民政府提出；对复议决定仍不服的，"
        "可以自收到复议决定书之日起15日内向澜州市东城区人民法院提起行政诉讼。行政复议申请可以通过互联网提交：https://example.invalid/fuyi。",
        "澜州市住房和城乡建设局",
        "2025年6月20日",
        "（联系方式：【联系方式】）",
    ]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_letter_with_its_remedy(outcome):
    ruling = RULINGS[outcome]
    paper = compose(ruling.letter, facts() | ruling_facts(outcome, REMEDY, [Ground.THIRD_PARTY]))
    text = plain_text(paper.blocks)
    assert ("应当先申请行政复议" in text) == (outcome.short in {"B", "C1", "C2", "C3", "C4", "C5", "C6", "C7"})
    assert ("直接向澜州市东城区人民法院" in text) == (
        outcome is not Outcome.F3_OTHER and outcome.short not in {f"C{n}" for n in range(1, 8)}
    )
    assert all(article in text for article in ruling.basis)
    assert "根据的规定" not in text


def test_a_partial_reply_names_the_articles_of_its_grounds():
    said = ruling_facts(Outcome.B_PARTIAL, REMEDY, [Ground.PROCESS, Ground.THIRD_PARTY])
    assert said[V.BASIS] == "根据《中华人民共和国政府信息公开条例》第三十七条、第十五条、第十六条第二款的规定，"


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind.reader in HIDES_APPLICANT])
def test_no_letter_to_others_tells_who_asked(kind):
    assert not set(variables(default(kind).body)) & ABOUT_APPLICANT
    with pytest.raises(Refused, match="不得出现申请人信息：“申请人”"):
        validate(Template(kind, "函", default(kind).body + "\n申请人为{申请人}。"))
    with pytest.raises(Refused, match="不得透露申请人身份"):
        compose(kind, facts(recipient="某公司", request="张三与该公司的合同", disclosed="张三与该公司的合同"))


def test_a_template_with_unknown_missing_or_broken_variables_is_refused():
    body = default(LetterKind.REFUSAL).body
    for changed, why in (
        (body + "\n{截止日}", "不认识的变量：“截止日”"),
        (body.replace("{救济途径}", ""), "必须写明：“救济途径”"),
        (body.replace("{依据}", "{依据"), "不成对"),
    ):
        with pytest.raises(Refused, match=why):
            validate(Template(LetterKind.REFUSAL, "答复书", changed))
    with pytest.raises(Refused, match="请填写文书标题"):
        validate(Template(LetterKind.REFUSAL, " ", body))


def test_a_letter_with_a_value_missing_is_refused_by_its_chinese_name():
    with pytest.raises(Refused, match="还缺：“事实和理由”"):
        compose(LetterKind.REFUSAL, facts(reasons=" "))


def test_values_are_put_in_once_and_as_they_are():
    text = plain_text(compose(LetterKind.REFUSAL, facts(request="含{救济途径}的文件", reasons="属于讨论记录。")).blocks)
    assert "申请内容为：含{救济途径}的文件。" in text
    assert "经审查，属于讨论记录。\n" in text


def test_lines_of_a_value_become_paragraphs_and_numbered_ones_items():
    paper = compose(LetterKind.CLARIFICATION, facts(unclear="一、未写明年份\n二、未写明小区名称"))
    items = [block for block in paper.blocks if block.kind is BlockKind.ITEM]
    assert [(block.number, block.text) for block in items] == [("一、", "一、未写明年份"), ("二、", "二、未写明小区名称")]


def test_inside_forms_are_tables_without_an_addressee():
    paper = compose(LetterKind.SIGN_OFF, facts())
    assert (paper.title, paper.blocks[0].kind) == (LetterKind.SIGN_OFF.label, BlockKind.TABLE)
    assert paper.blocks[0].rows[1] == ("申请内容", "2024年公租房配租名单")
    assert all(block.kind is not BlockKind.SALUTATION for block in paper.blocks)
    assert LetterKind.SIGN_OFF.reader is Reader.INSIDE
