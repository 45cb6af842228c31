"""All photos by time, or those that were searched for: days, months or years, in justified rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from faceapp.core.changes import Changes
from faceapp.core.models import Person
from faceapp.core.query import All, Not, named
from faceapp.core.query_words import sentence
from faceapp.core.timeline import Timeline
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.photo_delegate import PhotoDelegate
from faceapp.gui.language import tr
from faceapp.gui.list_place import ListPlace
from faceapp.gui.models.completions_model import Completer
from faceapp.gui.models.photos_model import Caption, PhotosModel, Span, caption_of, fitting_span, months_of
from faceapp.gui.photo_search import PhotoSearch, leaving_out
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.people_strip import MOST, PeopleStrip
from faceapp.gui.widgets.quiet_page import QuietPage
from faceapp.gui.widgets.search_bar import SearchBar
from faceapp.gui.widgets.segments import Segments
from faceapp.gui.widgets.timeline_list import TimelineList
from faceapp.gui.widgets.timeline_scrubber import TimelineScrubber
from faceapp.library.library import Library
from faceapp.library.search import Found

_RELOAD_MS = 700
"""While a scan adds photos the list is read again at most this often."""
_CAPTION_MS = 120
"""Faces are counted once the scrolling rests for so long."""
_CAPTIONS_AT_ONCE = 60
_MONTHS = 3
"""From so many months and photos on, years at the right edge are of use."""
_PHOTOS = 25


class PhotosView(QWidget):
    """The timeline. Opens photos with the whole list, so that the viewer can go on from there."""

    open_photo = Signal(int)
    back = Signal()
    play_photos = Signal(object, int)
    """A slide show of these photos is wanted, from this place on."""
    add_folder = Signal()
    """The button of the empty page."""

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._stale = True
        self._asked_for, self._beside = 0, False
        self._span_chosen = False
        self._all = Timeline.of([])
        self._found: Found | None = None
        self._found_stale = False
        self._before_search: tuple[int, int] | None = None
        self._model = PhotosModel(self)
        self._list = TimelineList(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(PhotoDelegate(thumbnails, self._list))
        self._list.setAccessibleName(tr("Photos, newest first"))
        self._list.activated.connect(self._open)
        self._place = ListPlace(self._list, self._model.id_of, self._model.row_of)
        self._list.rows_in_sight.connect(self._in_sight)
        self._seen = (0, -1)
        self._captions = QTimer(self, singleShot=True, interval=_CAPTION_MS)
        self._captions.timeout.connect(self._ask_captions)
        self._reloads = QTimer(self, singleShot=True, interval=_RELOAD_MS)
        self._reloads.timeout.connect(self._refresh)

        self._empty = QuietPage(
            "photos",
            tr("No photos yet"),
            tr(
                "Choose a folder of photos, or drop one on the window. Photos are only read: "
                "nothing is moved, changed or sent anywhere."
            ),
            button=tr("Choose a folder…"),
            parent=self,
        )
        self._empty.pressed.connect(self.add_folder)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = PageHead(tr("Photos"), "", body)
        self._add_controls()
        column.addWidget(self._head)
        self._add_search(column, thumbnails)
        self._scrubber = TimelineScrubber(self._list, self)
        self._scrubber.hide()
        timeline = QWidget(body)
        self._row = QHBoxLayout(timeline)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._list, 1)
        self._row.addWidget(self._scrubber)
        self._nothing = QuietPage("search", tr("No photos"), "", button=tr("Show all photos"), parent=body)
        self._nothing.pressed.connect(self._bar.clear)
        self._shown = QStackedWidget(body)
        self._shown.addWidget(timeline)
        self._shown.addWidget(self._nothing)
        column.addWidget(self._shown, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        FocusLead(self, self._list, self._nothing.button, self._empty.button)
        client.changed.connect(self._changed)

    def _add_search(self, column: QVBoxLayout, thumbnails: ThumbnailLoader) -> None:
        self._search = PhotoSearch(self._client, self)
        self._bar = SearchBar(thumbnails, self, self._search.faces_of)
        self._strip = PeopleStrip(thumbnails, self)
        self._strip.hide()
        rows = QVBoxLayout()
        rows.setContentsMargins(20, 0, 20, 10)
        rows.setSpacing(8)
        rows.addWidget(self._bar)
        rows.addWidget(self._strip)
        column.addLayout(rows)
        self._bar.changed.connect(self._asked)
        self._bar.left.connect(self._list.setFocus)
        self._search.found.connect(self._got_found)
        self._search.failed.connect(lambda error, finished: self._bar.show_error(error, at_once=finished))
        self._search.people_changed.connect(self._people_known)
        self._search.counted.connect(self._show_strip)
        self._strip.toggled.connect(self._toggle_person)
        self._strip.without.connect(lambda person: self._add_person(person, without=True))
        self._strip.only.connect(lambda person: self._add_person(person, only=True))
        for keys, slot in (("Escape", self._escape), ("Alt+Left", self.back.emit)):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, slot=slot: slot())
            self.addAction(action)

    def _add_controls(self) -> None:
        spans = [(Span.DAY, tr("Days")), (Span.MONTH, tr("Months")), (Span.YEAR, tr("Years"))]
        self._spans = Segments(spans, tr("Sections by"), self)
        self._spans.chosen.connect(lambda value: self._choose_span(Span(value)))
        self._head.add(self._spans)
        for icon, words, steps, keys in (
            ("minus", tr("Smaller photos"), -1, ["Ctrl+-"]),
            ("plus", tr("Larger photos"), 1, ["Ctrl+=", "Ctrl++"]),
        ):
            action = QAction(words, self)
            action.setShortcuts([QKeySequence(one) for one in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, steps=steps: self._list.change_size(steps))
            self.addAction(action)
            self._head.add_tool(icon, words, keys[0], action.trigger)
        self._head.add_tool("play", tr("Slide show"), "Shift+F5", self._play)

    def _play(self) -> None:
        self.play_photos.emit(self.photo_ids(), max(self._list.currentIndex().row(), 0))

    # -- what other pages need ----------------------------------------------------------------------
    def activated(self) -> None:
        """The page is shown."""
        self._refresh()
        self._search.read_people()

    def prepare(self) -> None:
        """Read it before the page is shown, where it changed; nobody waits for it meanwhile."""
        if self._stale:
            self._reload(beside=True)
        self._search.read_people()

    def photo_ids(self) -> list[int]:
        """The photos in their order, for the viewer's next and previous."""
        return self._model.photo_ids()

    def show_photo(self, photo_id: int) -> None:
        """Put the cursor on the photo the viewer was left at."""
        self._list.show_photo(photo_id)

    def remember(self) -> dict[str, Any]:
        """What to keep for the next start."""
        span = self._model.sections_by.value if self._span_chosen else None
        return {"sections": span, "size": self._list.size_step, "photos": self._place.remember()}

    def recall(self, stored: Mapping[str, Any]) -> None:
        """As it was kept."""
        if stored.get("sections") in list(Span):
            self._choose_span(Span(stored["sections"]))
        size = stored.get("size")
        if isinstance(size, int):
            self._list.change_size(size - self._list.size_step)
        self._place.recall(stored.get("photos"))

    # -- content ------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what changed while hidden, and ask for what nobody saw then."""
        self._refresh()
        self._captions.start()

    def _changed(self, changes: Changes) -> None:
        # A face's photo is not named by the change: what is in sight is asked for again.
        all_of_them = changes.everything or changes.face_ids
        self._model.forget_captions(None if all_of_them else changes.photo_ids)
        self._captions.start()
        self._search.people_stale(changes, visible=self.isVisible())
        if changes.everything or changes.photo_ids:
            self._stale = True
        elif self._found is None or not (changes.face_ids or changes.person_ids):
            return
        else:
            self._found_stale = True
        if self.isVisible() and not self._reloads.isActive():
            self._reloads.start()

    def _refresh(self) -> None:
        if self._stale or self._beside:  # whoever is here now waits for nothing that goes on beside
            self._reload()
        elif self._found_stale:
            self._found_stale = False
            self._search_again()

    def _reload(self, *, beside: bool = False) -> None:
        self._stale = self._found_stale = False
        mine, self._beside = self._asked_for + 1, beside
        self._asked_for = mine

        def got(photos: Timeline) -> None:
            if mine == self._asked_for:  # else a later answer comes, or is here: both ways are open at once
                self._beside = False
                self._got_all(photos)

        ask = self._client.in_background if beside else self._client.ask
        ask(lambda library: library.timeline(), got, owner=self)

    def _got_all(self, photos: Timeline) -> None:
        self._all = photos
        self._stack.setCurrentIndex(1 if len(photos) else 0)  # first: the list is laid out in its size, once
        if not self._span_chosen:
            self._set_span(fitting_span(photos))
        if self._found is None:
            self._show(photos)
        else:
            self._search_again()

    def _show(self, photos: Timeline) -> None:
        self._shown.setCurrentIndex(0)
        months = months_of(photos)
        dated = sum(month.year > 0 for month in months)
        # Before the photos: the list is laid out beside it, once.
        self._show_scrubber(dated >= _MONTHS and len(photos) >= _PHOTOS)
        self._model.set_photos(photos)
        words = sentence(self._found.query) if self._found is not None else ""
        self._head.set_detail(_detail(len(photos), words))
        if len(photos) and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))

    def _show_scrubber(self, on: bool) -> None:
        if on == self._scrubber.isHidden():
            policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if on else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
            self._list.setVerticalScrollBarPolicy(policy)
            self._scrubber.setVisible(on)
            self._row.activate()

    # -- search -------------------------------------------------------------------------------------
    def query(self) -> str:
        """What is searched for; empty: nothing."""
        return self._bar.text()

    def show_query(self, text: str) -> None:
        """Search for something else."""
        if text != self.query():
            self._bar.set_text(text)
            self._asked(text, True)

    def search_person(self, person_id: int) -> None:
        """Show the photos of a person."""

        def then(people: list[Person]) -> None:
            completer = Completer(people)
            if person_id in completer.titles:
                self.show_query(completer.written(person_id))

        self._client.ask(lambda library: library.people(), then, owner=self)

    def focus_search(self) -> None:
        """Put the keyboard into the search bar."""
        self._bar.field.setFocus()
        self._bar.field.selectAll()

    def _escape(self) -> None:
        if self._bar.hide_list():
            return
        if self.query():
            self._bar.clear()
        else:
            self._list.setFocus()

    def _asked(self, text: str, finished: bool) -> None:
        if text.strip():
            self._search.ask(text, finished)
            return
        self._search.drop()
        self._bar.clear_error()
        if self._found is not None:
            self._found = None
            self._show(self._all)
            self._list.go_back(self._before_search)
        self._show_strip([])

    def _search_again(self) -> None:
        if self.query().strip():
            self._search.ask(self.query(), not self._bar.field.text().strip())

    def _got_found(self, found: Found, finished: bool) -> None:
        self._bar.clear_error()
        if finished:
            self._bar.show_query(found.query)
        before = self._found
        if before is None:
            self._before_search = self._list.place()
        self._found = found
        photos = self._all.only(found.photo_ids)
        self._show(photos)
        if before is None or before.query != found.query:
            self._list.to_top()
        if not len(photos):
            words = sentence(found.query)
            self._nothing.set_words(_detail(0, words), self._what_to_do(found.query))
            self._shown.setCurrentIndex(1)

    def _what_to_do(self, query: All) -> str:
        if len(query.terms) + query.only > 1:
            return tr(
                "Take out one of the conditions above with its cross or the Backspace key, or see all photos."
            )
        return tr("Look for something else above, or see all photos.")

    # -- people to filter by ------------------------------------------------------------------------
    def _people_known(self) -> None:
        self._bar.set_completer(self._search.completer)
        self._show_strip([])

    def _show_strip(self, counted: list[tuple[int, int]]) -> None:
        """Who is in the photos; where that was not counted: who is in most of all."""
        completer = self._search.completer
        chosen = [person for name in self._bar.query.names() for person in name.person_ids]
        numbers = dict(counted) or {one.id: one.photos for one in completer.named}
        order = [*dict.fromkeys(chosen), *(person for person in numbers if person not in chosen)]
        rows = []
        for person_id in order[:MOST]:
            person = completer.by_id.get(person_id)
            if person is not None and person.name and (person_id in chosen or numbers[person_id]):
                detail = tr("%n photo(s)", None, numbers.get(person_id, person.photos))
                rows.append((person_id, completer.titles[person_id], person.cover_face_id, detail))
        self._strip.show_people(rows, chosen)

    def _toggle_person(self, person_id: int, on: bool) -> None:
        if on:
            self._add_person(person_id)
        else:
            query = self._bar.query
            self._bar.replace(leaving_out(query, person_id))

    def _add_person(self, person_id: int, *, without: bool = False, only: bool = False) -> None:
        query = leaving_out(self._bar.query, person_id)
        name = named(self._search.completer.titles[person_id])
        term = replace(name, person_ids=(person_id,))
        self._bar.replace(All((*query.terms, Not(term) if without else term), query.only or only))

    def _choose_span(self, span: Span) -> None:
        self._span_chosen = True
        self._set_span(span)

    def _set_span(self, span: Span) -> None:
        self._spans.choose(span)
        self._model.set_span(span)

    # -- captions -----------------------------------------------------------------------------------
    def _in_sight(self, first: int, last: int) -> None:
        self._seen = (first, last)
        self._captions.start()

    def _ask_captions(self) -> None:
        first, last = self._seen
        wanted = self._model.without_caption(range(first, last + 1))
        if not wanted or not self.isVisible():
            return
        part = wanted[:_CAPTIONS_AT_ONCE]

        def count(library: Library) -> dict[int, Caption]:
            return {photo_id: caption_of(library.faces_of_photo(photo_id)) for photo_id in part}

        def got(captions: dict[int, Caption]) -> None:
            self._model.set_captions(captions)
            if len(wanted) > len(part):
                self._captions.start()

        self._client.ask(count, got, owner=self)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.open_photo.emit(self._model.id_of(index.row()))


def _detail(number: int, which: str) -> str:
    if not number:
        return tr("No photos {which}", which=which) if which else tr("No photos")
    return tr("%n photo(s) {which}", None, number, which=which) if which else tr("%n photo(s)", None, number)
