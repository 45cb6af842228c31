"""The years at the right edge of Photos: where they lie, and how one gets to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show
from painted import Painted
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.models import Photo
from faceapp.core.timeline import Listed, Timeline
from faceapp.gui.models.photos_model import Month, months_of
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.widgets.timeline_scrubber import TimelineScrubber
from faceapp.library.library import Library

LEFT = Qt.MouseButton.LeftButton


def photo(number: int, when: datetime | None) -> Photo:
    return Photo(number, f"identity {number}", 400, 300, when, (f"/album/{number}.jpg",))


def many(undated: int = 0) -> list[Photo]:
    """240 photos in January and July of 2020, 60 of 2019, 300 of March 2010, newest first."""
    dates: list[datetime | None] = []
    for year, month, number in ((2020, 7, 120), (2020, 1, 120), (2019, 5, 60), (2010, 3, 300)):
        dates += [datetime(year, month, 1, 12)] * number
    return [photo(n, when) for n, when in enumerate([*dates, *[None] * undated], start=1)]


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, []) as everything:
        yield everything


def opened(
    album: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, photos: Sequence[Photo]
) -> PhotosView:
    monkeypatch.setattr(Library, "timeline", lambda self, of=None: Timeline.of(photos))
    view = PhotosView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    show(view, qtbot)
    qtbot.waitUntil(lambda: view._model.rowCount() == len(photos))
    return view


@pytest.fixture
def view(album: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> PhotosView:
    return opened(album, qtbot, monkeypatch, many(undated=30))


def top_month(view: PhotosView) -> str:
    return view._scrubber.month_at(view._list.verticalScrollBar().value())


def headline(view: PhotosView) -> Listed:
    """The first photo of the line at the top."""
    line = next(iter(view._list._lines_in_sight(view._list.verticalScrollBar().value() + 60)))
    return view._model.photo(line.first)


def test_months_of_photos() -> None:
    assert months_of(Timeline.of(many(undated=1))) == [
        Month(2020, 7, 0),
        Month(2020, 1, 120),
        Month(2019, 5, 240),
        Month(2010, 3, 300),
        Month(0, 0, 600),
    ]
    assert months_of(Timeline.of([])) == []


def test_years_lie_as_far_apart_as_their_photos(view: PhotosView) -> None:
    scrubber = view._scrubber
    assert scrubber.isVisible()
    years = dict(scrubber.years())
    assert list(years) == ["2020", "2019", "2010", "–"]
    newest, middle, oldest = (years[year] for year in ("2020", "2019", "2010"))
    assert (middle - newest) / (oldest - middle) == pytest.approx(240 / 60, rel=0.2)
    assert 0 < newest < oldest < scrubber.height()


def test_a_click_and_a_drag_jump(view: PhotosView, qtbot: QtBot) -> None:
    scrubber = view._scrubber
    years = dict(scrubber.years())
    qtbot.mousePress(scrubber, LEFT, pos=QPoint(40, round(years["2019"]) + 2))
    assert top_month(view) == "May 2019"
    assert headline(view).taken_at == datetime(2019, 5, 1, 12)
    assert scrubber.label.isVisible()
    assert scrubber.label.text() == "May 2019"
    qtbot.mouseMove(scrubber, QPoint(40, round(years["2010"]) + 30))
    assert scrubber.label.text() == "March 2010"
    assert headline(view).taken_at == datetime(2010, 3, 1, 12)
    assert scrubber.label.geometry().right() < scrubber.geometry().left()
    qtbot.mouseMove(scrubber, QPoint(40, -500))  # beyond the end
    assert view._list.verticalScrollBar().value() == 0
    qtbot.mouseRelease(scrubber, LEFT, pos=QPoint(40, -500))
    assert not scrubber.label.isVisible()


def test_keys(view: PhotosView, qtbot: QtBot) -> None:
    scrubber = view._scrubber
    scrubber.setFocus(Qt.FocusReason.TabFocusReason)
    assert scrubber.hasFocus()
    seen = []
    for key in (
        *(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown),
        *(Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_Home),
    ):
        qtbot.keyClick(scrubber, key)
        seen.append(top_month(view))
    assert seen == [
        *("January 2020", "May 2019", "January 2020", "May 2019", "March 2010"),
        *("May 2019", "July 2020", "July 2020"),
    ]
    qtbot.keyClick(scrubber, Qt.Key.Key_End)
    bar = view._list.verticalScrollBar()
    assert bar.value() == bar.maximum() or top_month(view) == "No date"
    assert scrubber.accessibleDescription() == top_month(view)
    qtbot.keyClick(scrubber, Qt.Key.Key_Tab)
    assert not scrubber.label.isVisible()


def test_it_follows_the_list(view: PhotosView) -> None:
    view._list.show_photo(450)
    assert top_month(view) == "March 2010"
    assert view._scrubber.accessibleDescription() == "March 2010"
    before = view._scrubber.years()
    view._list.change_size(-2)
    assert view._scrubber.years() != before
    assert view._scrubber._tops == [view._list.top_of(month.first) for month in view._model.months()]


def test_the_wheel_scrolls_the_list(view: PhotosView) -> None:
    place = QPointF(20, 200)
    wheel = QWheelEvent(
        place,
        view._scrubber.mapToGlobal(place),
        QPoint(0, -240),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view._scrubber, wheel)
    assert view._list.verticalScrollBar().value() > 0


@pytest.mark.parametrize("photos", [[photo(n, None) for n in range(1, 200)], many()[:40], many()[-3:]])
def test_nothing_where_years_are_of_no_use(
    album: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, photos: list[Photo]
) -> None:
    view = opened(album, qtbot, monkeypatch, photos)
    assert not view._scrubber.isVisible()
    assert view._list.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn


def test_a_large_album_is_still_laid_out_once(
    album: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[int] = []
    refresh = TimelineScrubber.refresh
    monkeypatch.setattr(
        TimelineScrubber,
        "refresh",
        lambda self: (laid.append(self._list.photos().rowCount()), refresh(self))[1],
    )
    view = opened(album, qtbot, monkeypatch, [])
    monkeypatch.setattr(Library, "timeline", lambda self, of=None: Timeline.of(many()))
    view._reload()
    qtbot.waitUntil(lambda: view._model.rowCount() == 600)
    QApplication.sendPostedEvents()
    assert [count for count in laid if count] == [600]


def test_within_a_year_scrolling_paints_only_the_mark(view: PhotosView) -> None:
    scrubber, bar = view._scrubber, view._list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    painted = Painted(scrubber)
    bar.setValue(bar.value() + 400)
    QApplication.processEvents()
    assert 0 < painted.region.boundingRect().right() < 22
    assert painted.region.contains(scrubber._handle())


def test_another_year_is_written_bold_at_once(view: PhotosView) -> None:
    scrubber, bar = view._scrubber, view._list.verticalScrollBar()
    bar.setValue(0)
    QApplication.processEvents()
    painted = Painted(scrubber)
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    assert painted.region.contains(scrubber.rect())


def test_the_words_beside_a_place_lay_out_no_page(view: PhotosView, qtbot: QtBot) -> None:
    laid: list[QEvent] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.LayoutRequest:
                laid.append(event)
            return False

    scrubber, watch = view._scrubber, Watch(view)
    for share in (0.1, 0.2, 0.3, 0.6, 0.8, 0.9):
        if share == 0.6:  # all is at rest
            view.installEventFilter(watch)
        qtbot.mouseClick(scrubber, LEFT, pos=QPoint(20, round(share * scrubber.height())))
        QApplication.processEvents()
    assert not laid
