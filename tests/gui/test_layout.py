"""Nothing is cut, covered or outside: as usual, in a font twice as large, from right to left, and in German.

German words are the longest the window has to find room for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import all_pages
import pytest
from PySide6.QtCore import QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDateEdit,
    QFrame,
    QLabel,
    QListView,
    QPushButton,
    QSplitter,
    QWidget,
)

from faceapp.gui import language
from faceapp.gui.main_window import MainWindow
from faceapp.gui.style import BODY_PIXELS, appearance, set_font_pixels
from faceapp.gui.widgets.face_panel import FacePanel
from faceapp.gui.widgets.person_head import PersonHead
from faceapp.gui.widgets.strictness_card import StrictnessCard

_SHORTENED = ("Elided",)
"""Labels that say by themselves that something is left out."""


@pytest.fixture(params=["usual", "200 %", "right to left", "German", "German, 200 %"])
def how(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """How the window is read; before the window is made."""
    look = appearance()
    assert look is not None
    how: str = request.param
    before = QLocale()
    if how.startswith("German"):
        language.speak("de")
    if how.endswith("200 %"):
        set_font_pixels(2 * BODY_PIXELS)
    if how == "right to left":
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        look.apply()
    yield how
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    set_font_pixels(BODY_PIXELS)
    language.speak("en")
    QLocale.setDefault(before)


@pytest.fixture
def full(how: str, asking: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with something on every page."""
    all_pages.add_what_is_rare(asking, tmp_path / "more")
    all_pages.settle()
    return asking


def _cut(root: QWidget) -> list[str]:
    """Labels and buttons with less room than their words need."""
    found = []
    for widget in all_pages.seen(root):
        if isinstance(widget, QLabel) and type(widget).__name__ not in _SHORTENED:
            if not widget.text() or not widget.pixmap().isNull():
                continue
            room = widget.contentsRect()
            if widget.wordWrap():
                needed = QFontMetrics(widget.font()).boundingRect(
                    QRect(0, 0, room.width(), 10_000), int(Qt.TextFlag.TextWordWrap), widget.text()
                )
            else:
                needed = QFontMetrics(widget.font()).boundingRect(
                    QRect(0, 0, 10_000, 10_000), int(widget.alignment()) & 0, widget.text()
                )
            if needed.width() > room.width() + 1 or needed.height() > room.height() + 1:
                found.append(f"{all_pages.called(widget)} {needed.size()} in {room.size()}")
        elif isinstance(widget, QAbstractButton) and widget.text():
            hint = widget.sizeHint()
            if widget.width() < hint.width() or widget.height() < hint.height():
                found.append(f"{all_pages.called(widget)} {hint} in {widget.size()}")
            if _shortened(widget):
                found.append(f"{all_pages.called(widget)} is shortened to {widget.text()}")
    return found


def _shortened(button: QAbstractButton) -> bool:
    """Whether words were left out: its name goes on where its text ends in an ellipsis."""
    text, name = button.text().strip(), button.accessibleName()
    begun = text.removesuffix("…")
    goes_on = name.startswith(begun) and name != begun and not name[len(begun) :].startswith((":", "…"))
    return text.endswith("…") and goes_on


def _crooked(root: QWidget) -> list[str]:
    """What lies outside of its parent, and neighbours that overlap."""
    found = []
    for widget in [root, *all_pages.seen(root)]:
        if isinstance(widget, QAbstractScrollArea | QSplitter) or _scrolls(widget):
            continue
        children = [one for one in widget.children() if isinstance(one, QWidget) and one.isVisibleTo(root)]
        children = [one for one in children if not one.isWindow() and not _floats(one)]
        for number, child in enumerate(children):
            if not widget.rect().contains(child.geometry()) and not child.geometry().isEmpty():
                found.append(f"{all_pages.called(child)} {child.geometry()} outside {widget.rect()}")
            found += [
                f"{all_pages.called(child)} {child.geometry()} covers "
                f"{all_pages.called(other)} {other.geometry()}"
                for other in children[:number]
                if child.geometry().intersects(other.geometry())
            ]
    return found


def _floats(widget: QWidget) -> bool:
    """The message bar lies over the page on purpose."""
    return isinstance(widget, QFrame) and widget.property("surface") == "toast"


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and widget is parent.viewport()


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the window's own painting wrote into a place too narrow for it."""
    found: list[str] = []
    draw = QPainter.drawText

    def note(painter: QPainter, *given: object) -> object:
        match given:
            case (QRect() | QRectF() as place, int() | Qt.AlignmentFlag() as flags, str(words)):
                needed = QFontMetricsF(painter.font()).horizontalAdvance(words)
                if needed > place.width() + 1 and not int(flags) & int(Qt.TextFlag.TextWordWrap):
                    found.append(f"painted: {words} {needed} in {place}")
        return draw(painter, *given)  # type: ignore[call-overload]

    monkeypatch.setattr(QPainter, "drawText", note)
    return found


def test_nothing_is_cut_or_covered(full: MainWindow, how: str, painted: list[str]) -> None:
    wrong = []
    for page in all_pages.pages(full):
        painted.clear()
        full.grab()
        wrong += [f"{page}: {one}" for one in [*_cut(full), *_crooked(full), *painted]]
        assert full.size().width() == 1280, f"{page} made the window wider"
    assert not wrong, "\n".join(wrong)


def test_nothing_of_dialogs_is_cut_or_covered(full: MainWindow, how: str) -> None:
    wrong = [
        f"{name}: {one}"
        for name, dialog in all_pages.dialogs(full)
        for one in [*_cut(dialog), *_crooked(dialog)]
    ]
    assert not wrong, "\n".join(wrong)


def test_a_long_path_squeezes_nothing(full: MainWindow, how: str) -> None:
    face = full.client._library.faces()[0]
    full.open_face(face.photo_id, face.id)
    all_pages.settle()
    panel = full.page("viewer").findChild(FacePanel)
    photo = full.client._library.photos([face.photo_id])[0]
    deep = "/".join(["", "home", *["Sommer am See mit allen"] * 12, "0001.jpg"])
    panel.set_photo(replace(photo, paths=(deep,)))
    all_pages.settle()
    faces = panel.findChild(QListView)
    assert not _cut(panel)
    assert faces.viewport().height() >= min(2, faces.model().rowCount()) * faces.sizeHintForRow(0)


def test_the_window_turns_round(full: MainWindow, how: str) -> None:
    side = all_pages.place_in(full.side_bar, full)
    assert (side.left() > full.width() // 2) == (how == "right to left")


def test_titles_begin_on_the_side_where_one_begins_to_read(full: MainWindow, how: str) -> None:
    """Latin letters, too, that Qt would take for reading from the left."""
    from_the_right = how == "right to left"
    full.go("people")
    all_pages.settle()
    title = next(one for one in full.page("people").findChildren(QLabel) if one.property("role") == "title")
    assert _begins(title, from_the_right) <= 4
    full.open_person(next(one.id for one in full.client._library.people() if one.name))
    all_pages.settle()
    head = full.page("person").findChild(PersonHead)
    name = all_pages.place_in(head.name, head)
    counts = all_pages.place_in(head._counts, head)
    beside = _begins(head.name, from_the_right)
    under = (name.right() - counts.right()) if from_the_right else (counts.left() - name.left())
    facts = under + _begins(head._counts, from_the_right)
    assert abs(facts - beside) <= 2 + from_the_right
    face = full.client._library.faces()[0]
    full.open_face(face.photo_id, face.id)
    all_pages.settle()
    panel = full.page("viewer").findChild(FacePanel)
    for label in (panel._heading, panel._file, panel._date, panel._place):
        assert _begins(label, from_the_right) <= 4, label.text()


def _begins(widget: QWidget, from_the_right: bool) -> int:
    """Pixels before the first ink of a widget, from the side one reads from."""
    window = widget.window()
    picture = window.grab(all_pages.place_in(widget, window)).toImage()
    across = range(picture.width())
    ground = picture.pixelColor(1, picture.height() - 2).lightness()
    for place, x in enumerate(reversed(across) if from_the_right else across):
        column = (picture.pixelColor(x, y).lightness() for y in range(2, picture.height() - 2))
        if any(abs(light - ground) > 60 for light in column):
            return place
    raise AssertionError(f"{widget} shows nothing")


def test_the_hint_of_the_history_is_whole(full: MainWindow, how: str) -> None:
    full.go("history")
    all_pages.settle()
    hint = full.page("history")._keys
    assert QFontMetrics(hint.font()).horizontalAdvance(hint.text()) <= hint.contentsRect().width()


def test_a_long_name_in_the_review_pushes_nothing_out(full: MainWindow, how: str) -> None:
    full.go("review")
    all_pages.settle()
    panel = full.page("review").panel
    long = " ".join(["Anna Katharina von und zu Hohenberg"] * 4)
    page, people = panel.minimumSizeHint().width(), [panel.candidates[0], panel.candidates[1]]
    for number, button in enumerate(people):
        button.show_candidate(str(number + 1), None, long, "87 %")
    assert panel.minimumSizeHint().width() == page
    assert {one.toolTip() for one in people} == {long}


def test_a_file_name_is_never_turned_round(full: MainWindow, how: str) -> None:
    face = full.client._library.faces()[0]
    full.open_face(face.photo_id, face.id)
    title = full.page("viewer")._bar._title.text()
    name = Path(full.client._library.photos([face.photo_id])[0].paths[0]).name
    assert title == (f"\u2066{name}\u2069" if how == "right to left" else name)


def test_a_message_covers_nothing_that_can_be_pressed(full: MainWindow, how: str) -> None:
    face = full.client._library.faces()[0]
    full.open_face(face.photo_id, face.id)
    full.message.tell("No more faces found")
    all_pages.settle()
    message = all_pages.place_in(full.message, full)
    panel = full.page("viewer").findChild(FacePanel)
    assert message.isValid()
    assert not message.intersects(all_pages.place_in(panel, full))
    assert not message.intersects(all_pages.place_in(full.status, full))


def test_a_message_lies_above_the_buttons_at_the_foot(full: MainWindow, how: str) -> None:
    seen = 0
    for key in ("review", "problems", "folders"):
        full.go(key)
        full.message.warn("There is no person or group 4711.")
        all_pages.settle()
        message = all_pages.place_in(full.message, full)
        foot = [one for one in _pressed(full.page(key)) if one.top() > full.height() * 3 // 4]
        assert not [one for one in foot if one.intersects(message)], key
        seen += len(foot)
        full.message.hide()
    assert seen >= 2


def _pressed(page: QWidget) -> list[QRect]:
    """Where the buttons of a page are."""
    window = page.window()
    return [
        all_pages.place_in(one, window) for one in all_pages.seen(page) if isinstance(one, QAbstractButton)
    ]


def test_cards_of_settings_keep_their_distance_and_their_side(full: MainWindow, how: str) -> None:
    full.go("settings")
    all_pages.settle()
    card = full.page("settings").findChild(StrictnessCard)
    below = {card.height() - button.geometry().bottom() for button in card.findChildren(QPushButton)}
    assert below == {18}
    place, page = all_pages.place_in(card, full), all_pages.place_in(full.page("settings"), full)
    at_the_right = page.right() - place.right() < place.left() - page.left()
    assert how.endswith("200 %") or at_the_right == (how == "right to left")


def test_a_date_can_be_read_while_it_is_typed(full: MainWindow, how: str) -> None:
    seen = 0
    for name, dialog in all_pages.dialogs(full):
        if name == "birth date":
            line = dialog.findChild(QDateEdit).lineEdit()
            month = "Januar" if how.startswith("German") else "January"
            assert {"1", month, "2000"} == {word.strip(".") for word in line.text().split()}
            assert line.height() >= QFontMetrics(line.font()).height()
            seen = _inked(line)
    assert seen > 100


def _inked(widget: QWidget) -> int:
    """Pixels that are clearly not of the ground."""
    picture = widget.grab().toImage()
    ground = picture.pixelColor(picture.width() - 2, 1).lightness()
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(abs(picture.pixelColor(x, y).lightness() - ground) > 100 for x, y in places)
