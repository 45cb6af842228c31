"""The index of a large library: candidates by codes, compared exactly, while faces come and go."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceapp.core.models import Embeddings, ModelId
from faceapp.index.faiss_index import FaissIndex

MODEL, DIMENSION, LARGE = ModelId("test-v1"), 16, 1500


def unit(rng: np.random.Generator, count: int) -> Embeddings:
    rows = rng.normal(size=(count, DIMENSION))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def compare(index: FaissIndex, held: dict[int, Embeddings], probes: Embeddings, k: int = 5) -> float:
    """Everything that is exact, against all held by hand; the recall of the neighbours."""
    ids = np.array(sorted(held))
    rows = np.stack([held[face_id] for face_id in ids.tolist()])
    assert np.array_equal(np.sort(index.ids), ids)
    assert np.array_equal(index.vectors(ids), rows)
    distances, found = index.search(probes, k)
    true = ((probes[:, None] - rows[None]) ** 2).sum(axis=2)
    for own, near, who in zip(true, distances, found, strict=True):
        assert len(set(who.tolist())) == k
        assert (np.diff(near) >= 0).all()
        assert np.allclose(own[np.searchsorted(ids, who)], near, atol=1e-5)
    best = ids[np.argsort(true, axis=1)[:, :k]]
    return float(
        np.mean([len(set(a.tolist()) & set(b.tolist())) / k for a, b in zip(best, found, strict=True)])
    )


def test_codes_are_made_beyond_a_size_and_dropped_below_half_of_it() -> None:
    rng = np.random.default_rng(0)
    index = FaissIndex(MODEL, DIMENSION, large=LARGE)
    index.add(np.arange(LARGE - 1), unit(rng, LARGE - 1))
    index.wait()
    before = index.coded
    index.add(np.array([LARGE]), unit(rng, 1))
    index.wait()
    beyond = index.coded
    index.remove(np.arange(LARGE // 2 + 10))
    assert (before, beyond, index.coded) == (False, True, False)


@pytest.mark.parametrize("seed", range(4))
def test_faces_come_change_and_go(seed: int) -> None:
    rng = np.random.default_rng(seed)
    index = FaissIndex(MODEL, DIMENSION, large=LARGE)
    held: dict[int, Embeddings] = {}
    recalls = []
    for step in range(14):
        if step and rng.random() < 0.4:
            gone = rng.choice(5000, 200, replace=False)
            index.remove(gone)
            held = {face_id: row for face_id, row in held.items() if face_id not in set(gone.tolist())}
        else:
            ids = rng.choice(5000, 2500 if not step else 400, replace=False)
            rows = unit(rng, len(ids))
            index.add(ids, rows)
            held |= dict(zip(ids.tolist(), rows, strict=True))
        if step % 3 == 1:
            index.wait()
        recalls.append(compare(index, held, unit(rng, 20)))
    index.wait()
    assert index.coded
    assert np.mean(recalls) >= 0.99


def test_what_the_codes_do_not_give_is_compared_in_full() -> None:
    rng = np.random.default_rng(5)
    index = FaissIndex(MODEL, DIMENSION, large=LARGE)
    rows = unit(rng, 4000)
    index.add(np.arange(4000), rows)
    index.wait()
    nearest = np.argsort(((rows - rows[0]) ** 2).sum(axis=1))
    index.close()  # codes are not made anew: those of faces that went stay in the way
    index.remove(nearest[:1200])
    assert index.coded
    _, found = index.search(rows[:1], 5)
    assert found[0].tolist() == nearest[1200:1205].tolist()


def test_codes_are_saved_and_go_on(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    index = FaissIndex(MODEL, DIMENSION, large=LARGE)
    rows = unit(rng, 2500)
    index.add(np.arange(2500), rows)
    index.wait()
    index.remove(np.arange(50))
    index.save(tmp_path / "faces.faiss")
    loaded = FaissIndex.load(tmp_path / "faces.faiss", MODEL, DIMENSION, large=LARGE)
    assert loaded is not None
    assert loaded.coded
    new = unit(rng, 10)
    loaded.add(np.arange(3000, 3010), new)
    held = dict(zip(range(50, 2500), rows[50:], strict=True)) | dict(zip(range(3000, 3010), new, strict=True))
    assert compare(loaded, held, unit(rng, 30)) >= 0.99
