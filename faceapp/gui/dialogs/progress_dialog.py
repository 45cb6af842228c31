"""What runs by itself for a while: how far it is, and a way to stop it. The window is usable meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from faceapp.core.progress import Progress
from faceapp.gui.language import number_words, tr


class ProgressDialog(QDialog):
    """Not modal. Closing it stops the work.

    Args:
        title: What is being done.
        parent: Qt parent.
    """

    stopped = Signal()
    """The user wants it to stop."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        head = QLabel(title, self)
        head.setProperty("role", "heading")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self._words = QLabel(tr("One moment…"), self)
        self._words.setProperty("role", "secondary")
        self._stop = QPushButton(tr("Stop"), self)
        self._stop.setAutoDefault(False)
        self._stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self._bar)
        column.addLayout(foot)
        self.setMinimumWidth(380)

    def show_progress(self, progress: Progress) -> None:
        """How far it is."""
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        if progress.total:
            done, total = number_words(progress.done), number_words(progress.total)
            self._words.setText(tr("{done} of {total}", done=done, total=total))
        else:
            self._words.setText(tr("One moment…"))

    def words(self) -> str:
        """What it says, for tests."""
        return self._words.text()

    def open_unless_over(self) -> None:
        """Show it, unless the work has ended already."""
        if not self._over:
            self.show()

    def end(self) -> None:
        """The work is over, one way or another."""
        self._over = True
        self.close()

    def reject(self) -> None:
        """Stop."""
        if not self._over:
            self._stop.setEnabled(False)
            self._words.setText(tr("Stopping…"))
            self.stopped.emit()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it stops the work; it goes when that has ended."""
        if self._over:
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()
