"""The window's second process: scans and questions through it give what they give here."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import weakref
from pathlib import Path

import pytest

from faceapp.core.changes import Changes
from faceapp.core.errors import Cancelled, DecisionError, FaceAppError, PictureError, UnknownIdError
from faceapp.core.geometry import Box
from faceapp.core.models import StrictnessPreview
from faceapp.core.progress import CancelToken, Progress
from faceapp.library import engine, sample
from faceapp.library.library import Library
from faceapp.library.services import open_library


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Two people of the ORL database, three photos each, and a file that is no picture."""
    for person in ("s1", "s2"):
        for number in (1, 2, 3):
            target = tmp_path / "album" / person / f"{number}.pgm"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((sample.source() / person / f"{number}.pgm").read_bytes())
    (tmp_path / "album" / "broken.jpg").write_bytes(b"no picture")
    return tmp_path / "album"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library", device="cpu", beside_window=True)


def test_scan_ask_stop_and_crash(library: Library, album: Path) -> None:
    told: list[Progress] = []
    changes: list[Changes] = []
    with library:
        library.listen(changes.append)
        summary = library.scan([album], progress=told.append)
        assert (summary.photos, summary.faces, summary.problems) == (6, 6, 1)
        assert summary.device == "cpu"
        assert told[-1].done == told[-1].total == 7
        assert any(changes)
        assert sorted(person.faces for person in library.people()) == [3, 3]

        anna = library.people()[0].id
        library.decide.name(anna, "Anna")
        own = library.photos([library.faces_of_person(anna)[0].photo_id])[0].paths[0]
        (answer,) = library.identify(Path(own))
        assert [match.name for match in answer.matches] == ["Anna"]
        with pytest.raises(PictureError) as wrong:
            library.identify(album / "broken.jpg")
        assert wrong.value.kind == "not_a_picture"

        photo = library.photos([library.faces_of_person(anna)[0].photo_id])[0]
        changes.clear()
        decision = library.add_box(photo.id, Box(0, 0, 24, 24))
        (drawn,) = (face for face in library.faces_of_photo(photo.id) if face.manual)
        assert any(drawn.id in one.face_ids and photo.id in one.photo_ids for one in changes)
        assert library.history()[0].id == decision.event
        with pytest.raises(DecisionError, match=f"Face {drawn.id} is there already"):
            library.add_box(photo.id, Box(0, 0, 24, 24))
        library.decide.undo(decision.event)
        assert not [face for face in library.faces_of_photo(photo.id) if face.manual]

        again = library.photos_of_person(anna)[1]
        (known,) = library.faces_of_photo(again.id)
        with library._context.database.transaction() as db:  # as if a scan had passed over it
            db.execute("DELETE FROM face WHERE id = ?", (known.id,))
        changes.clear()
        (found,) = library.look_harder(again.id)
        assert [found] == library.faces_of_photo(again.id)
        assert any(found.id in one.face_ids and again.id in one.photo_ids for one in changes)
        with pytest.raises(UnknownIdError, match="no photo 4711"):
            library.look_harder(4711)

        changes.clear()
        assert library.preview_strictness(-1.0) == library._strictness.preview(-1.0, CancelToken())
        assert not changes
        library.set_strictness(-1.0)
        assert library.strictness() == -1.0
        assert library.preview_strictness(-1.0) == StrictnessPreview(0, 0, 0, 1, 1)
        library.set_strictness(0.0)
        with pytest.raises(DecisionError, match="from -1"):
            library.preview_strictness(2.0)

        token = CancelToken()
        token.cancel()
        with pytest.raises(Cancelled):
            library.preview_strictness(0.5, token)
        with pytest.raises(Cancelled):
            library.scan([album], verify=True, cancel=token)

        away = album.rename(album.with_name("unplugged"))
        assert library.scan().unchanged == 0  # a drive that is away is no error
        away.rename(album)
        assert library.scan([own], within=True).unchanged == 1

        def crash(progress: Progress) -> None:
            if progress.stage == "Finding faces":  # told before the first photo is analysed again
                engine = library.engine_process()
                assert engine is not None
                os.kill(engine, signal.SIGKILL)

        with pytest.raises(FaceAppError, match="stopped unexpectedly"):
            library.scan([album], thorough=True, progress=crash)
        assert library.scan([album]).unchanged == 7
        assert [person.name for person in library.people()] == ["Anna", None]


class _Asked:
    """Answers questions about strictness, and knows what is kept of each."""

    def __init__(self) -> None:
        self.tokens: list[weakref.ref[CancelToken]] = []
        self.threads: list[weakref.ref[threading.Thread]] = []
        self.closed = False

    def preview_strictness(self, value: float, cancel: CancelToken) -> float:
        self.tokens.append(weakref.ref(cancel))
        self.threads.append(weakref.ref(threading.current_thread()))
        return value

    def device_message(self) -> str:
        return ""

    def close(self) -> None:
        self.closed = True


def test_the_second_process_keeps_nothing_of_what_it_has_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "nice", raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr("faceapp.logs.start_log", lambda: None)
    # With the heap of all tests it takes so long that a thread outlives the requests after its own.
    monkeypatch.setattr(engine, "give_back", lambda: None)
    asked = _Asked()
    ours, theirs = multiprocessing.Pipe()
    child = threading.Thread(target=engine.serve, args=(theirs, lambda: asked))
    child.start()
    for number in range(20):
        ours.send(engine.Message(number, "preview", 0.5))
        assert ours.poll(20)
        assert ours.recv().kind == "done"
        ours.send(engine.Message(number, "cancel"))  # too late: no harm
    gc.collect()
    kept = [one() for one in (*asked.tokens[:-2], *asked.threads[:-2])]
    assert kept == [None] * 36
    ours.send(None)
    child.join(20)
    assert asked.closed
