import pytest
from django.core.cache import cache
from tests.cast import ON

from gongkai.search import kept
from gongkai.search.actions.indexing import rebuild


@pytest.fixture
def indexed(settings, tmp_path):
    """Call it once everything is published: the index then holds it all."""
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()
    kept.forget()
    yield lambda on=ON: rebuild(on=on)
    kept.forget()
