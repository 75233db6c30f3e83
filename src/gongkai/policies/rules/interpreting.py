"""政策解读 (领域规则第 7 章): which papers must be explained, by whom, by when, in which forms, and what a good explanation holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.people.rules.organisations import is_at_or_below
from gongkai.policies.rules import docno
from gongkai.policies.rules.genres import class_of
from gongkai.policies.rules.kinds import DocumentClass
from gongkai.shared.labelled import Labelled
from gongkai.workdays.rules.calendar import Calendar, NotYetKnown

THREE_SYNC_SINCE = date(2025, 4, 23)  # 解读与文件同步组织、同步审签、同步部署：鲁政办发〔2025〕5号印发之日（领域规则 7.3），其他地方待复核
LATE_WORKDAYS = 3  # 领域规则 7.4：应与文件同步发布，最迟在公开后 3 个工作日内（国务院层级条款未核对，待复核）
MOST_COPIED = 70  # 百分之几的字句照抄原文就不是解读（领域规则 7.5，待复核）
MEDIA_GOAL = 50  # 多媒体解读占比的参考目标，百分之（领域规则 7.5 实例，待复核）
ENOUGH = 150  # 字：短于此说不清主要内容；图表、音视频的文字替代也照此（GB/T 37668-2019，待复核）

COLUMNS = ("月度重要政策速览", "权威发布·秒懂政策", "政策面对面", "政务公开专家谈")
DIGEST = COLUMNS[0]
CHANNELS = ("政府网站", "政务新媒体", "主流新闻媒体", "政策例行吹风会", "政策说明会", "政务公开专区", "现场宣讲")
SYNTHETIC = "声音或者画面由人工智能生成合成"  # 《人工智能生成合成内容标识办法》第四条，2025年9月1日起施行：要有显著提示


class Stage(Labelled):
    """解读阶段: before, at and after publication (全周期解读)."""

    DRAFT = "draft", "草案解读"
    RELEASE = "release", "发布解读"
    AGAIN = "again", "二次解读"
    FOLLOW = "follow", "跟踪解读"


AFTERWARDS = (Stage.AGAIN, Stage.FOLLOW)


class Form(Labelled):
    """解读形式. Every one has a text that says the same."""

    TEXT = "text", "文字"
    QA = "qa", "简明问答"
    CHART = "chart", "图表"
    PICTURE = "picture", "一图读懂"
    AUDIO = "audio", "音频"
    VIDEO = "video", "视频"
    H5 = "h5", "H5 动画"
    LIVE = "live", "直播实录"


MEDIA = frozenset({Form.CHART, Form.PICTURE, Form.AUDIO, Form.VIDEO, Form.H5, Form.LIVE})
PLAYED = frozenset({Form.AUDIO, Form.VIDEO, Form.H5, Form.LIVE})  # an attached file, or kept elsewhere and the paper has the address


def synthetic_notice(form: Form) -> str:
    """What readers are told beside a sound or picture made by a machine (《人工智能生成合成内容标识办法》第四条)."""
    what = "这段音频的声音" if form is Form.AUDIO else "声音或者画面"
    return f"{what}由人工智能合成。说同样内容的文字在下面，办事以文件原文为准。"


class Perspective(Labelled):
    """谁来讲."""

    OFFICE = "office", "单位解读"
    CHIEF = "chief", "局长讲"
    DIVISION = "division", "处长说"
    EXPERT = "expert", "专家谈"
    PRESS = "press", "记者评"
    AI = "ai", "AI 解"


class Ground(Labelled):
    """Why a paper that would have to be explained need not be (领域规则 7.2)."""

    PERSONNEL = "personnel", "人事任免"
    INTERNAL = "internal", "内部事务"
    FORWARDED = "forwarded", "纯转发"
    CLEARING = "clearing", "只公布清理结果或者废止"
    EXTENDED = "extended", "只延长有效期"
    HISTORIC = "historic", "此前已公开的文件补录"
    NO_NORM = "no_norm", "经审核不属于规章、规范性文件"


def must_be_explained(document_class: str, classes: tuple[str, ...], *, is_planned: bool) -> bool:
    """规章、规范性文件均要解读; another paper once its drafters planned it because it touches the public (领域规则 7.2)."""
    return document_class in classes or is_planned


def looks_normative(facts: Mapping[str, Any]) -> str:
    """What makes a paper that is not marked so look like a 规章 or 规范性文件: its register number, 规 in its number, its name, a period
    of validity; empty when nothing does."""
    number = docno.find_all(facts["doc_no"])
    code = number[0].doc_no.code if number else ""
    found, _, why = class_of(facts["title"], code, is_order="令" in code, registered=bool(facts["normative_reg_no"]))
    if found is not DocumentClass.OTHER:
        return why
    return "写有有效期" if facts["expires_on"] else ""


def explained_by(published_on: date, days: int, calendar: Calendar) -> date:
    """The last day for an explanation that does not come together with its paper; 0 days: the same day."""
    return calendar.workday_after(published_on, days)


class Reminder(Labelled):
    """When an office is reminded of an explanation it owes, each once (【推】待复核: the law has the day, not the reminders)."""

    BEFORE = "before", "下一个工作日到期"
    DUE = "due", "今天到期"
    LATE = "late", "已逾期"


def reminder(due_on: date | None, on: date, calendar: Calendar) -> Reminder | None:
    """The one that has come due; None before the first, and while no notice of holidays tells the day."""
    if due_on is None:
        return None
    if on >= due_on:
        return Reminder.LATE if on > due_on else Reminder.DUE
    try:
        return Reminder.BEFORE if calendar.workday_after(on, 1) == due_on else None
    except NotYetKnown:
        return None


def may_explain(office: str, drafting: str, *, is_named: bool) -> bool:
    """谁起草、谁解读, by paths: the organ that drafted it. Where no plan names that organ, the offices below the one that answers for
    the paper may have drafted it for it."""
    return office == drafting or (not is_named and is_at_or_below(office, drafting))


class Point(Labelled):
    """质检项 (领域规则 7.5)."""

    NAMES = "names", "写明解读的是哪份文件"
    CONTENT = "content", "说清主要内容"
    FOR_WHOM = "for_whom", "适用范围与对象"
    CALL = "call", "办理方式与咨询电话"
    OWN_WORDS = "own_words", "不照抄原文"
    TEXT = "text", "有等同的文字"
    MEDIUM = "medium", "图片、音视频打得开"
    BACKGROUND = "background", "背景依据"
    GOAL = "goal", "目标任务"
    STANDARD = "standard", "执行标准"
    CHANGES = "changes", "与以往政策的变化"
    WORDS = "words", "关键词、专业名词解释"
    BENEFITS = "benefits", "惠民利企举措"
    JOINING = "joining", "新旧政策衔接"


BASIS = {
    Point.OWN_WORDS: "领域规则 7.5：只照抄文件小标题不是实质性解读",
    Point.TEXT: "无障碍环境建设法第三十二条；GB/T 37668-2019",
    Point.MEDIUM: "领域规则 7.5：解读形式",
}
CHECKED = "领域规则 7.5：必备内容点"

_SAID = {
    Point.FOR_WHOM: r"适用|对象|哪些人|谁(?:可以|能)|条件|符合|面向|范围|申请人|家庭|居民|职工|企业|经营者|群众",
    Point.BACKGROUND: r"背景|依据|根据|为(?:了|贯彻|落实|进一步|完善)|出台|原办法|印发",
    Point.GOAL: r"目标|任务|目的|到\d{4}年|总体要求",
    Point.STANDARD: r"标准|元|％|%|百分之|工作日|期限|额度|平方米",
    Point.CHANGES: r"变化|修订|调整为|由[^，。]{1,20}(?:到|为|至|压缩|放宽|提高|降低)|新增|取消|与(?:以往|原|旧)",
    Point.WORDS: r"是指|所称|指的是|名词解释|什么是",
    Point.BENEFITS: r"补贴|补助|减免|奖励|便利|优惠|免费|降低|减少|放宽|压缩|免申即享",
    Point.JOINING: r"同时废止|原办法|过渡|衔接|继续有效|不再执行|已经.{0,12}的[，,]?|自.{2,20}起施行",
}
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?)?\d{7,8}(?!\d)|(?<!\d)12345(?!\d)")
_ADVISED = frozenset({Point.BACKGROUND, Point.GOAL, Point.STANDARD, Point.CHANGES, Point.WORDS, Point.BENEFITS, Point.JOINING})


@dataclass(frozen=True)
class Material:
    """An explanation and what it explains. `quotes`: it was put together from the paper's own sentences, on purpose; `waived`: points a
    person said do not apply here, with why."""

    form: Form
    text: str
    policy_title: str
    policy_no: str
    policy_text: str
    title: str = ""
    phone: str = ""  # of the paper, printed beside every explanation of it
    has_file: bool = False
    address: str = ""
    quotes: bool = False
    waived: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """`needed` points keep the paper from being sent on; the others are advice."""

    point: Point
    holds: bool
    needed: bool
    says: str
    waived: str = ""

    @property
    def stops(self) -> bool:
        return self.needed and not self.holds and not self.waived

    @property
    def basis(self) -> str:
        return BASIS.get(self.point, CHECKED)


def checklist(material: Material) -> tuple[Check, ...]:
    """Every point, those that are needed first."""
    text = re.sub(r"\s", "", material.text)
    copied = 0 if material.quotes else share_copied(material.text, material.policy_text)
    found = {
        Point.NAMES: (_names(material, text), "标题或者正文里要写出文件的名称或者文号。"),
        Point.CONTENT: (len(text) >= ENOUGH, f"至少 {ENOUGH} 字，现在 {len(text)} 字。"),
        Point.FOR_WHOM: (_says(Point.FOR_WHOM, text), "说明文件管什么、哪些人适用。"),
        Point.CALL: (bool(material.phone or _PHONE.search(text)), "文件要素或者正文里要有政策咨询电话。"),
        Point.OWN_WORDS: (
            copied <= MOST_COPIED,
            f"{copied}% 的字句与原文相同，应不超过 {MOST_COPIED}%，用自己的话讲清楚。" if copied else "用自己的话讲清楚。",
        ),
        Point.TEXT: (
            material.form not in MEDIA or len(text) >= ENOUGH,
            f"{material.form.label}要配一份说同样内容的文字，至少 {ENOUGH} 字。",
        ),
        Point.MEDIUM: (_can_be_opened(material), _WANTS.get(material.form, "要有图片、音视频附件或者 https 地址。")),
        **{point: (_says(point, text), "建议写到。") for point in Point if point in _ADVISED},
    }
    made = [
        Check(
            point,
            holds,
            point not in _ADVISED and not (point is Point.OWN_WORDS and material.form is not Form.TEXT),
            says,
            material.waived.get(point.value, ""),
        )
        for point, (holds, says) in found.items()
    ]
    return tuple(sorted(made, key=lambda one: not one.needed))


_WANTS = {
    Form.CHART: "要附上图片。",
    Form.PICTURE: "要附上图片，或者选用版面自动生成。",
    Form.AUDIO: "要在附件里上传音频（MP3、M4A），或者填写播放地址（https 开头）。",
    Form.H5: "要填写网址（https 开头），或者在附件里上传录屏（MP4、WebM）。",
    **dict.fromkeys((Form.VIDEO, Form.LIVE), "要在附件里上传视频（MP4、WebM），或者填写播放地址（https 开头）。"),
}


def _can_be_opened(material: Material) -> bool:
    if material.form in PLAYED:
        return material.has_file or material.address.startswith("https://")
    return material.form not in MEDIA or material.has_file or (material.form is Form.PICTURE and material.quotes)


def _names(material: Material, text: str) -> bool:
    title = re.sub(r"\s|[《》]", "", material.policy_title)
    carried = re.findall(r"印发(.{4,80})的通知$", title)
    about = re.findall(r"关于.{6,}$", title)  # the title without the name of who issued it
    names = [name for name in (title, re.sub(r"\s", "", material.policy_no), *carried, *about) if name]
    bare = re.sub(r"\s|[《》]", "", material.title + text)
    return any(name in bare for name in names)


def _says(point: Point, text: str) -> bool:
    return bool(re.search(_SAID[point], text))


SHINGLE = 10  # characters


def share_copied(text: str, original: str) -> int:
    """百分之几: how much of the text stands word for word in the original."""
    own, there = _squeezed(text), _squeezed(original)
    if len(own) < SHINGLE:
        return 0
    known = {there[at : at + SHINGLE] for at in range(len(there) - SHINGLE + 1)}
    covered = bytearray(len(own))
    for at in range(len(own) - SHINGLE + 1):
        if own[at : at + SHINGLE] in known:
            covered[at : at + SHINGLE] = b"\1" * SHINGLE
    return 100 * sum(covered) // len(own)


def _squeezed(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


_INSIDE = frozenset({"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "arpa"})


def wrong_address(address: str) -> str:
    """What is wrong with where an audio, a video or an H5 is kept; empty when nothing is."""
    if not address:
        return ""
    found = re.fullmatch(r"https://([A-Za-z0-9.-]+)(?::\d+)?(?:/[^\s<>\"]*)?", address)
    if not found:
        return "地址应以 https:// 开头，例如 https://www.example.gov.cn/video/1.html。"
    last = found[1].lower().rstrip(".").rpartition(".")
    if (
        not last[0] or not re.search(r"[a-z]", last[2]) or last[2] in _INSIDE
    ):  # a name without a dot, an IP address, a name of the office's own net
        return "这个地址只在内部网络里能打开。请填写公众能打开的网址。"
    return ""
