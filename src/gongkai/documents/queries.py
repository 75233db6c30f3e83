"""Checking that the storage still holds what the rows say."""

from collections.abc import Iterator

from gongkai.documents.models import StoredFile
from gongkai.shared.refusal import Refused


def problems() -> Iterator[str]:
    """Every stored file that is missing or no longer matches its digest, one line each."""
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        try:
            stored.read()
        except Refused as refused:
            yield f"{stored.path}：{refused.message}"
        except OSError as reason:
            yield f"{stored.path}：读不出来（{reason.strerror}）"
