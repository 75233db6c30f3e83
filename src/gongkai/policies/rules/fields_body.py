"""Fields read from the paper itself: its head, its 主送 and 落款, its closing article; and what its title implies."""

import re
from collections.abc import Mapping
from dataclasses import replace

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules import topics
from gongkai.policies.rules.cleaning import Cleaned, CleanLine
from gongkai.policies.rules.docno import DocNo, find_all, parse
from gongkai.policies.rules.fields import GUESS, LIKELY, FieldName, Found, Value, disclosure_of
from gongkai.policies.rules.fields_dates import find_dates
from gongkai.policies.rules.fields_table import found_in
from gongkai.policies.rules.genres import carried_title, class_of, genre_of
from gongkai.policies.rules.periods import read_period, resolve
from gongkai.policies.rules.structure import Structure
from gongkai.policies.rules.units import contacts, is_signing_unit, split_units
from gongkai.shared.refusal import Refused


def body_fields(cleaned: Cleaned, shape: Structure, index: Mapping[int, int], file_name: str) -> dict[FieldName, list[Found]]:
    """Every reading the paper's own text gives, surest first within a field. `index` maps id(line) to the line's index."""
    reader = _Reader(cleaned, shape, index)
    reader.title(file_name)
    reader.numbers()
    reader.addressees()
    reader.signature()
    reader.notes()
    reader.register_number()
    reader.issuers()
    reader.contacts()
    reader.period()
    reader.implied()
    return reader.found


_REG_NO = re.compile(r"(?<![A-Z])[A-Z]{2,6}(?:PR|CR|DR|TR)[-—－]\d{4}[-—－]\d{4,8}(?!\d)")  # 领域规则 6.7，各地不一，待复核
_BEFORE_ABOUT = re.compile(r"^(?P<names>[\u3400-\u9fff（） 、]{3,80}?)关于")
_FROM_HEAD = re.compile(r"文件$|签发人.*$")
_CIVIL_HEAD = re.compile(r"^(?P<maker>[\u3400-\u9fff]{4,30}?)(?:令|公告|通告)$")


class _Reader:
    def __init__(self, cleaned: Cleaned, shape: Structure, index: Mapping[int, int]) -> None:
        self.cleaned, self.shape, self.index = cleaned, shape, index
        self.found: dict[FieldName, list[Found]] = {}

    def add(self, name: FieldName, value: Value, raw: str, line: CleanLine | None, how: str, confidence: float) -> None:
        if line is None or not line.sources:
            found = Found(value, raw, how, confidence)
        else:
            found = found_in(self.cleaned, line, self.index.get(id(line), -1), raw, value, how, confidence)
        self.found.setdefault(name, []).append(found)

    def first(self, name: FieldName) -> Found | None:
        return next(iter(self.found.get(name, [])), None)

    def title(self, file_name: str) -> None:
        head = self.shape.head
        named = [(block, line) for block, line in self.shape.of_kind(BlockKind.TITLE) if block.level == 2 and block.anchor == "t2"]
        if named and (not head.title or head.title.endswith("令")):
            block, line = named[0]
            self.add(FieldName.TITLE, block.text, block.text, line, "令所公布的规章名称" if head.title else "正文标题", 0.85)
        elif head.title:
            first = head.title_lines[0] if head.title_lines else None
            sure = 0.9 if genre_of(head.title) else 0.6
            self.add(FieldName.TITLE, head.title, first.text if first else head.title, first, "正文标题", sure)
        if self.first(FieldName.TITLE):
            return
        stem = re.sub(r"\.[A-Za-z0-9]{2,5}$", "", file_name.rsplit("/", 1)[-1])
        if re.search(r"关于.{4,}", stem) and genre_of(stem):
            self.add(FieldName.TITLE, stem, stem, None, "文件名（正文未见标题）", GUESS)

    def numbers(self) -> None:
        head = self.shape.head
        for line in head.doc_no_lines:
            if head.order_no and not find_all(line.text):
                self._doc_no(line, head.order_no, "令的名称与序号", 0.9)
            else:
                self._doc_no(line, line.text, "单独成行的文号", 0.9)
        for line in self.shape.head.notes:
            for number in find_all(line.text):
                self.add(FieldName.DOC_NO, number.doc_no, number.raw, line, "标题下的题注", 0.5)

    def _doc_no(self, line: CleanLine, text: str, how: str, confidence: float) -> None:
        try:
            self.add(FieldName.DOC_NO, parse(text), line.text.strip("（）()"), line, how, confidence)
        except Refused:
            return

    def addressees(self) -> None:
        for block, line in self.shape.of_kind(BlockKind.SALUTATION):
            names = split_units(block.text.rstrip("：:"))
            if names:
                self.add(FieldName.ADDRESSEES, names, block.text.rstrip("：:"), line, "正文之前的主送机关", 0.9)

    def signature(self) -> None:
        names: list[str] = []
        lines: list[CleanLine] = []
        for block, line in self.shape.of_kind(BlockKind.SIGNATURE):
            names += (
                [name for name in block.text.split(" ") if name] if not re.match(r"^代?.长|^主任|^主席|^总理", block.text) else [block.text]
            )
            lines.append(line)
        if names:
            self.add(FieldName.SIGNATURE, tuple(dict.fromkeys(names)), " ".join(names), lines[0], "文末落款", 0.9)
        for block, line in self.shape.of_kind(BlockKind.DATE)[:1]:
            days = find_dates(block.text)
            if days:
                self.add(FieldName.SIGNED_ON, days[0][0], block.text, line, "落款下的日期", 0.9)
                self.add(FieldName.FORMED_ON, days[0][0], block.text, line, "落款下的日期", LIKELY)

    def notes(self) -> None:
        for block, line in self.shape.of_kind(BlockKind.NOTE):
            disclosure = disclosure_of(block.text) if block.anchor.startswith("note") else None
            if disclosure and len(block.text) <= 60:
                self.add(FieldName.DISCLOSURE, disclosure, block.text, line, "附注", 0.9)

        self._from_the_note_below_the_title()

    def _from_the_note_below_the_title(self) -> None:
        """题注: a 规章 printed without its order says in brackets when it was published and from when it applies."""
        for line in self.shape.head.notes:
            published = re.search(r"[^，；。（(]{4,40}?(?:公布|发布|印发|通过)", line.text)
            days = find_dates(published[0]) if published else []
            if days and FieldName.SIGNED_ON not in self.found:
                self.add(FieldName.FORMED_ON, days[0][0], line.text[days[0][1] : days[0][2]] or line.text, line, "标题下的题注", 0.6)

    def register_number(self) -> None:
        for line in self.cleaned.lines[:40]:
            found = _REG_NO.search(line.text)
            if found:
                self.add(FieldName.NORMATIVE_REG_NO, re.sub("[—－]", "-", found[0]), found[0], line, "正文中的规范性文件编号", LIKELY)

    def issuers(self) -> None:
        signed = self.first(FieldName.SIGNATURE)
        if signed and isinstance(signed.value, tuple):
            names = tuple(name for name in signed.value if is_signing_unit(name))
            if names:
                self.found.setdefault(FieldName.ISSUERS, []).append(replace(signed, value=names, how="文末落款", confidence=0.85))
        heads = [(line, _FROM_HEAD.sub("", line.spaced).strip()) for line in self.shape.head.masthead if "签发人" not in line.text]
        names = tuple(dict.fromkeys(name for _, text in heads for name in text.split(" ") if is_signing_unit(name)))
        if names:
            self.add(FieldName.ISSUERS, names, heads[0][1], heads[0][0], "发文机关标志", 0.8)
        self._issuers_of_title()

    def _issuers_of_title(self) -> None:
        head = self.shape.head
        line = head.title_lines[0] if head.title_lines else None
        about = _BEFORE_ABOUT.match(head.title)
        if about:
            spaced = re.match(r"^(.*?)关于", " ".join(each.spaced for each in head.title_lines)) if head.title_lines else None
            parts = (spaced[1] if spaced else about["names"]).split()
            joint = tuple(parts) if len(parts) > 1 and all(is_signing_unit(part) for part in parts) else split_units(about["names"])
            if joint and all(is_signing_unit(name) for name in joint):
                self.add(FieldName.ISSUERS, joint, about["names"], line, "标题所冠机关", LIKELY)
        number = self.first(FieldName.DOC_NO)
        if number and isinstance(number.value, DocNo) and number.value.is_order:
            maker = re.sub(r"(?:令|公告|通告)$", "", number.value.code)
            if is_signing_unit(maker):
                self.found.setdefault(FieldName.ISSUERS, []).append(
                    replace(number, value=(maker,), how="令、公告的机关", confidence=LIKELY)
                )
        order = _CIVIL_HEAD.match(head.title)
        if order and is_signing_unit(order["maker"]):
            self.add(FieldName.ISSUERS, (order["maker"],), order["maker"], line, "令、公告的机关", LIKELY)

    def contacts(self) -> None:
        called = contacts([line.spaced for line in self.cleaned.lines])
        for contact in called[:1]:
            line = next((each for each in self.cleaned.lines if each.spaced == contact.raw), None)
            self.add(FieldName.CONSULT_PHONE, contact.phone, contact.phone, line, "文中联系电话", 0.7)
            if contact.unit:
                self.add(FieldName.CONSULT_DEPT, contact.unit, contact.unit, line, "电话之前的单位", 0.7)

    def period(self) -> None:
        for block, line in reversed(list(zip(self.shape.blocks, self.shape.origin, strict=True))):
            if block.kind not in (BlockKind.ARTICLE, BlockKind.PARAGRAPH, BlockKind.ITEM):
                continue
            sentence = _own_period(block)
            if not sentence:
                continue
            statement = read_period(sentence)
            if not statement.quotes:
                continue
            raw = "，".join(dict.fromkeys(sentence[start:end] for start, end in statement.quotes))
            signed = self.first(FieldName.SIGNED_ON)
            period = resolve(statement, signed.value if signed else None)  # type: ignore[arg-type]
            self.add(FieldName.VALIDITY_PERIOD, raw, raw, line, "文末施行条款", LIKELY)
            sure = LIKELY if statement.effective_on else 0.6
            how = "文末施行条款" if statement.effective_on else "文末“自发布之日起”，按落款日期推算"
            if period.effective_on:
                self.add(FieldName.EFFECTIVE_ON, period.effective_on, raw, line, how, sure)
            if period.expires_on:
                how = "文末写明" if statement.expires_on else "按文末有效期推算（施行之日加有效期再减一天）"
                self.add(FieldName.EXPIRES_ON, period.expires_on, raw, line, how, LIKELY if statement.expires_on else 0.6)
            return

    def implied(self) -> None:
        titled = self.first(FieldName.TITLE)
        title = self.shape.head.title or (str(titled.value) if titled else "")
        number = self.first(FieldName.DOC_NO)
        doc_no = number.value if number and isinstance(number.value, DocNo) else None
        line = self.shape.head.title_lines[0] if self.shape.head.title_lines else None
        genre = genre_of(title, doc_no_is_order=bool(doc_no and doc_no.is_order)) if title else None
        if genre:
            self.add(FieldName.GENRE, genre.name, title, line, genre.how, genre.confidence)
        if title:
            is_order = bool(doc_no and doc_no.is_order) or bool(_CIVIL_HEAD.match(title) and title.endswith("令"))
            kind, sure, how = class_of(
                title, doc_no.code if doc_no else "", is_order=is_order, registered=FieldName.NORMATIVE_REG_NO in self.found
            )
            self.add(FieldName.DOCUMENT_CLASS, kind, title, line, how, sure)
        body = "".join(block.text for block in self.shape.blocks[1:40])
        guessed = topics.guess(carried_title(title) or title, body)
        if guessed:
            self.add(
                FieldName.TOPIC,
                guessed.topic,
                "、".join(guessed.words),
                None,
                f"依关键词“{'、'.join(guessed.words)}”推测",
                guessed.confidence,
            )


_OWN = re.compile(
    r"(?:本(?:办法|规定|细则|通知|意见|方案|规则|条例|决定|公告|通告|文件|要点|标准|措施|政策|指南|规范|令|制度|规划)|以上|上述规定)[^。；《]{0,8}自|^(?:第[一二三四五六七八九十百]+条)?自|有效期|施行"
)


def _own_period(block: Block) -> str:
    """The sentence in which the paper speaks of its own beginning and end; "" if the block has none. A day on which another paper
    is repealed or had begun is not its own."""
    for sentence in re.split(r"(?<=。)", block.text):
        own = re.split(r"[，；](?=[^，；]*《)", sentence)[0]
        if _OWN.search(own) and not re.search(r"《[^》]*》[^，。]{0,8}(?:自|有效期)", own):
            return own
    return ""
