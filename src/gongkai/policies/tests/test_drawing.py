"""Pictures asked for by pages and drawn by the worker: a few a turn, and a failure passes."""

import errno
import os
import time

import pytest

from gongkai.documents.writers.poster import Poster
from gongkai.policies import drawing
from gongkai.policies.drawing import AGAIN_AFTER, MOST_AT_ONCE, MOST_WAITING, draw_what_was_asked_for, drawn_or_asked
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "made" / "asked"


@pytest.fixture
def drawn(monkeypatch):
    """The names drawn, in order; drawing itself costs nothing here."""
    names: list[str] = []

    def png(one):
        names.append(one.name)
        return b"\x89PNG"

    monkeypatch.setattr("gongkai.documents.writers.poster.png", png)
    monkeypatch.setattr("gongkai.documents.writers.poster.svg", lambda one: b"<svg/>")
    return names


def named(name: str) -> Poster:
    return Poster(title="一图读懂", kind="一图读懂", name=name, about=[], cards=[], foot=[], address="", mark="")


def aged(file, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(file, (then, then))


def failing(monkeypatch, error: Exception) -> None:
    def png(_):
        raise error

    monkeypatch.setattr("gongkai.documents.writers.poster.png", png)


def test_marks_of_failures_take_nobodys_place(folder, drawn):
    folder.mkdir(parents=True)
    for n in range(MOST_WAITING):
        (folder / f".{n:064}.failed").touch()
    assert drawn_or_asked(named("甲")) is None
    draw_what_was_asked_for(now())
    assert drawn_or_asked(named("甲")) == b"\x89PNG"


def test_it_is_drawn_as_png_and_as_svg_in_one_turn(folder, drawn):
    assert drawn_or_asked(named("甲"), "svg") is None
    draw_what_was_asked_for(now())
    assert (drawn_or_asked(named("甲")), drawn_or_asked(named("甲"), "svg")) == (b"\x89PNG", b"<svg/>")


def test_no_more_than_so_many_wait(folder, drawn):
    for n in range(MOST_WAITING + 5):
        drawn_or_asked(named(str(n)))
    assert len(list(folder.iterdir())) == MOST_WAITING


def test_a_turn_draws_a_few_those_that_wait_longest_first(folder, drawn):
    for n in range(5):
        drawn_or_asked(named(str(n)))
        aged(folder / drawing.digest_of(named(str(n))), 100 - n)
    draw_what_was_asked_for(now())
    assert drawn == [str(n) for n in range(MOST_AT_ONCE)] and MOST_AT_ONCE <= 2
    draw_what_was_asked_for(now())
    draw_what_was_asked_for(now())
    assert drawn == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), ValueError("no such letter")], ids=["disk", "letter"])
def test_a_failure_blames_nothing_and_passes(folder, monkeypatch, error):
    drawn_or_asked(named("甲"))
    failing(monkeypatch, error)
    draw_what_was_asked_for(now())
    with pytest.raises(Refused, match="重新画") as refused:
        drawn_or_asked(named("甲"))
    assert "符号" not in str(refused.value)
    monkeypatch.setattr("gongkai.documents.writers.poster.png", lambda _: b"\x89PNG")
    monkeypatch.setattr("gongkai.documents.writers.poster.svg", lambda _: b"<svg/>")
    (mark,) = folder.iterdir()
    aged(mark, AGAIN_AFTER + 1)
    assert drawn_or_asked(named("甲")) is None
    draw_what_was_asked_for(now())
    assert drawn_or_asked(named("甲")) == b"\x89PNG" and list(folder.iterdir()) == []


def test_marks_and_halves_that_nobody_asks_about_again_are_swept(folder, drawn):
    folder.mkdir(parents=True)
    for name, seconds in ((".a.failed", AGAIN_AFTER + 1), (".b.part", AGAIN_AFTER + 1), (".c.failed", 5)):
        (folder / name).touch()
        aged(folder / name, seconds)
    draw_what_was_asked_for(now())
    assert [one.name for one in folder.iterdir()] == [".c.failed"]


def test_a_disk_that_is_full_is_told_to_who_asks(folder, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(Refused, match="磁盘空间"):
        drawn_or_asked(named("甲"))
