"""Every page and dialog of the window one after the other, and what a user can see and reach on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from faceapp.core.models import FaceState
from faceapp.gui.main_window import MainWindow
from faceapp.gui.pages import PAGES
from faceapp.gui.views.history_view import HistoryView
from faceapp.gui.views.identify_view import IdentifyView
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.person_view import PersonView

_INTERACTIVE = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractSlider,
    QAbstractItemView,
)


def add_what_is_rare(window: MainWindow, folder: Path) -> None:
    """A file that cannot be read and answers that disagree, so that their pages and bars are seen too."""
    library = window.client._library
    folder.mkdir()
    (folder / "letter.jpg").write_bytes(b"Dear all, this is no picture.")
    library.scan([folder])
    anna = next(one for one in library.people() if one.name)
    doubted = library.faces_of_person(anna.id)[0].id
    library.decide.reject([doubted], anna.id)
    library.decide.confirm([doubted], anna.id)


def settle() -> None:
    """Let what was laid out anew find its place."""
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def pages(window: MainWindow) -> Iterator[str]:
    """Open every page with something on it; yields its key while it is shown, laid out."""
    for key in _opened_pages(window):
        settle()
        yield key


def _opened_pages(window: MainWindow) -> Iterator[str]:
    library = window.client._library
    photo = Path(library.photos()[0].paths[0])
    for page in PAGES:
        if page.title:
            window.go(page.key)
            if page.key == "identify":
                shown = window.page("identify")
                assert isinstance(shown, IdentifyView)
                shown.identify_sources([photo])
                shown.activated()
            yield page.key
    anna = next(one for one in library.people() if one.name)
    window.open_person(anna.id)
    person = window.page("person")
    assert isinstance(person, PersonView)
    person.grid.setCurrentIndex(person.faces.index(0))
    yield "person"
    person.head.show_look("photos")
    yield "person-photos"
    person.head.show_look("faces")
    window.open_faces(FaceState.SINGLE)
    yield "faces"
    face = library.suggestions(anna.id)[0]
    window.open_face(face.photo_id, face.id)
    yield "viewer"
    window._show(("welcome", None))
    yield "welcome"


def empty_pages(window: MainWindow) -> Iterator[str]:
    """Open every page of an empty library."""
    for page in PAGES:
        if page.title:
            window._show((page.key, None))  # People would be the welcome page
            settle()
            yield page.key


def dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """Open every dialog; each is closed again."""
    people, history = window.page("people"), window.page("history")
    assert isinstance(people, PeopleView)
    assert isinstance(history, HistoryView)
    window.go("people")
    named = next(one for one in people.everyone() if one.name)
    group = next(one for one in people.everyone() if not one.name)
    people.select(group.id)
    yield from _opened(window, "merge", lambda: people._preview_merge(named, [group]))
    yield from _opened(window, "picker", people._merge_into)
    window.open_person(named.id)
    person = window.page("person")
    assert isinstance(person, PersonView)
    yield from _opened(window, "birth date", person.tools.birthdate)
    yield from _opened(window, "split", person.tools.split)
    window.go("history")
    yield from _opened(window, "undo", history.turn_current)
    yield from _opened(window, "undo since", history.undo_since)
    yield from _opened(window, "contradictions", history.clashes.open_them)


def _opened(window: QWidget, name: str, ask: Callable[[], object]) -> Iterator[tuple[str, QDialog]]:
    ask()
    settle()
    (dialog,) = (one for one in window.findChildren(QDialog) if one.isVisible())
    yield name, dialog
    dialog.close()


def seen(root: QWidget) -> list[QWidget]:
    """All widgets under ``root`` that are shown, scroll bars apart."""
    found = [widget for widget in root.findChildren(QWidget) if widget.isVisibleTo(root)]
    return [
        widget
        for widget in found
        if not isinstance(widget, QScrollBar) and not _part(widget) and widget.window() is root.window()
    ]


def interactive(root: QWidget) -> list[QWidget]:
    """Buttons, fields, lists and whatever takes the keyboard, where it can be used now."""
    return [
        widget
        for widget in seen(root)
        if widget.isEnabled() and (isinstance(widget, _INTERACTIVE) or _takes_keys(widget))
    ]


def place_in(widget: QWidget, root: QWidget) -> QRect:
    """Where a widget lies in another."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def called(widget: QWidget) -> str:
    """A widget as a failing test names it."""
    words = getattr(widget, "text", None)
    text = words() if callable(words) else ""
    name = type(widget).__name__
    return (
        f"{name}({widget.accessibleName() or text or widget.objectName() or type(widget.parent()).__name__})"
    )


def _takes_keys(widget: QWidget) -> bool:
    if type(widget) is QWidget or isinstance(widget, QDialog):
        return False
    return bool(widget.focusPolicy().value & 1) and not isinstance(widget, QAbstractScrollArea)


def _part(widget: QWidget) -> bool:
    """Whether it is an inner part of Qt's own widgets."""
    parent = widget.parentWidget()
    if isinstance(parent, QLineEdit | QAbstractSpinBox | QComboBox):
        return True
    name = widget.objectName()
    return name.startswith("qt_") and name not in ("qt_scrollarea_viewport",)
