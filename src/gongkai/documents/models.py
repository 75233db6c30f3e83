"""存下来的文件：按内容摘要存放，同样的内容只存一份，存下后不再改动。"""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.files.storage import default_storage
from django.db import models

from gongkai.documents.rules.kinds import FileKind
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

PIECE = 256 * 1024  # bytes read at once


class Shelf(models.TextChoices):
    """Where a file stands: originals are for staff only, the public gets cleaned copies."""

    ORIGINALS = "originals", "原件（不公开）"
    PUBLIC = "public", "公开件（已清除隐藏信息）"


class StoredFile(models.Model):
    """One content on one shelf; `digest` is its SM3 in hex, `path` its place in the file storage."""

    digest = models.CharField("SM3 摘要", max_length=64)
    shelf = models.CharField("存放处", max_length=10, choices=Shelf.choices)
    kind = models.CharField("文件类型", max_length=8, choices=[(kind.value, kind.label) for kind in FileKind])
    size = models.PositiveBigIntegerField("字节数")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "shelf"], name="one_content_once_a_shelf")]
        verbose_name = verbose_name_plural = "存储文件"

    def __str__(self) -> str:
        return f"{self.shelf}/{self.digest[:12]}.{self.kind}"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused("已存的文件不可改动，请另存新文件")
        super().save(**kwargs)

    @property
    def path(self) -> str:
        return place(self.digest, self.shelf)

    @property
    def media_type(self) -> str:
        return FileKind(self.kind).media_type

    def read(self) -> bytes:
        """The bytes, checked against the digest. Refused when the storage has lost or changed them."""
        try:
            with default_storage.open(self.path) as stored:
                data: bytes = stored.read()
        except FileNotFoundError:
            raise Refused("文件在存储中找不到了。请联系管理员从备份恢复") from None
        if sm3(data) != self.digest:
            raise Refused("文件在存储中已损坏或被改动，不能提供。请联系管理员从备份恢复")
        return data

    def part(self, start: int, length: int) -> Iterator[bytes]:
        """So many bytes from there, piece by piece and unchecked: for what is played, where every jump asks anew. The nightly check reads
        it whole (queries.problems)."""
        with default_storage.open(self.path) as stored:
            stored.seek(start)
            while length > 0 and (piece := stored.read(min(PIECE, length))):
                length -= len(piece)
                yield piece

    def open(self) -> BinaryIO:
        """The checked bytes as a stream."""
        return io.BytesIO(self.read())


def place(digest: str, shelf: str) -> str:
    """The path in the storage: two levels of folders, so that none grows too large."""
    return f"{shelf}/{digest[:2]}/{digest[2:4]}/{digest}"
