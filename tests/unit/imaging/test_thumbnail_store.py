from __future__ import annotations

import os
import stat

import numpy as np
import pytest
from picture_samples import face
from PIL import Image

from faceapp.core.errors import PictureError
from faceapp.imaging.thumbnails import ThumbnailStore


@pytest.fixture
def store(tmp_path):
    return ThumbnailStore(tmp_path / "library" / "thumbnails")


def test_write_and_read(store):
    crop = face(256, 256)
    path = store.write_face(7, crop)
    assert path == store.face_path(7)
    assert np.abs(store.read_face(7).astype(int) - crop).mean() < 4
    store.write_photo(7, face(960, 640))
    assert store.read_photo(7).shape == (341, 512, 3)
    store.write_photo(8, face(96, 64))
    assert store.read_photo(8).shape == (64, 96, 3)


def test_no_folder_gets_large(store):
    ids = [0, 1, 999, 1000, 123_456, 999_999, 1_000_000, 987_654_321]
    paths = [store.face_path(number) for number in ids]
    assert len(set(paths)) == len(ids)
    assert paths[1].parent == paths[2].parent
    assert paths[2].parent != paths[3].parent
    for million in range(0, 1_000_000, 1000):
        assert store.face_path(million).parent.parent == paths[0].parent.parent
    assert store.face_path(5) != store.photo_path(5)
    with pytest.raises(ValueError, match="negative"):
        store.face_path(-1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_owner_only(store):
    old = os.umask(0)
    try:
        path = store.write_face(1_234_567, face())
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    folder = path.parent
    while folder != store.root.parent:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        folder = folder.parent


def test_no_metadata(store):
    with Image.open(store.write_face(1, face())) as image:
        assert image.format == "JPEG"
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_missing_and_removed(store):
    assert store.missing_faces([1, 2]) == [1, 2]
    store.write_face(1, face())
    store.write_photo(2, face())
    store.face_path(2).write_bytes(b"")  # what a power cut can leave
    assert store.missing_faces([1, 2]) == [2]
    assert store.missing_photos([1, 2]) == [1]
    assert store.has_face(1)
    assert store.remove(face_ids=[1, 2, 3], photo_ids=[2]) == 3
    assert not store.has_face(1)
    with pytest.raises(PictureError):
        store.read_face(1)


def test_failed_write_keeps_the_old_file(store, monkeypatch):
    path = store.write_face(1, face())
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("faceapp.imaging.thumbnails.os.replace", full)
    with pytest.raises(OSError, match="No space"):
        store.write_face(1, 255 - face())
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["1.jpg"]


def test_clear_counts_and_leaves_nothing(store):
    assert store.clear() == 0
    for number in (1, 2, 5000):
        store.write_face(number, face())
    store.write_photo(1, face())
    (store.face_path(1).parent / ".part-left-behind").write_bytes(b"x")
    assert store.clear() == 5
    assert not any(store.root.iterdir())
    store.write_face(1, face())
    assert store.has_face(1)
