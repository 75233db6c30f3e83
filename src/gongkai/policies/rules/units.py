"""Names of units in running text: who is responsible for a clause, whom to call, who signed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.documents.rules.paper import Block

_ENDINGS = (
    "人民政府|政府|办公厅|办公室|委员会|管委会|工委|党委|组织部|宣传部|统战部|政法委|办事处|管理处|派出所|处室|"
    "科室|部门|单位|机构|企业|街道|乡镇|领导小组|指挥部|联席会议|工作组|专班|中心|总队|支队|大队|集团|公司|银行|"
    "分行|支行|法院|检察院|管理局|总局|分局|学校|大学|学院|医院|研究院|协会|联合会|总工会|工会|妇联|团委|残联|"
    "工商联|科协|文联|社科联|红十字会|贸促会|局|委|厅|部|署|院|处|科|所|站|队|办|馆|社|会|室|组|区|市|县|"
    "乡|镇|村|司|园|台|台办|侨办|州|省|盟|旗|分公司"
)
_UNIT_END = re.compile(rf"(?:{_ENDINGS})[一二三四五六七八九十]?(?:（[^）]{{1,12}}）)?$")
_NAME = re.compile(r"^[\u3400-\u9fff（）()·“”\d]{2,40}$")
_SIGNERS = (
    "人民政府|政府|办公厅|办公室|委员会|管委会|委|局|厅|部|署|总署|院|中心|办|会|处|银行|分行|支行|法院|检察院|小组|"
    "指挥部|公司|集团|联席会议|总队|支队|大队|大学|学院|医院|协会|社|办事处|专班"
)
_SIGNING = re.compile(rf"(?:{_SIGNERS})(?:（[^）]{{1,10}}）)?$")
_NOT_A_NAME = re.compile(
    r"[，。；：！？《》、]|举行|召开|举办|印发|(?:发布|座谈|推进|培训|吹风|听证|说明|动员|现场|代表)会$|的$|^第|^[一二三四五六七八九十]{1,2}、|关于"
)


def is_signing_unit(text: str) -> bool:
    """Whether a line by itself is the name of a body that could sign a paper."""
    return 3 <= len(text) <= 40 and bool(_SIGNING.search(text)) and not _NOT_A_NAME.search(text) and bool(_NAME.match(text))


_PARTS = re.compile(r"(?:（[^（）]*）|[^、，,；;/])+")  # a list inside brackets stays: 县（市、区）人民政府


def split_units(text: str) -> tuple[str, ...]:
    """`区司法局、区发展改革局，各街道办事处等` as separate names, in order, none twice.

    和、与 and 及 part two names only when what stands before is complete by itself (区文化和旅游局 stays one)."""
    text = re.sub(r"^(?:由|请)|(?:按职责分工(?:负责)?|等?分别负责|共同负责|负责|牵头|配合|参与|落实|会同)$", "", text.strip(" 。；;，,"))
    names: list[str] = []
    for part in _PARTS.findall(text):
        names += _joined(part.strip())
    return tuple(dict.fromkeys(name for name in (_bare(name) for name in names) if name))


def _joined(part: str) -> list[str]:
    for match in re.finditer(r"以及|和|与|及(?!其)", part):
        before, after = part[: match.start()], part[match.end() :]
        complete = len(before) >= 3 and _UNIT_END.search(before) and not before.endswith(("文化", "社会", "体育"))
        if complete and len(after) >= 2 and not re.match(r"改革|建设|信息|科技|技术|旅游|城乡", after):
            return [before, *_joined(after)]
    return [part]


def _bare(name: str) -> str:
    return re.sub(r"^(?:和|及|以及|与)(?=[各区市县省])|(?<=[局委部厅办处会心])等$", "", name).strip()


@dataclass(frozen=True)
class Duty:
    """Who answers for a clause. `clause` is the sentence group the bracket closes; `start:end` the bracket inside the block's text."""

    anchor: str
    role: str  # 责任单位 · 牵头单位 · 配合单位 · …
    units: tuple[str, ...]
    clause: str
    start: int
    end: int
    raw: str


_ROLE = (
    "责任单位|责任处室|责任科室|责任部门|责任机构|责任主体|主责单位|责任领导|牵头单位|牵头部门|牵头处室|主办单位|"
    "配合单位|配合部门|协办单位|参与单位|参加单位|落实单位|承办单位|实施单位|负责单位|完成单位|督办单位"
)
_BRACKET = re.compile(r"[（(]((?:[^（）()]|[（(][^（）()]*[)）])*)[）)]")
_LABELLED = re.compile(rf"(?P<role>{_ROLE})(?:为|有)?[：:]\s*(?P<who>.*?)(?=[；;。，,\s]*(?:{_ROLE})(?:为|有)?[：:]|$)")
_LED = re.compile(
    r"^由?(?P<lead>[^：:。；;]{2,120}?)(?:负责)?牵头(?:负责)?(?:[，,；;、](?P<with>[^：:。]{2,200}?)(?:按职责分工)?(?:配合|参与|参加|协助|负责)?)?$"
)
_DONE_BY = re.compile(
    r"^由?(?P<who>[^：:。]{2,200}?)(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?负责|分别负责|共同负责|负责(?:落实)?|负责实施)$"
)
_OWN_LINE = re.compile(rf"^(?:{_ROLE})[：:]")


def duties(blocks: Iterable[Block]) -> tuple[Duty, ...]:
    """The responsible units of every clause, in order. Read from brackets (责任单位：…), from “…牵头，…配合” and “…负责” in
    brackets, from a line that is only 责任单位：…, and from a table column headed so (anchored to the table)."""
    found: list[Duty] = []
    above = ""
    for block in blocks:
        if block.rows:
            found += _from_table(block)
        elif _OWN_LINE.match(block.text):
            found += [
                Duty(above or block.anchor, role, split_units(who), block.text, 0, len(block.text), block.text)
                for role, who in _shares(block.text)
            ]
        else:
            found += _from_brackets(block)
            above = block.anchor
    return tuple(duty for duty in found if duty.units)


def _from_brackets(block: Block) -> list[Duty]:
    found, since = [], 0
    for match in _BRACKET.finditer(block.text):
        shares = _shares(match[1])
        for role, who in shares:
            clause = block.text[since : match.start()].strip()
            found.append(Duty(block.anchor, role, split_units(who), clause, match.start(), match.end(), match[0]))
        if shares:
            since = match.end()
    return found


def _shares(inside: str) -> list[tuple[str, str]]:
    labelled = [(m["role"], m["who"]) for m in _LABELLED.finditer(inside)]
    if labelled:
        return labelled if _LABELLED.match(inside) else []
    led = _LED.match(inside)
    if led and _all_units(led["lead"]):
        return [("牵头单位", led["lead"]), *([("配合单位", led["with"])] if led["with"] else [])]
    done = _DONE_BY.match(inside)
    if done and _all_units(done["who"]):
        return [("责任单位", done["who"])]
    return []


def _all_units(text: str) -> bool:
    names = split_units(text)
    return bool(names) and all(_UNIT_END.search(name) for name in names)


_CLAUSE_COLUMN = re.compile(r"任务|内容|事项|措施|工作|项目|举措")


def _from_table(block: Block) -> list[Duty]:
    header = next((row for row in block.rows[:3] if any(re.fullmatch(_ROLE, cell.replace(" ", "")) for cell in row)), None)
    if header is None:
        return []
    columns = [(at, cell.replace(" ", "")) for at, cell in enumerate(header) if re.fullmatch(_ROLE, cell.replace(" ", ""))]
    what = next((at for at, cell in enumerate(header) if _CLAUSE_COLUMN.search(cell)), None)
    found = []
    for row in block.rows[block.rows.index(header) + 1 :]:
        clause = row[what] if what is not None and what < len(row) else ""
        found += [
            Duty(block.anchor, role, split_units(row[at]), clause, 0, 0, row[at])
            for at, role in columns
            if at < len(row) and row[at].strip()
        ]
    return found


@dataclass(frozen=True)
class Contact:
    """Whom to call about a paper: the unit ("" when not named beside the number), the person if named, the number, the line."""

    unit: str
    person: str
    phone: str
    raw: str


_PHONE = r"(?:[（(]?0\d{2,3}[)）]?[-—－ ]?)?\d{7,8}(?:[-转]\d{1,6})?|1[3-9]\d{9}|1\d{4}(?!\d)|400[- ]?\d{3}[- ]?\d{4}"
_CALL = re.compile(
    rf"(?:(?:联系人|经办人)[：:] ?(?P<person>[\u3400-\u9fff]{{2,4}})[，,；;、 ]*)?"
    r"(?:(?:政策)?咨询电话|联系电话|联系方式|咨询热线|服务热线|电话|热线)[：: ]+"
    rf"(?:(?P<unit>[\u3400-\u9fff（）]{{3,30}}?) ?[：:]? ?)?(?P<phone>{_PHONE})"
)
_UNIT_PHONE = re.compile(rf"^(?P<unit>[\u3400-\u9fff（）]{{3,30}}?) ?[：: ] ?(?P<phone>{_PHONE})$")


def contacts(lines: Iterable[str]) -> tuple[Contact, ...]:
    """Phone numbers given for enquiries, with their unit. Takes lines with their spaces kept; a line that is only “咨询电话：”
    opens a list of `unit : number` lines."""
    found: list[Contact] = []
    listing = 0
    for line in lines:
        if re.fullmatch(r"(?:政策)?(?:咨询|联系)(?:电话|方式|热线)[：: ]*", line):
            listing = 6
            continue
        called = [Contact(m["unit"] or "", m["person"] or "", _phone(m["phone"]), line) for m in _CALL.finditer(line)]
        listed = _UNIT_PHONE.match(line) if listing else None
        if listed and not called:
            called = [Contact(listed["unit"], "", _phone(listed["phone"]), line)]
        listing = max(0, listing - 1)
        found += called
    return tuple(dict.fromkeys(found))


def only_phone(text: str) -> str | None:
    """A cell that is one or more phone numbers, tidied; None otherwise."""
    numbers = re.findall(_PHONE, text)
    rest = re.sub(_PHONE, "", text)
    return "、".join(_phone(number) for number in numbers) if numbers and len(re.sub(r"[\s、，,;；/或()（）-]", "", rest)) <= 8 else None


def _phone(text: str) -> str:
    return re.sub(r"[（(](0\d{2,3})[)）]-?", r"\1-", re.sub(r"[—－]", "-", text)).replace(" ", "")
