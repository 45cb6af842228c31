"""Kills at the worst moments, short form (long: ``python -m tests.torture.kill_scans``)."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from squares import Squares, album, people

from faceapp.core.models import FaceState
from faceapp.library.recognizer import RecognizerSource

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def kill_scans() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kill_scans", HERE / "kill_scans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["kill_scans"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_killed_scans_lose_nothing_and_do_nothing_twice(
    kill_scans: ModuleType,
    tmp_path: Path,
    real_recognizers: RecognizerSource,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The scans that are killed are processes; the commands in between run here, to save their start."""
    from faceapp.cli import main as command_line
    from faceapp.library import services

    monkeypatch.setattr(services, "recognizer_source", lambda *_, **__: real_recognizers)

    class Round(kill_scans.Round):  # type: ignore[name-defined,misc]
        def run(self, *arguments: object) -> Any:
            with contextlib.redirect_stdout(io.StringIO()) as answer:
                assert command_line.main(self.command(*arguments)[3:]) == 0, arguments
            return json.loads(answer.getvalue())

    one = Round(tmp_path, seed=7, people=3, each=3)
    one.play(kills=2)
    assert one.said.events > 0
    assert len(one.killed) == 2


def kill_in(program: str, root: Path) -> None:
    """Run a program that opens the library of squares and kills itself."""
    head = (
        "import os, signal, sys\n"
        f"sys.path[:0] = [{str(HERE.parent)!r}, {str(HERE.parents[1])!r}]\n"
        "from pathlib import Path\nfrom squares import Squares\n"
        "def die(*_, **__):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"library = Squares().open(Path({str(root)!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", head + program], timeout=60, check=False, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kill")
    with Squares().open(folder / "library") as library:
        library.scan([album(folder / "album", people(3, 4))])
    return folder


@pytest.fixture
def root(scanned: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(scanned / "library", tmp_path / "library"))


NAME = "library.decide.name(library.people()[0].id, 'Anna')\n"


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        ("from faceapp.storage.history import HistoryStore as H\n"
         "true = H.append\nH.append = lambda *a, **k: (true(*a, **k), die())\n", False),
        ("from faceapp.storage.people import PeopleStore as P\n"
         "true = P.refresh_retired\nP.refresh_retired = lambda *a, **k: (true(*a, **k), die())\n", False),
        ("library._context.keep_word = die\n", True),
        ("library.listen(die)\n", True),
    ],
    ids=["event written", "faces settled", "committed", "told"],
)  # fmt: skip
def test_a_decision_is_there_whole_or_not_at_all(root: Path, moment: str, kept: bool) -> None:
    kill_in(moment + NAME, root)
    with Squares().open(root) as library:
        assert [row.kind for row in library.history()] == ["name"] * kept
        assert [one.name for one in library.people()] == (["Anna"] if kept else [None]) + [None] * 2
        assert library.coverage().confirmed == 4 * kept
        assert library.coverage().detected == 12
        before = {face.id: (face.state, face.person_id) for face in library.faces()}
        library.regroup()
        assert {face.id: (face.state, face.person_id) for face in library.faces()} == before


@pytest.mark.parametrize("photo", range(1, 12, 5))
def test_a_move_that_was_cut_short_leaves_no_path_behind(scanned: Path, tmp_path: Path, photo: int) -> None:
    """Moved, killed while it is noticed, and moved again: each photo lies at one path."""
    start = Path(shutil.copytree(scanned / "album", tmp_path / "album 0"))
    own = tmp_path / "own"
    with Squares().open(own) as library:
        library.scan([start])
    second = start.rename(tmp_path / "album 1")
    for path in second.rglob("*.png"):
        os.utime(path, (1, 1))  # as many programs copy: each is known by its content only
    moment = (
        "from faceapp.storage.photos import PhotoStore as P\ntrue, seen = P.forget_paths, []\n"
        "def forget(self, ids):\n"
        "    seen.extend(ids)\n"
        f"    die() if len(seen) == {photo} else true(self, ids)\n"
        "P.forget_paths = forget\n"
    )
    kill_in(moment + f"library.scan([{str(second)!r}])\n", own)
    third = second.rename(tmp_path / "album 2")
    with Squares().open(own) as library:
        summary = library.scan([third])
        assert (summary.photos, summary.paths, summary.moved) == (12, 12, 12)


def test_a_folder_cut_short_while_it_is_found_again_is_found_by_the_next_scan(
    scanned: Path, tmp_path: Path
) -> None:
    start = Path(shutil.copytree(scanned / "album", tmp_path / "album 0"))
    own, squares = tmp_path / "own", Squares()
    with squares.open(own) as library:
        library.scan([start])
    second = start.rename(tmp_path / "album 1")
    moment = (
        "from faceapp.storage.folders import FolderStore as F\ntrue, seen = F._hide, []\n"
        "def hide(self, db, folder):\n"
        "    seen.append(folder)\n"  # first where the new place is added, then where all paths have moved
        "    die() if len(seen) == 2 else true(self, db, folder)\n"
        "F._hide = hide\n"
    )
    kill_in(moment + f"library.scan([{str(second)!r}])\n", own)
    with squares.open(own) as library:
        assert {Path(path).parent for one in library.photos() for path in one.paths} == {start}
        summary = library.scan([second])
        assert (summary.photos, summary.paths, summary.moved) == (12, 12, 12)
        assert library.folders() == [str(second)]
    assert squares.detector.pictures == 12


@pytest.mark.parametrize(
    "moment",
    [
        "from faceapp.storage.faces import FaceStore as F\nF.put_assignments = die\n",
        "from faceapp.storage.people import PeopleStore as P\nP.refresh_retired = die\n",
        "library._context.save_index = die\n",
        "from faceapp.storage.photos import PhotoStore as P\nP.mark_analysed = die\n",
        "from faceapp.imaging.thumbnails import ThumbnailStore as T\nT.write_face = die\n",
    ],
    ids=["grouping", "grouped", "saving the index", "storing a photo", "writing a crop"],
)
def test_a_scan_goes_on_after_a_kill_anywhere(root: Path, scanned: Path, tmp_path: Path, moment: str) -> None:
    with Squares().open(root) as library:
        anna = library.people()[0].id
        library.decide.name(anna, "Anna")
        confirmed = [face.id for face in library.faces_of_person(anna)]
    more = album(tmp_path / "more", people(4, 3, first_look=4))
    kill_in(moment + f"library.scan([{str(more)!r}])\n", root)
    squares = Squares()
    with squares.open(root) as library:
        known = len(library.photos())
        summary = library.scan([scanned / "album", more])
        assert (summary.photos, summary.faces) == (24, 24)
        assert squares.detector.pictures == 24 - known
        for face in library.faces_by_id(confirmed):
            assert (face.state, face.person_id) == (FaceState.CONFIRMED, anna)
        assert [one.name for one in library.people()] == ["Anna", None, None, None]
        for face in library.faces():
            assert library.make_face_thumbnail(face.id).stat().st_size > 0


def test_decisions_hold_at_once_for_faces_that_are_found_again(root: Path) -> None:
    """Faces were lost (a restored log, say), and the scan that finds them again dies before it groups."""
    with Squares().open(root) as library:
        anna = library.people()[0].id
        library.decide.name(anna, "Anna")
        stranger = library.faces_of_person(library.people()[1].id)[0]
        library.decide.stranger([stranger.id])
    with contextlib.closing(sqlite3.connect(root / "library.sqlite")) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("DELETE FROM face")
        db.execute("UPDATE photo SET detector = NULL")
        db.commit()
    moment = (
        "from faceapp.library.scan import Scanner as S\nS._group_if_due = lambda *_: None\n"
        "from faceapp.storage.photos import PhotoStore as P\nP.refresh_present = die\n"
    )
    kill_in(moment + "library.scan()\n", root)
    with Squares().open(root) as library:
        assert len(library.faces_of_person(anna)) == library.coverage().confirmed == 4
        (again,) = library.faces_in_state(FaceState.STRANGER)
        assert (again.photo_id, again.box) == (stranger.photo_id, stranger.box)
