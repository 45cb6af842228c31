"""Leading the user from a row to the file it is about."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from faceapp.core.models import Photo
from faceapp.gui.models.problems_model import printable


def show_in_file_manager(path: str) -> None:
    """Open the folder a file lies in (also one whose name is no valid text)."""
    QDesktopServices.openUrl(QUrl(PurePath(path).parent.as_uri()))


def open_folder(path: str) -> None:
    """Open a folder itself."""
    QDesktopServices.openUrl(QUrl(PurePath(path).as_uri()))


def copy_text(text: str) -> None:
    """Put text on the clipboard."""
    QGuiApplication.clipboard().setText(printable(text))


def file_name(photo: Photo) -> str:
    """What a photo is called: the name of its first file."""
    return printable(PurePath(photo.paths[0]).name) if photo.paths else f"Photo {photo.id}"
