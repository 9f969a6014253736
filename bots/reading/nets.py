"""The two networks of PP-OCRv6, run by onnxruntime straight from the models in rapidocr's wheel.

rapidocr's own pipeline pads each short line to 320 pixels and finds the lines of a page anew for every question; most
lines of a form are short, and a page is asked twice (which way up, what it says).
"""

from __future__ import annotations

import importlib.util
import mmap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime

Tensor: TypeAlias = npt.NDArray[np.float32]

_DETECTION, _RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_HEAD = ("linear_8.w_0", "linear_8.b_0")  # weights and bias of the last layer: one column for each letter
_ERRORS_ONLY = 3


def installed() -> bool:
    """Whether the models are there."""
    return importlib.util.find_spec("rapidocr") is not None and _path(_RECOGNITION).is_file()


def detection() -> Any:
    """The network that marks the pixels of lines."""
    return onnxruntime.InferenceSession(_path(_DETECTION), _options(), providers=["CPUExecutionProvider"])


def recognition(letters: frozenset[str]) -> tuple[Any, tuple[str, ...]]:
    """The network that spells a line, with the letter of each of its outputs; the first one is "no letter".

    It knows 18,708 signs. The columns of those that are not among `letters` are left out: an eighth of its work is
    saved, and no line of a Spanish paper comes out in Chinese. A model that is built otherwise keeps all of them.
    """
    path = _path(_RECOGNITION)
    plain = onnxruntime.InferenceSession(path, _options(), providers=["CPUExecutionProvider"])
    known = ("", *plain.get_modelmeta().custom_metadata_map["character"].split("\n"), " ")
    head = _tensors(path, _HEAD)
    if head.keys() != set(_HEAD) or head[_HEAD[1]].size != len(known):
        return plain, known
    kept = [index for index, letter in enumerate(known) if index == 0 or letter in letters]
    options = _options()
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(head[name][..., kept])) for name in _HEAD]
    for name, value in zip(_HEAD, values, strict=True):
        options.add_initializer(name, value)
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return _Holding(session, values), tuple(known[index] for index in kept)


class _Holding:
    """A session with the weights that it was given: onnxruntime borrows them for as long as it lives."""

    def __init__(self, session: Any, values: list[Any]) -> None:
        self._session, self._values = session, values

    def run(self, names: None, feed: dict[str, Tensor]) -> list[Tensor]:
        outputs: list[Tensor] = self._session.run(names, feed)
        return outputs


def _path(name: str) -> Path:
    found = importlib.util.find_spec("rapidocr")
    folder = found.submodule_search_locations[0] if found and found.submodule_search_locations else ""
    return Path(folder) / "models" / name


def _options() -> Any:
    """One thread, because pages are read side by side; one arena, because pages follow each other."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = True
    options.log_severity_level = _ERRORS_ONLY
    return options


# ONNX files are protocol buffers: a model's field 7 is its graph, a graph's field 5 is a tensor, and of a tensor
# field 1 holds the dimensions, field 8 the name and field 9 the raw little-endian numbers (onnx.proto3).
_GRAPH, _TENSOR, _DIMS, _NAME, _RAW = 7, 5, 1, 8, 9


def _tensors(path: Path, names: tuple[str, ...]) -> Mapping[str, Tensor]:
    """The named 32-bit tensors of a model file."""
    found: dict[str, Tensor] = {}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for graph in (value for field, value in _fields(data, (0, len(data))) if field == _GRAPH):
            for field, span in _fields(data, graph):
                name, dims, raw = _tensor(data, span) if field == _TENSOR else ("", [], (0, 0))
                if name in names:
                    found[name] = np.frombuffer(data[slice(*raw)], dtype="<f4").reshape(dims)
    return found


def _tensor(data: Any, span: tuple[int, int]) -> tuple[str, list[int], tuple[int, int]]:
    name, dims, raw = "", [], (0, 0)
    for field, (begin, end) in _fields(data, span):
        if field == _NAME:
            name = bytes(data[begin:end]).decode("utf-8", "replace")
        elif field == _RAW:
            raw = (begin, end)
        elif field == _DIMS:
            dims.append(_varint(data, begin)[0])
    return name, dims, raw


def _fields(data: Any, span: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each field's number and where its content lies; of a number, where its digits begin."""
    at, end = span
    while at < end:
        key, at = _varint(data, at)
        match key & 7:
            case 0:
                begin = at
                _, at = _varint(data, at)
                yield key >> 3, (begin, at)
            case 2:
                size, at = _varint(data, at)
                yield key >> 3, (at, at + size)
                at += size
            case kind:
                at += {1: 8, 5: 4}[kind]


def _varint(data: Any, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
