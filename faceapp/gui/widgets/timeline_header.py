"""Paints the headlines of a timeline: the time of each section, and how many photos it has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from faceapp.gui import style
from faceapp.gui.language import tr
from faceapp.gui.models.photos_model import Section
from faceapp.gui.widgets.timeline_layout import HEADER, MARGIN


def paint_headers(
    painter: QPainter,
    view: QWidget,
    sections: Sequence[Section],
    tops: Sequence[int],
    offset: int,
    turned: Callable[[QRect], QRect],
) -> None:
    """Paint the headlines in sight, the one of what is at the top of the viewport staying there.

    Args:
        painter: Of the viewport.
        view: The viewport.
        sections: All of them.
        tops: Where the headline of each lies in the contents.
        offset: How far they are scrolled.
        turned: Mirrors where one reads from right to left.
    """
    if not tops:
        return
    stuck = max(bisect_right(tops, offset) - 1, 0)
    for number in range(stuck, len(sections)):
        top = tops[number] - offset
        if top > view.height():
            break
        if number == stuck:
            following = tops[number + 1] - offset if number + 1 < len(sections) else view.height()
            top = min(max(top, 0), following - HEADER)
            ground = QColor(view.palette().color(QPalette.ColorRole.Base))
            ground.setAlpha(236)
            painter.fillRect(QRect(0, top, view.width(), HEADER), ground)
        _paint_header(painter, view, sections[number], top, turned)


def _paint_header(
    painter: QPainter, view: QWidget, section: Section, top: int, turned: Callable[[QRect], QRect]
) -> None:
    palette = view.palette()
    place = QRectF(MARGIN, top, view.width() - 2 * MARGIN, HEADER)
    painter.setFont(style.font(style.Size.HEADING, QFont.Weight.DemiBold))
    painter.setPen(palette.color(palette.ColorRole.Text))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    used = painter.boundingRect(place, int(flags), section.title)
    painter.drawText(place, int(flags), section.title)
    painter.setFont(style.font(style.Size.BODY))
    painter.setPen(palette.color(palette.ColorRole.PlaceholderText))
    count = tr("%n photo(s)", None, section.count)
    beside = round(used.width()) + 12
    rest = turned(QRect(MARGIN + beside, top + 2, round(place.width()) - beside, HEADER - 2))
    painter.drawText(QRectF(rest), int(flags), count)
