"""How a face's box looks on a photo: frame, name and, for a suggestion, tick and cross.

The colours are those of the box, not of the window: they lie on photos of any brightness, so every frame
has a dark line beside the bright one and every label its own background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState
from faceapp.gui import style
from faceapp.gui.language import tr


class BoxKind(StrEnum):
    """What the app knows about a face, as a colour."""

    CONFIRMED = "confirmed"
    AUTOMATIC = "automatic"
    SUGGESTED = "suggested"
    UNKNOWN = "unknown"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class FaceBox:
    """One box to draw.

    Attributes:
        face_id: Comes back in the canvas' signals.
        box: Pixels of the full upright photo.
        label: Said under the box.
        kind: Its colour.
        question: Whether tick and cross are offered.
        quiet: Drawn only while hovered or selected.
        tip: More about the face, as a tool tip.
    """

    face_id: int
    box: Box
    label: str
    kind: BoxKind = BoxKind.UNKNOWN
    question: bool = False
    quiet: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class _Ink:
    frame: QColor
    fill: QColor
    text: QColor


_WHITE, _BLACK = QColor(255, 255, 255), QColor(20, 20, 22)
INKS = {
    BoxKind.CONFIRMED: _Ink(QColor(52, 199, 110), QColor(22, 115, 60), _WHITE),
    BoxKind.AUTOMATIC: _Ink(QColor(90, 170, 255), QColor(20, 90, 180), _WHITE),
    BoxKind.SUGGESTED: _Ink(QColor(255, 200, 60), QColor(255, 205, 75), _BLACK),
    BoxKind.UNKNOWN: _Ink(QColor(245, 245, 247), QColor(40, 40, 44, 225), _WHITE),
    BoxKind.ASIDE: _Ink(QColor(190, 190, 196), QColor(70, 70, 76, 225), _WHITE),
}

_RADIUS = 7.0
_LABELLED = 18.0
"""Pixels on the screen: narrower faces show their label only when hovered or chosen."""
_PAD = 7.0
_GAP = 5.0


def face_label(face: Face) -> tuple[str, BoxKind]:
    """The words under a face's box, and its colour."""
    match face.state:
        case FaceState.CONFIRMED:
            return face.name or tr("Unnamed"), BoxKind.CONFIRMED
        case FaceState.AUTOMATIC:
            return face.name or tr("Unnamed"), BoxKind.AUTOMATIC
        case FaceState.SUGGESTED:
            return f"{face.suggested_name or tr('Known')}?", BoxKind.SUGGESTED
        case FaceState.STRANGER:
            return tr("Stranger"), BoxKind.ASIDE
        case FaceState.NOT_A_FACE:
            return tr("Not a face"), BoxKind.ASIDE
        case _:
            return tr("Unknown"), BoxKind.UNKNOWN


def likelihood(probability: float | None) -> str:
    """How sure the app is, in words a person would use."""
    if probability is None:
        return ""
    if probability >= 0.98:
        return tr("Almost certainly")
    if probability >= 0.9:
        return tr("Very likely")
    if probability >= 0.7:
        return tr("Likely")
    if probability >= 0.5:
        return tr("Maybe")
    return tr("A guess")


def percent(probability: float) -> str:
    """A probability as people write it; never 100 %, because it is not."""
    if probability > 0.99:
        return tr("over 99 %")
    return tr("{number} %", number=max(round(probability * 100), 1))


def state_words(face: Face) -> str:
    """How a face came by its name, in words."""
    sure = "" if face.probability is None else f", {percent(face.probability)}"
    match face.state:
        case FaceState.CONFIRMED:
            return tr("Confirmed by you")
        case FaceState.AUTOMATIC:
            return tr("Sorted automatically", "one face") + sure
        case FaceState.SUGGESTED:
            return (likelihood(face.probability) or tr("Suggested")) + sure
        case FaceState.GROUPED:
            return tr("In a group without a name")
        case FaceState.SINGLE:
            return tr("Not like anyone named")
        case FaceState.STRANGER:
            return tr("Set aside by you")
        case FaceState.NOT_A_FACE:
            return tr("Set aside by you")


def face_box(face: Face) -> FaceBox:
    """The box of a face of the library."""
    label, kind = face_label(face)
    return FaceBox(
        face.id,
        face.box,
        label,
        kind,
        question=face.state is FaceState.SUGGESTED,
        quiet=face.state is FaceState.NOT_A_FACE,
        tip=f"{label}: {state_words(face)}",
    )


class BoxPainter:
    """Draws boxes and remembers where the answers of suggestions lie."""

    def __init__(self) -> None:
        self.answers: dict[int, tuple[QRectF, QRectF]] = {}

    def answer_at(self, place: QPointF) -> tuple[int, bool] | None:
        """The face and answer whose tick or cross is at a place."""
        for face_id, (yes, no) in self.answers.items():
            if yes.contains(place):
                return face_id, True
            if no.contains(place):
                return face_id, False
        return None

    def paint(
        self,
        painter: QPainter,
        boxes: Sequence[tuple[FaceBox, QRectF]],
        bounds: QRectF,
        *,
        selected: int | None,
        emphasis: int | None,
    ) -> None:
        """Draw boxes at their places on the widget; the emphasised one last, above the others.

        Args:
            painter: Antialiased, of the widget.
            boxes: Each with its rectangle on the widget.
            bounds: Labels are kept inside.
            selected: Its frame is thicker.
            emphasis: Hovered or selected: its label is shown even where labels would be too dense.
        """
        self.answers = {}
        for face, rect in sorted(boxes, key=lambda one: (one[0].face_id == emphasis, -one[1].width())):
            strong = face.face_id in (emphasis, selected)
            self._frame(painter, face, rect, strong)
        taken: list[QRectF] = []
        # Labels from the emphasised face outwards: where two would overlap, the later one moves or goes.
        for face, rect in sorted(boxes, key=lambda one: (one[0].face_id != emphasis, -one[1].width())):
            self._label(painter, face, rect, bounds, taken, must=face.face_id in (emphasis, selected))

    def _frame(self, painter: QPainter, face: FaceBox, rect: QRectF, strong: bool) -> None:
        ink = INKS[face.kind]
        radius = min(_RADIUS, rect.width() / 4)
        width = 3.0 if strong else 2.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 130), width + 2.0))
        painter.drawRoundedRect(rect, radius, radius)
        dashed = face.kind in (BoxKind.SUGGESTED, BoxKind.ASIDE)
        pen = QPen(ink.frame, width)
        if dashed:
            pen.setDashPattern([4.0, 2.5])
        painter.setPen(pen)
        painter.drawRoundedRect(rect, radius, radius)
        if strong:
            painter.setPen(QPen(QColor(255, 255, 255, 230), 1.0))
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)

    def _label(
        self,
        painter: QPainter,
        face: FaceBox,
        rect: QRectF,
        bounds: QRectF,
        taken: list[QRectF],
        *,
        must: bool,
    ) -> None:
        if rect.width() < _LABELLED and not must:
            return  # in a crowd, labels of tiny faces would hide more than they say
        ink = INKS[face.kind]
        font = style.font(style.Size.BODY, QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        height = metrics.height() + _GAP
        buttons = height * 2 + _GAP if face.question and (rect.width() >= 44 or must) else 0.0
        # First the whole name; where there is no room for it, as much as the face is wide.
        for longest in (max(rect.width() * 1.25, 170.0), max(rect.width() * 1.1, 64.0)):
            text = metrics.elidedText(face.label, Qt.TextElideMode.ElideRight, longest)
            width = metrics.horizontalAdvance(text) + 2 * _PAD
            whole = QRectF(0, 0, width + buttons, height)
            place = self._place(whole, rect, bounds, taken)
            if place is not None:
                break
        if place is None:
            if not must:
                return
            place = self._inside(whole, rect.center().x(), rect.bottom() + _GAP, bounds)
        taken.append(place)
        pill = QRectF(place.left(), place.top(), width, height)
        painter.setPen(QPen(QColor(0, 0, 0, 90), 1.0))
        painter.setBrush(ink.fill)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(ink.text)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        if buttons:
            yes = QRectF(pill.right() + _GAP / 2, place.top(), height, height)
            no = yes.translated(height + _GAP / 2, 0)
            self.answers[face.face_id] = (yes, no)
            _round_button(painter, yes, QColor(22, 115, 60), tick=True)
            _round_button(painter, no, QColor(178, 42, 42), tick=False)

    def _place(self, label: QRectF, rect: QRectF, bounds: QRectF, taken: list[QRectF]) -> QRectF | None:
        """Below the box, else above it; None where both would cover another label."""
        below, above = rect.bottom() + _GAP, rect.top() - _GAP - label.height()
        order = (below, above) if below + label.height() <= bounds.bottom() else (above, below)
        for top in order:
            place = self._inside(label, rect.center().x(), top, bounds)
            if not any(place.intersects(other) for other in taken):
                return place
        return None

    @staticmethod
    def _inside(label: QRectF, middle: float, top: float, bounds: QRectF) -> QRectF:
        left = min(max(middle - label.width() / 2, bounds.left() + 2), bounds.right() - label.width() - 2)
        top = min(max(top, bounds.top() + 2), bounds.bottom() - label.height() - 2)
        return QRectF(left, top, label.width(), label.height())


def _round_button(painter: QPainter, place: QRectF, fill: QColor, *, tick: bool) -> None:
    painter.setPen(QPen(QColor(255, 255, 255, 220), 1.5))
    painter.setBrush(fill)
    painter.drawEllipse(place.adjusted(0.75, 0.75, -0.75, -0.75))
    mark = place.adjusted(*(place.width() * share for share in (0.32, 0.32, -0.32, -0.32)))
    path = QPainterPath()
    if tick:
        path.moveTo(mark.left(), mark.center().y())
        path.lineTo(mark.left() + mark.width() * 0.38, mark.bottom())
        path.lineTo(mark.right(), mark.top())
    else:
        path.moveTo(mark.topLeft())
        path.lineTo(mark.bottomRight())
        path.moveTo(mark.topRight())
        path.lineTo(mark.bottomLeft())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(
            QColor(255, 255, 255),
            2.0,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
    )
    painter.drawPath(path)
