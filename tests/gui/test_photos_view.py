"""Photos: the timeline, its layout, its keys, and how it behaves with many."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from gui_albums import Opened, opened_squares, show, words_of
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from squares import Squares, people, save

from faceapp.core.changes import EVERYTHING
from faceapp.core.models import Photo
from faceapp.core.timeline import Timeline
from faceapp.gui.models.photos_model import (
    Caption,
    PhotoRole,
    PhotosModel,
    Section,
    Span,
    fitting_span,
)
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.widgets.timeline_layout import MARGIN, justify
from faceapp.gui.widgets.timeline_list import TimelineList
from faceapp.library.library import Library

START = datetime(2026, 8, 14, 12, 0)


def photo(number: int, when: datetime | None, width: int = 400, height: int = 300) -> Photo:
    return Photo(number, f"identity {number}", width, height, when, (f"/album/{number}.jpg",))


def many(count: int, each_day: int = 7) -> list[Photo]:
    return [photo(n, START - timedelta(days=n // each_day), 300 + n % 5 * 100) for n in range(count)]


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    photos = [*people(2, 4), [(0, 5), (1, 5), (2, 0)]]
    with opened_squares(squares, tmp_path, photos) as everything:
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> PhotosView:
    view = PhotosView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(900, 600)
    show(view, qtbot)
    return view


# -- model ----------------------------------------------------------------------------------------------
def test_model(qtmodeltester: ModelTester) -> None:
    model = PhotosModel()
    model.set_photos(Timeline.of([*many(20), photo(99, None)]))
    qtmodeltester.check(model)


def test_a_large_album_is_laid_out_once(album: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[int] = []

    def counted(sections: Sequence[Section], *rest: Any) -> Any:
        laid.append(sum(section.count for section in sections))
        return justify(sections, *rest)

    monkeypatch.setattr("faceapp.gui.widgets.timeline_list.justify", counted)
    with monkeypatch.context() as before:
        before.setattr(Library, "timeline", lambda self: Timeline.of([]))
        view = PhotosView(album.client, album.thumbnails)
        qtbot.addWidget(view)
        view.resize(900, 600)
        show(view, qtbot)
    album.client.changed.emit(EVERYTHING)
    qtbot.waitUntil(lambda: len(view.photo_ids()) == 9)
    assert [count for count in laid if count] == [9]


def test_sections_cover_all_rows_in_order() -> None:
    model = PhotosModel()
    model.set_photos(Timeline.of([*many(16), photo(99, None)]))
    titles = [section.title for section in model.sections()]
    assert titles[0] == "Friday, 14 August 2026"
    assert titles[-1] == "No date"
    assert [section.count for section in model.sections()] == [7, 7, 2, 1]
    model.set_span(Span.MONTH)
    assert [section.title for section in model.sections()] == ["August 2026", "No date"]
    model.set_span(Span.YEAR)
    assert model.sections()[0] == Section(2026, 0, 16)


@pytest.mark.parametrize(
    ("photos", "span"),
    [
        (many(70, each_day=7), Span.DAY),
        (many(70, each_day=1), Span.MONTH),
        ([photo(n, START - timedelta(days=200 * n)) for n in range(60)], Span.YEAR),
        ([photo(1, None)], Span.DAY),
        ([], Span.DAY),
    ],
)
def test_span_fits_the_album(photos: list[Photo], span: Span) -> None:
    assert fitting_span(Timeline.of(photos)) is span


def test_captions_are_asked_for_once() -> None:
    model = PhotosModel()
    model.set_photos(Timeline.of(many(3)))
    assert model.without_caption(range(5)) == [0, 1, 2]
    model.set_captions({1: Caption(2, ("Anna",))})
    assert model.without_caption(range(5)) == [0, 2]
    assert model.index(1).data(PhotoRole.COUNT) == 2
    assert "Anna" in model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)


def test_nothing_found_after_nothing_found(qtbot: QtBot) -> None:
    """Two searches without an answer; each keeps the paths of what it looked through."""
    model = PhotosModel()
    told: list[QModelIndex] = []
    model.dataChanged.connect(lambda first, *_: told.append(first))
    for count in (3, 4):
        looked_through = [photo(one, None) for one in range(count)]
        model.set_photos(Timeline.of(looked_through).only([]))
        assert model.rowCount() == 0
    assert told == []


def test_same_photos_touch_nothing(qtbot: QtBot) -> None:
    model = PhotosModel()
    model.set_photos(Timeline.of(many(5)))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.assertNotEmitted(model.dataChanged):
        model.set_photos(Timeline.of(many(5)))


def test_who_clears_a_search_sees_the_layout_of_before(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[int] = []

    def counted(sections: Sequence[Section], *rest: Any) -> Any:
        laid.append(sum(section.count for section in sections))
        return justify(sections, *rest)

    monkeypatch.setattr("faceapp.gui.widgets.timeline_list.justify", counted)
    model, grid = PhotosModel(), TimelineList()
    qtbot.addWidget(grid)
    grid.setModel(model)
    grid.resize(900, 600)
    grid.show()
    everything = Timeline.of(many(40))

    def shown(photos: Timeline) -> None:
        """As in a list that never showed anything else."""
        model.set_photos(photos)
        fresh = PhotosModel()
        fresh.set_span(model.sections_by)
        fresh.set_photos(photos)
        assert (model.sections(), model.months()) == (fresh.sections(), fresh.months())
        assert model.ratios() == fresh.ratios()
        width = grid.viewport().width() - 2 * MARGIN
        assert grid._lines == justify(fresh.sections(), fresh.ratios(), width, 170)[0]

    shown(everything)
    del laid[:]
    for letters in range(3):
        shown(everything.only(range(letters, 20)))
    shown(everything)
    assert laid == [20, 19, 18]
    grid.resize(500, 600)  # nothing of another width is taken for this one
    shown(everything.only(range(5)))
    shown(everything)
    model.set_span(Span.YEAR)
    shown(everything)
    shown(Timeline.of(many(40)))  # the same photos, read anew
    assert model.rowCount() == 40
    del laid[:]
    everything = Timeline.of([replace(one, width=100) for one in many(41)])
    shown(everything)
    assert laid == [41]
    assert [one.photos() for one in model._known].count(None) == 0  # what nobody has is let go


# -- layout ---------------------------------------------------------------------------------------------
def test_rows_fill_the_width_and_keep_every_photo() -> None:
    ratios = [0.5, 1.0, 1.5, 2.6, 0.75] * 40
    lines, headers, height = justify([Section(2026, 0, 120), Section(2025, 120, 80)], ratios, 900, 170)
    assert [row for line in lines for row in range(line.first, line.first + line.length)] == list(range(200))
    assert len(headers) == 2
    assert height > lines[-1].top + lines[-1].height
    for line in lines[:-1]:
        wide = sum(ratios[line.first : line.first + line.length]) * line.height + 4 * (line.length - 1)
        assert wide <= 900
        assert line.height <= 170
        if line.first + line.length != 120:
            assert wide > 900 - line.length - sum(ratios[line.first : line.first + line.length])


def test_two_hundred_thousand_photos_lay_out_at_once(qtbot: QtBot) -> None:
    model = PhotosModel()
    model.set_photos(Timeline.of(many(200_000, each_day=40)))
    grid = TimelineList()
    qtbot.addWidget(grid)
    grid.resize(1000, 700)
    started = time.thread_time()  # of this thread: other work on the machine does not count
    grid.setModel(model)
    grid.show()
    grid.resize(900, 700)
    assert time.thread_time() - started < 5.0
    grid.setCurrentIndex(model.index(199_999))
    assert grid.viewport().rect().contains(grid.visualRect(model.index(199_999)))


# -- view -----------------------------------------------------------------------------------------------
def test_shows_photos_and_counts_faces(view: PhotosView, qtbot: QtBot, album: Opened) -> None:
    assert "9 photos" in words_of(view)
    row = view._model.row_of(album.photo("008.png"))
    assert row is not None
    index = view._model.index(row)
    qtbot.waitUntil(lambda: index.data(PhotoRole.COUNT) == 3)


def test_names_follow_decisions(view: PhotosView, qtbot: QtBot, album: Opened) -> None:
    album.name_groups("Anna", "Ben")
    row = view._model.row_of(album.photo("000.png"))
    assert row is not None
    index = view._model.index(row)
    qtbot.waitUntil(lambda: len(index.data(PhotoRole.NAMES) or ()) == 1)
    assert "Anna" in index.data(Qt.ItemDataRole.ToolTipRole) or "Ben" in index.data(
        Qt.ItemDataRole.ToolTipRole
    )


def test_enter_and_double_click_open(view: PhotosView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.open_photo) as opened:
        qtbot.keyClick(view._list, Qt.Key.Key_Return)
    assert opened.args == [view.photo_ids()[0]]
    rect = view._list.visualRect(view._model.index(2))
    with qtbot.waitSignal(view.open_photo) as opened:
        qtbot.mouseClick(view._list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
        qtbot.mouseDClick(view._list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert opened.args == [view.photo_ids()[2]]


def test_arrows_move_across_rows(view: PhotosView, qtbot: QtBot) -> None:
    view.resize(420, 600)
    grid = view._list
    grid.setCurrentIndex(view._model.index(0))
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.currentIndex().row() == 1
    above = grid.visualRect(grid.currentIndex())
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    below = grid.visualRect(grid.currentIndex())
    assert below.top() > above.top()
    assert abs(below.center().x() - above.center().x()) < 200
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.currentIndex().row() == 8
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.currentIndex().row() == 0


def test_every_place_finds_its_photo(view: PhotosView) -> None:
    for row in range(view._model.rowCount()):
        rect = view._list.visualRect(view._model.index(row))
        assert view._list.indexAt(rect.center()).row() == row


def test_new_photos_do_not_move_what_is_looked_at(
    view: PhotosView, album: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    view.resize(300, 300)
    bar = view._list.verticalScrollBar()
    bar.setValue(bar.maximum())
    looked_at = view._list.indexAt(view._list.viewport().rect().center())
    photo_id, top = view._model.photo(looked_at.row()).id, view._list.visualRect(looked_at).top()
    view._model.set_photos(Timeline.of([photo(9000, START), *album.library.photos()]))
    row = view._model.row_of(photo_id)
    assert row is not None
    assert abs(view._list.visualRect(view._model.index(row)).top() - top) <= 2


def test_a_scan_adds_photos(view: PhotosView, album: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    save(tmp_path / "album" / "new.png", [(3, 3)], 200)
    album.library.scan([tmp_path / "album"])
    qtbot.waitUntil(lambda: len(view.photo_ids()) == 10)


def test_empty_library_says_what_to_do(squares: Squares, tmp_path: Path, qtbot: QtBot) -> None:
    with opened_squares(squares, tmp_path, []) as everything:
        view = PhotosView(everything.client, everything.thumbnails)
        qtbot.addWidget(view)
        view.show()
        view.activated()
        assert "No photos yet" in words_of(view)
        with qtbot.waitSignal(view.add_folder):
            qtbot.mouseClick(view._empty.button, Qt.MouseButton.LeftButton)
