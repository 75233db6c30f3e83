"""`start.py check`: recompute what must agree and name the first thing of each sort that does not."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Prefetch, QuerySet

from gongkai.catalogue.queries import record_problems
from gongkai.documents import queries as documents
from gongkai.documents.rules.paper import Block
from gongkai.foi.actions import agreeing
from gongkai.journal import verify
from gongkai.journal.models import Entry
from gongkai.people.queries import tree_problems
from gongkai.policies import interpretations
from gongkai.policies.actions import shadows
from gongkai.policies.actions.drafts import put_facts
from gongkai.policies.models import Edition, Policy, Text
from gongkai.policies.rules import facts as fact_rules
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

AT_ONCE = 500  # rows held in memory
PUBLISHED = "policies.edition.published"
_SEAL = re.compile(r"[0-9a-f]{64}")
_IN_FEED = re.compile(r"第 (\d+) 批封印.*?，封印 ([0-9a-f]{64})，", re.DOTALL)  # as portal/site/feeds.py writes it

M = TypeVar("M", bound=Model)
Place = tuple[int, int, int]  # policy, edition number, text number


def run(seals: Path | None = None) -> int:
    """Print what was checked and what disagrees; `seals` is a copy of the public checkpoints kept elsewhere.
    Returns 0 when everything agrees. Errors: Refused when the copy cannot be read."""
    known = kept_seals(seals) if seals else {}
    wrong = 0
    for name, problems in {
        "日志与封存": verify.problems(known),
        "已发布文本": _texts(),
        "版次与文本": _editions(),
        "存档文件": documents.problems(),
        "列表影子数据": _shadows(),
        "解读双向链接": interpretations.link_problems(today()),
        "机关树": tree_problems(),
        "公开目录逐日记录": record_problems(),
        "申请件": agreeing.case_problems(today()),
        "申请文书": agreeing.letter_problems(),
        "申请归档包": agreeing.package_problems(),
    }.items():
        first = next(problems, None)
        rest = sum(1 for _ in problems)
        if first is None:
            print(f"通过  {name}")
        else:
            wrong = 1
            print(f"不符  {name}：{first}" + (f"（另有 {rest} 处）" if rest else ""))
    if known:
        print(f"已与另存的 {len(known)} 个封印核对（第 {min(known)} 至 {max(known)} 批）。")
    else:
        print("没有与另存的封印核对：整本日志被重写或截去末尾时看不出来。请用 --seals 给出另存的封存点。")
    print(f"数据目录：{settings.DATA_DIR}")
    return wrong


def kept_seals(path: Path) -> dict[int, str]:
    """{batch number: seal} of saved copies, one after another in a file, of `/api/v1/checkpoints` (JSON) or of the journal's feed (Atom).
    Errors: Refused when there is none in it, or two for one batch."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise Refused(f"读不了封存点文件 {path}：{reason}") from None
    found: dict[int, str] = {}
    for number, seal in chain(_in_json(text), ((int(number), seal) for number, seal in _IN_FEED.findall(text))):
        if found.setdefault(number, seal) != seal:
            raise Refused(f"{path} 里第 {number} 批有两个不同的封印。请分别核验，并查明哪一份是当时公布的。")
    if not found:
        raise Refused(f"{path} 里没有封存点。请给出另存的 /api/v1/checkpoints 或 /feeds/seals.atom。")
    return found


def _in_json(text: str) -> Iterator[tuple[int, str]]:
    decoder, place = json.JSONDecoder(), 0
    while (place := min((at for at in (text.find(sign, place) for sign in "[{") if at >= 0), default=-1)) >= 0:
        try:
            value, place = decoder.raw_decode(text, place)
        except ValueError:
            place += 1
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and isinstance(one.get("number"), int) and _SEAL.fullmatch(str(one.get("seal"))):
                yield one["number"], one["seal"]


def _texts() -> Iterator[str]:
    """Every published text against its own content and against what the journal said on the day."""
    told = _told()
    for text in _walked(Text.objects.select_related("edition__policy").prefetch_related("edition__attachments__public")):
        digest, place = _recomputed(text), (text.edition.policy_id, text.edition.number, text.number)
        said = told.pop(place, None)
        if digest != text.digest:
            yield f"{_named(text)}与其摘要不符"
        elif said is None:
            yield f"{_named(text)}在日志中没有发布记录"
        elif said != digest:
            yield f"{_named(text)}与发布时记在日志中的摘要不符"
    codes = Policy.objects.in_bulk({policy for policy, _, _ in list(told)[:AT_ONCE]})
    for policy, edition, number in told:
        code = codes[policy].code if policy in codes else f"政策 {policy}"
        yield f"{code} 第 {edition} 版第 {number} 次发布的文本不见了，日志中有它的发布记录"


def _told() -> dict[Place, str]:
    """{what was published: its digest}, from the journal."""
    found: dict[Place, str] = {}
    for entry in _walked(Entry.objects.filter(kind=PUBLISHED).only("about", "data")):
        data: Mapping[str, object] = entry.data
        found[int(entry.about.rpartition(":")[2]), int(str(data["edition"])), int(str(data["text"]))] = str(data["digest"])
    return found


def _recomputed(text: Text) -> str:
    files = [
        (file.name, file.public.digest) for file in text.edition.attachments.all() if file.public and file.went_with(text.published_at)
    ]
    return fact_rules.digest_of(text.facts, [Block.from_dict(value).as_dict() for value in text.blocks], files)


def _named(text: Text) -> str:
    return f"{text.edition.policy.code} 第 {text.edition.number} 版第 {text.number} 次发布的文本"


def _editions() -> Iterator[str]:
    """The facts an edition shows against those of the text published last."""
    texts = Prefetch("texts", Text.objects.defer("blocks"))
    published = Edition.objects.exclude(first_text_at=None).select_related("policy").prefetch_related("issuers", texts)
    for edition in _walked(published):
        name = f"{edition.policy.code} 第 {edition.number} 版"
        last = max(edition.texts.all(), key=lambda text: text.number, default=None)
        if last is None:
            yield f"{name}显示为已发布，却没有文本"
            continue
        facts, stated = fact_rules.tidy(last.facts), Edition()
        put_facts(stated, facts)
        shown = {
            label: (getattr(edition, field), getattr(stated, field)) for field, label in fact_rules.LABELS.items() if field != "issuers"
        }
        shown["发文机关"] = ([issuer.name for issuer in edition.issuers.all()], facts["issuers"])
        for label, (here, there) in shown.items():
            if here != there:
                yield f"{name}的{label}为“{here}”，发布的文本中是“{there}”"


def _shadows() -> Iterator[str]:
    on = today()
    for some in _in_batches(Policy.objects.all()):
        before = {policy.pk: {name: getattr(policy, name) for name in shadows.SHADOWS} for policy in some}
        shadows.compute(some, on=on)
        for policy in some:
            for name, value in before[policy.pk].items():
                if getattr(policy, name) != value:
                    yield f"{policy.code} 的 {name} 记为“{value}”，应为“{getattr(policy, name)}”"


def _walked(rows: "QuerySet[M]") -> Iterable[M]:
    return chain.from_iterable(_in_batches(rows))


def _in_batches(rows: "QuerySet[M]") -> Iterator[list[M]]:
    """All rows by id, some at a time; what they are to bring along is fetched for each batch at once."""
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield some
        last = some[-1].pk
