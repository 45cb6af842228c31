"""The switch for noticing changes in folders by itself, and a quiet line on how that goes. Window thread."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from faceapp.core.said import said
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import shown, tr
from faceapp.gui.models.problems_model import printable

if TYPE_CHECKING:
    from faceapp.library.watch import WatchState

OFF = said("New photos are found at the start, and when you scan.")
AT_ONCE = said("What you add, change or move is sorted within seconds.")


class WatchBar(QWidget):
    """One row: the switch and what it does now."""

    def __init__(self, client: LibraryClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.switch = QCheckBox(tr("Watch folders for changes"), self)
        self.switch.toggled.connect(self._toggled)
        self._words = QLabel("", self)
        self._words.setProperty("role", "secondary")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 20, 12)
        row.setSpacing(14)
        row.addWidget(self.switch)
        row.addWidget(self._words, 1)
        client.watch.changed.connect(self._stands)

    def reload(self) -> None:
        """Ask what the user wants."""
        self._client.ask(lambda library: library.places.watching(), self._show, owner=self)

    def words(self) -> str:
        """What the quiet line says."""
        return self._words.text()

    def _toggled(self, on: bool) -> None:
        watch = self._client.watch
        self._client.ask(lambda library: library.places.set_watching(on), lambda _: watch.wake(), owner=self)
        self._say(on)

    def _stands(self, state: WatchState) -> None:
        self._show(state.on)

    def _show(self, on: bool) -> None:
        with QSignalBlocker(self.switch):
            self.switch.setChecked(on)
        self._say(on)

    def _say(self, on: bool) -> None:
        state = self._client.watch.state
        self._words.setText(watch_words(state) if on and state is not None else shown(AT_ONCE if on else OFF))


def watch_words(state: WatchState) -> str:
    """How changes are noticed, in a line or two."""
    if not state.looked_at:
        return shown(AT_ONCE)
    told = []
    for reason in dict.fromkeys(reason for _, reason in state.looked_at):
        names = [printable(PurePath(path).name or path) for path, why in state.looked_at if why == reason]
        if len(names) == 1:
            words = tr("{name} is looked through every five minutes: {reason}.", name=names[0], reason=reason)
        else:
            words = tr(
                "%n folders are looked through every five minutes: {reason}.", None, len(names), reason=reason
            )
        told.append(words)
    return " ".join(told if not state.noticed else [*told, tr("The others are noticed within seconds.")])
