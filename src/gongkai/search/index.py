"""The index that this node asks."""

from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.search import embedding
from gongkai.search.backend import SearchBackend
from gongkai.search.postgres_index import PostgresIndex
from gongkai.search.tantivy_index import TantivyIndex

POSTGRES = "postgres"


def backend() -> SearchBackend:
    vectors = Path(settings.VECTORS_DIR) / f"{embedding.model_name()}.vectors" if embedding.wanted() else None
    return _shared(vectors is not None) if is_shared() else _at(Path(settings.INDEX_DIR), vectors)


def is_shared() -> bool:
    """Whether all nodes ask one index, so that one of them looks after it; else each looks after its own."""
    return settings.SEARCH_INDEX == POSTGRES


@cache
def _at(folder: Path, vectors: Path | None) -> SearchBackend:
    if vectors is None:
        return TantivyIndex(folder)
    from gongkai.search.shelf import NodeShelf  # noqa: PLC0415 - needs the extra
    from gongkai.search.vectors import VectorFile  # noqa: PLC0415

    return TantivyIndex(folder, NodeShelf(VectorFile(vectors)))


@cache
def _shared(with_vectors: bool) -> SearchBackend:
    if not with_vectors:
        return PostgresIndex()
    from gongkai.search.postgres_vectors import vectors_of_this_server  # noqa: PLC0415 - needs the extra

    return PostgresIndex(vectors_of_this_server())
