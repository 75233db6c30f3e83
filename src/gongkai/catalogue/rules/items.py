"""One item as an office writes it: the ten standard columns and what the clock needs besides (领域规则 1.3、11.3)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from gongkai.catalogue.rules.limits import Limit, Sense, limit_in
from gongkai.catalogue.rules.text import UNSEEN, has_unseen
from gongkai.catalogue.rules.words import Audience, Channel, Mode, Tier
from gongkai.shared.refusal import Refused

LABELS = {
    "name": "二级事项",
    "content": "公开内容",
    "basis": "公开依据",
    "limit_text": "公开时限",
    "channels": "公开渠道和载体",
    "audience": "公开对象",
    "group": "群体说明",
    "mode": "公开方式",
    "tiers": "公开层级",
    "unit": "责任处室",
    "anchor": "起算事件",
    "channel_limits": "其他渠道时限",
    "retention_days": "保留天数",
    "refresh_days": "更新周期（天）",
}
LONGEST = {"name": 200, "content": 4000, "basis": 1000, "limit_text": 200, "group": 200, "unit": 120, "anchor": 120}
MOST_DAYS = 36_500
REGULATION_FROM = date(2008, 5, 1)  # 政府信息公开条例自2008年5月1日起施行
FURTHEST_BACK = timedelta(days=366)  # of a first version: what was owed long before anybody noted it would all be late
FURTHEST = timedelta(days=3650)


@dataclass(frozen=True)
class Written:
    """`channel_limits`: other limits than the main one, in words by channel. Days of 0 are no limit."""

    name: str
    content: str
    basis: str
    limit_text: str
    channels: tuple[str, ...] = (Channel.WEBSITE.value,)
    audience: str = Audience.EVERYBODY.value
    group: str = ""
    mode: str = Mode.PROACTIVE.value
    tiers: tuple[str, ...] = ()
    unit: str = ""
    anchor: str = ""
    channel_limits: tuple[tuple[str, str], ...] = ()
    retention_days: int = 0
    refresh_days: int = 0

    def as_data(self) -> dict[str, Any]:
        data = asdict(self)
        return data | {"channels": list(self.channels), "tiers": list(self.tiers), "channel_limits": dict(self.channel_limits)}


def from_data(data: Mapping[str, Any]) -> Written:
    given = {one.name: data[one.name] for one in fields(Written) if one.name in data}
    given["channels"], given["tiers"] = tuple(given.get("channels", ())), tuple(given.get("tiers", ()))
    given["channel_limits"] = tuple(sorted(dict(given.get("channel_limits", {})).items()))
    return Written(**given)


def problems(written: Written) -> list[tuple[str, str]]:
    """(field, what is wrong), in the order of the columns."""
    found = [(name, f"请填写{LABELS[name]}。") for name in ("name", "content", "basis", "limit_text") if not getattr(written, name).strip()]
    found += [
        (name, f"{LABELS[name]}有 {len(getattr(written, name))} 字，最多 {most} 字。")
        for name, most in LONGEST.items()
        if len(getattr(written, name)) > most
    ]
    found += [(name, f"{LABELS[name]}{UNSEEN}") for name in LONGEST if has_unseen(getattr(written, name))]
    if written.limit_text.strip():
        found += [(name, message) for name, message in _limit_problems(written)]
    if not written.channels:
        found.append(("channels", "请至少选一种公开渠道。"))
    if written.audience == Audience.GROUP and not written.group.strip():
        found.append(("group", "公开对象是特定群体的，请写明是哪些人。"))
    if not written.tiers:
        found.append(("tiers", "请至少选一个公开层级。"))
    found += [
        (name, f"{LABELS[name]}应在 0 到 {MOST_DAYS} 之间。")
        for name in ("retention_days", "refresh_days")
        if not 0 <= getattr(written, name) <= MOST_DAYS
    ]
    return found


def day_problem(effective_from: date, today: date, *, is_first: bool) -> str:
    """What is wrong with the day a version is to take effect; empty: nothing."""
    if effective_from < REGULATION_FROM:
        return "生效日期不能早于2008年5月1日（政府信息公开条例施行的日子），请核对。"
    if effective_from < today and not is_first:
        return "新版本只能从今天或者以后起生效，以前的情况按当时的版本。"
    if effective_from < today - FURTHEST_BACK:
        return f"生效日期最早是 {today - FURTHEST_BACK}：更早的公开情况没有记录，逐期计算会全部成为逾期。"
    return "生效日期太远，请核对。" if effective_from > today + FURTHEST else ""


def _limit_problems(written: Written) -> list[tuple[str, str]]:
    found = []
    for name, text in (("limit_text", written.limit_text), *(("channel_limits", text) for _, text in written.channel_limits)):
        try:
            limit = limit_in(text)
        except Refused as refused:
            found.append((name, refused.message))
            continue
        if limit.sense is Sense.AT_LEAST:
            found.append((name, "公示期不是公开时限，请写明最迟哪一天公开。"))
    return found


def require(written: Written) -> None:
    """Nothing, or Refused with the first thing that is wrong, at its field."""
    for field, message in problems(written):
        raise Refused(message, field=field)


def limits_of(written: Written) -> dict[str, Limit]:
    """By channel; the main limit is that of the website, other channels have one only where it is written."""
    return {Channel.WEBSITE.value: limit_in(written.limit_text)} | {channel: limit_in(text) for channel, text in written.channel_limits}


def shown(name: str, value: Any) -> str:
    """A value as the public reads it."""
    if name == "channels":
        return "、".join(Channel(one).label for one in value)
    if name == "tiers":
        return "、".join(one.label for one in Tier if one.value in value)
    if name == "audience":
        return Audience(value).label
    if name == "mode":
        return Mode(value).label
    if name == "channel_limits":
        return "；".join(f"{Channel(channel).label}：{text}" for channel, text in dict(value).items())
    if name in ("retention_days", "refresh_days"):
        return f"{value}天" if value else "长期" if name == "retention_days" else ""
    return str(value)


def changes(before: Written | None, after: Written) -> list[tuple[str, str, str]]:
    """(label, before, after) of each column that differs."""
    return [
        (label, shown(name, getattr(before, name)) if before else "", shown(name, getattr(after, name)))
        for name, label in LABELS.items()
        if before is None or getattr(before, name) != getattr(after, name)
    ]
