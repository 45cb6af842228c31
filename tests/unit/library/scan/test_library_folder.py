"""The library folder: for its owner only, and never mistaken for something else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pytest
from scanning import decided, name_first
from squares import Squares, album, draw, people

from faceapp.core.errors import LibraryError
from faceapp.core.models import DetectorId
from faceapp.library.library import Library


# -- the library folder ---------------------------------------------------------------------------------
@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_the_library_is_for_its_owner_only(library: Library, photos: Path) -> None:
    library.scan([photos])
    name_first(library)
    library.make_photo_thumbnail(library.photos()[0].id)
    library.contact_sheet(library.root / "people.png", "Everybody")
    for folder, _, names in os.walk(library.root):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700, folder
        for name in names:
            path = os.path.join(folder, name)
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, path
    assert {".nomedia", ".metadata_never_index", ".trackerignore"} <= set(os.listdir(library.root))


def test_a_folder_that_holds_other_things_is_no_library(tmp_path: Path, squares: Squares) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-mum.txt").write_text("Dear mum", encoding="utf-8")
    with pytest.raises(LibraryError, match=r"not a faceapp library and not empty \(it holds to-mum\.txt\)"):
        squares.open(tmp_path / "letters")
    assert os.listdir(tmp_path / "letters") == ["to-mum.txt"]


def test_a_start_that_was_cut_short_does_not_spoil_the_folder(tmp_path: Path, squares: Squares) -> None:
    """Killed between the first folder and the database."""
    root = tmp_path / "library"
    squares.open(root).close()
    for path in root.glob("library.sqlite*"):
        path.unlink()
    squares.open(root).close()
    assert (root / "library.sqlite").exists()


def test_a_file_is_no_library(tmp_path: Path, squares: Squares) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(LibraryError, match="cannot be written"):
        squares.open(tmp_path / "file")


@pytest.mark.parametrize("damage", ["deleted", "empty", "garbage", "cut"])
def test_a_lost_index_is_built_again(
    library: Library, photos: Path, tmp_path: Path, squares: Squares, damage: str
) -> None:
    library.scan([photos])
    anna = name_first(library)
    before = decided(library)
    library.close()
    index = tmp_path / "library" / "faces.faiss"
    data = index.read_bytes()
    index.unlink()
    if damage != "deleted":
        index.write_bytes({"empty": b"", "garbage": b"x" * 5000, "cut": data[: len(data) // 2]}[damage])
    with squares.open(tmp_path / "library") as again:
        assert decided(again) == before
        ((face),) = again.identify(draw([(0, 8)], 700))
        assert face.matches[0].person_id == anna
        again.scan()
    assert index.exists()
    assert len(index.read_bytes()) == len(data)
    assert squares.detector.pictures == 14


def test_the_index_follows_embeddings_that_another_process_changed(
    tmp_path: Path, squares: Squares, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same faces with other embeddings: what was held in memory or on disk counts no more."""
    photos = album(tmp_path / "album", people(2, 3))
    with squares.open(tmp_path / "library") as window:
        window.scan([photos])
        ids = window._context.index().ids
        before = window._context.index().vectors(ids)
        newer = Squares()
        newer.detector.id = DetectorId("squares-v2")
        monkeypatch.setattr("squares.PEOPLE", 13)  # the network is another one
        from squares import vector

        vector.cache_clear()
        with newer.open(tmp_path / "library") as command_line:
            command_line.scan()
        after = window._context.index().vectors(ids)
        assert np.abs(after - before).max() > 0.1
    with squares.open(tmp_path / "library") as again:
        assert np.array_equal(again._context.index().vectors(ids), after)
    vector.cache_clear()
