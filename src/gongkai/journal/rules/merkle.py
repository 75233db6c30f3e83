"""Merkle trees over SM3, hashed as in RFC 6962 (2.1): a leaf is H(0x00‖data), a node H(0x01‖left‖right), and the left
half is the largest power of two smaller than the whole. Seals are H(0x02‖…)."""

import hashlib


def h(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def leaf(data: bytes) -> bytes:
    return h(b"\x00" + data)


def node(left: bytes, right: bytes) -> bytes:
    return h(b"\x01" + left + right)
