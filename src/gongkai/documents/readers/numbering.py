"""Word 自动编号：一、（一）第一条这些序号往往不在文字里而在编号定义里，读之前先写回文字。"""

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DIGITS = "零一二三四五六七八九"
_IDEOGRAPHS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "taiwaneseCounting", "koreanCounting"}
)


def q(name: str) -> str:
    return f"{{{W}}}{name}"


@dataclass(frozen=True)
class Level:
    format: str
    text: str  # %1 stands for the number of level 1
    start: int
    suffix: str  # tab, space, nothing


def write_numbers(document: etree._Element, numbering: etree._Element | None, styles: etree._Element | None) -> int:
    """Put each automatic number into its paragraph as text, and take the automatic one away; the count of paragraphs changed."""
    if numbering is None:
        return 0
    definitions = _definitions(numbering)
    by_style = _numbered_styles(styles)
    counters: dict[str, dict[int, int]] = defaultdict(dict)
    changed = 0
    for paragraph in document.iter(q("p")):
        found = _number_of(paragraph, by_style)
        if found is None or found[0] not in definitions:
            continue
        number, depth = found
        abstract, levels = definitions[number]
        level = levels.get(depth)
        if level is None:
            continue
        counts = counters[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        label = _label(level, levels, counts)
        if label and _has_text(paragraph):
            _prepend(paragraph, label + {"space": " ", "tab": ""}.get(level.suffix, ""))
            changed += 1
    return changed


def chinese(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五; up to 9 999."""
    if number <= 0 or number > 9999:
        return str(number)
    text, empty = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if empty and text else "") + _DIGITS[digit] + name
            empty = False
        else:
            empty = True
    return text.removeprefix("一") if text.startswith("一十") else text


def _definitions(numbering: etree._Element) -> dict[str, tuple[str, dict[int, Level]]]:
    """numId → (abstractNumId, level by depth)."""
    abstracts = {item.get(q("abstractNumId"), ""): _levels(item) for item in numbering.iter(q("abstractNum"))}
    found: dict[str, tuple[str, dict[int, Level]]] = {}
    for item in numbering.iter(q("num")):
        number = item.get(q("numId"), "")
        link = item.find(q("abstractNumId"))
        abstract = link.get(q("val"), "") if link is not None else ""
        levels = dict(abstracts.get(abstract, {}))
        key = abstract
        for override in item.iter(q("lvlOverride")):
            depth = _int(override.get(q("ilvl")), 0)
            start = override.find(q("startOverride"))
            if start is not None and depth in levels:
                old = levels[depth]
                levels[depth] = Level(old.format, old.text, _int(start.get(q("val")), 1), old.suffix)
                key = f"{abstract}/{number}"  # restarts: counts by itself
        found[number] = (key, levels)
    return found


def _levels(abstract: etree._Element) -> dict[int, Level]:
    levels = {}
    for item in abstract.iter(q("lvl")):

        def value(name: str, default: str, item: etree._Element = item) -> str:
            node = item.find(q(name))
            return node.get(q("val"), default) if node is not None else default

        depth = _int(item.get(q("ilvl")), 0)
        levels[depth] = Level(value("numFmt", "decimal"), value("lvlText", ""), _int(value("start", "1"), 1), value("suff", "tab"))
    return levels


def _numbered_styles(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    if styles is None:
        return {}
    found = {}
    for style in styles.iter(q("style")):
        properties = style.find(f"{q('pPr')}/{q('numPr')}")
        if properties is not None:
            number = properties.find(q("numId"))
            depth = properties.find(q("ilvl"))
            if number is not None:
                found[style.get(q("styleId"), "")] = (number.get(q("val"), ""), _int(depth.get(q("val")), 0) if depth is not None else 0)
    return found


def _number_of(paragraph: etree._Element, by_style: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    properties = paragraph.find(q("pPr"))
    if properties is None:
        return None
    style = properties.find(q("pStyle"))
    inherited = by_style.get(style.get(q("val"), "")) if style is not None else None
    own = properties.find(q("numPr"))
    if own is None:
        return inherited
    number, depth = own.find(q("numId")), own.find(q("ilvl"))
    properties.remove(own)
    chosen = number.get(q("val"), "") if number is not None else (inherited[0] if inherited else "")
    return None if chosen == "0" else (chosen, _int(depth.get(q("val")), 0) if depth is not None else (inherited[1] if inherited else 0))


def _label(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    if level.format in ("bullet", "none"):
        return "" if level.format == "bullet" else level.text
    text = level.text
    for depth in range(9):
        if f"%{depth + 1}" in text:
            shape = levels.get(depth, level)
            text = text.replace(f"%{depth + 1}", _number(counts.get(depth, shape.start), shape.format))
    return text


def _number(value: int, shape: str) -> str:
    if shape in _CHINESE:
        return chinese(value)
    if shape in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_IDEOGRAPHS[int(digit)] for digit in str(value))
    if shape in ("upperLetter", "lowerLetter") and 1 <= value <= 26:
        return chr((65 if shape == "upperLetter" else 97) + value - 1)
    if shape in ("upperRoman", "lowerRoman") and 1 <= value <= 39:
        roman = "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]
        return roman if shape == "upperRoman" else roman.lower()
    if shape in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if shape == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
    return f"{value:02d}" if shape == "decimalZero" else str(value)


def _has_text(paragraph: etree._Element) -> bool:
    return any((node.text or "").strip() for node in paragraph.iter(q("t")))


def _prepend(paragraph: etree._Element, label: str) -> None:
    run = etree.Element(q("r"))
    text = etree.SubElement(run, q("t"))
    text.text = label
    text.set(XML_SPACE, "preserve")
    properties = paragraph.find(q("pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)


def _int(value: str | None, default: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return default
