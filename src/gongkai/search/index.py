"""The index of this node."""

from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.search.backend import SearchBackend
from gongkai.search.tantivy_index import TantivyIndex


def backend() -> SearchBackend:
    return _at(Path(settings.INDEX_DIR))


@cache
def _at(folder: Path) -> SearchBackend:
    return TantivyIndex(folder)
