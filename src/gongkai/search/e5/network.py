"""The model as a network that onnxruntime computes with eight-bit matrices, written from the weights with nothing but numpy.

A network is a list of steps and of the constants they use, in the protocol-buffer form of ONNX: a field is its number and kind, then
its value. The step DynamicQuantizeMatMul is onnxruntime's own: a matrix of eight-bit numbers, each column with its scale."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gongkai.search.e5.weights import Weights

INPUTS = ("input_ids", "attention_mask", "position_ids")
OUTPUT = "embedding"
_OPSET, _FORMAT = 20, 9
_RUNTIMES_OWN = "com.microsoft"
_KINDS = {"float32": 1, "int8": 3, "int64": 7}
_NEVER = -1e9  # added where there is no word to look at

Value = int | float | tuple[int, ...]


def write(weights: Weights, path: Path) -> None:
    """The whole network in one file."""
    network = _Network()
    hidden = _words(network, weights)
    mask = network.step("Cast", "attention_mask", to=1)
    empty = network.step(
        "Unsqueeze", network.step("Mul", network.step("Sub", network.number(1.0), mask), network.number(_NEVER)), network.axes(1, 2)
    )
    for layer in range(weights.shape.layers):
        hidden = _layer(network, weights, f"l{layer}.", hidden, empty)
    _mean(network, hidden, mask)
    path.write_bytes(network.as_bytes(weights.shape.width))


def _words(network: "_Network", weights: Weights) -> str:
    """Each piece of text as numbers, by what it is and where it stands."""
    width = weights.shape.width
    values, scales = weights.matrix("emb.word", width)
    rows = network.step("Cast", network.step("Gather", network.constant(values), "input_ids"), to=1)
    words = network.step("Mul", rows, network.step("Gather", network.constant(scales[:, None]), "input_ids"))
    places = weights.numbers("emb.pos").reshape(-1, width) + weights.numbers("emb.type")[:width]
    summed = network.step("Add", words, network.step("Gather", network.constant(places), "position_ids"))
    return _levelled(network, weights, "emb.ln", summed)


def _layer(network: "_Network", weights: Weights, name: str, hidden: str, empty: str) -> str:
    """Every word looks at all others (attention), then at itself (two matrices with a bend between)."""
    shape = weights.shape
    each = shape.width // shape.heads
    parts = [(weights.matrix(f"{name}{part}.w", shape.width), weights.numbers(f"{name}{part}.b")) for part in "qkv"]
    values = network.constant(np.concatenate([matrix.T for (matrix, _), _ in parts], axis=1))
    scales = network.constant(np.concatenate([scale for (_, scale), _ in parts]))
    biases = network.constant(np.concatenate([bias for _, bias in parts]))
    # three matrices side by side are one: what goes in is turned into eight bits once
    three = network.step("DynamicQuantizeMatMul", hidden, values, scales, "", biases, domain=_RUNTIMES_OWN)
    by_head = network.step("Reshape", three, network.constant(np.array([0, 0, 3 * shape.heads, each])))
    by_head = network.step("Transpose", by_head, perm=(0, 2, 1, 3))

    def heads(part: int) -> str:
        return network.step("Slice", by_head, network.axes(part * shape.heads), network.axes((part + 1) * shape.heads), network.axes(1))

    alike = network.step("MatMul", heads(0), network.step("Transpose", heads(1), perm=(0, 1, 3, 2)))
    looked = network.step("Add", network.step("Mul", alike, network.number(each**-0.5)), empty)
    seen = network.step("MatMul", network.step("Softmax", looked, axis=-1), heads(2))
    together = network.step("Reshape", network.step("Transpose", seen, perm=(0, 2, 1, 3)), network.constant(np.array([0, 0, shape.width])))
    hidden = _levelled(network, weights, name + "aln", network.step("Add", hidden, _times(network, weights, name + "ao", together)))
    bent = network.step("Gelu", _times(network, weights, name + "fi", hidden))
    return _levelled(network, weights, name + "oln", network.step("Add", hidden, _times(network, weights, name + "fo", bent, shape.inner)))


def _mean(network: "_Network", hidden: str, mask: str) -> None:
    """The mean over the words there are, of length one."""
    along = network.axes(1)
    there = network.step("Mul", hidden, network.step("Unsqueeze", mask, network.axes(2)))
    mean = network.step("Div", network.step("ReduceSum", there, along, keepdims=0), network.step("ReduceSum", mask, along, keepdims=1))
    network.step("Div", mean, network.step("ReduceL2", mean, along, keepdims=1), out=OUTPUT)


def _times(network: "_Network", weights: Weights, name: str, value: str, columns: int = 0) -> str:
    """value × matrix + bias."""
    values, scales = weights.matrix(name + ".w", columns or weights.shape.width)
    constants = [network.constant(values.T), network.constant(scales), "", network.constant(weights.numbers(name + ".b"))]
    return network.step("DynamicQuantizeMatMul", value, *constants, domain=_RUNTIMES_OWN)


def _levelled(network: "_Network", weights: Weights, name: str, value: str) -> str:
    constants = [network.constant(weights.numbers(f"{name}.{part}")) for part in "wb"]
    return network.step("LayerNormalization", value, *constants, axis=-1, epsilon=float(weights.shape.epsilon))


class _Network:
    def __init__(self) -> None:
        self._steps: list[bytes] = []
        self._constants: list[bytes] = []

    def step(self, kind: str, *inputs: str, out: str = "", domain: str = "", **settings: Value) -> str:
        """Add a step; the name of what comes out of it."""
        name = out or f"s{len(self._steps)}"
        given = [_field(1, one) for one in inputs] + [_field(2, name), _field(3, name), _field(4, kind)]
        given += [_field(5, _setting(key, value)) for key, value in settings.items()]
        self._steps.append(_field(1, b"".join([*given, _field(7, domain)])))
        return name

    def constant(self, values: np.ndarray) -> str:
        name = f"c{len(self._constants)}"
        kept = np.ascontiguousarray(values)
        sizes = b"".join(_field(1, size) for size in kept.shape)
        self._constants.append(_field(5, sizes + _field(2, _KINDS[kept.dtype.name]) + _field(8, name) + _field(9, kept.tobytes())))
        return name

    def number(self, value: float) -> str:
        return self.constant(np.array(value, np.float32))

    def axes(self, *places: int) -> str:
        return self.constant(np.array(places, np.int64))

    def as_bytes(self, width: int) -> bytes:
        ends = [_field(11, _end(name, "int64", ("texts", "pieces"))) for name in INPUTS]
        ends.append(_field(12, _end(OUTPUT, "float32", ("texts", width))))
        graph = b"".join([*self._steps, _field(2, "e5"), *self._constants, *ends])
        known = [_field(8, _field(1, domain) + _field(2, number)) for domain, number in (("", _OPSET), (_RUNTIMES_OWN, 1))]
        return b"".join([_field(1, _FORMAT), _field(7, graph), *known])


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    """Seven bits at a time, the lowest first; a negative number as 64 bits."""
    number &= (1 << 64) - 1
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _setting(name: str, value: Value) -> bytes:
    if isinstance(value, float):
        return _field(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _field(20, 1)
    if isinstance(value, int):
        return _field(1, name) + _field(3, value) + _field(20, 2)
    return _field(1, name) + b"".join(_field(8, one) for one in value if isinstance(one, int)) + _field(20, 7)


def _end(name: str, kind: str, sizes: Sequence[str | int]) -> bytes:
    """An input or output: its kind, and its sizes or their names."""
    known = b"".join(_field(1, _field(2 if isinstance(size, str) else 1, size)) for size in sizes)
    return _field(1, name) + _field(2, _field(1, _field(1, _KINDS[kind]) + _field(2, known)))
