"""Audio and video made to do harm: no work without end or measure, and no place for words of one's own."""

import random
import struct

import pytest

from gongkai.documents.checks import check_upload
from gongkai.documents.played import mp3, mp4, mp4_boxes, mp4_tables, webm
from gongkai.documents.tests.played.test_played import SAMPLES, box, sample, with_box
from gongkai.shared.refusal import Refused

SECRET = "身份证11010519491231002X".encode()
WORDS = b"tel 13800138000,"
MODULES = {"clip.mp4": mp4, "talk.m4a": mp4, "talk.mp3": mp3, "clip.webm": webm}
PATHS = [
    [],
    [b"moov"],
    [b"moov", b"trak"],
    [b"moov", b"trak", b"edts"],
    [b"moov", b"trak", b"mdia"],
    [b"moov", b"trak", b"mdia", b"minf"],
    [b"moov", b"trak", b"mdia", b"minf", b"dinf"],
    [b"moov", b"trak", b"mdia", b"minf", b"stbl"],
]


def is_kept(module, data, secret=SECRET):
    """Whether it comes out again; refused is not kept."""
    try:
        return secret in module.scrubbed(data)[0]
    except Refused:
        return False


def numbers(*values):
    return struct.pack(f">{len(values)}I", *values)


def element(name, body=b""):
    return name.to_bytes((name.bit_length() + 7) // 8) + b"\x01" + len(body).to_bytes(7) + body


def film(*parts):
    """A WebM of these parts of its segment, with the track of the sample in front."""
    data = sample("clip.webm")
    track = data[data.rindex(webm.TRACKS.to_bytes(4), 0, data.index(webm.CLUSTER.to_bytes(4))) :]
    size, body = webm._number(track, 4, len(track), keep_mark=False)
    return element(webm.EBML, element(webm.DOCTYPE, b"webm")) + element(webm.SEGMENT, track[: body + size] + b"".join(parts))


# -- work without end or measure


def test_a_tag_of_no_size_is_refused():
    tag = b"APETAGEX" + struct.pack("<IIII", 2000, 0, 0, 0) + bytes(8)
    with pytest.raises(Refused, match="末尾的标签"):
        mp3.scrubbed(sample("talk.mp3") + tag)


@pytest.mark.parametrize("spoil", [lambda data: b"ID3\x04" + bytes(6) + data, lambda data: data + b"TAG" + bytes(125)])
def test_a_few_tags_are_taken_off_and_thousands_are_refused(spoil):
    data = mp3.scrubbed(sample("talk.mp3"))[0]
    few, many = data, data
    for _ in range(mp3.MOST_TAGS):
        few = spoil(few)
    for _ in range(mp3.MOST_TAGS * 2):
        many = spoil(many)
    assert mp3.scrubbed(few)[0] == data
    with pytest.raises(Refused):
        mp3.scrubbed(many)


def test_a_sound_of_more_frames_than_there_can_be_is_refused(monkeypatch):
    monkeypatch.setattr(mp3, "MOST_FRAMES", 8)
    with pytest.raises(Refused):
        mp3.scrubbed(sample("talk.mp3"))


def test_frames_of_another_sort_between_are_refused():
    data = mp3.scrubbed(sample("talk.mp3"))[0]
    other = b"\xff\xf3\x14\x00" + bytes(mp3._frame(b"\xff\xf3\x14\x00", 0) - 4)
    with pytest.raises(Refused):
        mp3.scrubbed(data + other * 4)


def tables(chunks, runs, sizes):
    return {
        b"stsc": numbers(0, len(runs), *(one for run in runs for one in run)),
        b"stco": numbers(0, chunks, *range(100, 100 + chunks)),
        b"stsz": numbers(0, 0, len(sizes), *sizes),
        b"stts": numbers(0, 1, len(sizes), 1),
    }


def test_runs_of_chunks_give_a_span_each():
    assert mp4_tables.spans(tables(3, [(1, 2, 1), (3, 1, 1)], [1, 2, 3, 4, 5]), 5) == ([(100, 103), (101, 108), (102, 107)], 5)


@pytest.mark.parametrize(
    "runs",
    [
        [(1, 1, 1), (4, 0, 1)] * 1000,  # there and back
        [(1, 0, 1)],
        [(2, 1, 1)],
        [(1, 1, 1), (1, 1, 1)],
        [(1, 1, 1), (6, 1, 1)],
        [(1, 0xFFFFFFFF, 1)],
        [(1, 1, 2)],
        [],
    ],
)
def test_runs_that_do_not_rise_or_hold_nothing_are_refused(runs):
    with pytest.raises(Refused):
        mp4_tables.spans(tables(4, runs, [1] * 4), 100)


@pytest.mark.parametrize(
    "change",
    [
        {b"stsz": numbers(0, 1, 5)},  # more samples than room
        {b"stts": numbers(0, 2, 4, 1, 0, 0)},
        {b"stts": numbers(0, 1, 3, 1)},
        {b"stss": numbers(0, 2, 2, 1)},
        {b"stss": numbers(0, 1, 5)},
        {b"ctts": numbers(0, 0)},
        {b"co64": numbers(0, 0)},
        {b"stco": numbers(0, 4, 1, 2, 3, 4) + SECRET},
        {b"stsc": numbers(0, 1, 1, 1, 1) + SECRET},
    ],
)
def test_tables_that_do_not_agree_are_refused(change):
    mp4_tables.spans(tables(4, [(1, 1, 1)], [1] * 4), 4)
    with pytest.raises(Refused):
        mp4_tables.spans(tables(4, [(1, 1, 1)], [1] * 4) | change, 4)


def test_tracks_and_boxes_are_counted_in_the_whole_file():
    start = box(b"ftyp", b"isom" + bytes(4)) + box(b"mdat")
    with pytest.raises(Refused, match="超过 16 条"):
        mp4.scrubbed(start + box(b"moov", box(b"trak") * 17))
    each = mp4_boxes.MOST_BOXES // 10
    inside = box(b"trak", box(b"free") * each) * 12
    with pytest.raises(Refused, match="不规范"):
        mp4_boxes.boxes(start + box(b"moov", inside))
    assert len(mp4_boxes.boxes(start + box(b"moov", box(b"trak", box(b"free") * each)))) == each + 4


def test_elements_and_blocks_are_counted_in_the_whole_file(monkeypatch):
    block = b"\xa3\x84\x81\0\0\0"
    assert webm.scrubbed(film(element(webm.CLUSTER, block * 100)))[1] == ()
    monkeypatch.setattr(webm, "MOST_BLOCKS", 100)
    for parts in ([element(webm.CLUSTER, block * 101)], [element(webm.CLUSTER, block * 60)] * 2):
        with pytest.raises(Refused, match="太碎"):
            webm.scrubbed(film(*parts))
    with pytest.raises(Refused, match="太碎"):
        webm.scrubbed(film(b"\xec\x80" * webm.MOST))


def test_a_file_without_a_track_is_refused():
    with pytest.raises(Refused, match="不规范"):
        mp4.scrubbed(box(b"ftyp", b"isom" + bytes(4)) + box(b"moov") + box(b"mdat", b"words"))
    with pytest.raises(Refused, match="不规范"):
        webm.scrubbed(element(webm.EBML, element(webm.DOCTYPE, b"webm")) + element(webm.SEGMENT))


# -- words of one's own


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "/".join(one.decode() for one in path) or "top")
def test_no_box_carries_words_wherever_it_is_put(path):
    for name in {*mp4_boxes._STANDS_IN, *mp4_boxes.SAID, b"avcC", b"esds", b"name"}:
        for body in (SECRET, bytes(8) + SECRET, bytes(24) + SECRET):
            assert not is_kept(mp4, with_box(sample("clip.mp4"), path, box(name, body))), name


@pytest.mark.parametrize("name", ["clip.mp4", "talk.m4a"])
def test_no_box_has_room_behind_what_belongs_in_it(name):
    data = sample(name)
    for path in PATHS[1:]:
        for one in mp4_boxes._STANDS_IN:
            try:
                longer = with_box(data, [*path, one], SECRET)
            except (AssertionError, struct.error):
                continue  # there is none
            assert not is_kept(mp4, longer), (path, one)


@pytest.mark.parametrize("name", ["clip.mp4", "talk.m4a"])
def test_no_header_of_an_mp4_takes_words_over_what_was_there(name):
    """What remains open is inside the parameters of H.264, which nobody decodes here (decision 0012)."""
    data = sample(name)
    moov = data.index(b"moov")
    parameters = data.find(b"avcC")
    end = data.index(b"mdat") if data.index(b"mdat") > moov else len(data)
    for at in [*range(8, 12), *range(moov + 4, end - len(WORDS), 3)]:
        if not parameters <= at + len(WORDS) or not at <= parameters + 60:
            assert not is_kept(mp4, data[:at] + WORDS + data[at + len(WORDS) :], WORDS), at


def test_no_header_of_a_webm_takes_words_over_what_was_there():
    data = sample("clip.webm")
    cluster = data.index(webm.CLUSTER.to_bytes(4))
    for at in [*range(cluster - len(WORDS)), *range(data.rindex(webm.CUES.to_bytes(4)), len(data) - len(WORDS))]:
        assert not is_kept(webm, data[:at] + WORDS + data[at + len(WORDS) :], WORDS), at


@pytest.mark.parametrize(
    "part",
    [
        element(webm.SEEK_HEAD, SECRET),
        element(webm.SEEK_HEAD, element(webm.SEEK, element(0x53AB, SECRET))),
        element(webm.SEEK_HEAD, element(webm.SEEK, element(0x53AC, SECRET[:8]))),
        element(webm.CUES, element(webm.CUE, element(0xB3, SECRET))),
        element(webm.CUES, element(webm.CUE, element(webm.CUE_PLACE, element(0xF1, SECRET)))),
        element(webm.INFO, element(0x4489, SECRET)),
        element(webm.INFO, element(0x4489, bytes(8)) * 2),
        element(webm.CLUSTER, element(0xE7, SECRET)),
        element(webm.CLUSTER, element(webm.SIMPLE_BLOCK, b"\x87\0\0\0" + SECRET)),  # of a track there is not
        element(webm.CLUSTER, element(webm.GROUP, element(webm.BLOCK, b"\x87\0\0\0" + SECRET))),
        element(webm.CLUSTER, element(webm.GROUP, element(webm.BLOCK, b"\x81\0\0\0") + element(0x75A2, SECRET))),
        element(webm.CLUSTER, b"\xa3\xff" + b"\x81\0\0\0" + bytes(123)),  # a length left open
        element(webm.CLUSTER, b"\xa3\x00" + bytes(20)),
        element(webm.CLUSTER, b"\xa3\x88\x81\0\0\0"),
        element(webm.CLUSTER, b"\xa3"),
        element(webm.CLUSTER, element(webm.GROUP, element(webm.BLOCK, b"\x81\0\0\0") * 2)),
        element(webm.TRACKS),
    ],
)
def test_parts_of_a_webm_that_are_not_of_their_form_are_refused(part):
    webm.scrubbed(film(element(webm.CLUSTER, element(webm.SIMPLE_BLOCK, b"\x81\0\0\0"))))
    with pytest.raises(Refused):
        webm.scrubbed(film(part))


@pytest.mark.parametrize("private", [SECRET, b"OpusHead", b"OpusHead" + SECRET, b"OpusHead" + bytes(11) + SECRET])
def test_parameters_of_opus_hold_no_words(private):
    data = sample("clip.webm")
    at = data.index(b"OpusHead")
    track = element(webm.NUMBER, b"\1") + element(webm.TRACK_TYPE, b"\2") + element(webm.CODEC, b"A_OPUS")
    for parameters, fits in ((data[at : at + 19], True), (private, False)):
        whole = element(webm.EBML, element(webm.DOCTYPE, b"webm")) + element(
            webm.SEGMENT, element(webm.TRACKS, element(webm.TRACK, track + element(webm.PRIVATE, parameters)))
        )
        if fits:
            webm.scrubbed(whole)
        else:
            with pytest.raises(Refused):
                webm.scrubbed(whole)


# -- whatever bytes come


@pytest.mark.parametrize("name", SAMPLES)
def test_flipped_bits_in_what_is_no_picture_and_no_sound_are_refused_or_come_out_clean(name):
    data, chance = sample(name), random.Random(name)
    mark = {"clip.mp4": b"moov", "talk.m4a": b"moov", "talk.mp3": b"ID3", "clip.webm": b"\x1a\x45\xdf\xa3"}[name]
    low = data.index(mark)
    high = min(len(data), low + (2060 if mark == b"moov" else 700))
    come_out = 0
    for _ in range(400):
        spoiled = bytearray(data)
        for _ in range(chance.randint(1, 3)):
            spoiled[chance.randrange(low, high)] ^= 1 << chance.randrange(8)
        try:
            out, _ = MODULES[name].scrubbed(bytes(spoiled))
        except Refused:
            continue
        come_out += 1
        assert len(out) <= len(data) and MODULES[name].scrubbed(out) == (out, ())
    assert 0 < come_out < 400


@pytest.mark.parametrize("name", ["a.mov", "a.wav", "a.avi"])
def test_who_may_send_audio_and_video_is_told_which(name):
    with pytest.raises(Refused, match="MP3、M4A、MP4、WebM"):
        check_upload(b"whatever", name, played=True)
    with pytest.raises(Refused) as told:
        check_upload(b"whatever", name)
    assert "MP4" not in told.value.message
