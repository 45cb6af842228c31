"""Entry point of ``python -m tests.screenshots``."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import tests.screenshots
from faceapp.gui.language import LANGUAGES
from tests.screenshots.album import build_library
from tests.screenshots.index import write_index, write_sheets

README = Path(__file__).resolve().parents[2] / "resources" / "screenshots"

SHOWN = {
    "people": "people-full",
    "person": "person-full",
    "review": "review-who",
    "identify": "identify-full",
}
"""The pictures of the README."""
MOVING = "naming.webp"


def take(root: Path, album: Path, out: Path, language: str, scale: int) -> None:
    """Take every picture of one language and display scale (which a process has but one of)."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from tests.screenshots import states
    from tests.screenshots.camera import Camera
    from tests.screenshots.dragging import dragging
    from tests.screenshots.moving import moving
    from tests.screenshots.tour import tour

    app = QApplication([])
    with tempfile.TemporaryDirectory() as scratch:
        camera = Camera(app, out, Path(scratch), language, scale)
        nothing = Path(scratch) / "nothing"
        if language == "en" and scale == 1:
            with camera.window(root, Qt.ColorScheme.Light) as window:
                moving(window, camera, out / MOVING)
        for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
            with camera.window(root, scheme) as window:
                states.gone(window, camera, album)  # first: later its picture is remembered
                states.errors(window, camera)
                states.folders(window, camera, album)
                states.identify(window, camera, album)
                dragging(window, camera, album)
                tour(window, camera)
            with camera.window(root, scheme, scans=True) as window:
                states.busy(window, camera)
            with camera.window(nothing, scheme, welcome=True) as window:
                states.empty(window, camera)
            with camera.window(nothing, scheme, scans=True) as window:
                states.busy(window, camera, "busy-empty")
        for state, how in (("font200", {"percent": 200}), ("rtl", {"right_to_left": True})):
            with (
                camera.reading(**how),
                camera.window(root, Qt.ColorScheme.Light, scans=True) as window,
            ):
                states.reading(window, camera, state)


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=tests.screenshots.__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--library", type=Path, help="use this library folder instead of scanning")
    parser.add_argument("--album", type=Path, help="the folder of photos it was made from")
    parser.add_argument("--readme", action="store_true", help="refresh resources/screenshots too")
    parser.add_argument("--scale", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--language", choices=LANGUAGES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    out: Path = given.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    if given.scale:
        take(given.library, given.album, out, given.language, given.scale)
        return 0
    if (given.library is None) != (given.album is None):
        parser.error("--library and --album belong together")
    with tempfile.TemporaryDirectory() as temporary:
        library, album = given.library, given.album
        if library is None:
            library, album = Path(temporary) / "library", Path(temporary) / "album"
            build_library(library, album)
        for language in LANGUAGES:
            for scale in (1, 2):
                environment = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
                environment.setdefault("QT_QPA_PLATFORM", "offscreen")
                command = [sys.executable, "-m", "tests.screenshots", str(out)]
                command += ["--library", str(library), "--album", str(album)]
                command += ["--language", language, "--scale", str(scale)]
                subprocess.run(command, env=environment, check=True)
    write_index(out)
    write_sheets(out)
    if given.readme:
        README.mkdir(parents=True, exist_ok=True)
        for name, picture in SHOWN.items():
            shutil.copyfile(out / f"{picture}-en-light-1x.png", README / f"{name}.png")
        shutil.copyfile(out / MOVING, README / MOVING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
