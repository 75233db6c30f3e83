"""近似: a 64-bit SimHash over four-character shingles. Two texts that differ by a few words differ in a few bits."""

import re
from hashlib import blake2b

BITS = 64
NEAR = 3  # at most three differing bits: near-duplicates. Four bands of 16 bits: then one band at least is equal.
_LANE = 32
_NOT_TEXT = re.compile(r"[^\w]+")


def _spread(byte: int) -> int:
    """The eight bits of a byte as eight lanes of one wide integer, so that counting all bits at once is one addition."""
    return sum(1 << (_LANE * bit) for bit in range(8) if byte >> bit & 1)


_SPREAD = [_spread(byte) for byte in range(256)]


def fingerprint(text: str) -> int | None:
    """The text's SimHash as a signed 64-bit integer; None for a text too short to compare (under 20 characters)."""
    letters = _NOT_TEXT.sub("", text)
    if len(letters) < 20:
        return None
    shingles = {letters[at : at + 4] for at in range(len(letters) - 3)}
    lanes = [0] * 8
    for shingle in shingles:
        for position, byte in enumerate(blake2b(shingle.encode(), digest_size=8).digest()):
            lanes[position] += _SPREAD[byte]
    half = len(shingles) / 2
    mask = (1 << _LANE) - 1
    value = sum(1 << (8 * position + bit) for position in range(8) for bit in range(8) if (lanes[position] >> (_LANE * bit) & mask) > half)
    return value - (1 << BITS) if value >> (BITS - 1) else value


def bands(value: int) -> tuple[int, int, int, int]:
    """The four 16-bit bands, for index look-ups."""
    bits = value & ((1 << BITS) - 1)
    first, second, third, fourth = (bits >> (16 * band) & 0xFFFF for band in range(4))
    return first, second, third, fourth


def distance(a: int, b: int) -> int:
    return ((a ^ b) & ((1 << BITS) - 1)).bit_count()
