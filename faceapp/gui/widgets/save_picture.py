"""Saving a picture that has no file yet (pasted, out of a browser) where the user wants it. Window thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Picture
from faceapp.core.said import said
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import tr
from faceapp.gui.pixels import to_image
from faceapp.imaging.formats import sniff

_SUFFIX = {"jpeg": "jpg", "tiff": "tif", "pnm": "ppm"}
"""Where the usual ending is not the format's own name."""


def save_picture(
    client: LibraryClient, source: bytes | Picture, parent: QWidget, then: Callable[[Path], None]
) -> None:
    """Ask where, and write it there.

    Args:
        client: Runs the writing off this thread, and says what went wrong.
        source: The contents of a file, kept as they are, or pixels, written as PNG.
        parent: Of the dialog.
        then: Called with the new file.
    """
    kind = sniff(source) if isinstance(source, bytes) else None
    suffix = "png" if kind is None else _SUFFIX.get(kind.value, kind.value)
    dialog = QFileDialog(parent, tr("Save the picture in your album"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    picture = tr("Picture")
    dialog.selectFile(f"{picture}.{suffix}")

    def write(path: Path) -> Path:
        try:
            if isinstance(source, bytes):
                path.write_bytes(source)
            elif not to_image(source).save(str(path)):
                raise _not_saved(said("the folder or the kind of file does not take it"))
        except OSError as error:
            raise _not_saved(error.strerror or str(error)) from error
        return path

    dialog.fileSelected.connect(lambda name: client.compute(lambda _: write(Path(name)), then, owner=parent))
    dialog.open()


def _not_saved(reason: str) -> FaceAppError:
    words = said("The picture could not be saved ({reason}). Choose another folder.", reason=reason)
    return FaceAppError(words)
