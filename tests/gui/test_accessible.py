"""Whoever cannot see the window, or has no mouse: names, roles, the keyboard everywhere, and where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import all_pages
import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import InlineLanes
from faceapp.gui.main_window import MainWindow
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.timeline_list import TimelineList

_MOST_STOPS = 120
_ROLE = QAccessible.Role
_ROLES: dict[type[QWidget], set[QAccessible.Role]] = {
    QAbstractButton: {_ROLE.Button, _ROLE.CheckBox, _ROLE.RadioButton, _ROLE.ButtonMenu},
    QLineEdit: {_ROLE.EditableText},
    QComboBox: {_ROLE.ComboBox},
    QAbstractSpinBox: {_ROLE.SpinBox},
    QSlider: {_ROLE.Slider},
    QAbstractItemView: {_ROLE.List, _ROLE.Table},
}
_PAINTED = {_ROLE.Client}
"""Pages and pictures that take keys: Qt knows no closer word for them."""
_DECORATION = ("_Emblem",)
"""Painted, and said by the words beside it."""


@pytest.fixture
def full(asking: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with something on every page."""
    all_pages.add_what_is_rare(asking, tmp_path / "more")
    asking.activateWindow()
    return asking


@pytest.fixture
def blank(squares: Squares, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on an empty library."""
    library = squares.open(tmp_path / "empty")
    client = LibraryClient(library, InlineLanes())
    made = MainWindow(client, ThumbnailLoader(library, client, inline=True))
    qtbot.addWidget(made)
    made.start(welcome=True)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    client.shutdown(lambda: None)


def _told(found: dict[str, list[str]]) -> list[str]:
    """One line for each thing that is wrong."""
    return [f"{page}: {name}" for page, names in found.items() for name in names]


# -- names ----------------------------------------------------------------------------------------------
def _nameless(root: QWidget) -> list[str]:
    """What a screen reader would have no words for."""
    found = []
    for widget in all_pages.seen(root):
        if _needs_name(widget):
            spoken = QAccessible.queryAccessibleInterface(widget)
            if not spoken.text(QAccessible.Text.Name).strip():
                found.append(all_pages.called(widget))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            rows = range(min(widget.model().rowCount(), 3))
            indexes = [widget.model().index(row, 0, QModelIndex()) for row in rows]
            found += [
                f"{all_pages.called(widget)} row {index.row()}"
                for index in indexes
                if not (
                    index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
                )
            ]
    return found


def _needs_name(widget: QWidget) -> bool:
    own = type(widget).__module__.startswith("faceapp.")
    painted = own and "paintEvent" in vars(type(widget)) and not isinstance(widget, QLabel)
    painted = painted and type(widget).__name__ not in _DECORATION
    return painted or widget in all_pages.interactive(widget.window()) or isinstance(widget, QProgressBar)


def test_everything_has_a_name(full: MainWindow) -> None:
    missing = {page: _nameless(full) for page in all_pages.pages(full)}
    assert _told(missing) == []


def test_everything_in_dialogs_has_a_name(full: MainWindow) -> None:
    missing = {name: _nameless(dialog) for name, dialog in all_pages.dialogs(full)}
    assert _told(missing) == []
    assert len(missing) == 7


def test_empty_pages_have_names(blank: MainWindow) -> None:
    missing = {page: _nameless(blank) for page in all_pages.empty_pages(blank)}
    assert _told(missing) == []


def test_everything_says_what_it_is(full: MainWindow) -> None:
    wrong: dict[str, list[str]] = {}
    kinds: set[QAccessible.Role] = set()
    for page in all_pages.pages(full):
        for widget in all_pages.interactive(full):
            role = QAccessible.queryAccessibleInterface(widget).role()
            allowed = next((roles for kind, roles in _ROLES.items() if isinstance(widget, kind)), _PAINTED)
            if isinstance(widget, TimelineList):
                allowed = _PAINTED  # to Qt only a QListView, a table or a tree is a list
            kinds.add(role)
            if role not in allowed:
                wrong.setdefault(page, []).append(f"{all_pages.called(widget)} is a {role.name}")
    assert _told(wrong) == []
    assert {_ROLE.Button, _ROLE.EditableText, _ROLE.List, _ROLE.Slider} <= kinds


# -- the keyboard ---------------------------------------------------------------------------------------
def _tabbed(root: QWidget, qtbot: QtBot) -> list[tuple[QWidget, QRect, QImage]]:
    """Where Tab leads from where the keyboard is, round to there again: with pictures of the window."""
    stops: list[tuple[QWidget, QRect, QImage]] = []
    for _ in range(_MOST_STOPS):
        stop = QApplication.focusWidget()
        assert stop is not None
        if not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:  # a page without anything to lead on to
            qtbot.keyClick(stop, Qt.Key.Key_Tab)
            continue
        if stops and stop is stops[-1][0] and isinstance(stop, QAbstractSpinBox):  # day, month, year
            qtbot.keyClick(stop, Qt.Key.Key_Tab)
            continue
        if any(stop is known for known, _, _ in stops):
            break
        place = all_pages.place_in(stop, root).adjusted(-4, -4, 4, 4)
        stops.append((stop, place, root.grab().toImage()))
        qtbot.keyClick(stop, Qt.Key.Key_Tab)
    return stops


def _not_reached(root: QWidget, stops: list[QWidget]) -> list[str]:
    missing = []
    for widget in all_pages.interactive(root):
        if widget in stops or _nothing_in(widget):
            continue
        group = widget.group() if isinstance(widget, QAbstractButton) else None
        if isinstance(group, QButtonGroup) and any(stop in group.buttons() for stop in stops):
            continue  # arrow keys lead on from there
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus and isinstance(widget.parent(), QAbstractItemView):
            continue
        missing.append(all_pages.called(widget))
    return missing


def _nothing_in(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractItemView) and not widget.model().rowCount()


def _unseen(stops: list[tuple[QWidget, QRect, QImage]]) -> list[str]:
    """Where the keyboard was, and nothing told so."""
    hidden = []
    for number, (stop, place, with_focus) in enumerate(stops):
        without = stops[(number + 1) % len(stops)][2]
        if isinstance(stop, QScrollArea):
            continue  # only scrolls: what is in it has stops of its own
        ratio = with_focus.devicePixelRatio()
        there = QRect(place.topLeft() * ratio, place.size() * ratio)
        if with_focus.copy(there) == without.copy(there):
            hidden.append(all_pages.called(stop))
    return hidden


def test_the_keyboard_reaches_everything_and_is_seen(full: MainWindow, qtbot: QtBot) -> None:
    lost: dict[str, list[str]] = {}
    for page in all_pages.pages(full):
        stops = _tabbed(full, qtbot)
        assert len(stops) > 5, page
        lost[page] = [f"not reached: {name}" for name in _not_reached(full, [stop for stop, _, _ in stops])]
        lost[page] += [f"not seen: {name}" for name in _unseen(stops)]
    assert _told(lost) == []


def test_the_keyboard_reaches_everything_of_dialogs(full: MainWindow, qtbot: QtBot) -> None:
    lost: dict[str, list[str]] = {}
    for name, dialog in all_pages.dialogs(full):
        dialog.activateWindow()
        qtbot.waitUntil(lambda dialog=dialog: dialog.isAncestorOf(QApplication.focusWidget() or full))
        stops = _tabbed(dialog, qtbot)
        lost[name] = [f"not reached: {one}" for one in _not_reached(dialog, [stop for stop, _, _ in stops])]
        lost[name] += [f"not seen: {one}" for one in _unseen(stops)] if len(stops) > 1 else []
    assert _told(lost) == []


def test_the_keyboard_reaches_everything_of_empty_pages(blank: MainWindow, qtbot: QtBot) -> None:
    blank.activateWindow()
    lost: dict[str, list[str]] = {}
    for page in all_pages.empty_pages(blank):
        stops = _tabbed(blank, qtbot)
        lost[page] = [f"not reached: {name}" for name in _not_reached(blank, [stop for stop, _, _ in stops])]
        lost[page] += [f"not seen: {name}" for name in _unseen(stops)]
    assert _told(lost) == []
