"""MP4 的样本表：画面和声音各段在文件的哪里。表的长度必须正好，数目必须对得上，做的事不比样本多。"""

import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise

from gongkai.documents.played.mp4_boxes import broken

MOST_SAMPLES = 400_000  # in all tracks; an hour of 60 pictures and 47 sounds a second has fewer
MOST_EDITS = 8


def spans(tables: dict[bytes, bytes], room: int) -> tuple[list[tuple[int, int]], int]:
    """Where the samples of a track lie, a span a chunk, and how many samples it has. `room`: how many it may have. Refused when a table is missing, longer
    than what it says, or does not agree with the others."""
    try:
        sizes = _sizes(tables[b"stsz"], room)
        wide = b"co64" in tables
        offsets = _flat(tables[b"co64" if wide else b"stco"], 1, "Q" if wide else "I")
        if wide and b"stco" in tables:
            raise broken()
        runs = _flat(tables[b"stsc"], 3)
        found = _chunks(list(zip(runs[::3], runs[1::3], runs[2::3], strict=True)), offsets, sizes)
        _require_times(tables[b"stts"], len(sizes))
        if b"ctts" in tables:
            _require_times(tables[b"ctts"], len(sizes))
        if b"stss" in tables:
            _require_rising(_flat(tables[b"stss"], 1), len(sizes))
    except (KeyError, struct.error) as error:
        raise broken() from error
    return found, len(sizes)


def _chunks(runs: list[tuple[int, ...]], offsets: tuple[int, ...], sizes: tuple[int, ...]) -> list[tuple[int, int]]:
    _require_rising([first for first, _, _ in runs], len(offsets))
    if any(each < 1 or entry != 1 for _, each, entry in runs) or (runs and runs[0][0] != 1) or len(offsets) > len(sizes):
        raise broken()
    sums = (0, *accumulate(sizes))
    found: list[tuple[int, int]] = []
    sample = 0
    for n, (first, each, _) in enumerate(runs):
        behind = runs[n + 1][0] if n + 1 < len(runs) else len(offsets) + 1
        if sample + (behind - first) * each > len(sizes):
            raise broken()
        for offset in offsets[first - 1 : behind - 1]:
            found.append((offset, offset + sums[sample + each] - sums[sample]))
            sample += each
    if sample != len(sizes):
        raise broken()
    return found


def _require_rising(numbers: Sequence[int], most: int) -> None:
    if numbers and (numbers[0] < 1 or numbers[-1] > most or any(one >= other for one, other in pairwise(numbers))):
        raise broken()


def _require_times(table: bytes, samples: int) -> None:
    """Every run of samples has some, and together they are all there are."""
    counts = _flat(table, 2)[::2]
    if sum(counts) != samples or 0 in counts:
        raise broken()


def require_edits(table: bytes) -> None:
    """Few, at ordinary speed, and nothing behind them. Refused otherwise."""
    try:
        wide = table[0] == 1
        _, count = struct.unpack_from(">II", table)
        rates = [
            struct.unpack_from(">I", table, 8 + n * (20 if wide else 12) + (16 if wide else 8))[0] for n in range(min(count, MOST_EDITS))
        ]
    except (IndexError, struct.error) as error:
        raise broken() from error
    if count > MOST_EDITS or len(table) != 8 + count * (20 if wide else 12) or any(rate != 0x10000 for rate in rates):
        raise broken()


def _sizes(table: bytes, room: int) -> tuple[int, ...]:
    same, count = struct.unpack_from(">II", table, 4)
    if count > room or len(table) != 12 + (0 if same else 4 * count):
        raise broken()
    return (same,) * count if same else struct.unpack_from(f">{count}I", table, 12)


def _flat(table: bytes, across: int, form: str = "I") -> tuple[int, ...]:
    """All numbers of a table whose rows have so many of them."""
    (count,) = struct.unpack_from(">I", table, 4)
    if count > MOST_SAMPLES or len(table) != 8 + count * struct.calcsize(f">{across}{form}"):
        raise broken()
    return struct.unpack_from(f">{count * across}{form}", table, 8)
