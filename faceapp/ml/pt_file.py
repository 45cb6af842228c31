"""Reads what ``torch.save`` wrote of a network's numbers, without torch and without running what is in it.

Both forms: the row of pickles written before torch 1.6 (facenet-pytorch's files), and the archive written
since. The unpickler knows eight names; anything else a file asks for is refused.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_KINDS = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ByteStorage": "<u1",
}


class _Kind:
    """What numbers a storage holds."""

    def __init__(self, dtype: str) -> None:
        self.dtype = np.dtype(dtype)


class _Storage:
    """A row of numbers; the old form brings them after everything that names them."""

    def __init__(self, kind: _Kind, count: int) -> None:
        self.dtype, self.count = kind.dtype, count
        self.values: NDArray[Any] = np.empty(0, self.dtype)


class _Tensor:
    """A view into a storage."""

    def __init__(self, storage: _Storage, offset: int, shape: Sequence[int], steps: Sequence[int]) -> None:
        self.storage, self.offset, self.shape, self.steps = storage, offset, tuple(shape), tuple(steps)

    def array(self) -> NDArray[Any]:
        last = self.offset + sum((side - 1) * step for side, step in zip(self.shape, self.steps, strict=True))
        empty = 0 in self.shape
        whole = (self.offset, *self.shape, *self.steps)
        if min(whole) < 0 or not (empty or last < len(self.storage.values)):
            raise pickle.UnpicklingError("a tensor reaches beyond its numbers")
        if empty:
            return np.empty(self.shape, self.storage.dtype)
        steps = [step * self.storage.dtype.itemsize for step in self.steps]
        return np.ascontiguousarray(as_strided(self.storage.values[self.offset :], self.shape, steps))


def _tensor(
    storage: _Storage, offset: int, shape: Sequence[int], steps: Sequence[int], *_: object
) -> _Tensor:
    return _Tensor(storage, offset, shape, steps)


class _Reader(pickle.Unpickler):
    def __init__(self, stream: BinaryIO, storages: dict[str, _Storage]) -> None:
        super().__init__(stream)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module == "torch" and name in _KINDS:
            return _Kind(_KINDS[name])
        raise pickle.UnpicklingError(f"the file asks for {module}.{name}")

    def persistent_load(self, pid: Any) -> _Storage:
        word, kind, key, _, count, *view = pid
        if word != "storage" or not isinstance(kind, _Kind) or any(view):
            raise pickle.UnpicklingError("the file holds something else than numbers")
        return self._storages.setdefault(str(key), _Storage(kind, int(count)))


def read_pt(path: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a file by their names.

    Args:
        path: Its hash checked by the caller.

    Returns:
        Arrays of the types they were saved in.

    Raises:
        ValueError: it is not such a file, or holds something else than named tensors.
        OSError: it cannot be read.
    """
    storages: dict[str, _Storage] = {}
    try:
        if zipfile.is_zipfile(path):
            found = _archive(path, storages)
        else:
            with path.open("rb") as stream:
                found = _row_of_pickles(stream, storages)
        if not isinstance(found, Mapping) or not all(isinstance(one, _Tensor) for one in found.values()):
            raise pickle.UnpicklingError("it holds something else than named tensors")
        return {str(name): tensor.array() for name, tensor in found.items()}
    except (pickle.UnpicklingError, zipfile.BadZipFile, EOFError, LookupError, TypeError) as error:
        raise ValueError(str(error)) from error


def _row_of_pickles(stream: BinaryIO, storages: dict[str, _Storage]) -> object:
    def one() -> Any:
        return _Reader(stream, storages).load()

    if one() != _MAGIC or one() != _PROTOCOL or not one()["little_endian"]:
        raise pickle.UnpicklingError("it is no file of torch's, or of another kind of machine")
    found = one()
    for key in one():
        storage = storages[key]
        (count,) = np.frombuffer(stream.read(8), "<i8")
        data = stream.read(storage.count * storage.dtype.itemsize)
        if count != storage.count or len(data) != storage.count * storage.dtype.itemsize:
            raise pickle.UnpicklingError("it is cut off")
        storage.values = np.frombuffer(data, storage.dtype)
    return found


def _archive(path: Path, storages: dict[str, _Storage]) -> object:
    with zipfile.ZipFile(path) as archive:
        (data,) = (name for name in archive.namelist() if name.endswith("/data.pkl"))
        folder = data.removesuffix("data.pkl")
        order = folder + "byteorder"
        if order in archive.namelist() and archive.read(order) != b"little":
            raise pickle.UnpicklingError("it is of another kind of machine")
        found = _Reader(io.BytesIO(archive.read(data)), storages).load()
        for key, storage in storages.items():
            storage.values = np.frombuffer(archive.read(f"{folder}data/{key}"), storage.dtype)
    return found
