"""One face through the years as a video: what is written can be read, and shows what it should."""

from __future__ import annotations

import os
import threading
from datetime import date
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceapp.core.errors import Cancelled, ExportError, UnknownIdError
from faceapp.core.models import Picture
from faceapp.core.progress import CancelToken, Progress
from faceapp.core.through_years import Period, both_eyes
from faceapp.imaging import film
from faceapp.library.film import FILM_SIZE
from faceapp.library.library import Library


@pytest.fixture
def person(orl_library: Library) -> int:
    """The largest group, its photos taken in the years from 2001 on."""
    group = orl_library.people()[0].id
    with orl_library._context.database.transaction() as db:
        for number, photo in enumerate(orl_library.photos_of_person(group)):
            db.execute(
                "UPDATE photo SET taken_at = ? WHERE id = ?", (f"{2001 + number}-06-01T12:00:00", photo.id)
            )
    return group


def frame_of(path: Path, number: int) -> Picture:
    """One frame of a video: uint8 [H, W, 3], RGB."""
    reader = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    for _ in range(number):
        reader.grab()
    good, frame = reader.read()
    reader.release()
    assert good
    return np.ascontiguousarray(frame[..., ::-1], np.uint8)


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_a_video_is_written_and_can_be_read(
    orl_library: Library, person: int, tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    told: list[Progress] = []
    faces = orl_library.faces_through_years(person)
    assert len(faces) >= 3
    made = orl_library.export_film(person, tmp_path / f"one{suffix}", progress=told.append)
    assert capfd.readouterr().err == ""  # OpenCV keeps to itself what it thinks of a codec
    assert made.faces == len(faces)
    assert (made.first, made.last) == (faces[0].taken_at.date(), faces[-1].taken_at.date())
    frames = film.frames_in(made.path)
    assert frames == round(made.seconds * film.FRAMES_A_SECOND)
    assert (told[-1].done, told[-1].total) == (len(faces), len(faces))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("one")] == [f"one{suffix}"]
    # What is seen first is the oldest face, on the eyes.
    shown = frame_of(made.path, 5).astype(int)
    wanted = orl_library.aligned_face(faces[0], FILM_SIZE).astype(int)
    assert shown.shape == (FILM_SIZE, FILM_SIZE, 3)
    assert np.abs(shown - wanted)[: FILM_SIZE * 8 // 10].mean() < 6
    other = orl_library.aligned_face(faces[-1], FILM_SIZE).astype(int)
    assert np.abs(shown - other)[: FILM_SIZE * 8 // 10].mean() > 8


def test_the_same_eyes_lie_on_each_other(orl_library: Library, person: int) -> None:
    """On real faces: what is around the eyes changes less from one to the next than laid otherwise."""
    faces = orl_library.faces_through_years(person)
    around = (slice(230, 380), slice(220, 500))
    aligned = [orl_library.aligned_face(one, FILM_SIZE)[..., 0][around].astype(float) for one in faces]
    shifted = [np.roll(one, 40, axis=1) if i % 2 else one for i, one in enumerate(aligned)]

    def alike(pictures: list[np.ndarray]) -> float:
        pairs = pairwise(pictures)
        return float(np.mean([np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in pairs]))

    assert alike(aligned) > alike(shifted) + 0.1


def test_a_stop_leaves_no_file(orl_library: Library, person: int, tmp_path: Path) -> None:
    token = CancelToken()
    path = tmp_path / "video.mp4"

    def stop(progress: Progress) -> None:
        if progress.done == 1:
            token.cancel()

    with pytest.raises(Cancelled):
        orl_library.export_film(person, path, progress=stop, cancel=token)
    assert not [one for one in tmp_path.iterdir() if "video" in one.name]


def test_what_cannot_be_written_is_told(orl_library: Library, person: int, tmp_path: Path) -> None:
    taken = tmp_path / "taken.mp4"
    taken.write_bytes(b"mine")
    with pytest.raises(ExportError, match="exists already"):
        orl_library.export_film(person, taken)
    assert taken.read_bytes() == b"mine"
    orl_library.export_film(person, taken, replace=True)
    assert film.frames_in(taken) > 0
    with pytest.raises(ExportError, match=r"ends in \.mp4 or \.webm, not '\.avi'"):
        orl_library.export_film(person, tmp_path / "x.avi")
    with pytest.raises(ExportError, match="not there or cannot be written"):
        orl_library.export_film(person, tmp_path / "nowhere" / "x.mp4")
    with pytest.raises(UnknownIdError):
        orl_library.export_film(4711, tmp_path / "x.mp4")


def test_a_missing_codec_is_told(
    orl_library: Library, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(film.CODECS, ".mp4", "zzzz")
    with pytest.raises(ExportError, match=r"has no codec for \.mp4"):
        orl_library.export_film(person, tmp_path / "x.mp4")
    assert not (tmp_path / "x.mp4").exists()


def test_a_video_that_cannot_be_read_back_is_not_kept(
    orl_library: Library, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film, "frames_in", lambda _: 3)
    with pytest.raises(ExportError, match="can be read back"):
        orl_library.export_film(person, tmp_path / "x.mp4")
    assert not (tmp_path / "x.mp4").exists()


def test_too_few_faces_make_no_video(orl_library: Library, person: int, tmp_path: Path) -> None:
    with orl_library._context.database.transaction() as db:
        db.execute("UPDATE photo SET taken_at = NULL")
    with pytest.raises(ExportError, match="there are none"):
        orl_library.export_film(person, tmp_path / "x.mp4")


def test_photos_that_are_away_are_left_out(orl_library: Library, person: int, tmp_path: Path) -> None:
    faces = orl_library.faces_through_years(person)
    with orl_library._context.database.transaction() as db:
        db.execute("DELETE FROM path WHERE photo_id = ?", (faces[0].face.photo_id,))
    # As when a drive is gone while the photo is still believed to be there.
    made = orl_library.export_film(person, tmp_path / "x.mp4")
    assert (made.faces, made.skipped) == (len(faces) - 1, 1)
    assert made.first == faces[1].taken_at.date()


def test_words_are_on_the_picture() -> None:
    plain = np.full((200, 200, 3), 128, np.uint8)
    said = film.with_words(plain, "May 2011")
    assert (said[:170] == 128).all()
    assert said[170:].max() > 200
    assert film.blended(plain, np.zeros_like(plain), 0.5).mean() == pytest.approx(64, abs=1)
    assert cv2.VideoWriter.fourcc(*film.CODECS[".mp4"])


def test_a_year_has_one_face(orl_library: Library, person: int) -> None:
    with orl_library._context.database.transaction() as db:
        db.execute("UPDATE photo SET taken_at = '2004-02-03T10:00:00'")
    (only,) = orl_library.faces_through_years(person, Period.YEAR)
    assert only.taken_at.date() == date(2004, 2, 3)
    usable = [face for face in orl_library.faces_of_person(person) if both_eyes(face)]
    assert only.face.quality == max(face.quality for face in usable)


def test_two_films_at_once_leave_the_error_stream_as_it_was() -> None:
    began, go_on, before = threading.Event(), threading.Event(), os.fstat(2)

    def other() -> None:
        with film._quietly():
            began.set()
            go_on.wait(20)

    thread = threading.Thread(target=other)
    with film._quietly():
        thread.start()
        began.wait(0.2)  # it cannot, yet
    go_on.set()
    thread.join(20)
    assert os.path.samestat(os.fstat(2), before)
