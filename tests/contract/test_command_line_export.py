"""What is written out of the library, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import Call

from faceapp.library.library import Library
from faceapp.library.recognizer import RecognizerSource


@pytest.fixture
def person(orl_root: Path, real_recognizers: RecognizerSource) -> int:
    """The largest group, its photos taken in the years from 2001 on."""
    with Library(orl_root, real_recognizers) as library:
        group = library.people()[0].id
        with library._context.database.transaction() as db:
            for number, photo in enumerate(library.photos_of_person(group)):
                taken = f"{2001 + number}-06-01T12:00:00"
                db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, photo.id))
    return group


def test_a_video_through_the_years(ask: Call, person: int, tmp_path: Path) -> None:
    path = tmp_path / "anna.webm"
    made = ask("export", "years-video", person, path).json
    assert list(made) == ["file", "faces", "skipped", "first", "last", "seconds"]
    assert made["file"] == str(path)
    assert path.stat().st_size > 10_000
    assert (made["faces"] >= 3, made["skipped"]) == (True, 0)
    assert made["first"] < made["last"]


def test_what_cannot_be_written(call: Call, orl_root: Path, person: int, tmp_path: Path) -> None:
    taken = tmp_path / "anna.mp4"
    taken.write_bytes(b"mine")
    for arguments, words in (
        ((person, taken), "exists already"),
        ((person, tmp_path / "anna.gif"), "ends in .mp4 or .webm"),
        ((4711, tmp_path / "b.mp4"), "no person or group 4711"),
        ((person, tmp_path / "b.mp4", "--per", "year"), ""),
    ):
        answer = call("export", "years-video", *arguments, "--library", orl_root)
        assert answer.code == (1 if words else 0)
        assert words in answer.err
        assert len(answer.err.splitlines()) == (1 if words else 0)
    assert taken.read_bytes() == b"mine"
    assert call("export", "--library", orl_root).code == 2
