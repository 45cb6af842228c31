"""The index: exact neighbours, ids that come and go, a file that is trusted only where it fits."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from unittest import mock

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceapp.core.models import Embeddings, ModelId
from faceapp.index.faiss_index import FEW, FaissIndex
from faceapp.index.rows import FaceRows
from faceapp.index.tables import read_tables, write_tables

MODEL = ModelId("test-v1")
DIMENSION = 16


def unit(seed: int, count: int) -> Embeddings:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSION))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def filled(ids: list[int], seed: int = 0) -> tuple[FaissIndex, dict[int, Embeddings]]:
    index, rows = FaissIndex(MODEL, DIMENSION), unit(seed, len(ids))
    index.add(np.array(ids, np.int64), rows)
    return index, dict(zip(ids, rows, strict=True))


def check(index: FaissIndex, held: dict[int, Embeddings], probes: Embeddings, k: int) -> None:
    """Compare with all distances by hand."""
    distances, ids = index.search(probes, k)
    assert distances.shape == ids.shape == (len(probes), k)
    assert (distances.dtype, ids.dtype) == (np.float32, np.int64)
    for probe, near, who in zip(probes, distances, ids, strict=True):
        own = sorted(float(((probe - row) ** 2).sum()) for row in held.values())[:k]
        count = len(own)
        assert np.allclose(near[:count], own, atol=1e-5)
        assert np.isinf(near[count:]).all()
        assert (who[count:] == -1).all()
        for distance, face_id in zip(near[:count], who[:count], strict=True):
            assert abs(float(((probe - held[int(face_id)]) ** 2).sum()) - distance) < 1e-5
        assert len(set(who[:count].tolist())) == count


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 10**12), max_size=60, unique=True),
    st.integers(1, 20),
    st.integers(0, 5),
    st.integers(0, 100),
)
def test_search_is_exact(ids: list[int], k: int, probes: int, seed: int) -> None:
    index, held = filled(ids, seed)
    assert len(index) == len(ids)
    check(index, held, unit(seed + 1, probes), k)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sets(st.integers(1, 15), min_size=1, max_size=6)), max_size=12))
def test_faces_come_are_replaced_and_go(steps: list[tuple[bool, set[int]]]) -> None:
    index, held = FaissIndex(MODEL, DIMENSION), {}
    for number, (add, chosen) in enumerate(steps):
        ids = sorted(chosen)
        if add:
            rows = unit(number, len(ids))
            index.add(np.array(ids, np.int64), rows)
            held |= dict(zip(ids, rows, strict=True))
        else:
            index.remove(np.array(ids, np.int64))
            held = {face_id: row for face_id, row in held.items() if face_id not in chosen}
        assert sorted(index.ids.tolist()) == sorted(held)
        assert [face_id in index for face_id in range(1, 16)] == [face_id in held for face_id in range(1, 16)]
        check(index, held, unit(99, 2), 4)
        if held:
            known = list(held)
            assert np.array_equal(index.vectors(np.array(known)), np.stack([held[one] for one in known]))


def test_a_table_of_a_file_is_not_copied_until_it_grows(tmp_path: Path) -> None:
    ids, vectors = np.arange(5), unit(0, 5)
    with (tmp_path / "file").open("wb") as file:
        write_tables(file, {"ids": ids, "vectors": vectors}, {})
    before = (tmp_path / "file").read_bytes()
    read = read_tables(tmp_path / "file").arrays
    rows = FaceRows(read["ids"], read["vectors"])
    assert np.shares_memory(rows.vectors, read["vectors"])
    rows.put(np.array([3]), unit(1, 1))  # in its place
    assert np.shares_memory(rows.vectors, read["vectors"])
    rows.put(np.array([9]), unit(2, 1))
    expected = np.concatenate([vectors[:3], unit(1, 1), vectors[4:], unit(2, 1)])
    assert np.array_equal(rows.vectors, expected)
    assert np.array_equal(vectors, unit(0, 5))
    assert (tmp_path / "file").read_bytes() == before


def test_an_unknown_face_has_no_vector() -> None:
    index, _ = filled([1, 2])
    with pytest.raises(KeyError):
        index.vectors(np.array([1, 3]))
    index.remove(np.array([77]))
    assert len(index) == 2


# -- the file -------------------------------------------------------------------------------------------
def test_saved_and_loaded_is_the_same(tmp_path: Path) -> None:
    index, held = filled([9, 4, 7, 1])
    index.save(tmp_path / "faces.faiss")
    loaded = FaissIndex.load(tmp_path / "faces.faiss", MODEL, DIMENSION)
    assert loaded is not None
    check(loaded, held, unit(5, 3), 3)
    loaded.add(np.array([2]), unit(6, 1))
    loaded.remove(np.array([9]))
    assert sorted(loaded.ids.tolist()) == [1, 2, 4, 7]
    assert os.listdir(tmp_path) == ["faces.faiss"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "faces.faiss").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": ModelId("another")},
        {"dimension": DIMENSION + 1},
        {"generation": 1},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_file_of_something_else_is_not_used(tmp_path: Path, wrong: dict[str, object]) -> None:
    index, _ = filled([9, 4, 7, 1])
    index.save(tmp_path / "faces.faiss")
    right = {"model": MODEL, "dimension": DIMENSION, "generation": 0}
    assert FaissIndex.load(tmp_path / "faces.faiss", **right) is not None  # type: ignore[arg-type]
    assert FaissIndex.load(tmp_path / "faces.faiss", **(right | wrong)) is None  # type: ignore[arg-type]


def test_a_damaged_file_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "faces.faiss"
    ids = np.arange(1, 41)
    index, _ = filled(ids.tolist())
    index.save(path)
    whole = path.read_bytes()
    for damaged in (b"", b"PK", whole[: len(whole) // 2], whole[:-30], b"\0" * len(whole), b"x" + whole):
        path.write_bytes(damaged)
        assert FaissIndex.load(path, MODEL, DIMENSION) is None
    turned = bytearray(whole)
    turned[len(whole) // 2] ^= 0xFF
    path.write_bytes(turned)
    assert FaissIndex.load(path, MODEL, DIMENSION) is None
    path.unlink()
    assert FaissIndex.load(path, MODEL, DIMENSION) is None


def test_questions_while_faces_come_and_go() -> None:
    index, held = filled(list(range(1, 201)))
    probes, stop, errors = unit(3, 4), threading.Event(), []

    def ask() -> None:
        try:
            while not stop.is_set():
                distances, ids = index.search(probes, 5)
                assert (np.diff(distances, axis=1) >= 0).all()
                assert (ids > 0).all()
                index.vectors(np.array([1, 2, 3]))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(150):
        index.add(np.array([1000 + number]), unit(number, 1))
        index.remove(np.array([1000 + number - 3]))
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(index) == 203
    assert set(held) <= set(index.ids.tolist())


def test_few_faces_are_looked_for_by_one_thread() -> None:
    """More threads would wait for each other longer than they work."""
    index, held = filled(list(range(50)))
    probes = np.stack(list(held.values()))
    used: list[int] = []
    search = faiss.knn

    def watched(queries: Embeddings, rows: Embeddings, k: int) -> object:
        used.append(faiss.omp_get_max_threads())
        return search(queries, rows, k)

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(2)
    try:
        with mock.patch.object(faiss, "knn", watched):
            index.search(probes[:FEW], 5)
            index.search(probes, 5)
    finally:
        faiss.omp_set_num_threads(threads)
    assert used == [1, 2]
