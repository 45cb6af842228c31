"""Choosing another embedding model: by a checked file only, and every photo is analysed again with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceapp.core.errors import WeightsError
from faceapp.library import models
from faceapp.library.services import open_library
from faceapp.ml import manifest, registry


def test_a_new_library_uses_the_bundled_weights(tmp_path: Path) -> None:
    assert models.chosen_model(tmp_path / "library.sqlite") == "default"
    models.check_ready("default")


def test_the_choice_lasts_and_changes_the_embedding_space(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", device="cpu") as library:
        assert library.choose_model("vggface2") is True
        assert library.choose_model("vggface2") is False
    with open_library(tmp_path / "library", device="cpu") as library:
        assert library.model == registry.EMBEDDERS[1].id
        assert library.chosen_model() == "vggface2"


def test_weights_that_are_not_there_are_asked_for() -> None:
    with pytest.raises(WeightsError, match="is not there"):
        models.check_ready("vggface2")


def test_a_wrong_file_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    wrong = tmp_path / "weights.pt"
    wrong.write_bytes(b"not the weights")
    with pytest.raises(WeightsError, match="15 bytes instead of 111,898,327"):
        models.install_file("vggface2", wrong)
    assert not manifest.own_weights_dir().exists()


def test_a_right_file_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "chosen.pt"
    chosen.write_bytes(b"weights")
    monkeypatch.setattr(manifest, "check_file", lambda entry, path: None)
    kept = models.install_file("vggface2", chosen)
    assert kept.read_bytes() == b"weights"
    assert kept.parent == manifest.own_weights_dir()


def test_bundled_weights_take_no_file_and_no_download(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="comes with the app"):
        models.install_file("default", tmp_path / "weights.pt")
    with pytest.raises(WeightsError, match="nothing to download"):
        models.download("default")


def test_a_download_says_where_it_goes() -> None:
    assert models.download_address("vggface2").startswith("https://")
