"""Whether a version may become public, and the digest of what it says."""

from datetime import date

from gongkai.assistant.knowledge import holding
from gongkai.assistant.models import FaqEntry, FaqVersion
from gongkai.assistant.rules.entries import Holds, unfinished
from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.publishing.actions.inspecting import look
from gongkai.publishing.rules.hits import NAMES
from gongkai.publishing.rules.material import Material
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused


def require_publishable(entry: FaqEntry, version: FaqVersion, on: date) -> None:
    """Nothing, or Refused: every sentence has its source, each still says so today, and nothing stands in it that may not become public."""
    if missing := list(unfinished([len(line["sources"]) for line in version.lines])):
        raise Refused("；".join(missing))
    if version.review_on <= on:
        raise Refused("复核日期已经过了，请改为以后的日期。")
    require_holding(version, on)
    texts = [version.question, *version.wordings, *(line["text"] for line in version.lines)]
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, anchor=f"p{n}") for n, text in enumerate(texts, 1))
    seen = look("assistant.entry", Material(version.question, blocks), on=on, office=entry.office)
    if found := [hit for hit in seen.hits if hit.blocks]:
        named = dict.fromkeys(f"{NAMES[hit.code]}（{hit.sample}）" for hit in found)
        raise Refused("问答里有不能公开的内容：" + "；".join(named) + "。请删去后再送审。", basis="政府信息公开条例第十七条")


def require_holding(version: FaqVersion, on: date) -> None:
    """Nothing, or Refused for the first citation that no longer reads as cited."""
    for one in holding(version.citations.all(), on):
        if one.holds is not Holds.YES:
            raise Refused(f"{one.because}，不能再作为出处。请按现行文件修改。")


def digest_of(version: FaqVersion) -> str:
    """SM3 over everything a version says and what it cites."""
    cited = [[one.policy.code, one.edition.number, one.anchor, one.quote] for one in version.citations.select_related("policy", "edition")]
    said = {name: getattr(version, name) for name in ("question", "wordings", "lines", "topic", "channels", "audience")}
    return sm3(canonical({**said, "citations": cited}))
