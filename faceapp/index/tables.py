"""Arrays in one file that several processes look at, and hold once between them.

The layout is that of safetensors: the length of a header (8 bytes), the header (JSON), the arrays one after
the other. It is written piece by piece, where the library would hold everything twice, and read by mapping
the file: what nobody changes stays the system's and is shared, what is changed becomes the process's own.
Where a file that is mapped cannot be replaced (Windows) it is read.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

_KINDS: dict[str, np.dtype[Any]] = {
    "F32": np.dtype("<f4"),
    "I64": np.dtype("<i8"),
    "I32": np.dtype("<i4"),
    "U8": np.dtype("u1"),
}
_NAMES = {dtype: name for name, dtype in _KINDS.items()}
_NOTES = "__metadata__"
_ALIGNED = 64
"""Arrays begin at multiples of so many bytes; safetensors asks for 8."""
_MAPPED = os.name == "posix"


@dataclass(frozen=True, slots=True)
class Tables:
    """Arrays by name, and notes about them."""

    arrays: Mapping[str, NDArray[Any]]
    notes: Mapping[str, str]


def write_tables(file: BinaryIO, arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, str]) -> None:
    """Write arrays of float32, int64, int32 and uint8.

    Args:
        file: Empty.
        arrays: By name.
        notes: Words to come back with them.
    """
    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    # The most aligned first: none then needs a gap before it.
    order = sorted(whole, key=lambda name: -whole[name].itemsize)
    header: dict[str, Any] = {}
    at = 0
    for name in order:
        array = whole[name]
        header[name] = {
            "dtype": _NAMES[array.dtype],
            "shape": array.shape,
            "data_offsets": [at, at + array.nbytes],
        }
        at += array.nbytes
    sums = {f"crc32 {name}": f"{_sum(whole[name]):08x}" for name in order}
    header[_NOTES] = {**notes, **sums}
    words = json.dumps(header).encode()
    words += b" " * (-(len(words) + 8) % _ALIGNED)
    file.write(len(words).to_bytes(8, "little"))
    file.write(words)
    for name in order:
        file.write(_raw(whole[name]))


def read_tables(path: Path) -> Tables:
    """Read or map what :func:`write_tables` wrote; arrays may be changed, the file is not.

    Raises:
        OSError: it cannot be read.
        ValueError: it is damaged, or another file.
        KeyError, TypeError: its header is another's.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        size = os.fstat(file.fileno()).st_size
        if not 0 < length <= size - 8:
            raise ValueError("no such header")
        header = json.loads(file.read(length))
        notes = dict(header.pop(_NOTES))
        data = _bytes_of(file, size)[8 + length :]
    arrays = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        part: NDArray[np.uint8] = data[start:end]
        if len(part) != end - start:
            raise ValueError("cut off")
        array: NDArray[Any] = part.view(_KINDS[entry["dtype"]]).reshape(entry["shape"])
        if notes.pop(f"crc32 {name}") != f"{_sum(array):08x}":
            raise ValueError(f"{name} is damaged")
        arrays[name] = array
    return Tables(arrays, notes)


def _bytes_of(file: BinaryIO, size: int) -> NDArray[np.uint8]:
    if _MAPPED:  # private: what is written stays in this process
        return np.asarray(np.memmap(file, np.uint8, "c", 0, (size,)))
    file.seek(0)
    return np.fromfile(file, np.uint8)


def _sum(array: NDArray[Any]) -> int:
    return zlib.crc32(_raw(array))


def _raw(array: NDArray[Any]) -> memoryview:
    """The bytes of an array, not copied."""
    flat: NDArray[np.uint8] = array.reshape(-1).view(np.uint8)
    return flat.data
