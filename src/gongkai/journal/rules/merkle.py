"""Merkle trees over SM3, hashed as in RFC 6962 (2.1): a leaf is H(0x00‖data), a node H(0x01‖left‖right), and the left
half is the largest power of two smaller than the whole."""

import hashlib
from collections.abc import Sequence


def h(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def leaf(data: bytes) -> bytes:
    return h(b"\x00" + data)


def node(left: bytes, right: bytes) -> bytes:
    return h(b"\x01" + left + right)


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in order. Raises ValueError if there are none."""
    if not leaves:
        raise ValueError("a tree needs a leaf")
    if len(leaves) == 1:
        return leaves[0]
    half = _half(len(leaves))
    return node(root(leaves[:half]), root(leaves[half:]))


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The neighbours on the way from the leaf at this index (from 0) up to the root, lowest first."""
    if not 0 <= index < len(leaves):
        raise ValueError("no such leaf")
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*path(index, leaves[:half]), root(leaves[half:])]
    return [*path(index - half, leaves[half:]), root(leaves[:half])]


def climb(leaf_hash: bytes, index: int, size: int, neighbours: Sequence[bytes]) -> bytes | None:
    """The root that a leaf at this index in a tree of this size leads to, or None if there are too many or too few
    neighbours for such a place."""
    if not 0 <= index < size:
        return None
    if size == 1:
        return None if neighbours else leaf_hash
    if not neighbours:
        return None
    half = _half(size)
    if index < half:
        below = climb(leaf_hash, index, half, neighbours[:-1])
        return below and node(below, neighbours[-1])
    below = climb(leaf_hash, index - half, size - half, neighbours[:-1])
    return below and node(neighbours[-1], below)


def _half(size: int) -> int:
    """The largest power of two smaller than size (size ≥ 2)."""
    return 1 << (size - 1).bit_length() - 1
