"""The embedder itself, with the real weights: made once for all of these."""

import numpy as np
import pytest

from gongkai.search import embedding
from gongkai.search.e5.pieces import Pieces
from gongkai.search.e5.weights import NotTheModel, Vocabulary, Weights, weights_file

PASSAGES = [
    "澜州市公共租赁住房管理办法 承租人将住房转借、转租给他人的，责令退回。",
    "澜州市政务公开工作要点 依申请公开应当在20个工作日内答复。",
    "澜州市取暖补贴发放办法 取暖补贴按建筑面积发放。",
]


@pytest.fixture(scope="module")
def e5(tmp_path_factory):
    if not embedding.installed():
        pytest.skip("没有安装可选组件 semantic")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.SEMANTIC", True)
        patch.setattr("django.conf.settings.MODELS_DIR", tmp_path_factory.mktemp("models"))
        patch.setattr(embedding, "_loaded", None)
        assert embedding.embedder() is None  # not before the worker made it ready
        embedding.make_ready()
        yield embedding.embedder()


def test_a_question_is_nearest_to_the_passage_that_answers_it_in_other_words(e5):
    vectors = e5.passages(PASSAGES)
    asked = ["房子可以倒手给别人住吗？", "要求政府公布信息多久有回音？", "冬天的暖气费政府给多少钱？"]
    assert [int(np.argmax(vectors @ e5.question(one))) for one in asked] == [0, 1, 2]


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(e5):
    together, alone = e5.passages(PASSAGES), np.concatenate([e5.passages([one]) for one in PASSAGES])
    assert np.linalg.norm(together, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert (together * alone).sum(axis=1) == pytest.approx([1, 1, 1], abs=0.01)
    assert e5.passages([]).shape == (0, together.shape[1])


@pytest.mark.parametrize("text", ["", " \n\t ", "😀" * 300, "\x00\u200b", "\ud800", "ཁྲིམས་སྒྲིག", "公" * 5000])
def test_any_text_has_a_vector(e5, text):
    assert np.linalg.norm(e5.question(text)) == pytest.approx(1, abs=1e-5)


def test_the_network_is_written_once(e5, settings):
    (file,) = settings.MODELS_DIR.iterdir()
    before = file.stat().st_mtime_ns
    embedding.make_ready()
    assert file.stat().st_mtime_ns == before
    assert file.stem == e5.name == embedding.model_name()


def test_where_it_is_not_wanted_there_is_no_embedder(settings, tmp_path):
    settings.SEMANTIC, settings.MODELS_DIR = False, tmp_path / "models"
    embedding.make_ready()
    assert embedding.embedder() is None
    assert not settings.MODELS_DIR.exists()


def test_a_file_of_another_make_is_told_from_the_weights(tmp_path):
    other = tmp_path / "weights.bin"
    other.write_bytes(b"E6S1" + bytes(100))
    with pytest.raises(NotTheModel):
        Weights(other)
    if embedding.installed():
        assert weights_file().name == "e5-small-q4.bin"


WORDS = Vocabulary({"▁": (10, -3.0), "▁公": (11, -4.0), "公开": (12, -5.0), "公": (13, -6.0), "开": (14, -6.0)}, {ord("Ａ"): "公"}, 0, 2, 3)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("公开", [0, 10, 12, 2]),  # −8 together; ▁公 and 开 would be −10
        ("公", [0, 11, 2]),
        ("Ａ开", [0, 10, 12, 2]),  # read as it is folded
        ("公 开", [0, 11, 10, 14, 2]),
        ("魑魅魍魉公", [0, 10, 3, 13, 2]),  # what is unknown together is one
        ("", [0, 2]),
        ("公开公开公开公开", [0, 10, 12, 12, 2]),  # five at most, its two ends among them
    ],
)
def test_a_text_is_cut_into_the_pieces_that_score_most(text, numbers):
    assert Pieces(WORDS).numbers(text, 5 if len(text) > 6 else 9) == numbers
