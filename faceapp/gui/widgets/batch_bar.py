"""How far a batch of pictures is, and a way to stop it. Window thread."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from faceapp.gui.language import number_words, tr


class BatchBar(QWidget):
    """One line; seen while more than one picture is to be looked at."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 8)
        row.setSpacing(12)
        self._words = QLabel(self)
        self._words.setProperty("role", "secondary")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Pictures looked at"))
        stop = QPushButton(tr("Stop"), self)
        stop.setToolTip(tr("Look at no more pictures (Esc); answers stay"))
        stop.clicked.connect(self.stopped)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(stop)
        self.hide()

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_progress(self, done: int, total: int) -> None:
        """So many of so many were looked at."""
        self._words.setText(
            tr(
                "Looked at {done} of {total} pictures",
                done=number_words(done),
                total=number_words(total),
            )
        )
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self.setVisible(total > 1)
