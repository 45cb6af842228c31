"""Opening, the sample, and what nobody caught."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import squares as coloured
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.errors import LibraryError
from faceapp.core.models import Person
from faceapp.gui import preferences
from faceapp.gui.app import App, catch_everything
from faceapp.gui.garbage import WindowThreadCollector
from faceapp.gui.preferences import Preferences
from faceapp.gui.style import appearance
from faceapp.gui.views.people_view import PeopleView
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.library import Library
from faceapp.paths import default_library


class Ended:
    """Takes the place of the application where the program would end."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def quit(self) -> None:
        self.codes.append(0)

    def exit(self, code: int) -> None:
        self.codes.append(code)


@pytest.fixture
def ended() -> Ended:
    return Ended()


@pytest.fixture
def app(
    qapp: QApplication, ended: Ended, squares: Squares, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[App]:
    def open_library(root: Path, **_: object) -> Library:
        if root.name == "broken":
            raise LibraryError("The library cannot be opened.")
        return squares.open(root)

    monkeypatch.setattr("faceapp.gui.app.services.open_library", open_library)
    monkeypatch.setattr(
        "faceapp.gui.app.sample.prepare",
        lambda directory: coloured.album(directory, coloured.people(3, 5)),
    )
    look = appearance()
    assert look is not None
    made = App(ended, look, "auto")  # type: ignore[arg-type]
    yield made
    look.choose(Qt.ColorScheme.Unknown)
    made.end()


def shown(app: App, qtbot: QtBot, root: Path) -> None:
    qtbot.waitUntil(
        lambda: (
            app._session is not None and app._session.window.isVisible() and app._session.client.root == root
        ),
        timeout=20_000,
    )


def test_the_sample_gets_a_library_of_its_own(app: App, ended: Ended, qtbot: QtBot) -> None:
    home = default_library().parent
    app.open(default_library(), [])
    shown(app, qtbot, default_library())
    assert app._session is not None
    assert app._session.window.place[0] == "welcome"
    app._session.window.sample_wanted.emit()
    shown(app, qtbot, home / "sample-library")
    people = app._session.window.page("people")
    assert isinstance(people, PeopleView)
    qtbot.waitUntil(lambda: people.model.rowCount() == 3, timeout=20_000)
    assert ended.codes == []
    app.close()
    qtbot.waitUntil(lambda: ended.codes == [0], timeout=20_000)


def test_the_window_is_shown_while_its_people_are_counted(
    app: App, ended: Ended, tmp_path: Path, squares: Squares, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with squares.open(tmp_path / "library") as library:
        library.scan([coloured.album(tmp_path / "album", coloured.people(2, 4))])
    asked, counted, plain = threading.Event(), threading.Event(), Library.people

    def slow(self: Library) -> list[Person]:
        asked.set()
        assert counted.wait(20)
        return plain(self)

    monkeypatch.setattr(Library, "people", slow)
    try:
        app.open(tmp_path / "library", [])
        qtbot.waitUntil(asked.is_set, timeout=20_000)
        shown(app, qtbot, tmp_path / "library")
        assert app._session is not None
        people = app._session.window.page("people")
        assert isinstance(people, PeopleView)
        assert people.model.rowCount() == 0
    finally:
        counted.set()
    qtbot.waitUntil(lambda: people.model.rowCount() == 2)
    qtbot.waitUntil(lambda: app._session is not None and "faces:" in app._session.window.status.text())
    app.close()
    qtbot.waitUntil(lambda: ended.codes == [0], timeout=20_000)


def test_the_first_click_finds_everything_read(
    app: App, ended: Ended, tmp_path: Path, squares: Squares, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with squares.open(tmp_path / "library") as library:
        library.scan([coloured.album(tmp_path / "album", coloured.people(2, 4))])
        group = library.people()[0].id
    reading, read, plain = threading.Event(), threading.Event(), FaissIndex.load

    def slow(*given: Any) -> FaissIndex | None:
        reading.set()
        assert read.wait(20)
        return plain(*given)

    monkeypatch.setattr(FaissIndex, "load", slow)
    monkeypatch.setattr("faceapp.gui.app.WARM_UP_MS", 0)
    try:
        app.open(tmp_path / "library", [])
        qtbot.waitUntil(reading.is_set, timeout=20_000)
        shown(app, qtbot, tmp_path / "library")
        assert app._session is not None
        client, answers = app._session.client, []
        client.ask(lambda library: library.contradictions(), answers.append, owner=client)
        qtbot.waitUntil(lambda: answers == [[]], timeout=20_000)  # needs the word, and waits for no file
    finally:
        read.set()
    qtbot.waitUntil(lambda: client._library._context._index is not None, timeout=20_000)
    monkeypatch.setattr(FaissIndex, "load", None)
    with qtbot.waitSignal(client.decided, timeout=20_000):
        client.decide(lambda decide: decide.name(group, "Anna"), text="Named")
    app.close()
    qtbot.waitUntil(lambda: ended.codes == [0], timeout=20_000)


def test_the_first_cards_do_not_wait_for_what_they_do_not_need(tmp_path: Path, squares: Squares) -> None:
    with squares.open(tmp_path / "library"):
        pass
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "import faceapp.gui.app\n"
        "from faceapp.library.services import open_library\n"
        f"with open_library(Path({str(tmp_path / 'library')!r}), beside_window=True) as library:\n"
        "    library.people()\n"
        "print([name for name in ('faiss', 'sqlite_utils', 'torch', 'openvino') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_library_that_cannot_be_opened_is_told_and_ends_the_program(
    app: App, ended: Ended, tmp_path: Path, qtbot: QtBot
) -> None:
    app.open(tmp_path / "broken", [])
    qtbot.waitUntil(lambda: app.error is not None)
    assert app._box.text() == "The library cannot be opened."
    app._box.accept()
    assert ended.codes == [1]


def test_the_chosen_appearance_is_used_and_kept(app: App, ended: Ended, qtbot: QtBot) -> None:
    preferences.save(preferences.preferences_file(), Preferences("dark"))
    app.open(default_library(), [])
    shown(app, qtbot, default_library())
    look = appearance()
    assert look is not None
    assert look.theme.dark
    assert app._preferences is not None
    app._preferences.set_appearance("light")
    assert not look.theme.dark
    qtbot.waitUntil(lambda: preferences.load(preferences.preferences_file()).appearance == "light")
    app.close()
    qtbot.waitUntil(lambda: ended.codes == [0], timeout=20_000)


def test_what_nobody_caught_reaches_one_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reported: list[BaseException] = []
    catch_everything(reported.append)

    def bug() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=bug)
    thread.start()
    thread.join()
    sys.excepthook(KeyError, KeyError("here"), None)
    assert [type(error) for error in reported] == [ZeroDivisionError, KeyError]


def test_cycles_are_collected_in_the_window_thread(qtbot: QtBot) -> None:
    import gc

    collector = WindowThreadCollector()
    try:
        assert not gc.isenabled()
        kept = [[] for _ in range(5000)]  # type: ignore[var-annotated]
        collector.collect()
        assert gc.get_count()[0] < len(kept)
    finally:
        collector.stop()
    assert gc.isenabled()


def test_a_look_at_everything_that_took_long_is_not_taken_again_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gc

    looks: list[int] = []
    now = [1000.0]

    def collect(generation: int) -> int:
        looks.append(generation)
        now[0] += 0.03 if generation == 2 else 0.0
        return 0

    monkeypatch.setattr("time.monotonic", lambda: now[0])
    collector = WindowThreadCollector()
    try:
        monkeypatch.setattr(gc, "get_count", lambda: (900, 20, 20))
        monkeypatch.setattr(gc, "collect", collect)
        for _ in range(100):
            collector.collect()
            now[0] += 1
        assert [second for second, generation in enumerate(looks) if generation == 2] == [0, 60]
        assert set(looks) == {1, 2}
    finally:
        collector.stop()
