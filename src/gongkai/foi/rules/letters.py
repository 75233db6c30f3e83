"""文书 (领域规则 2.2、2.3): a letter is composed from a template and facts, never typed; the writers lay it out."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.documents.rules.paper import Block, BlockKind, Paper, plain_text
from gongkai.foi.rules.grounds import Ground
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.letter_texts import CORRECTION_ENDING, CORRECTION_TEXTS, ENDING, TEXTS
from gongkai.foi.rules.letter_variables import ABOUT_APPLICANT, BY_LABEL, DRAFTERS, HIDES_APPLICANT, REQUIRED, Variable
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.remedies import RemedyFacts, choose, paragraph
from gongkai.shared.refusal import Refused

Value = str | int | date
_BRACES = re.compile(r"\{([^{}]*)\}")
_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")


@dataclass(frozen=True)
class Template:
    """A letter's text with variables in braces, one paragraph a line. `title` stands above it. `is_own`: of one letter alone, in which
    the drafter's words are written out. `to_applicant`: it speaks to the applicant although most letters of its kind stay inside."""

    kind: LetterKind
    title: str
    body: str
    is_own: bool = False
    to_applicant: bool = False

    @property
    def is_addressed(self) -> bool:
        return self.to_applicant or self.kind.reader is not Reader.INSIDE


def default(kind: LetterKind) -> Template:
    """The template delivered with the system."""
    return Template(kind, kind.label, TEXTS[kind].strip())


def of_correction(kind: LetterKind) -> Template | None:
    """The template for what asks for the correction of a record (第四十一条) and for no information; None where it is the same."""
    return Template(kind, name_of(kind, is_correction=True), CORRECTION_TEXTS[kind].strip()) if kind in CORRECTION_TEXTS else None


def of_ending(is_correction: bool) -> Template:
    """终止处理 told to the applicant: he let the time run out, or withdrew. The delivered template of its kind is the record of an ending
    that can be told to nobody."""
    kind = LetterKind.TERMINATION
    texts = CORRECTION_ENDING if is_correction else ENDING
    return Template(kind, name_of(kind, is_correction), texts.strip(), to_applicant=True)


def name_of(kind: LetterKind, is_correction: bool = False) -> str:
    """What a letter of this kind is called in the lists and above its text."""
    return kind.label.replace("政府信息公开申请", "政府信息更正申请") if is_correction else kind.label


def variables(body: str) -> tuple[Variable, ...]:
    """The known variables a text names, in order, each once."""
    return tuple(dict.fromkeys(BY_LABEL[name] for name in _BRACES.findall(body) if name in BY_LABEL))


def validate(template: Template) -> None:
    """Nothing, or Refused: an unknown variable, a brace without its pair, a required one left out, or — in a letter to anyone but the
    applicant — one that would tell who asked."""
    names = _BRACES.findall(template.body)
    if unknown := [name for name in dict.fromkeys(names) if name not in BY_LABEL]:
        raise Refused(f"模板里有系统不认识的变量：{_listed(unknown)}。请从变量表里选用。", field="body")
    if re.search(r"[{}]", _BRACES.sub("", template.body)):
        raise Refused("模板里的大括号不成对，请检查。", field="body")
    if not template.title.strip():
        raise Refused("请填写文书标题。", field="title")
    used = {BY_LABEL[name] for name in names}
    wanted = REQUIRED[template.kind] - (DRAFTERS if template.is_own else frozenset())
    if missing := [variable.label for variable in Variable if variable in wanted - used]:
        raise Refused(f"《{template.kind.label}》必须写明：{_listed(missing)}。", basis="政府信息公开条例", field="body")
    if template.kind.reader in HIDES_APPLICANT and (
        told := [variable.label for variable in Variable if variable in used & ABOUT_APPLICANT]
    ):
        raise Refused(f"征求意见、告知第三方的文书不得出现申请人信息：{_listed(told)}。", basis="个人信息保护法第六条", field="body")


def ruling_facts(outcome: Outcome, remedy: RemedyFacts, withheld_for: Collection[Ground] = ()) -> dict[Variable, Value]:
    """What the table of outcomes itself says in a letter: the decision, its articles, the remedy paragraph. A partial disclosure
    names the articles of its grounds as well. Refused when the organ of reconsideration or the court is not on file."""
    articles = list(RULINGS[outcome].basis)
    if outcome is Outcome.B_PARTIAL:
        articles += [ground.article for ground in Ground if ground in withheld_for]
    articles = list(dict.fromkeys(articles))
    return {
        Variable.DECISION: outcome.label,
        Variable.BASIS: f"根据{'、'.join(articles)}的规定，" if articles else "",
        Variable.REMEDY: paragraph(choose(outcome, withheld_for), remedy),
    }


def compose(kind: LetterKind, facts: Mapping[Variable, Value], template: Template | None = None) -> Paper:
    """The letter as blocks. `facts`: ORGAN, DATE and whatever the template names; RECIPIENT, NUMBER and CONTACT where they apply.

    Dates are written out in Chinese. Refused when the template is wrong, a needed value is missing, or a letter to a third party
    or another organ would name the applicant."""
    template = template or default(kind)
    validate(template)
    if template.kind is not kind:
        raise ValueError(f"a template of {template.kind} for {kind}")
    texts = written(facts)
    _require(kind, template, texts)
    blocks = (*_head(template, texts), *_body(template.body, texts), *_foot(template, texts))
    paper = Paper(
        title=f"{texts[Variable.ORGAN]}{template.title}" if template.is_addressed else template.title,
        blocks=blocks,
        issuer_mark=texts[Variable.ORGAN],
        doc_no=texts.get(Variable.NUMBER, "") if kind is not LetterKind.PROOF_OF_SERVICE else "",
    )
    _require_hidden(kind, paper, texts.get(Variable.APPLICANT, ""))
    return paper


def written(facts: Mapping[Variable, Value]) -> dict[Variable, str]:
    """The values as they stand in a letter."""
    return {variable: _written(value) for variable, value in facts.items()}


def _require(kind: LetterKind, template: Template, texts: Mapping[Variable, str]) -> None:
    wanted = [Variable.ORGAN, Variable.DATE, *variables(template.body)]
    if template.is_addressed:
        wanted.insert(1, Variable.RECIPIENT)
    if missing := [each.label for each in dict.fromkeys(wanted) if not each.optional and not texts.get(each, "")]:
        raise Refused(f"《{kind.label}》还缺：{_listed(missing)}。请补充后再生成文书。")


def _require_hidden(kind: LetterKind, paper: Paper, applicant: str) -> None:
    if kind.reader in HIDES_APPLICANT and applicant and applicant in plain_text(paper.blocks) + paper.title:
        raise Refused(
            "这份文书里出现了申请人的姓名或者名称。征求意见时不得透露申请人身份，请从申请内容中删去。",
            basis="个人信息保护法第六条",
            field="request",
        )


def _head(template: Template, texts: Mapping[Variable, str]) -> Iterator[Block]:
    if template.is_addressed:
        yield Block(BlockKind.SALUTATION, f"{texts[Variable.RECIPIENT]}：")


def _body(body: str, texts: Mapping[Variable, str]) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    for line in body.splitlines():
        if line.startswith("|"):
            rows.append(tuple(_filled(cell.strip(), texts) for cell in line.strip().strip("|").split("|")))
            continue
        if rows:
            yield Block(BlockKind.TABLE, "", rows=tuple(rows))
            rows = []
        for text in _filled(line.strip(), texts).splitlines():
            if text.strip():
                number = _NUMBERED.match(text.strip())
                yield Block(BlockKind.ITEM if number else BlockKind.PARAGRAPH, text.strip(), number=number[0] if number else "")
    if rows:
        yield Block(BlockKind.TABLE, "", rows=tuple(rows))


def _foot(template: Template, texts: Mapping[Variable, str]) -> Iterator[Block]:
    yield Block(BlockKind.SIGNATURE, texts[Variable.ORGAN])
    yield Block(BlockKind.DATE, texts[Variable.DATE])
    if template.is_addressed and texts.get(Variable.CONTACT):
        yield Block(BlockKind.NOTE, f"（联系方式：{texts[Variable.CONTACT]}）")


def _filled(line: str, texts: Mapping[Variable, str]) -> str:
    """The line with its values put in once: braces inside a value stay what they are. Stops that meet are made one."""
    filled = _BRACES.sub(lambda found: texts.get(BY_LABEL[found[1]], ""), line)
    return re.sub(r"[。；](?=[。；])", "", re.sub(r"([。！？])。", r"\1", filled))


def _written(value: Value) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip()


def _listed(names: Collection[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


__all__ = ["LetterKind", "Template", "Variable", "compose", "default", "ruling_facts", "validate", "variables"]
