"""Arrays in one file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from faceapp.index import tables
from faceapp.index.tables import read_tables, write_tables

ARRAYS = {
    "odd": np.arange(7, dtype=np.uint8),
    "ids": np.arange(5, dtype=np.int64),
    "rows": np.arange(6, dtype=np.float32).reshape(3, 2),
    "none": np.zeros((0, 4), np.float32),
    "places": np.array([3, -1], np.int32),
}


def written(path: Path) -> Path:
    with path.open("wb") as file:
        write_tables(file, ARRAYS, {"model": "some"})
    return path


@pytest.mark.parametrize("mapped", [True, False])
def test_what_was_written_comes_back(tmp_path: Path, mapped: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_MAPPED", mapped)
    found = read_tables(written(tmp_path / "x"))
    assert found.notes == {"model": "some"}
    assert found.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert found.arrays[name].dtype == array.dtype
        assert found.arrays[name].flags.aligned
        np.testing.assert_array_equal(found.arrays[name], array)


def test_it_is_a_safetensors_file(tmp_path: Path) -> None:
    theirs = load_file(written(tmp_path / "x"))
    assert theirs.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(theirs[name], array)


def test_changes_stay_in_the_process_and_outlive_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "x")
    one, other = read_tables(path).arrays["rows"], read_tables(path).arrays["rows"]
    one[0] = 99
    np.testing.assert_array_equal(other, ARRAYS["rows"])
    np.testing.assert_array_equal(read_tables(path).arrays["rows"], ARRAYS["rows"])
    written(tmp_path / "y").replace(path)
    assert one[0, 0] == 99
    np.testing.assert_array_equal(other, ARRAYS["rows"])


def test_every_damaged_byte_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path / "x")
    whole = path.read_bytes()
    start = 8 + int.from_bytes(whole[:8], "little")
    for at in range(start, len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(ValueError, match="damaged"):
            read_tables(path)
        path.write_bytes(whole[:at])
        with pytest.raises(ValueError, match=r"cut off|damaged"):
            read_tables(path)
