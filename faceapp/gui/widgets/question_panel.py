"""One question of the Review page: what is asked, both sides, every answer with its key. Window thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from faceapp.gui.language import shown, tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.candidate_button import CandidateButton
from faceapp.gui.widgets.face_stage import FaceStage, Side
from faceapp.gui.widgets.name_completer import NameCompleter

MOST_CANDIDATES = 9
_MOST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer: its key, its words, and the reply it stands for."""

    key: str
    words: str
    reply: object
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a face may be."""

    name: str
    detail: str
    face_id: int | None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as the page shows it.

    Attributes:
        title: The question.
        note: What the answer is worth, or what it means.
        one: The face in question.
        other: What it is compared with; None where candidates are listed.
        answers: By letter or number.
        candidates: By number, at most nine; the number is the reply.
        naming: Whether a name can be typed.
    """

    title: str
    note: str
    one: Side
    other: Side | None
    answers: tuple[Answer, ...]
    candidates: tuple[Candidate, ...] = ()
    naming: bool = False

    def reply_to(self, key: str) -> object | None:
        """What a key means here; None: nothing."""
        for answer in self.answers:
            if answer.key == key:
                return answer.reply
        if key.isdigit() and 0 < int(key) <= len(self.candidates):
            return key
        return None

    def words_of(self, reply: str) -> str:
        """What a reply means here, for the line that tells what was done."""
        if reply.isdigit() and 0 < int(reply) <= len(self.candidates):
            return self.candidates[int(reply) - 1].name
        verb, _, rest = reply.partition(" ")
        return rest or next((one.words for one in self.answers if one.reply == verb), verb)


class QuestionPanel(QWidget):
    """Shows a :class:`Prompt`.

    Args:
        thumbnails: For faces and photos.
        parent: Qt parent.
    """

    answered = Signal(object)
    """The reply that was clicked."""
    named = Signal(str)
    """A name was typed."""
    opened = Signal(object)
    """A Face whose photo was clicked."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt: Prompt | None = None
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._note = QLabel(self)
        self._note.setProperty("role", "secondary")
        for label in (self._title, self._note):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.one, self.other = FaceStage(thumbnails, self), FaceStage(thumbnails, self)
        for stage in (self.one, self.other):
            stage.opened.connect(self.opened)
        self._who = self._make_who(thumbnails)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        for part in (self.one, self.other, self._who):
            sides.addWidget(part, 1)
        self._buttons = [QPushButton(self) for _ in range(_MOST_ANSWERS)]
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        for button in self._buttons:
            button.setMinimumWidth(128)
            button.setProperty("kind", "answer")
            button.clicked.connect(lambda _=False, button=button: self._clicked(button))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 20, 16)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addSpacing(4)
        column.addLayout(sides, 1)
        column.addSpacing(6)
        column.addLayout(row)

    def _make_who(self, thumbnails: ThumbnailLoader) -> QWidget:
        """Candidates and a field for a name."""
        box = QWidget(self)
        self.candidates = [CandidateButton(thumbnails, box) for _ in range(MOST_CANDIDATES)]
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        for number, button in enumerate(self.candidates):
            button.clicked.connect(lambda _=False, number=number: self._chose(number))
        self.field = QLineEdit(box)
        self.field.setPlaceholderText(tr("Type a name, then Enter"))
        self.field.setAccessibleName(tr("Name"))
        self.field.setMaxLength(120)
        self.field.returnPressed.connect(self._typed)
        self.field.installEventFilter(self)
        self._completer = NameCompleter((), self.field)
        self.field.setCompleter(self._completer)
        self._keys = QLabel(box)
        self._keys.setProperty("role", "caption")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch(1)
        column.addLayout(self._grid)
        column.addWidget(self.field)
        column.addWidget(self._keys)
        column.addStretch(1)
        return box

    # -- content ------------------------------------------------------------------------------------
    @property
    def prompt(self) -> Prompt | None:
        """What is asked at present."""
        return self._prompt

    def set_names(self, names: Sequence[str]) -> None:
        """Names offered while typing, the likeliest first."""
        self._completer.set_names(names)

    def show_prompt(self, prompt: Prompt) -> None:
        """Ask this."""
        self._prompt = prompt
        self._title.setText(shown(prompt.title))
        self._note.setText(shown(prompt.note))
        self.one.show_side(prompt.one)
        self.other.setVisible(prompt.other is not None)
        if prompt.other is not None:
            self.other.show_side(prompt.other)
        self._who.setVisible(bool(prompt.candidates) or prompt.naming)
        self._show_candidates(prompt)
        for number, button in enumerate(self._buttons):
            used = number < len(prompt.answers)
            button.setVisible(used)
            if used:
                answer = prompt.answers[number]
                button.setText(f"{shown(answer.words)}   {answer.key}")
                button.setAccessibleName(f"{shown(answer.words)} ({answer.key})")
                kind = "primary" if answer.primary else "answer"
                if button.property("kind") != kind:
                    button.setProperty("kind", kind)
                    button.style().unpolish(button)
                    button.style().polish(button)
        self.setAccessibleName(shown(prompt.title))

    def glance(self, on: bool) -> None:
        """Show the whole photos of both faces, or the faces again."""
        for stage in (self.one, self.other):
            faces = stage.side.faces
            stage.glance(faces[0] if on and faces else None)

    def prepare(self, prompt: Prompt) -> None:
        """Load the pictures of the next one."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.one.prepare(prompt.one)
        if prompt.other is not None:
            self.other.prepare(prompt.other)
        for button, one in zip(self.candidates, prompt.candidates, strict=False):
            button.prepare(one.face_id)

    def words(self) -> str:
        """Everything asked, for tests."""
        answers = [button.text() for button in self._buttons if button.isVisibleTo(self)]
        names = [one.accessibleName() for one in self.candidates if one.isVisibleTo(self)]
        return "\n".join([self._title.text(), self._note.text(), *names, *answers])

    def _show_candidates(self, prompt: Prompt) -> None:
        columns = 1 if len(prompt.candidates) <= 5 else 2
        for number, button in enumerate(self.candidates):
            self._grid.removeWidget(button)
            used = number < len(prompt.candidates)
            button.setVisible(used)
            if used:
                one = prompt.candidates[number]
                button.show_candidate(str(number + 1), one.face_id, shown(one.name), shown(one.detail))
                self._grid.addWidget(button, number // columns, number % columns)
        self.field.setVisible(prompt.naming)
        self.field.clear()
        self._keys.setVisible(prompt.naming)
        self._keys.setText(tr("Enter: to the name and back. Esc leaves it."))

    # -- answers ------------------------------------------------------------------------------------
    def _clicked(self, button: QPushButton) -> None:
        if self._prompt is not None:
            self.answered.emit(self._prompt.answers[self._buttons.index(button)].reply)

    def _chose(self, number: int) -> None:
        if self._prompt is not None and number < len(self._prompt.candidates):
            self.answered.emit(str(number + 1))

    def _typed(self) -> None:
        name = " ".join(self.field.text().split())
        if name:
            self.named.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the name goes back to the keys; the page itself stays."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.field.clear()
                self.setFocus()
            return True
        return super().eventFilter(watched, event)
