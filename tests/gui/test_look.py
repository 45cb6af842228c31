"""Colours, icons, thumbnails and what the user chose about them."""

from __future__ import annotations

from pathlib import Path

import pytest
from gui_albums import opened
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.gui import icons
from faceapp.gui.delegates.row_delegate import mark_colors
from faceapp.gui.main_window import MainWindow
from faceapp.gui.models.history_model import MARKS
from faceapp.gui.models.problems_model import AMBER
from faceapp.gui.pages import PAGES
from faceapp.gui.preferences import PreferenceKeeper, Preferences, load, save
from faceapp.gui.style import DARK, LIGHT, Theme, appearance, contrast, mix, palette_of, theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.face_boxes import INKS
from faceapp.library.library import Library

_TEXTS = {
    "text": "page side raised hover pressed selected",
    "second": "page side raised hover selected placeholder",
    "accent": "page side raised hover selected",
    "on_accent": "accent_fill",
    "on_badge": "badge",
    "good": "page side raised",
    "bad": "page side raised hover",
    "on_bad": "bad",
}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_can_be_read(theme: Theme) -> None:
    weak = [
        (text, ground)
        for text, grounds in _TEXTS.items()
        for ground in grounds.split()
        if contrast(getattr(theme, text), getattr(theme, ground)) < 4.5
    ]
    assert weak == []
    assert theme_of(palette_of(theme)) is theme


_SHAPES = {
    "edge": "page side raised",
    "accent": "page side raised hover selected pressed",
    "second": "page side raised placeholder",  # the ring of what is chosen while the keyboard is elsewhere
    "good": "page raised",
    "bad": "page raised",
}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_fields_icons_and_the_focus_can_be_seen(theme: Theme) -> None:
    weak = [
        (shape, ground)
        for shape, grounds in _SHAPES.items()
        for ground in grounds.split()
        if contrast(getattr(theme, shape), getattr(theme, ground)) < 3
    ]
    assert weak == []
    # The ring of the main button lies between its ground and the page's.
    assert contrast(theme.text, theme.accent_fill) >= 3
    assert contrast(theme.text, theme.page) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_of_rows_can_be_seen(theme: Theme) -> None:
    colors = {color.name(): color for color in [AMBER, *(color for _, color in MARKS.values())]}
    seen = {name: contrast(*mark_colors(color, theme)) for name, color in colors.items()}
    assert len(seen) > 4
    assert [name for name, ratio in seen.items() if ratio < 3] == []
    assert max(seen.values()) < 8  # still a colour, not black or white


def test_names_on_photos_can_be_read() -> None:
    for ink in INKS.values():
        for photo in ("#000000", "#ffffff"):  # what may lie under a label that is not quite opaque
            fill = mix(photo, ink.fill.name(), ink.fill.alphaF())
            assert contrast(fill, ink.text.name()) >= 4.5


def test_icons_follow_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton(window)
    icons.attach(button, "check")
    look = appearance()
    assert look is not None

    def darkness() -> int:
        image = button.icon().pixmap(18, 18).toImage()
        opaque = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 200
        ]
        return max(color.lightness() for color in opaque)

    try:
        look.choose(Qt.ColorScheme.Light)
        icons.retint(window)
        assert darkness() < 100
        look.choose(Qt.ColorScheme.Dark)
        icons.retint(window)
        assert darkness() > 150
    finally:
        look.choose(Qt.ColorScheme.Unknown)


def test_the_open_window_changes_its_colours(
    squares: Squares, squares_root: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with opened(squares.open(squares_root)) as everything:
        window = MainWindow(everything.client, everything.thumbnails)
        qtbot.addWidget(window)
        window.start(welcome=False)
        with qtbot.waitExposed(window):
            window.show()

        def ground() -> int:
            return window.grab().toImage().pixelColor(window.width() - 40, window.height() // 2).lightness()

        look = appearance()
        assert look is not None
        try:
            look.choose(Qt.ColorScheme.Dark)
            assert ground() < 60
            look.choose(Qt.ColorScheme.Light)
            assert ground() > 200
        finally:
            look.choose(Qt.ColorScheme.Unknown)


def test_every_icon_of_a_page_is_there(qapp: QApplication) -> None:
    for page in PAGES:
        if page.icon:
            assert not icons.pixmap(page.icon, "#000000", 18, 1.0).isNull()


def test_choices_are_kept_and_a_damaged_file_is_no_harm(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "config" / "window.toml"
    assert load(path) == Preferences()
    written: list[Preferences] = []
    keeper = PreferenceKeeper(load(path), written.append)
    keeper.set_appearance("dark")
    keeper.set_device("cpu")
    keeper.set_device("cpu")
    assert len(written) == 2
    save(path, written[-1])
    assert load(path) == Preferences("dark", "cpu")
    path.write_text('appearance = "pink"\ndevice = "cuda"\n')
    assert load(path) == Preferences("system", "cuda")
    path.write_bytes(b"\xff\x00 = =")
    assert load(path) == Preferences()


def test_thumbnails_come_in_the_size_asked_for(squares: Squares, squares_root: Path, qtbot: QtBot) -> None:
    with squares.open(squares_root) as library:
        loader = ThumbnailLoader(library)
        with qtbot.waitSignal(loader.loaded, check_params_cb=lambda key: key == ("face", 1)):
            assert loader.pixmap(("face", 1), 80, 2.0) is None
        found = loader.pixmap(("face", 1), 80, 2.0)
        assert found is not None
        assert found.size() == QSize(160, 160)
        assert found.devicePixelRatio() == 2.0
        with qtbot.waitSignal(loader.loaded):
            loader.pixmap(("photo", 1), QSize(120, 60))
        wide = loader.pixmap(("photo", 1), QSize(120, 60))
        assert wide is not None
        assert wide.size() == QSize(120, 60)
        loader.close()


def test_what_is_on_the_screen_now_is_loaded_first(squares_root: Path, qtbot: QtBot) -> None:
    with Squares().open(squares_root) as library:
        loader = ThumbnailLoader(library)
        loader._pool.setMaxThreadCount(1)
        order: list[int] = []
        loader.loaded.connect(lambda key: order.append(key[1]))
        for face in range(1, 21):
            loader.pixmap(("face", face), 40)
        qtbot.waitUntil(lambda: len(order) == 20)
        # The first may be in hand already; after it the newest come first.
        assert order[-1] < 10 < order[5]
        loader.close()


def test_a_thumbnail_that_cannot_be_made_is_not_asked_for_for_ever(squares_root: Path, qtbot: QtBot) -> None:
    with Squares().open(squares_root) as library:
        loader = ThumbnailLoader(library)
        with qtbot.waitSignal(loader.loaded):
            loader.pixmap(("face", 99_999), 40)
        assert loader.is_broken(("face", 99_999))
        assert loader.pixmap(("face", 99_999), 40) is None
        assert not loader._stack
        loader.close()


def test_nothing_is_loaded_after_closing(squares_root: Path, qtbot: QtBot) -> None:
    library: Library
    with Squares().open(squares_root) as library:
        loader = ThumbnailLoader(library)
        for face in range(1, 30):
            loader.pixmap(("face", face), 40)
        loader.close()
        assert not loader._stack
        assert loader.pixmap(("face", 1), 41) is None
        assert not loader._stack


def test_a_look_that_is_there_already_restyles_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    look = appearance()
    assert look is not None
    before = look.chosen
    seen: list[QEvent.Type] = []

    class Watched(QLabel):
        def changeEvent(self, event: QEvent) -> None:
            seen.append(event.type())
            super().changeEvent(event)

    label = Watched("Anna")
    qtbot.addWidget(label)
    label.show()
    try:
        look.choose(Qt.ColorScheme.Dark)
        assert QEvent.Type.StyleChange in seen
        seen.clear()
        look.choose(Qt.ColorScheme.Dark)
        assert QEvent.Type.StyleChange not in seen
    finally:
        look.choose(before)
