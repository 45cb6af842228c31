"""One window for each library: a second start hands over what it was given, and ends."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from squares import Squares, save

from faceapp.gui.app import App
from faceapp.gui.garbage import WindowThreadCollector
from faceapp.gui.handover import MOST_BYTES, Door, Visit, address, hand_over, only_one
from faceapp.gui.style import appearance
from faceapp.gui.views.identify_view import IdentifyView

posix = pytest.mark.skipif(os.name == "nt", reason="sockets in folders")


@pytest.fixture(autouse=True)
def private_runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets of a test lie in a folder of its own."""
    folder = tmp_path_factory.mktemp("run")
    folder.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))


@pytest.fixture
def door(qapp: QApplication, tmp_path: Path) -> Iterator[Door]:
    made = Door()
    made.open(tmp_path)
    yield made
    made.close()


VISIT = """
import json, sys
from pathlib import Path
from faceapp.gui.handover import hand_over
library, asked, scanned = json.load(sys.stdin)
print(hand_over(Path(library), [Path(one) for one in asked], [Path(one) for one in scanned]))
"""


def visit(library: Path, qtbot: QtBot, asked: Sequence[Path] = (), scanned: Sequence[Path] = ()) -> bool:
    """Hand over from another process, while this one's events go on."""
    words = json.dumps([str(library), [str(one) for one in asked], [str(one) for one in scanned]])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", VISIT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write(words)
        other.stdin.close()
        qtbot.waitUntil(lambda: other.poll() is not None, timeout=30_000)
        said = other.stdout.read()
    assert said in ("True\n", "False\n")
    return said == "True\n"


def test_what_was_given_arrives_as_it_was(door: Door, tmp_path: Path, qtbot: QtBot) -> None:
    asked = [Path("/photos/Ä b.jpg"), Path(os.fsdecode(b"/photos/\xff.jpg"))]
    visits: list[Visit] = []
    door.visited.connect(visits.append)
    assert visit(tmp_path, qtbot, asked, [Path("/album")])
    assert visits == [Visit(tuple(asked), (Path("/album"),), "")]


def test_thousands_of_files_arrive(door: Door, tmp_path: Path, qtbot: QtBot) -> None:
    asked = [Path(f"/photos/holidays/{number:06d}.jpg") for number in range(20_000)]
    with qtbot.waitSignal(door.visited) as visited:
        assert visit(tmp_path, qtbot, asked)
    assert visited.args[0].asked == tuple(asked)


def test_without_a_window_nothing_is_handed_over(qapp: QApplication, tmp_path: Path) -> None:
    assert hand_over(tmp_path, [Path("/a.jpg")], []) is False


def test_each_library_has_a_door_of_its_own(door: Door, tmp_path: Path) -> None:
    assert hand_over(tmp_path / "other", [], []) is False
    assert address(tmp_path) == address(tmp_path / "x" / "..")


@posix
def test_only_the_owner_can_come_in(door: Door, tmp_path: Path) -> None:
    name = address(tmp_path)
    assert name is not None
    assert stat.S_IMODE(os.lstat(name).st_mode) & 0o077 == 0


@posix
def test_a_folder_others_can_write_to_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(shared))
    name = address(tmp_path)
    assert name is not None
    assert Path(name).parent != shared


@posix
def test_a_file_in_the_place_of_the_socket_is_nobody(qapp: QApplication, tmp_path: Path) -> None:
    name = address(tmp_path)
    assert name is not None
    Path(name).write_text("")
    assert hand_over(tmp_path, [], []) is False
    door = Door()
    door.open(tmp_path)
    assert stat.S_ISSOCK(os.lstat(name).st_mode)
    door.close()


@pytest.mark.parametrize(
    "line",
    [
        b"hello\n",
        b"{}\n",
        b'{"asked": ["relative.jpg"], "scanned": [], "token": ""}\n',
        b'{"asked": 3, "scanned": [], "token": ""}\n',
        b'{"asked": [], "scanned": [], "token": 1}\n',
        b"\xff\xff\n",
    ],
)
def test_nonsense_is_shown_out(door: Door, tmp_path: Path, qtbot: QtBot, line: bytes) -> None:
    visits: list[Visit] = []
    door.visited.connect(visits.append)
    guest = QLocalSocket()
    guest.connectToServer(address(tmp_path) or "")
    assert guest.waitForConnected(2000)
    with qtbot.waitSignal(guest.disconnected):
        guest.write(line)
    assert visits == []


def test_whoever_talks_for_ever_is_shown_out(door: Door, tmp_path: Path, qtbot: QtBot) -> None:
    guest = QLocalSocket()
    guest.connectToServer(address(tmp_path) or "")
    assert guest.waitForConnected(2000)
    with qtbot.waitSignal(guest.disconnected, timeout=20_000):
        guest.write(b"x" * (MOST_BYTES + 10))


@posix
def test_the_socket_of_a_killed_window_is_taken_over(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from faceapp.gui.handover import Door\n"
        "app = QCoreApplication([]); door = Door(); door.open(Path(sys.argv[1]))\n"
        "print('open', flush=True); app.exec()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, env=environment, text=True
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "open\n"
        assert hand_over(tmp_path, [], []) is True
        window.send_signal(signal.SIGKILL)
    assert hand_over(tmp_path, [], []) is False
    with only_one(tmp_path):
        door = Door()
        door.open(tmp_path)
    assert visit(tmp_path, qtbot)
    door.close()


# -- the program, twice ---------------------------------------------------------------------------------
class Ended:
    """Takes the place of the application where the program would end."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def quit(self) -> None:
        self.codes.append(0)

    def exit(self, code: int) -> None:
        self.codes.append(code)


def start_again(root: Path, *words: str) -> subprocess.Popen[str]:
    """The program, started as a file manager does."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DISPLAY": ":0"}
    return subprocess.Popen(
        [sys.executable, "-m", "faceapp", "--library", str(root), *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@posix
def test_a_second_start_shows_its_picture_in_the_open_window(
    qapp: QApplication, squares: Squares, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("faceapp.gui.app.services.open_library", lambda root, **_: squares.open(root))
    look, ended, collector = appearance(), Ended(), WindowThreadCollector()
    assert look is not None
    app = App(ended, look, "auto")  # type: ignore[arg-type]
    root = tmp_path / "library"
    app.open(root, [])
    qtbot.waitUntil(lambda: app._session is not None and app._session.window.isVisible(), timeout=20_000)
    assert app._session is not None
    window = app._session.window
    window.showMinimized()

    picture = save(tmp_path / "Ä who.png", [(3, 1)], 7)
    second = start_again(root, str(picture))
    qtbot.waitUntil(lambda: window.place == ("identify", None), timeout=60_000)
    page = window.page("identify")
    assert isinstance(page, IdentifyView)
    qtbot.waitUntil(lambda: len(page.cards()) == 1, timeout=20_000)
    assert "Ä who.png" in page.cards()[0].words()
    assert not window.isMinimized()
    out, errors = second.communicate(timeout=30)
    assert (second.returncode, out, errors) == (0, "", "")

    app.close()
    qtbot.waitUntil(lambda: ended.codes == [0], timeout=20_000)
    assert hand_over(root, [], []) is False
    app.end()
    collector.stop()


@posix
def test_the_program_opens_a_window_and_the_next_start_ends_at_once(tmp_path: Path, qtbot: QtBot) -> None:
    root, picture = tmp_path / "library", tmp_path / "who.png"
    picture.write_text("no picture: the networks are not what is asked for here")
    first = start_again(root)
    try:
        kept = root / "window.json"
        qtbot.waitUntil(kept.exists, timeout=60_000)
        second = start_again(root, str(picture))
        assert second.wait(60) == 0
        second.communicate()
        qtbot.waitUntil(lambda: json.loads(kept.read_text())["place"][0] == "identify", timeout=20_000)
        assert first.poll() is None
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=60)
        assert first.returncode == 0
    finally:
        first.kill()
        first.communicate()
