"""Where the window leaves the program: replaced by somebody who answers at random and opens nothing.

File dialogs are answered, file managers and addresses are not opened, and a drag, which the platform without
a screen drops at once, is carried to somewhere in the window by the events that Qt sends in a real one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from PySide6.QtCore import QMimeData, QPoint, QPointF, QProcess, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from faceapp.gui.widgets import files

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


class Doors:
    """Stands at all of them.

    Args:
        random: Decides.
        folder: Has photos in ``spare`` and takes what is saved in ``saved``.
        target: Where a drag goes: a widget and a place in it.
        did: Told what was done.
    """

    def __init__(
        self,
        random: Random,
        folder: Path,
        target: Callable[[], tuple[QWidget, QPoint] | None],
        did: Callable[[str], None],
    ) -> None:
        self._random = random
        self._folder = folder
        self._target = target
        self._did = did
        self._source: QWidget | None = None
        (folder / "saved").mkdir(exist_ok=True)
        QFileDialog.open = lambda dialog, *_: self._file_dialog(dialog)  # type: ignore[method-assign]
        QDesktopServices.openUrl = lambda url: did("opened outside") is None  # type: ignore[method-assign]
        QProcess.startDetached = lambda *_: (did("started outside") is None, 0)  # type: ignore[method-assign]
        files._ask_file_manager = lambda path: did("shown outside") is None
        QDrag.exec = lambda drag, *_: self._carry(drag)  # type: ignore[method-assign]
        true_source = QDropEvent.source
        QDropEvent.source = lambda event: self._source or true_source(event)  # type: ignore[method-assign]

    # -- files --------------------------------------------------------------------------------------
    def spare(self) -> list[Path]:
        """Folders that may be added."""
        return sorted((self._folder / "spare").iterdir())

    def _file_dialog(self, dialog: QFileDialog) -> None:
        QTimer.singleShot(self._random.choice((0, 30)), dialog, lambda: self._answer(dialog))

    def _answer(self, dialog: QFileDialog) -> None:
        if self._random.random() < 0.3:
            self._did("file dialog cancelled")
        else:
            self._did("file dialog answered")
            folder = self._random.choice(self.spare())
            if dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave:
                name = f"{self._random.randrange(1000)}.{dialog.defaultSuffix() or 'png'}"
                chosen = [self._folder / "saved" / name]
            elif dialog.fileMode() is QFileDialog.FileMode.Directory:
                chosen = [folder]
            else:
                chosen = self._random.sample(sorted(folder.iterdir()), 2)
            dialog.fileSelected.emit(str(chosen[0]))
            dialog.filesSelected.emit([str(path) for path in chosen])
        dialog.reject()
        dialog.deleteLater()

    # -- dragging -----------------------------------------------------------------------------------
    def _carry(self, drag: QDrag) -> Qt.DropAction:
        source = drag.source()
        self._source = source if isinstance(source, QWidget) else None
        kinds = sorted(kind.removeprefix("application/x-faceapp-") for kind in drag.mimeData().formats())
        self._did(f"dragged {kinds[0] if kinds else 'nothing'}")
        try:
            return self.drag(drag.mimeData())
        finally:
            self._source = None

    def from_outside(self) -> None:
        """Something of another program is dragged over the window, and mostly let fall."""
        kind, mime = self.something()
        self._did(f"dropped {kind}")
        self.drag(mime)

    def something(self) -> tuple[str, QMimeData]:
        """What another program may offer."""
        mime, folder = QMimeData(), self._random.choice(self.spare())
        photos = sorted(folder.iterdir())
        kind = self._random.choice(("folder", "picture", "pictures", "image", "address", "page", "letter"))
        if kind == "folder":
            mime.setUrls([QUrl.fromLocalFile(str(folder))])
        elif kind in ("picture", "pictures"):
            some = self._random.sample(photos, 1 if kind == "picture" else 3)
            mime.setUrls([QUrl.fromLocalFile(str(photo)) for photo in some])
        elif kind == "image":
            mime.setImageData(QImage(QSize(120, 90), QImage.Format.Format_RGB32))
        elif kind == "address":
            mime.setUrls([QUrl("https://example.org/a.jpg")])
        elif kind == "page":
            mime.setHtml(f'<p><img src="{QUrl.fromLocalFile(str(photos[0])).toString()}"></p>')
        else:
            mime.setText("Dear all, this is no picture.")
        return kind, mime

    def drag(self, mime: QMimeData) -> Qt.DropAction:
        """Enter the window, move a few times, and let fall, or leave."""
        action, over = Qt.DropAction.IgnoreAction, None
        for _ in range(self._random.randint(1, 5)):
            target = self._target()
            if target is None:
                break
            widget, place = target
            if widget is not over:
                if over is not None:
                    QApplication.sendEvent(over, QDragLeaveEvent())
                over = widget
                QApplication.sendEvent(widget, QDragEnterEvent(place, COPY, mime, LEFT, NONE))
            move = QDragMoveEvent(place, COPY, mime, LEFT, NONE)
            QApplication.sendEvent(widget, move)
            fits = move.isAccepted()
        if over is None:
            return action
        if not fits or self._random.random() < 0.15:
            QApplication.sendEvent(over, QDragLeaveEvent())
            return action
        drop = QDropEvent(QPointF(place), COPY, mime, LEFT, NONE)
        QApplication.sendEvent(over, drop)
        self._did("drop taken" if drop.isAccepted() else "drop refused")
        return drop.dropAction()
