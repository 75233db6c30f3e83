"""政策文件包: a topic as one ZIP, an index on top."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai import __version__
from gongkai.documents import made
from gongkai.documents.writers import docx, xlsx
from gongkai.policies import queries
from gongkai.policies.packaging import MOST_PAPERS, Packed, package
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.validity import Status
from gongkai.portal.limits import too_many, within
from gongkai.portal.page import KEPT_BY_CACHES
from gongkai.portal.policies.files import as_file, paper_of
from gongkai.shared.clock import today
from gongkai.shared.digest import canonical, sm3

MOST_BYTES = 60 * 2**20  # of attachments in one package; what is beyond stands in the index with its address
PACKED_A_MINUTE = 5
MINUTE = timedelta(minutes=1)
HEADER = ["分组", "文件", "类别", "发文字号", "发文机关", "有效性", "成文日期", "一策一码", "网址", "包内文件"]
_BAD = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """Every paper of the topic as DOCX with its attachments; no more than a minute's work for one address."""
    topic, on = get_object_or_404(queries.topics(today()), slug=slug), today()
    rows = package(topic, on)
    etag = f'"{_version(rows)}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    if not within(request, "packed", PACKED_A_MINUTE, MINUTE):
        why = f"同一来源每分钟最多下载 {PACKED_A_MINUTE} 个文件包，请一分钟后再试。"
        return too_many(request, why, heading="下载得太频繁了", period=MINUTE)
    response = HttpResponse(_zipped(topic.name, rows, on), content_type="application/zip", headers={"ETag": etag})
    return as_file(response, f"{topic.name}政策文件包.zip")


def _version(rows: Sequence[Packed]) -> str:
    """Changes with whatever is inside."""
    inside = [
        [row.heading, row.policy.code, row.policy.title, row.policy.standing, row.text.digest if row.text else "", len(row.files)]
        for row in rows
    ]
    return sm3(canonical([__version__, inside]))


def _zipped(name: str, rows: Sequence[Packed], on: date) -> bytes:
    out, left, lines = io.BytesIO(), MOST_BYTES, []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, row in enumerate(rows, 1):
            inside = []
            if row.text is not None:
                folder = f"{number:03} {_safe(row.policy.title)[:60]}"
                inside.append(f"{folder}/{_safe(row.policy.title)[:80]}.docx")
                archive.writestr(inside[0], _docx(row))
                for place, file in enumerate(row.files, 1):
                    if file.public is not None and file.public.size <= left:
                        left -= file.public.size
                        inside.append(f"{folder}/附件{place} {_safe(file.name)[:80]}")
                        archive.writestr(inside[-1], file.public.read())
            lines.append(_line(row, inside))
        archive.writestr("目录.xlsx", xlsx.write(lines, HEADER, "目录"))
        archive.writestr("说明.txt", _says(name, rows, on))
    return out.getvalue()


def _docx(row: Packed) -> bytes:
    text = row.text
    assert text is not None
    return made.kept_or_made(text.digest, "docx", lambda: docx.write(paper_of(text, row.policy.title)), lambda: True) or b""


def _line(row: Packed, inside: Sequence[str]) -> list[object]:
    policy = row.policy
    is_policy = policy.category == Category.POLICY
    return [
        *(row.heading, policy.title, Category(policy.category).label, policy.doc_no, policy.issuer),
        *(Status(policy.standing).label if is_policy and policy.standing else "", policy.formed_on, policy.code),
        *(f"{settings.SITE_URL}{policy.get_absolute_url()}", "\n".join(inside) or "未收入，请按网址查看"),
    ]


def _says(name: str, rows: Sequence[Packed], on: date) -> str:
    beyond = f"\r\n超过 {MOST_PAPERS} 份的只列在目录里，请按网址查看。" if len(rows) > MOST_PAPERS else ""
    return (
        f"{name}政策文件包\r\n{on.year}年{on.month}月{on.day}日从 {settings.SITE_URL} 下载，共 {len(rows)} 份文件，目录见“目录.xlsx”。\r\n"
        f"有效性以下载当日为准，办事前请按目录里的网址核对最新状态。{beyond}\r\n"
    )


def _safe(name: str) -> str:
    return _BAD.sub(" ", name).strip(" .") or "文件"
