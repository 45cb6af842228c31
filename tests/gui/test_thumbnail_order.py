"""Thumbnails: off the window thread, what is on the screen first, what was scrolled past long ago never."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from faceapp.gui.thumbnail_loader import QUEUE_LIMIT, ThumbnailLoader, load_image
from faceapp.library.library import Library

SIZE = 60


class Slow:
    """Makes no thumbnail before it may; notes which are made, and where."""

    def __init__(self, picture: Path) -> None:
        self.may = threading.Event()
        self.begun = threading.Event()
        self.made: list[int] = []
        self.threads: set[int] = set()
        self._picture = picture

    def make_photo_thumbnail(self, photo_id: int) -> Path:
        self.begun.set()
        assert self.may.wait(10)
        self.made.append(photo_id)
        self.threads.add(threading.get_ident())
        return self._picture


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Left half red, right half blue, twice as wide as high."""
    pixels = np.zeros((256, 512, 3), np.uint8)
    pixels[:, :256, 0] = pixels[:, 256:, 2] = 255
    path = tmp_path / "picture.jpg"
    Image.fromarray(pixels).save(path, quality=95)
    return path


@pytest.fixture
def slow(picture: Path) -> Slow:
    return Slow(picture)


@pytest.fixture
def loader(slow: Slow, qtbot: QtBot) -> Iterator[ThumbnailLoader]:
    made = ThumbnailLoader(cast(Library, slow))
    made._pool.setMaxThreadCount(1)
    yield made
    slow.may.set()
    made.close()


def ask(loader: ThumbnailLoader, *photos: int) -> None:
    for photo in photos:
        assert loader.pixmap(("photo", photo), SIZE) is None


def test_nothing_is_decoded_in_the_window_thread(loader: ThumbnailLoader, slow: Slow, qtbot: QtBot) -> None:
    slow.may.set()
    ask(loader, 1, 2, 3)
    qtbot.waitUntil(lambda: all(loader.pixmap(("photo", one), SIZE) is not None for one in (1, 2, 3)))
    assert slow.threads
    assert threading.get_ident() not in slow.threads


def test_what_is_on_the_screen_now_is_loaded_before_what_was_scrolled_past(
    loader: ThumbnailLoader, slow: Slow, qtbot: QtBot
) -> None:
    ask(loader, 0)
    qtbot.waitUntil(slow.begun.is_set)  # in hand: it cannot be taken back
    ask(loader, *range(1, 40))
    ask(loader, 100, 101, 102)  # a jump
    ask(loader, 5)  # and one of before is still in sight
    slow.may.set()
    qtbot.waitUntil(lambda: len(slow.made) == 43)
    assert slow.made[:5] == [0, 5, 102, 101, 100]


def test_what_was_scrolled_past_long_ago_is_not_loaded(
    loader: ThumbnailLoader, slow: Slow, qtbot: QtBot
) -> None:
    ask(loader, 0)
    qtbot.waitUntil(slow.begun.is_set)
    ask(loader, *range(1, QUEUE_LIMIT + 101))
    slow.may.set()
    qtbot.waitUntil(lambda: len(slow.made) == QUEUE_LIMIT + 1)
    assert loader._pool.waitForDone(10_000)
    assert sorted(slow.made) == [0, *range(101, QUEUE_LIMIT + 101)]


@pytest.mark.parametrize(("width", "height"), [(60, 60), (227, 170), (300, 100), (700, 400)])
def test_a_thumbnail_shows_the_middle_of_its_file(picture: Path, width: int, height: int) -> None:
    image = load_image(str(picture), width, height)
    assert (image.width(), image.height()) == (width, height)
    left, right = image.pixelColor(width // 4, height // 2), image.pixelColor(3 * width // 4, height // 2)
    assert left.red() > 200 > 60 > left.blue()
    assert right.blue() > 200 > 60 > right.red()


def test_a_damaged_file_makes_no_image(tmp_path: Path) -> None:
    path = tmp_path / "damaged.jpg"
    path.write_bytes(b"no picture at all")
    assert load_image(str(path), 60, 60).isNull()
    assert load_image(str(tmp_path / "absent.jpg"), 60, 60).isNull()
