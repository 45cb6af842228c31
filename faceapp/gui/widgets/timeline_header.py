"""Paints the headline of a section of the timeline: its time, and how many photos it has."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from faceapp.gui import style
from faceapp.gui.language import tr
from faceapp.gui.models.photos_model import Section
from faceapp.gui.widgets.timeline_layout import HEADER, MARGIN


def paint_header(
    painter: QPainter, view: QWidget, section: Section, top: int, turned: Callable[[QRect], QRect]
) -> None:
    """Paint one headline at a height of a viewport; ``turned`` mirrors where one reads from right to left."""
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
