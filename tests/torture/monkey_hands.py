"""Ten fingers on a window: keys, clicks, drags and drops at random, some of them with a purpose.

Events go to Qt's windows, as the desktop sends them, not to widgets: what a popup or a dialog keeps away
stays away. A purpose ("name somebody") is a row of steps; now and then
something else happens between two of them.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

import shiboken6
from monkey_doors import Doors
from monkey_words import AIM, ALL_CARDS, NAMES, PERSON, QUERIES, REVIEW, STEADY, VIEWER
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QWheelEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QWidget,
)

from faceapp.gui.main_window import MainWindow

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class Hands:
    """Of one seed.

    Args:
        random: Chooses everything.
        folder: As :class:`Doors` wants it.
        did: Told of everything that was done.
        window: The window now; None between two.
        theme: Chooses another appearance.
    """

    def __init__(
        self,
        random: Random,
        folder: Path,
        did: Callable[[str], None],
        window: Callable[[], MainWindow | None],
        theme: Callable[[], None],
    ) -> None:
        self._random = random
        self._did = did
        self._main = window
        self._choose_theme = theme
        self._steps: deque[tuple[str, Callable[[], object]]] = deque()
        self.begun: Counter[str] = Counter()
        self.doors = Doors(random, folder, self.somewhere, did)

    def act(self) -> None:
        """Do one thing."""
        if self._main() is None:
            return
        if self._steps and self._random.random() < 0.93:
            words, step = self._steps.popleft()
            self._did(words)
            step()
            return
        dialog = QApplication.activeModalWidget()
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu) and self._random.random() < 0.8:
            aim = "menu"
        elif isinstance(dialog, QDialog) and self._random.random() < 0.35:
            aim = "end a dialog"
        else:
            (aim,) = self._random.choices(list(AIM), list(AIM.values()))
        self.begun[aim] += 1
        getattr(self, f"_{aim.replace(' ', '_')}")()

    # -- where --------------------------------------------------------------------------------------
    def _root(self) -> QWidget | None:
        """What takes the mouse and the keys now."""
        found = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if found is None:
            active = QApplication.activeWindow()
            main = self._main()
            found = active if active is not None and active.isVisible() else main
        return found if found is not None and found.isVisible() else self._main()

    def _seen(self, *kinds: type[QWidget]) -> list[QWidget]:
        root = self._root()
        if root is None:
            return []
        widgets = [one for kind in kinds for one in root.findChildren(kind)]
        return [one for one in widgets if one.isVisible() and one.window() is root and _shown(one).isValid()]

    def somewhere(self) -> tuple[QWidget, QPoint] | None:
        """A place in the window a drag may go to; most of all one where something lies."""
        views = [one for one in self._seen(QAbstractItemView) if isinstance(one, QAbstractItemView)]
        if views and self._random.random() < 0.8:
            view = self._random.choice(views)
            rects = self._rects(view)
            if rects:
                return view.viewport(), self._random.choice(rects).center()
        root = self._root()
        if root is None:
            return None
        place = self._inside(root.rect())
        child = root.childAt(place) or root
        return child, child.mapFrom(root, place)

    def _rects(self, view: QAbstractItemView) -> list[QRect]:
        """Where items of a view lie that can be seen: found by looking at some places."""
        model, found = view.model(), {}
        if model is None:
            return []
        area = view.viewport().visibleRegion().boundingRect()
        for _ in range(12):
            if area.isEmpty():
                break
            index = view.indexAt(self._inside(area))
            if index.isValid():
                found[index.row(), index.column()] = view.visualRect(index).intersected(area)
        return [rect for rect in found.values() if rect.width() > 2 and rect.height() > 2]

    def _inside(self, rect: QRect) -> QPoint:
        return QPoint(
            rect.left() + self._random.randrange(max(rect.width(), 1)),
            rect.top() + self._random.randrange(max(rect.height(), 1)),
        )

    @staticmethod
    def _handle(widget: QWidget) -> QWindow | None:
        handle = widget.window().windowHandle()
        # Python's object of what was deleted lives on at its address: PySide may give one of another class.
        return handle if isinstance(handle, QWindow) and handle.isVisible() else None

    # -- the mouse ----------------------------------------------------------------------------------
    def _press_on(
        self,
        widget: QWidget,
        place: QPoint,
        how: str = "click",
        modifier: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        handle = self._handle(widget)
        if handle is None:
            return
        at = widget.mapTo(widget.window(), place)
        at = _within(handle, at)
        self._did(f"{how} {_called(widget)}")
        QTest.mouseMove(handle, at)
        if shiboken6.isValid(handle):  # moving lets events come, and one may have closed it
            act = QTest.mouseDClick if how == "double click" else QTest.mouseClick
            act(handle, button, modifier, at)

    def _click(self) -> None:
        kinds = (QAbstractButton, QAbstractSlider, QLineEdit, QComboBox, QAbstractSpinBox)
        widgets = self._seen(*kinds)
        if widgets and self._random.random() < 0.75:
            widget = self._random.choice(widgets)
            self._press_on(widget, self._inside(_shown(widget)))
        else:
            root = self._root()
            if root is not None:
                self._press_on(root, self._inside(root.rect()))

    def _item(self, how: str, modifier: Qt.KeyboardModifier = NONE, *, largest: bool = False) -> bool:
        """Press on an item; ``largest``: of the list that takes most of the window."""
        views = [one for one in self._seen(QAbstractItemView) if isinstance(one, QAbstractItemView)]
        self._random.shuffle(views)
        if largest:
            views.sort(key=lambda view: view.width() * view.height(), reverse=True)
        for view in views:
            rects = self._rects(view)
            if rects:
                rect = self._random.choice(rects)
                self._press_on(view.viewport(), self._inside(rect), how, modifier)
                return True
        return False

    def _click_an_item(self) -> None:
        self._item("click item of", self._random.choice((NONE, NONE, NONE, NONE, CTRL, SHIFT)))

    def _double_click(self) -> None:
        if not self._item("double click"):
            self._click()

    def _right_click(self) -> None:
        root = self._root()
        found = self.somewhere()
        if root is not None and found is not None:
            widget, place = found
            self._press_on(widget, place, "right click", NONE, RIGHT)
            # A platform's window sends this after the click.
            if QApplication.activePopupWidget() is None and shiboken6.isValid(widget):
                self._ask_for_menu(widget, place)

    @staticmethod
    def _ask_for_menu(widget: QWidget, place: QPoint) -> None:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)

    def choose_in_menu(self) -> None:
        """Go on where a menu is open that something waits for."""
        if isinstance(QApplication.activePopupWidget(), QMenu):
            self._menu()

    def _menu(self) -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            self._right_click()
            return
        entries = [one for one in menu.actions() if one.isEnabled() and one.isVisible() and one.text()]
        if entries and self._random.random() < 0.9:
            entry = self._random.choice(entries)
            self._press_on(menu, menu.actionGeometry(entry).center(), f"menu {entry.text()!r} of")
        else:
            self._tap("Escape")

    def _wheel(self) -> None:
        found = self.somewhere()
        if found is not None:
            widget, place = found
            self._did(f"wheel over {_called(widget)}")
            turn = QPoint(0, self._random.choice((-1200, -480, -120, 120, 480)))
            modifier = self._random.choice((NONE, NONE, NONE, CTRL))
            event = QWheelEvent(
                QPointF(place),
                QPointF(widget.mapToGlobal(place)),
                QPoint(),
                turn,
                Qt.MouseButton.NoButton,
                modifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(widget, event)

    def _drag(self) -> None:
        """From an item (its list then carries it away), or over a picture."""
        found = self.somewhere()
        handle = self._handle(found[0]) if found is not None else None
        if found is None or handle is None:
            return
        widget, place = found
        self._did(f"press and move on {_called(widget)}")
        at = widget.mapTo(widget.window(), place)
        modifier = self._random.choice((NONE, NONE, CTRL))
        QTest.mousePress(handle, LEFT, modifier, at)
        for step in range(1, 4):
            if not shiboken6.isValid(handle):
                return
            off = QPoint(step * self._random.randint(5, 40), step * self._random.randint(-20, 30))
            QTest.mouseMove(handle, _within(handle, at + off))
        if shiboken6.isValid(handle):
            QTest.mouseRelease(handle, LEFT, modifier, _within(handle, at + QPoint(60, 30)))

    def _drop_from_outside(self) -> None:
        self.doors.from_outside()

    # -- keys ---------------------------------------------------------------------------------------
    def _tap(self, keys: str) -> None:
        root = self._root()
        handle = self._handle(root) if root is not None else None
        if handle is not None:
            both = QKeySequence(keys)[0]
            QTest.keyClick(handle, both.key(), both.keyboardModifiers())

    def _key(self) -> None:
        keys = self._random.choice(STEADY)
        self._did(f"key {keys}")
        self._tap(keys)

    def _shortcut(self) -> None:
        """A key that something in sight has said to listen to."""
        root = self._root()
        entries = [
            keys.toString()
            for widget in ([root, *self._seen(QWidget)] if root is not None else [])
            for action in widget.actions()
            if isinstance(action, QAction) and action.isEnabled()
            for keys in action.shortcuts()
        ]
        wanted = sorted({keys for keys in entries if keys and keys != "Ctrl+Q"})
        if wanted:
            keys = self._random.choice(wanted)
            self._did(f"shortcut {keys}")
            self._tap(keys)

    def _type(self) -> None:
        field = QApplication.focusWidget()
        if not isinstance(field, QLineEdit) or not field.isVisible():
            fields = self._seen(QLineEdit)
            if not fields:
                self._key()
                return
            field = self._random.choice(fields)
            self._press_on(field, _shown(field).center())
        words = self._random.choice((*NAMES, *QUERIES))
        self._letters(words)
        self._keys(self._random.choice((["Return"], ["Escape"], [])))

    def _letters(self, words: str) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit) and field.isVisible() and field.isEnabled():
            self._did(f"type {words!r} into {_called(field)}")
            for letter in words:
                if letter.isascii():
                    QTest.keyClicks(field, letter)
                else:  # comes from an input method; QTest knows the keys of one keyboard only
                    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                        QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, NONE, letter))

    # -- what is more than one step -----------------------------------------------------------------
    def _plan(self, steps: Iterable[tuple[str, Callable[[], object]]]) -> None:
        self._steps.extend(steps)

    def _keys(self, keys: Sequence[str]) -> None:
        self._plan([(f"key {one}", lambda one=one: self._tap(one)) for one in keys])

    def _from_anywhere(self, keys: Sequence[str]) -> None:
        """Close what lies over the page, then press keys."""
        self._plan([("leave what is open", self._leave)])
        self._keys(keys)

    def _leave(self) -> None:
        for _ in range(4):
            if QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None:
                self._tap("Escape")

    def _page(self) -> None:
        self._keys([f"Ctrl+{self._random.randint(1, 8)}"])

    def _undo(self) -> None:
        self._keys(["Ctrl+Z"] * self._random.choice((1, 1, 2, 3)))

    def _redo(self) -> None:
        self._keys([QKeySequence(QKeySequence.StandardKey.Redo).toString()])

    def _name_somebody(self) -> None:
        words = self._random.choice(NAMES)
        self._from_anywhere([*ALL_CARDS])
        self._plan(
            [
                ("choose a card", lambda: self._item("click item of", largest=True)),
                ("key F2", lambda: self._tap("F2")),
                ("type a name", lambda: self._letters(words)),
                ("key Return", lambda: self._tap("Return")),
            ]
        )

    def _review(self) -> None:
        self._from_anywhere(["Ctrl+2", *self._random.choices(REVIEW, k=self._random.randint(2, 9))])

    def _tidy_a_person(self) -> None:
        self._from_anywhere([*self._random.choice((ALL_CARDS, ("Ctrl+1",)))])
        self._plan(
            [
                ("open a person", lambda: self._item("double click", largest=True)),
                ("choose a face", lambda: self._item("click item of", largest=True)),
            ]
        )
        self._keys(self._random.choices(PERSON, k=self._random.randint(2, 6)))

    def _look_at_photos(self) -> None:
        self._from_anywhere(["Ctrl+3"])
        self._plan([("open a photo", lambda: self._item("double click", largest=True))])
        self._keys(self._random.choices(VIEWER, k=self._random.randint(2, 9)))

    def _search(self) -> None:
        words = self._random.choice(QUERIES)
        self._keys([self._random.choice(("Ctrl+1", "Ctrl+3")), "Ctrl+F"])
        self._plan([("type a search", lambda: self._letters(words))])
        self._keys([self._random.choice(("Return", "Escape", "Down", "Tab"))])

    def _end_a_dialog(self) -> None:
        dialog = QApplication.activeModalWidget()
        buttons = [one for one in self._seen(QAbstractButton) if one.isEnabled()]
        how = self._random.choice(("Escape", "Return", "button", "button", "close"))
        self._did(f"{how} for {_called(dialog) if dialog is not None else 'nothing'}")
        if dialog is not None and how == "close":
            dialog.close()
        elif how == "button" and buttons:
            button = self._random.choice(buttons)
            self._press_on(button, _shown(button).center())
        else:
            self._tap(how if how != "button" else "Escape")

    # -- the window ---------------------------------------------------------------------------------
    def _paste(self) -> None:
        kind, mime = self.doors.something()
        self._did(f"paste {kind}")
        QGuiApplication.clipboard().setMimeData(mime)
        self._tap("Ctrl+V")

    def _resize(self) -> None:
        main = self._main()
        if main is not None:
            size = QSize(self._random.randint(700, 1900), self._random.randint(500, 1100))
            self._did(f"resize to {size.width()} x {size.height()}")
            main.resize(size)

    def _scan_again(self) -> None:
        self._keys(["F5"])

    def _theme(self) -> None:
        self._did("another theme")
        self._choose_theme()

    def _close_the_window(self) -> None:
        main = self._main()
        if main is not None:
            self._did("close the window")
            self._steps.clear()
            main.close()


def _within(handle: QWindow, place: QPoint) -> QPoint:
    """A place of a window, which QTest warns of leaving."""
    return QPoint(min(max(place.x(), 0), handle.width() - 1), min(max(place.y(), 0), handle.height() - 1))


def _shown(widget: QWidget) -> QRect:
    """The part of a widget that can be seen."""
    return widget.visibleRegion().boundingRect()


def _called(widget: QWidget) -> str:
    """A widget in a list of actions."""
    words = getattr(widget, "text", None)
    text = words() if callable(words) else ""
    parent = widget.parent()
    name = type(widget).__name__
    if name == "QWidget" and parent is not None:
        name = f"{type(parent).__name__}'s viewport"
    return f"{name}({(widget.accessibleName() or text or widget.objectName())[:30]!r})"
