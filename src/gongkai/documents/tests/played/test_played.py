"""Audio and video: only picture and sound go out, to the byte; whatever is not known is refused. The samples beside this file are ours: a
test picture and a tone, with a title, an author and a place written into them."""

import random
import struct
from pathlib import Path

import pytest

from gongkai.documents import cleaning
from gongkai.documents.actions import take_in
from gongkai.documents.checks import check_upload
from gongkai.documents.played import mp3, mp4, webm
from gongkai.documents.rules.kinds import FileKind
from gongkai.shared.refusal import Refused

HERE = Path(__file__).parent
SAMPLES = {"clip.mp4": FileKind.MP4, "talk.m4a": FileKind.M4A, "talk.mp3": FileKind.MP3, "clip.webm": FileKind.WEBM}
SECRETS = [one.encode() for one in ("内部讨论", "张三", "不公开", "+36.0+120.0")]


def sample(name):
    return (HERE / name).read_bytes()


def media(data):
    """The samples of an MP4: what of it is played."""
    return data[data.index(b"mdat") :] if data.index(b"mdat") > data.index(b"moov") else data[data.index(b"mdat") : data.index(b"moov")]


@pytest.mark.parametrize("name", SAMPLES)
def test_what_was_written_into_it_is_gone_and_told(name):
    data, kind = sample(name), SAMPLES[name]
    assert any(secret in data for secret in SECRETS)
    cleaned = cleaning.clean(data, kind)
    assert cleaned.removed and not any(secret in cleaned.data for secret in SECRETS)
    assert cleaning.clean(cleaned.data, kind).data == cleaned.data and cleaning.hidden(cleaned.data, kind) == ()


def test_picture_and_sound_stay_byte_for_byte():
    for name in ("clip.mp4", "talk.m4a"):
        assert media(mp4.scrubbed(sample(name))[0]) == media(sample(name))
    assert mp3.scrubbed(sample("talk.mp3"))[0] in sample("talk.mp3")
    before, after = sample("clip.webm"), webm.scrubbed(sample("clip.webm"))[0]
    first = before.index(b"\x1f\x43\xb6\x75")
    last = before.rindex(b"\x12\x54\xc3\x67") if before.rindex(b"\x12\x54\xc3\x67") > first else len(before)
    assert len(before) == len(after) and after[first:last] == before[first:last]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_kind_is_told_by_what_is_inside(name):
    assert check_upload(sample(name), name, played=True) is SAMPLES[name]
    for other, kind in SAMPLES.items():
        if kind is not SAMPLES[name]:
            with pytest.raises(Refused):
                check_upload(sample(name), other, played=True)


@pytest.mark.parametrize("name", SAMPLES)
def test_where_nobody_asked_for_it_it_is_refused_in_words(name):
    with pytest.raises(Refused, match="只能作为解读的附件"):
        check_upload(sample(name), name)
    with pytest.raises(Refused, match="只能作为解读的附件"):
        take_in(sample(name), name)


def box(name, body=b""):
    return struct.pack(">I4s", 8 + len(body), name) + body


def with_box(data, path, extra):
    """The MP4 with a box more at the end of those named, sizes and chunk offsets put right."""
    data = bytearray(data)
    at, end, homes = 0, len(data), []
    for name in path:
        while data[at + 4 : at + 8] != name:
            at += struct.unpack_from(">I", data, at)[0]
            assert at < end
        homes.append(at)
        end = at + struct.unpack_from(">I", data, at)[0]
        at += 8
    for home in homes:
        struct.pack_into(">I", data, home, struct.unpack_from(">I", data, home)[0] + len(extra))
    place = end if path else len(data)
    if data.index(b"mdat") > place:
        data = _moved(data, len(extra))
    return bytes(data[:place]) + extra + bytes(data[place:])


def _moved(data, by):
    out, at = bytearray(data), -1
    while (at := out.find(b"stco", at + 1)) > 0:
        (count,) = struct.unpack_from(">I", out, at + 8)
        for n in range(count):
            struct.pack_into(">I", out, at + 12 + 4 * n, struct.unpack_from(">I", out, at + 12 + 4 * n)[0] + by)
    return bytes(out)


def test_a_box_more_is_blanked_where_it_is_known_and_refused_where_it_is_not():
    data = sample("clip.mp4")
    cleaned, removed = mp4.scrubbed(with_box(data, [b"moov", b"trak"], box(b"udta", b"GPS +36.0")))
    assert b"GPS" not in cleaned and removed
    for path, extra in (([], box(b"evil", b"x")), ([b"moov"], box(b"cmov", b"x")), ([b"moov", b"trak"], box(b"tref", b"x"))):
        with pytest.raises(Refused, match="不认识的数据"):
            mp4.scrubbed(with_box(data, path, extra))


def test_what_lies_in_the_data_and_is_played_by_nothing_is_zeroed():
    hidden = box(b"mdat", b"PK\x03\x04 a whole archive")
    cleaned, removed = mp4.scrubbed(sample("clip.mp4") + hidden)
    assert b"archive" not in cleaned and "视频里不属于画面和声音的数据" in removed


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("frag.mp4", lambda data: data, "分段的 MP4"),
        ("clip.mp4", lambda data: data.replace(b"vide", b"meta"), "别的数据轨"),
        ("clip.mp4", lambda data: data.replace(b"avc1", b"hvc1"), "不认识|编码"),
        (
            "clip.mp4",
            lambda data: data.replace(b"\x00\x00\x00\x0curl \x00\x00\x00\x01", b"\x00\x00\x00\x0curl \x00\x00\x00\x00", 1),
            "引用了别处",
        ),
        ("clip.mp4", lambda data: data + b"PK\x05\x06" + bytes(18), "不完整|不认识"),
        ("clip.mp4", lambda data: data[:-2000], "不完整"),
        ("talk.mp3", lambda data: data[:1000] + b"<script>" + data[1000:], "不是声音的数据"),
        ("talk.mp3", lambda data: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + data, "没有声音"),
        ("clip.webm", lambda data: data.replace(b"webm", b"matr", 1), "MKV"),
        ("clip.webm", lambda data: data.replace(b"V_VP8", b"V_XYZ"), "编码"),
        ("clip.webm", lambda data: data + b"tail", "不完整|不认识"),
        ("clip.webm", lambda data: data[:-500], "不完整"),
    ],
)
def test_what_is_not_only_picture_and_sound_is_refused_in_words(name, change, said):
    with pytest.raises(Refused, match=said):
        check_upload(change(sample(name)), name, played=True)


@pytest.mark.parametrize("name", SAMPLES)
def test_broken_bytes_are_refused_or_clean_and_never_anything_else(name):
    data, chance = sample(name), random.Random(name)
    for _ in range(250):
        spoiled = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        given = bytes(spoiled[: chance.randint(1, len(spoiled))] if chance.random() < 0.3 else spoiled)
        try:
            out, _ = {"mp4": mp4, "m4a": mp4, "mp3": mp3, "webm": webm}[name.rpartition(".")[2]].scrubbed(given)
        except Refused:
            continue
        assert len(out) <= len(given)


def test_claimed_counts_cost_nothing():
    data = sample("clip.mp4")
    at = data.index(b"stsz") + 8
    huge = data[:at] + struct.pack(">II", 1, 0xFFFFFFFF) + data[at + 8 :]
    with pytest.raises(Refused):
        mp4.scrubbed(huge)
