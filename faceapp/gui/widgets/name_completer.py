"""Offers known names while one is typed. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from faceapp.core.names import best_first, fold

_ROWS = 8
"""Names in sight; the arrow keys scroll to the others."""


class NameCompleter(QCompleter):
    """The name that was typed first, then those that begin so, then those with it in them.

    Among these they keep the order they were given in. Case and accents do not matter.

    Args:
        names: As the library offers them, the likeliest first.
        parent: Qt parent.
    """

    def __init__(self, names: Sequence[str], parent: QObject | None = None) -> None:
        self._offered = QStringListModel()
        super().__init__(self._offered, parent)
        self._names: list[str] = []
        self._folded: list[tuple[str, str]] = []
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(_ROWS)
        popup = self.popup()
        if popup is not None:
            popup.setProperty("popup", True)
        self.set_names(names)

    def set_names(self, names: Sequence[str]) -> None:
        """Offer others from now on."""
        if list(names) != self._names:
            self._names = list(names)
            self._folded = [(fold(name), name) for name in self._names]

    def offered(self) -> list[str]:
        """What the list shows, in its order."""
        return self._offered.stringList()

    def splitPath(self, path: str) -> list[str]:
        """Qt's own filter keeps all: what it is given here fits already, in the order wanted."""
        self._offered.setStringList(best_first(self._folded, path))
        return [""]
