import pytest

from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import today
from gongkai.ui import site


@pytest.fixture(autouse=True)
def _fresh_site_name():
    site.forget_name()


@pytest.fixture
def indexed(settings, tmp_path):
    """Call it once everything is published: the index then holds it all."""
    settings.INDEX_DIR = tmp_path / "index"
    return lambda: rebuild(on=today())
