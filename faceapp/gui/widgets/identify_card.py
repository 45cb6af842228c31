"""One answer of Identify: the picture with its boxes, and each face beside the nearest confirmed one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.models import IdentifiedFace, Match
from faceapp.core.said import listed
from faceapp.gui import icons, style
from faceapp.gui.delegates.painting import paint_picture
from faceapp.gui.language import decimal_words, shown, tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader, rounded
from faceapp.gui.widgets.face_boxes import BoxKind, FaceBox, likelihood, percent
from faceapp.gui.widgets.flow_layout import FlowLayout
from faceapp.gui.widgets.photo_canvas import PhotoCanvas

_CROP = 84
_RADIUS = 12
_PICTURE_WIDTH = 380
_LEAST_WIDTH = 200
_PICTURE_HEIGHT = 300
_SURE = 0.98
"""From here on the name is said without a question mark, as on the photos of the library."""


class RoundPicture(QWidget):
    """A small picture with round corners: pixels of its own, or the crop of a face of the library."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_CROP, _CROP)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self._image: QImage | None = None
        self._thumbnails: ThumbnailLoader | None = None
        self._face_id = 0

    def show_image(self, image: QImage) -> None:
        """Show pixels, filling the square."""
        self._image = image
        self.update()

    def show_face(self, thumbnails: ThumbnailLoader, face_id: int) -> None:
        """Show the crop of a face of the library, now or when it is there."""
        self._thumbnails, self._face_id = thumbnails, face_id
        thumbnails.loaded.connect(self._loaded)
        self.update()

    def _loaded(self, key: tuple[str, int]) -> None:
        if key == ("face", self._face_id):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        ratio = self.devicePixelRatioF()
        pixmap: QPixmap | None = None
        if self._thumbnails is not None:
            pixmap = self._thumbnails.pixmap(("face", self._face_id), _CROP, ratio, _RADIUS)
        elif self._image is not None:
            side = round(_CROP * ratio)
            square = self._image.scaled(
                side,
                side,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            pixmap = QPixmap.fromImage(rounded(square, _RADIUS * ratio))
            pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        theme = style.theme_of(QGuiApplication.palette())
        paint_picture(painter, QRect(0, 0, _CROP, _CROP), pixmap, _RADIUS, theme, ratio)
        painter.end()


class AnswerRow(QWidget):
    """One face of the picture: who, how sure, why."""

    open_person = Signal(int)
    said = Signal(object, int, str)
    """The user says who it is: the face's box, the person and their name."""
    asked = Signal(object)
    """The user wants to say who it is: the face's box."""

    def __init__(
        self,
        face: IdentifiedFace,
        crop: QImage,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._box = face.box
        self.of_album: list[QPushButton] = []
        """Buttons that need the picture to have a file."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        own = RoundPicture(tr("The face in this picture"), self)
        own.show_image(crop)
        words = QVBoxLayout()
        words.setSpacing(3)
        best = face.matches[0] if face.matches else None
        if best is not None:
            nearest = RoundPicture(tr("The most similar confirmed face of {name}", name=best.name), self)
            nearest.show_face(thumbnails, best.face_id)
            row.addLayout(_captioned(own, tr("This picture")))
            row.addLayout(_captioned(nearest, tr("Confirmed")))
            self._say_who(words, best, face.matches[1:])
        else:
            row.addWidget(own)
            self._say_unknown(words)
        row.addSpacing(6)
        row.addLayout(words, 1)
        row.addStretch(0)

    def _links(self, words: QVBoxLayout, links: Sequence[tuple[str, Callable[[], None], bool]]) -> None:
        """What can be done about the face; those about the album are shown once the picture has a file."""
        row = FlowLayout(spacing=2)  # in a large font they need two lines
        for text, slot, of_album in links:
            link = QPushButton(text, self)
            link.setProperty("kind", "link")
            link.clicked.connect(lambda _=False, slot=slot: slot())
            if of_album:
                link.setToolTip(tr("Takes the picture into the album; can be undone"))
                link.hide()
                self.of_album.append(link)
            row.addWidget(link)
        words.addLayout(row)

    def _say_who(self, words: QVBoxLayout, best: Match, others: Sequence[Match]) -> None:
        name = _label(best.name, "heading", self)
        words.addStretch(1)
        words.addWidget(name)
        sure = f"{likelihood(best.probability)}, {percent(best.probability)}"
        words.addWidget(_label(sure, "label", self))
        meter = QProgressBar(self)
        meter.setRange(0, 1000)
        meter.setValue(round(best.probability * 1000))
        meter.setTextVisible(False)
        meter.setFixedHeight(style.BAR_HEIGHT)
        meter.setMinimumWidth(60)
        meter.setMaximumWidth(220)
        meter.setAccessibleName(tr("How sure: {percent}", percent=percent(best.probability)))
        words.addWidget(meter)
        if others:
            listed = ", ".join(f"{other.name} ({percent(other.probability)})" for other in others)
            words.addWidget(_label(tr("Or {names}", names=listed), "secondary", self))
        meter.setToolTip(
            tr(
                "Right: the most similar confirmed face of {name} (distance {distance}; "
                "0 is the same picture, people differ from about 1)",
                name=best.name,
                distance=decimal_words(best.distance, 2),
            )
        )
        self._links(
            words,
            (
                (tr("Show {name}", name=best.name), lambda: self.open_person.emit(best.person_id), False),
                (
                    tr("Yes, {name}", name=best.name),
                    lambda: self.said.emit(self._box, best.person_id, best.name),
                    True,
                ),
                (tr("Somebody else…"), lambda: self.asked.emit(self._box), True),
            ),
        )
        words.addStretch(1)
        self.setAccessibleName(f"{best.name}, {sure}")

    def _say_unknown(self, words: QVBoxLayout) -> None:
        words.addStretch(1)
        words.addWidget(_label(tr("Unknown"), "heading", self))
        words.addWidget(
            _label(tr("Not like anyone you have named so far. That is an answer, too."), "secondary", self)
        )
        self._links(words, ((tr("Say who it is…"), lambda: self.asked.emit(self._box), True),))
        words.addStretch(1)
        self.setAccessibleName(tr("Unknown: not like anyone you have named so far"))


class IdentifyCard(QFrame):
    """A picture that was asked about; the answer comes when it is known."""

    open_person = Signal(int)
    said = Signal(object, int, str)
    asked = Signal(object)
    """As the rows say."""
    add_wanted = Signal()
    """The picture is to go into the album."""
    dismissed = Signal()

    def __init__(self, title: str, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._thumbnails = thumbnails
        self._image = QImage()
        self._size = QSize()
        self._room = 1000
        self._answer: list[IdentifiedFace] | None = None
        self._answers: list[AnswerRow] = []
        self._has_file = False
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 18)
        column.setSpacing(10)
        head = QHBoxLayout()
        self._title = _label(title, "label", self)
        self._title.setStyleSheet("font-weight: 600;")
        self._summary = _label(tr("Looking for faces…"), "secondary", self)
        self._album = _label("", "secondary", self)
        self._album.hide()
        self.add_button = QPushButton(tr("Add to album"), self)
        self.add_button.setProperty("kind", "link")
        self.add_button.clicked.connect(self.add_wanted)
        self.add_button.hide()
        close = QToolButton(self)
        close.setProperty("kind", "flat")
        close.setAccessibleName(tr("Remove the answer about {title}", title=title))
        close.setToolTip(tr("Remove this answer"))
        close.clicked.connect(self.dismissed)
        icons.attach(close, "close", color="second", size=14)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._summary)
        texts.addWidget(self._album)
        head.addLayout(texts, 1)
        head.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        body = QHBoxLayout()
        body.setSpacing(20)
        self._canvas = PhotoCanvas(self, zoomable=False)
        self._canvas.setFixedSize(_PICTURE_WIDTH, 200)
        self._canvas.hide()
        body.addWidget(self._canvas, 0, Qt.AlignmentFlag.AlignTop)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(14)
        body.addLayout(self._rows, 1)
        column.addLayout(body)
        self.setAccessibleName(title)

    # -- what is known so far -----------------------------------------------------------------------
    def set_picture(self, image: QImage, full_width: int, full_height: int) -> None:
        """The picture itself, possibly smaller than its file."""
        self._image, self._size = image, QSize(full_width, full_height)
        self._canvas.set_picture(image, full_width, full_height)
        self._fit_picture()
        self._canvas.show()

    def fit(self, width: int) -> None:
        """Fit into so many pixels: the picture takes a good third, the words the rest."""
        self._room = width
        self._fit_picture()

    def _fit_picture(self) -> None:
        if not self._size.isEmpty():
            width = min(max(round(self._room * 0.38), _LEAST_WIDTH), _PICTURE_WIDTH)
            fitting = self._size.scaled(QSize(width, _PICTURE_HEIGHT), Qt.AspectRatioMode.KeepAspectRatio)
            self._canvas.setFixedSize(fitting.expandedTo(QSize(60, 40)))

    def set_answer(self, faces: Sequence[IdentifiedFace]) -> None:
        """Who is in it."""
        self._answer = list(faces)
        self._summary.setText(summary(faces))
        self._canvas.set_boxes([_box(number, face) for number, face in enumerate(faces)])
        # Who is known first; among equals as in the picture, from left to right.
        for face in sorted(faces, key=lambda one: not one.matches):
            row = AnswerRow(face, self._crop(face), self._thumbnails, self)
            row.open_person.connect(self.open_person)
            row.said.connect(self.said)
            row.asked.connect(self.asked)
            self._rows.addWidget(row)
            self._answers.append(row)
        self._rows.addStretch(1)
        self._shrink()
        self.setAccessibleDescription(summary(faces))
        self.offer_album(self._has_file)

    def offer_album(self, has_file: bool) -> None:
        """Offer to take the picture into the album; without a file it is saved first."""
        self._has_file = has_file
        self.add_button.setText(tr("Add to album") if has_file else tr("Save and add to album…"))
        self.add_button.setVisible(self._answer is not None and self._album.isHidden())
        for row in self._answers:
            for button in row.of_album:
                button.setVisible(has_file)

    def tell_album(self, words: str) -> None:
        """How far the picture is on its way into the album."""
        self._album.setText(shown(words))
        self._album.setVisible(bool(words))
        self.add_button.hide()

    def set_error(self, words: str) -> None:
        """Why there is no answer, and what to do."""
        self._summary.setText(shown(words))
        self._summary.setProperty("role", "error")
        style.polish(self._summary)
        self.setAccessibleDescription(shown(words))

    @property
    def answer(self) -> list[IdentifiedFace] | None:
        """What was answered; None while nothing was."""
        return self._answer

    def words(self) -> str:
        """Everything the card says, for tests."""
        return "\n".join(label.text() for label in self.findChildren(QLabel) if label.text())

    def _crop(self, face: IdentifiedFace) -> QImage:
        """The face with a little around it, square."""
        if self._image.isNull() or self._size.isEmpty():
            return QImage()
        factor = self._image.width() / self._size.width()
        box = face.box.scaled(factor)
        side = max(round(max(box.width, box.height) * 1.25), 1)
        x, y = box.center
        # copy() fills what lies beyond the picture with black; the square is moved inside instead.
        side = min(side, self._image.width(), self._image.height())
        left = min(max(round(x - side / 2), 0), self._image.width() - side)
        top = min(max(round(y - side / 2), 0), self._image.height() - side)
        return self._image.copy(QRect(left, top, side, side))

    def _shrink(self) -> None:
        """Keep only as many pixels as the card shows: answers stay, and many may come."""
        ratio = self.devicePixelRatioF()
        most = QSize(_PICTURE_WIDTH, _PICTURE_HEIGHT)
        wanted = self._size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio) * ratio
        if self._image.width() > wanted.width():
            small = self._image.scaled(
                wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._image = small
            self._canvas.set_picture(small, self._size.width(), self._size.height())


def summary(faces: Sequence[IdentifiedFace]) -> str:
    """``Anna, Ben and 1 unknown``: the answer in a line."""
    if not faces:
        return tr("No face was found in this picture.")
    names = list(dict.fromkeys(face.matches[0].name for face in faces if face.matches))
    unknown = sum(not face.matches for face in faces)
    if not names:
        return tr("%n face(s): (unknown|all unknown)", None, unknown)
    parts = [*names, *([tr("%n unknown", None, unknown)] if unknown else [])]
    return tr("%n face(s): {who}", None, len(faces), who=listed(parts))


def _box(number: int, face: IdentifiedFace) -> FaceBox:
    if not face.matches:
        return FaceBox(number, face.box, tr("Unknown"), BoxKind.UNKNOWN)
    best = face.matches[0]
    if best.probability >= _SURE:
        return FaceBox(number, face.box, best.name, BoxKind.AUTOMATIC)
    return FaceBox(number, face.box, f"{best.name}?", BoxKind.SUGGESTED)


def _captioned(picture: RoundPicture, words: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(picture)
    caption = _label(words, "caption", picture)
    caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(caption)
    return column


def _label(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
