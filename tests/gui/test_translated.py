"""Every word the window shows is in its language: a pretended one marks what went through a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import all_pages
import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QGroupBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.models import FaceState
from faceapp.core.said import english
from faceapp.gui import language
from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import InlineLanes
from faceapp.gui.main_window import MainWindow
from faceapp.gui.thumbnail_loader import ThumbnailLoader

BEGIN, END = "⟦", "⟧"
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_NOT_SAID = (
    r"\S*/\S*",  # paths
    r"\b[\w-]+\.(png|jpg|jpeg)\b",
    r"\b(Anna|album|more|library)\b",  # a name, and folders of the test
    r"\b(Ctrl|Shift|Alt|Esc|Enter|Return|Del|Backspace|Space|Tab)\b",  # keys are named by Qt
    r"\b(Home|End|Left|Right|Up|Down|PgUp|PgDown|F\d+)\b",
    r"\b(English|Deutsch)\b",  # languages are named in their own words
    r"\bfaceapp\b",
    r"\b[A-Z][a-z]+, \d+ [A-Z][a-z]+ \d{4}",  # days are written by QLocale
)


class Marking:
    """A catalogue that has every sentence, in marks."""

    def translate(self, _: str, words: str, __: str, number: int) -> str:
        """As QTranslator's."""
        return f"{BEGIN}{english(words, None if number < 0 else number)}{END}"


@pytest.fixture(autouse=True)
def marking(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """The window speaks in marks; before it is made."""
    monkeypatch.setattr(language, "_catalogue", Marking())


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the window's own painting writes."""
    found: list[str] = []
    draw = QPainter.drawText

    def note(painter: QPainter, *given: object) -> object:
        found.extend(one for one in given if isinstance(one, str))
        return draw(painter, *given)  # type: ignore[call-overload]

    monkeypatch.setattr(QPainter, "drawText", note)
    return found


def unsaid(text: str) -> bool:
    """Whether words of a text are of no catalogue and no user."""
    rest = text
    while (fewer := re.sub(f"{BEGIN}[^{BEGIN}{END}]*{END}", " ", rest)) != rest:
        rest = fewer
    rest = re.sub(f"{BEGIN}.*", " ", rest, flags=re.DOTALL)  # its end did not fit
    rest = re.sub("<[^>]*>", " ", rest)
    for known in _NOT_SAID:
        rest = re.sub(known, " ", rest)
    return re.search(r"[^\W\d_]{2}", rest) is not None


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """All that a window has to show or to read out: of whom, and what."""
    for widget in [root, *root.findChildren(QWidget)]:
        whose = f"{type(widget).__name__} of {type(widget.parent()).__name__}"
        for one in (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()):
            yield whose, one
        yield whose, widget.windowTitle()
        if isinstance(widget, QLabel | QAbstractButton):
            yield whose, widget.text()
        if isinstance(widget, QGroupBox):
            yield whose, widget.title()
        holder = getattr(widget, "placeholderText", None)
        yield whose, holder() if callable(holder) else ""
        for action in widget.actions():
            yield whose, action.text()
            yield whose, action.toolTip()
        if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
            yield from ((whose, one) for one in rows(widget.model(), QModelIndex()))


def rows(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    """What the rows of a model say."""
    for row in range(model.rowCount(parent)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role) or "") for role in _ROLES)
            yield from rows(model, index)


def check(where: str, root: QWidget, wrong: dict[str, str]) -> None:
    """Note what is unsaid, and where it is met first."""
    for whose, text in texts(root):
        if unsaid(text):
            wrong.setdefault(text, f"{where}: {whose}: {text!r}")


def test_marks_are_looked_for_as_they_should() -> None:
    assert language.tr("%n face(s) of {name}", None, 2, name="Ben") == f"{BEGIN}2 faces of Ben{END}"
    assert unsaid("3 photos")
    assert unsaid(f"{BEGIN}3 photos{END} of nobody")
    assert not unsaid(f"{BEGIN}{BEGIN}3 photos{END} of Ben{END} · Anna, 12")
    assert not unsaid(f"{BEGIN}3 pho…")


def test_every_page_and_dialog_says_all_in_its_language(
    asking: MainWindow, tmp_path: Path, painted: list[str]
) -> None:
    all_pages.add_what_is_rare(asking, tmp_path / "more")
    wrong: dict[str, str] = {}
    for key in all_pages.pages(asking):
        check(key, asking, wrong)
        asking.grab()
    for state in FaceState:
        asking.open_faces(state)
        all_pages.settle()
        check(f"faces {state}", asking, wrong)
        asking.grab()
    for name, dialog in all_pages.dialogs(asking):
        check(name, dialog, wrong)
        dialog.grab()
    assert any(BEGIN in text for text in painted)
    wrong |= {text: f"painted: {text!r}" for text in painted if unsaid(text)}
    assert not wrong, "\n".join(wrong.values())


def test_every_empty_page_says_all_in_its_language(squares: Squares, tmp_path: Path, qtbot: QtBot) -> None:
    library = squares.open(tmp_path / "library")
    client = LibraryClient(library, InlineLanes())
    window = MainWindow(client, ThumbnailLoader(library, client, inline=True))
    qtbot.addWidget(window)
    window.start(welcome=True)
    with qtbot.waitExposed(window):
        window.show()
    wrong: dict[str, str] = {}
    check("welcome", window, wrong)
    for key in all_pages.empty_pages(window):
        check(key, window, wrong)
    client.shutdown(lambda: None)
    assert not wrong, "\n".join(wrong.values())
