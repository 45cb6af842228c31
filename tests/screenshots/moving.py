"""The README's one moving picture: two groups get their names, then the review asks."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from faceapp.gui.main_window import MainWindow
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.review_view import ReviewView
from tests.screenshots.camera import Camera

WIDTH = 960
"""Pixels: what a README shows without shrinking."""
NAMES, ASKED = ("Lee", "Noa"), ("Kit", "Max")
LETTER_MS, STEP_MS, REST_MS = 140, 700, 1400


class Reel:
    """Frames and how long each is shown."""

    def __init__(self, window: MainWindow, camera: Camera) -> None:
        self._window = window
        self._camera = camera
        self._frames: list[Image.Image] = []
        self._times: list[int] = []

    def take(self, milliseconds: int) -> None:
        """Add what is on the screen."""
        self._camera.settle()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        self._window.grab().save(buffer, "PNG")
        frame = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
        height = round(frame.height * WIDTH / frame.width)
        self._frames.append(frame.resize((WIDTH, height), Image.Resampling.LANCZOS))
        self._times.append(milliseconds)

    def save(self, path: Path) -> None:
        """Write all of it, played over and over."""
        first, *others = self._frames
        first.save(path, save_all=True, append_images=others, duration=self._times, loop=0, quality=80)


def moving(window: MainWindow, camera: Camera, path: Path) -> None:
    """Play it, and write it as an animated WebP."""
    reel = Reel(window, camera)
    people = window.page("people")
    assert isinstance(people, PeopleView)
    window.go("people")
    people.select(next(one.id for one in people.everyone() if not one.name))
    reel.take(REST_MS)
    for name in NAMES:
        people._name_current()
        reel.take(STEP_MS)
        (editor,) = people.grid.findChildren(QLineEdit)
        _type(editor, name, reel)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        reel.take(STEP_MS)
    reel.take(REST_MS)
    review = window.page("review")
    assert isinstance(review, ReviewView)
    window.go("review")
    window.message.hide()  # by now it would be gone
    reel.take(REST_MS)
    for name in ASKED:  # the largest groups are asked about first: a name settles most
        review.panel.field.setFocus()
        _type(review.panel.field, name, reel)
        QTest.keyClick(review.panel.field, Qt.Key.Key_Return)
        reel.take(REST_MS)
    reel.save(path)


def _type(editor: QWidget, text: str, reel: Reel) -> None:
    for letter in text:
        QTest.keyClicks(editor, letter)
        reel.take(LETTER_MS)
