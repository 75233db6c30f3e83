"""`start.py check`: recompute what must agree and name the first thing of each sort that does not."""

from collections.abc import Iterator

from django.conf import settings

from gongkai.documents.models import StoredFile
from gongkai.documents.rules.paper import Block
from gongkai.journal import verify
from gongkai.policies.actions.shadows import SHADOWS, refresh
from gongkai.policies.models import Policy, Text
from gongkai.policies.rules.facts import digest_of
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused


def run() -> int:
    """Print what was checked and what disagrees. Returns 0 when everything agrees."""
    wrong = 0
    for name, problems in {
        "日志与封存": verify.problems(),
        "已发布文本": _texts(),
        "存档文件": _files(),
        "列表影子数据": _shadows(),
    }.items():
        first = next(problems, None)
        rest = sum(1 for _ in problems)
        if first is None:
            print(f"通过  {name}")
        else:
            wrong = 1
            print(f"不符  {name}：{first}" + (f"（另有 {rest} 处）" if rest else ""))
    print(f"数据目录：{settings.DATA_DIR}")
    return wrong


def _texts() -> Iterator[str]:
    for text in Text.objects.select_related("edition__policy").prefetch_related("edition__attachments__public").iterator(chunk_size=500):
        files = [
            (file.name, file.public.digest)
            for file in text.edition.attachments.all()
            if file.public and file.shown_at and file.shown_at <= text.published_at
        ]
        blocks = [Block.from_dict(value).as_dict() for value in text.blocks]
        facts = text.facts if text.digest == digest_of(text.facts, blocks, files) else None
        if facts is None:
            yield f"{text.edition.policy.code} 第 {text.edition.number} 版第 {text.number} 次发布的文本与其摘要不符"


def _files() -> Iterator[str]:
    for file in StoredFile.objects.iterator():
        try:
            file.read()
        except (Refused, OSError) as reason:
            yield f"文件 {file.digest[:12]}…：{reason}"


def _shadows() -> Iterator[str]:
    for policy in Policy.objects.exclude(current=None).iterator(chunk_size=500):
        before = {name: getattr(policy, name) for name in SHADOWS}
        refresh(policy, on=today(), save=False)
        for name, value in before.items():
            if getattr(policy, name) != value:
                yield f"{policy.code} 的 {name} 记为“{value}”，应为“{getattr(policy, name)}”"
