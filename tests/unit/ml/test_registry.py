from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from faceapp import paths
from faceapp.core.errors import WeightsError
from faceapp.ml import embedder as facenet
from faceapp.ml import registry
from faceapp.ml.device import cpu
from faceapp.ml.manifest import manifest


def test_importing_it_does_not_load_torch() -> None:
    code = "import sys, faceapp.ml.registry; sys.exit('torch' in sys.modules or 'cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_rows_and_networks_have_the_same_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in registry.EMBEDDERS:
        assert row.id == f"{manifest()[row.weights].model}-{facenet.CROP_VERSION}"
    (row,) = registry.DETECTORS
    assert registry.create_detector("cpu").id == row.id
    assert set(row.weights) <= set(manifest())


def test_the_default_model(
    weights_cache: Path, embedder: facenet.FaceNetEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faceapp.ml.weights.weights_dir", lambda: weights_cache)
    made = registry.create_embedder(cpu())
    assert made.id == embedder.id == registry.EMBEDDERS[0].id
    assert (made.device, made.dimension) == ("cpu", 512)


def test_vggface2_is_never_fetched_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "cache_dir", lambda: tmp_path)
    monkeypatch.setattr("urllib.request.urlopen", lambda *args, **kwargs: pytest.fail("went to the network"))
    with pytest.raises(WeightsError, match="Choose the file, or download it explicitly"):
        registry.create_embedder("cpu", "vggface2")
    with pytest.raises(WeightsError, match="is not there"):
        registry.create_embedder("cpu", tmp_path / "mine.pt")
    assert not list(tmp_path.rglob("*"))


def test_a_device_by_name() -> None:
    assert registry.choose_device("cpu").name == "cpu"
    with pytest.raises(ValueError, match="unknown device"):
        registry.choose_device("toaster")
