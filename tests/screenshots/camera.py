"""The window before the camera, and the names of the pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import InlineLanes
from faceapp.gui.language import speak
from faceapp.gui.main_window import MainWindow
from faceapp.gui.style import BODY_PIXELS, Appearance, set_font_pixels
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.library.services import open_library

SIZE = (1280, 800)


class HeldLanes(InlineLanes):
    """Everything at once, but a scan that is begun only seems to run: its pages can be looked at."""

    def spawn(self, name: str, work: Callable[[], None]) -> None:
        """Keep the scan waiting."""


class Camera:
    """Opens windows and takes pictures of them, all in one language and at one display scale.

    Args:
        app: The application.
        out: Where the pictures go.
        scratch: Where libraries are copied to, so that no picture sees what was decided for another.
        language: As in the names of the pictures.
        scale: As in the names of the pictures.
    """

    def __init__(self, app: QApplication, out: Path, scratch: Path, language: str, scale: int) -> None:
        self._app = app
        self._out = out
        self._scratch = scratch
        self._language = language
        self._scale = scale
        self._copies = 0
        self._scheme = Qt.ColorScheme.Light
        speak(language)
        QLocale.setDefault(QLocale(language))
        look = QFont(app.font())
        if "Inter" in QFontDatabase.families():
            look.setFamily("Inter")
        look.setPixelSize(BODY_PIXELS)  # what a desktop's own font would be
        app.setFont(look)
        self._appearance = Appearance(app)

    @contextmanager
    def window(
        self, root: Path, scheme: Qt.ColorScheme, *, welcome: bool = False, scans: bool = False
    ) -> Iterator[MainWindow]:
        """The window on a copy of a library; ``scans``: what is begun to be scanned stays so."""
        self._scheme = scheme
        self._appearance.choose(scheme)
        self._copies += 1
        copy = self._scratch / f"{self._copies}"
        if root.exists():
            shutil.copytree(root, copy)
        library = open_library(copy)
        client = LibraryClient(library, HeldLanes() if scans else InlineLanes())
        window = MainWindow(client, ThumbnailLoader(library, inline=True))
        window.resize(*SIZE)
        window.start(welcome=welcome)
        window.show()
        try:
            yield window
        finally:
            if client.scanning:
                client._scan_over(None, None)
            window.close()
            window.deleteLater()
            self._app.sendPostedEvents()
            self._app.processEvents()

    @contextmanager
    def reading(self, *, percent: int = 100, right_to_left: bool = False) -> Iterator[None]:
        """Windows opened inside have a larger font or the layout of Arabic and Hebrew."""
        set_font_pixels(BODY_PIXELS * percent / 100)
        self._app.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        )
        try:
            yield
        finally:
            set_font_pixels(BODY_PIXELS)
            self._app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def settle(self) -> None:
        """Let everything that was begun be shown."""
        for _ in range(3):  # a scroll area asks again when it knows its width, an answer when it has come
            self._app.sendPostedEvents()
            self._app.processEvents()

    def take(self, widget: QWidget, page: str, state: str) -> None:
        """Write ``PAGE-STATE-LANGUAGE-SCHEME-SCALEx.png``."""
        self.settle()
        scheme = self._scheme.name.lower()
        name = f"{page}-{state}-{self._language}-{scheme}-{self._scale}x.png"
        widget.grab().save(str(self._out / name))

    def take_dialog(self, window: QWidget, page: str, state: str) -> None:
        """Take the dialog that is open, and close it."""
        shown = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
        assert shown, f"no dialog for {page}-{state}"
        for dialog in shown:
            self.take(dialog, page, state)
            dialog.close()
