"""What comes into the window from outside, on any page: folders are scanned, pictures are asked about.

Window thread. Whether a path is a folder is asked off it: a drive may be slow to answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from faceapp.gui.client import LibraryClient
from faceapp.gui.widgets.dragging import take_copy
from faceapp.gui.widgets.drop_veil import DropVeil
from faceapp.gui.widgets.dropped import Prospect, prospect_of, prospect_of_paths, take

if TYPE_CHECKING:
    from faceapp.gui.main_window import MainWindow


class DropGuide(QObject):
    """Says over a page what letting go would do, while something from outside is dragged over it.

    Args:
        client: Asks which paths are folders.
        page: What lies under the veil.
        over: The widget the veil is put on; the page or one it is in.
        of_paths: What folders and files would do.
    """

    def __init__(
        self,
        client: LibraryClient,
        page: QWidget,
        over: QWidget,
        of_paths: Callable[[Sequence[Path], Sequence[Path]], Prospect],
    ) -> None:
        super().__init__(over)
        self._client = client
        self._page = page
        self._over = over
        self.veil = DropVeil(over)
        self._of_paths = of_paths
        self._drag = 0

    def entered(self, event: QDragEnterEvent) -> None:
        """A drag comes. It is let in even where it is no use: only so can it be told why."""
        if event.source() is not None:  # ours: faces, people and photos of this window have other places
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._drag += 1
        mime, drag = event.mimeData(), self._drag
        self._show(prospect_of(mime))
        paths = take(mime).paths
        if paths:

            def sorted_out(found: tuple[list[Path], list[Path]]) -> None:
                if drag == self._drag and self.veil.isVisible():
                    self._show(self._of_paths(*found))

            self._client.compute(lambda _: folders_and_files(paths), sorted_out, owner=self)

    def moved(self, event: QDragMoveEvent) -> None:
        """Where it is of no use the mouse says so, too."""
        if self.veil.isVisible() and self.veil.prospect.good:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def ended(self) -> None:
        """It left, or was let fall."""
        self._drag += 1
        self.veil.hide()

    def _show(self, prospect: Prospect) -> None:
        corner = self._page.mapTo(self._over, self._page.rect().topLeft())
        self.veil.show_over(QRectF(corner, self._page.size()), prospect)


class Intake(QObject):
    """Sorts what is dropped on a window, pasted into it, or given to the program.

    Args:
        window: The window.
        page: Where its pages are shown.
    """

    def __init__(self, window: MainWindow, page: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.guide = DropGuide(window.client, page, window, self._prospect)

    def _prospect(self, folders: Sequence[Path], files: Sequence[Path]) -> Prospect:
        return prospect_of_paths(folders, files, add_all=self._window.empty())

    def dropped(self, event: QDropEvent) -> None:
        """It was let fall."""
        self.guide.ended()
        if event.source() is not None:
            event.ignore()
            return
        take_copy(event)
        self.take_in(event.mimeData())

    def come_forward(self, token: str = "") -> None:
        """The window before all others; ``token``: a desktop's leave to do so."""
        window = self._window
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token  # Wayland's way: Qt reads it there, once
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def paste(self) -> None:
        """What is on the clipboard, as if it were dropped; the page is left only for a picture."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None:
            self.take_in(mime)

    def take_in(self, mime: QMimeData) -> None:
        """What was dropped or pasted: folders are scanned, pictures are asked about."""
        found = take(mime)
        if found.paths:
            # Where nobody is known yet there is nobody to compare with: single photos are an album, too.
            self.take_paths(found.paths, files_too=self._window.empty())
        elif found.pictures:
            self._window.identify().identify_sources(found.pictures)
        else:
            self._window.message.warn(found.complaint)

    def take_paths(self, paths: Sequence[Path], *, files_too: bool = False) -> None:
        """Folders are scanned, pictures are asked about; ``files_too``: those are scanned as well."""
        wanted = list(paths)

        def sort(found: tuple[list[Path], list[Path]]) -> None:
            folders, files = found
            if files_too:
                folders, files = [*folders, *files], []
            if folders:
                self._window.add_folders(folders)
            if files:
                self._window.identify().identify_sources(files)

        self._window.client.compute(lambda _: folders_and_files(wanted), sort, owner=self)


def folders_and_files(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Tell folders from the rest. Off the window thread."""
    folders = [path for path in paths if path.is_dir()]
    return folders, [path for path in paths if path not in folders]
