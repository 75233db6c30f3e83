"""Vectors kept in a file, and the duty that computes them."""

import numpy as np
import pytest
from tests.cast import ON, published

from gongkai.search import embedding, followers
from gongkai.search.actions.indexing import rebuild
from gongkai.search.actions.vectors import embed_clauses
from gongkai.search.index import backend, is_shared
from gongkai.search.vectors import DIMENSIONS, VectorFile, nearest

AXES = np.eye(DIMENSIONS, dtype=np.float32)


@pytest.fixture
def file(tmp_path):
    return VectorFile(tmp_path / "kept" / "model.vectors")


def numbers(*given: int) -> np.ndarray:
    return np.array(given, np.int64)


def held(file: VectorFile, *wordings: int) -> list[bool]:
    return (file.rows().places(numbers(*wordings)) >= 0).tolist()


def test_what_was_added_is_found_by_another_reader_at_once(file):
    reader = VectorFile(file.path)
    assert held(reader, 5) == [False]
    file.add(numbers(5, 9), AXES[:2])
    assert held(reader, 5, 7, 9) == [True, False, True]
    file.add(numbers(7), AXES[2:3])
    rows = reader.rows()
    assert rows.cosines(AXES[2], rows.places(numbers(9, 7))) == pytest.approx([0, 1], abs=0.01)


def test_a_record_written_in_part_is_written_anew(file):
    file.add(numbers(1, 2), AXES[:2])
    with file.path.open("r+b") as torn:
        torn.truncate(file.path.stat().st_size - 10)
    assert held(file, 1, 2) == [True, False]
    file.add(numbers(2), AXES[1:2])
    rows = file.rows()
    assert len(rows) == 2
    assert rows.cosines(AXES[1], rows.places(numbers(1, 2))) == pytest.approx([0, 1], abs=0.01)


def test_what_is_forgotten_is_gone_and_the_rest_stays(file):
    file.add(numbers(1, 2, 3), AXES[:3])
    assert file.keep_only([1, 3, 8]) == 2 - 1
    assert held(file, 1, 2, 3) == [True, False, True]
    assert file.keep_only([1, 3]) == 0


def test_where_there_is_no_vector_nothing_is_near(file):
    assert file.rows().cosines(np.ones(DIMENSIONS, np.float32), np.empty(0, np.int64)).tolist() == []


def test_eight_bits_are_exact_to_about_a_thousandth_and_few_or_many_give_the_same(file):
    draw = np.random.default_rng(1)
    vectors = draw.standard_normal((5000, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    file.add(np.arange(5000), vectors)
    rows, question = file.rows(), vectors[7]
    every = rows.cosines(question, np.arange(5000))
    assert every == pytest.approx(vectors @ question, abs=0.003)
    assert rows.cosines(question, numbers(7, 4999)) == pytest.approx(every[[7, 4999]], abs=1e-6)
    assert nearest(every, 3).tolist() == np.argsort(-every)[:3].tolist()


class Counting:
    """An embedder that counts what it is given."""

    name = "counting"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def passages(self, texts):
        self.texts += texts
        return AXES[: len(texts)]

    def question(self, text):
        return AXES[0]


@pytest.fixture
def counting(settings, tmp_path, monkeypatch):
    if not embedding.installed():
        pytest.skip("没有安装可选组件 semantic")
    settings.INDEX_DIR, settings.VECTORS_DIR, settings.SEMANTIC = tmp_path / "index", tmp_path / "vectors", True
    one = Counting()
    monkeypatch.setattr(embedding, "make_ready", lambda: None)
    monkeypatch.setattr(embedding, "embedder", lambda: one)
    return one


@pytest.mark.django_db
def test_every_clause_is_given_a_vector_once(cast, counting):
    published(cast)
    assert embed_clauses(on=ON) == 0  # no index yet
    rebuild(on=ON)
    clauses = backend().stats().clauses
    assert embed_clauses(on=ON) == len(set(counting.texts)) == len(counting.texts) <= clauses
    assert embed_clauses(on=ON) == 0
    assert not backend().without_vectors(10)


@pytest.mark.django_db
def test_an_index_that_is_deleted_and_rebuilt_needs_no_vector_anew(cast, counting):
    published(cast)
    rebuild(on=ON)
    embed_clauses(on=ON)
    computed = len(counting.texts)
    backend().wipe()
    rebuild(on=ON)
    published(cast, title="澜州市住房和城乡建设局关于公共租赁住房年审的公告")
    rebuild(on=ON)
    embed_clauses(on=ON)
    assert 0 < len(counting.texts) - computed <= computed  # only those of the second paper


@pytest.mark.django_db
def test_it_stops_after_its_time_and_goes_on_later(cast, counting):
    published(cast)
    rebuild(on=ON)
    assert embed_clauses(on=ON, seconds=0) == 0
    assert embed_clauses(on=ON) > 0


def test_where_meaning_is_not_wanted_no_duty_asks_for_it():
    from gongkai.journal.duties import registered

    assert "search.vectors" not in registered()
    assert followers.embed is not None
    assert not is_shared()
