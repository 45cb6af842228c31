"""On a CPU nothing loads torch, and everything works where it is not installed: the small bundle has none."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from faceapp.core.errors import DeviceError
from faceapp.ml.device import choose_device, require_torch

NO_TORCH = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "torchvision"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocked())
"""
RUN = """
import sys
from faceapp.__main__ import main
code = main()
assert "torch" not in sys.modules
sys.exit(code)
"""


def run(*arguments: object, blocked: bool, cache: Path) -> Any:
    """What a command says."""
    done = subprocess.run(
        [sys.executable, "-c", NO_TORCH * blocked + RUN, *map(str, arguments), "--json"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def libraries(
    orl_album: Path, session_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[bool, Path]:
    """The album scanned with torch at hand and without; the former unused all the same."""
    made = {}
    for blocked in (False, True):
        made[blocked] = tmp_path_factory.mktemp("without") / "library"
        found = run("scan", orl_album, "--library", made[blocked], blocked=blocked, cache=session_cache)
        assert (found["photos"], found["device"]) == (30, "cpu")
    return made


def test_the_same_faces_and_people(libraries: dict[bool, Path], session_cache: Path) -> None:
    with_torch, without = (
        run("faces", "--library", libraries[blocked], blocked=blocked, cache=session_cache)
        for blocked in (False, True)
    )
    assert [face["box"] for face in without] == [face["box"] for face in with_torch]
    groups = []
    for root in libraries.values():
        people = run("people", "--library", root, blocked=True, cache=session_cache)
        groups.append(sorted(person["faces"] for person in people))
    assert groups[0] == groups[1]
    assert sum(groups[0]) >= 25


def test_the_same_embeddings(libraries: dict[bool, Path]) -> None:
    one, other = (embeddings(root) for root in libraries.values())
    assert len(one) >= 25
    np.testing.assert_allclose(one, other, atol=1e-4)


def embeddings(root: Path) -> NDArray[np.float32]:
    with contextlib.closing(sqlite3.connect(root / "library.sqlite")) as database:
        rows = database.execute("SELECT vector FROM embedding ORDER BY face_id, model").fetchall()
    return np.stack([np.frombuffer(row[0], np.float32) for row in rows])


def test_who_is_this(
    libraries: dict[bool, Path], orl_folder: Path, session_cache: Path, tmp_path: Path
) -> None:
    group, *_ = run("people", "--library", libraries[True], blocked=True, cache=session_cache)
    named = run("name", group["id"], "Anna", "--library", libraries[True], blocked=True, cache=session_cache)
    assert named["faces"] >= 4
    faces = run("faces", "--library", libraries[True], blocked=True, cache=session_cache)
    known = next(Path(face["paths"][0]) for face in faces if face["name"] == "Anna")
    other = Path(
        shutil.copyfile(orl_folder / known.parent.name / "9.pgm", tmp_path / "asked.pgm")
    )  # not in the album
    (answer,) = run("identify", other, "--library", libraries[True], blocked=True, cache=session_cache)
    assert answer["matches"][0]["name"] == "Anna"


def test_what_needs_torch_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(DeviceError, match="PyTorch"):
        require_torch()
    chosen = choose_device("cuda")
    assert chosen.name == "cpu"
    assert "no cuda device" in chosen.message
