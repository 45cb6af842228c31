"""What comes into the window from outside, on any page: folders are scanned, pictures are asked about.

Window thread. Whether a path is a folder is asked off it: a drive may be slow to answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from faceapp.gui.widgets.dropped import offers_picture, take

if TYPE_CHECKING:
    from faceapp.gui.main_window import MainWindow


class Intake(QObject):
    """Sorts what is dropped on a window, pasted into it, or given to the program."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def drag_entered(self, event: QDragEnterEvent) -> None:
        """Something is dragged over the window."""
        if offers_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropped(self, event: QDropEvent) -> None:
        """It was let fall."""
        # The other program must not believe that its file was moved here.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take_in(event.mimeData())

    def take_in(self, mime: QMimeData) -> None:
        """What was dropped or pasted: folders are scanned, pictures are asked about."""
        paths = take(mime).paths
        if paths:
            # Where nobody is known yet there is nobody to compare with: single photos are an album, too.
            self.take_paths(paths, files_too=self._window.empty())
        else:
            self._window.identify().identify_mime(mime)

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

        self._window.client.ask(lambda _: _folders_and_files(wanted), sort, owner=self)


def _folders_and_files(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    folders = [path for path in paths if path.is_dir()]
    return folders, [path for path in paths if path not in folders]
