"""A scan that is stopped, paused, or not alone; groups form meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from scanning import counts, name_first
from squares import Squares, album, draw, people

from faceapp.core.errors import Cancelled
from faceapp.core.models import ScanSummary
from faceapp.core.progress import CancelToken, Progress
from faceapp.library.library import Library


# -- stop and go on -------------------------------------------------------------------------------------
def test_a_cancelled_scan_keeps_what_it_did_and_goes_on_later(
    library: Library, tmp_path: Path, squares: Squares
) -> None:
    photos = album(tmp_path / "album", people(6, 5))
    token = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage == "Finding faces" and progress.done >= 8:
            token.cancel()

    with pytest.raises(Cancelled):
        library.scan([photos], progress=stop, cancel=token)
    done = squares.detector.pictures
    assert 8 <= done < 30
    assert len(library.photos()) == len(library.faces()) == done
    assert library.coverage().detected == done
    ids = {face.id: face.photo_id for face in library.faces()}
    summary = library.scan()
    assert counts(summary) == {"new": 30 - done, "unchanged": done}
    assert squares.detector.pictures == 30
    assert {face.id: face.photo_id for face in library.faces() if face.id in ids} == ids


def test_a_paused_scan_waits_and_goes_on(library: Library, tmp_path: Path) -> None:
    photos = album(tmp_path / "album", people(4, 5))
    token, paused = CancelToken(), threading.Event()

    def pause(progress: Progress) -> None:
        if progress.done == 4 and not paused.is_set():
            token.pause()
            paused.set()

    found: list[ScanSummary] = []
    scan = threading.Thread(target=lambda: found.append(library.scan([photos], progress=pause, cancel=token)))
    scan.start()
    assert paused.wait(20)
    scan.join(timeout=0.3)
    assert scan.is_alive()
    assert token.paused
    assert len(library.photos()) == 4  # others may read meanwhile
    token.resume()
    scan.join(timeout=20)
    assert counts(found[0]) == {"new": 20}


def test_a_paused_scan_can_be_cancelled(library: Library, photos: Path) -> None:
    token, started = CancelToken(), threading.Event()
    token.pause()
    errors: list[BaseException] = []

    def work() -> None:
        try:
            library.scan([photos], cancel=token, progress=lambda _: started.set())
        except Cancelled as error:
            errors.append(error)

    scan = threading.Thread(target=work)
    scan.start()
    assert started.wait(20)
    token.cancel()
    scan.join(timeout=20)
    assert not scan.is_alive()
    assert len(errors) == 1


def test_groups_form_while_the_scan_runs(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faceapp.library.scan.FIRST_GROUPING_SECONDS", 0.0)
    monkeypatch.setattr("faceapp.library.scan.GROUPING_SHARE", 0.0)
    seen: list[int] = []
    notes: list[str] = []

    def watch(progress: Progress) -> None:
        if progress.stage == "Finding faces" and 0 < progress.done < progress.total:
            seen.append(len(library.people()))
            notes.append(progress.note)

    library.scan([album(tmp_path / "album", people(4, 5))], progress=watch)
    assert seen[0] >= 1
    assert "people so far" in notes[-1]
    assert seen == sorted(seen)


def test_a_question_is_answered_while_a_scan_runs(library: Library, photos: Path, tmp_path: Path) -> None:
    library.scan([photos])
    anna = name_first(library)
    more = album(tmp_path / "more", people(3, 5, first_look=5))
    answers = []

    def ask(progress: Progress) -> None:
        if progress.stage == "Finding faces" and not answers:
            answers.append(library.identify(draw([(0, 8)], 700)))

    library.scan([more], progress=ask)
    ((face,),) = answers
    assert face.matches[0].person_id == anna


def test_two_scans_at_once_share_the_work(tmp_path: Path, squares: Squares) -> None:
    """Two libraries on one folder, as two processes would have them."""
    photos = album(tmp_path / "album", people(5, 5))
    found: list[ScanSummary] = []
    with squares.open(tmp_path / "library") as one, squares.open(tmp_path / "library") as other:
        scans = [
            threading.Thread(target=lambda own=own: found.append(own.scan([photos]))) for own in (one, other)
        ]
        for scan in scans:
            scan.start()
        for scan in scans:
            scan.join(timeout=60)
        assert squares.detector.pictures == 25
        assert sorted(summary.new for summary in found) == [0, 25]
        assert len(one.faces()) == len(other.faces()) == 25
        assert [person.faces for person in other.people()] == [5] * 5
