"""Questions one after the other: the next one is there before the present one is answered. Window thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Decision
from faceapp.core.questions import ReviewProgress
from faceapp.gui import actions
from faceapp.gui.client import LibraryClient
from faceapp.gui.review_words import SKIP, Asked, asked_page
from faceapp.library.library import Library

_LOOK_MS = 200
"""Between two looks at how far it is, while the library is being looked at."""
_RECENT = 5
"""A surprising answer may be asked for once more, but not at once."""


@dataclass(slots=True)
class _Past:
    """An answer given on this page.

    While it is taken back: ``known``, keys of the faces that were said to be known, and ``after``, what was
    on show by then.
    """

    asked: Asked
    event: int | None = None
    under_way: bool = True
    known: tuple[str, ...] = ()
    after: Asked | None = None


class ReviewFeed(QObject):
    """Keeps the question on show and the one after it.

    An answer may change what is worth asking: once it is recorded, the question that was shown in its
    place is looked up again, and exchanged where it no longer stands.

    Args:
        client: Asks the library, and takes the answers.
        parent: Qt parent.
    """

    shown = Signal(object)
    """An Asked to show now."""
    restored = Signal()
    """An answer was taken back: what is shown next is as it was asked, whatever was ticked."""
    prepared = Signal(object)
    """The Asked that probably follows: its pictures can be loaded."""
    waiting = Signal()
    """Nothing to show yet: the next question is being looked for."""
    nothing = Signal()
    """No question is left worth asking."""
    progressed = Signal(object)
    """A ReviewProgress."""
    said = Signal(str)
    """What the last answer did, in words."""

    def __init__(self, client: LibraryClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._now: Asked | None = None
        self._next: Asked | None = None
        self._past: list[_Past] = []
        self._back: list[_Past] = []
        self._turn = 0
        self._undo_wanted = self._restoring = False
        self._look_again = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look_again.timeout.connect(self._look_further)
        client.turned.connect(self._turned)

    @property
    def now(self) -> Asked | None:
        """The question on show."""
        return self._now

    # -- answers ------------------------------------------------------------------------------------
    def answer(self, reply: str) -> None:
        """Take an answer to the question on show, and show the next one at once."""
        now = self._now
        if now is None:
            return
        if now.questions:  # alone, the first question of a page has no answer
            raise ValueError("a page is answered by answer_page or skip_page")
        words = now.prompt.words_of(reply)
        self._send(now, lambda library: library.review.answer(now.question, reply), words, reply == SKIP)

    def answer_page(self, ticked: Collection[str]) -> None:
        """Take the page on show as guessed, but for the questions with these keys."""
        now = self._now
        if now is not None and now.questions:
            self._send(now, lambda library: library.review.answer_page(now.questions, ticked), "Page", False)

    def skip(self) -> None:
        """Pass over what is on show."""
        now = self._now
        if now is None or not now.questions:
            self.answer(SKIP)
        else:
            self._send(now, lambda library: library.review.skip_page(now.questions), "Page", True)

    def _send(
        self,
        now: Asked,
        action: Callable[[Library], Decision | Sequence[Decision] | None],
        meaning: str,
        skipped: bool,
    ) -> None:
        past = _Past(now)
        self._past.append(past)
        self._back.clear()
        self._turn += 1
        self._now, self._next = self._next, None
        if self._now is not None:
            self.shown.emit(self._now)
        else:
            self.waiting.emit()
        words = meaning

        def text(decision: Decision) -> str:
            nonlocal words
            words = f"{meaning}: {actions.settled(decision)}" if not now.questions else "Page answered"
            return ""  # told on the page: a message would lie over the answers

        def then(decision: Decision | None) -> None:
            past.event, past.under_way = decision.event if decision is not None else None, False
            self.said.emit("Skipped" if skipped else words)
            self._recorded()

        def failed(error: FaceAppError) -> None:
            self._past.remove(past)
            self.said.emit(error.user_message)
            self._recorded()

        self._client.answer(action, text=text, then=then, failed=failed)

    def _recorded(self) -> None:
        if self._undo_wanted:
            self._undo_wanted = False
            self.undo()
        else:
            self.look()

    def undo(self) -> None:
        """Take back the last answer given here, and ask again."""
        if not self._past:
            self.said.emit("Nothing was answered here yet. Older answers can be undone in History.")
            return
        past = self._past[-1]
        if past.under_way:
            self._undo_wanted = True
            return
        self._show_again(past)
        if past.event is None:
            self._ask_again(past)
        else:
            self._client.undo(past.event, quiet=True, then=lambda _: self._ask_again(past))

    def _show_again(self, past: _Past) -> None:
        self._past.remove(past)
        self._back.append(past)
        self._turn += 1
        self._restoring = True
        past.after, self._now, self._next = self._now, past.asked, None
        self.shown.emit(past.asked)
        self.said.emit("Undone")

    def _ask_again(self, past: _Past) -> None:
        def then(known: list[str]) -> None:
            past.known = tuple(known)
            self.look()

        keys = past.asked.keys
        self._client.compute(lambda library: library.review.ask_again(keys), then, owner=self)

    def _turned(self, events: frozenset[int], undone: bool) -> None:
        """An answer of this page was taken back, or brought back, by the window's undo and redo."""
        listed = self._past if undone else self._back
        past = next((one for one in reversed(listed) if one.event in events), None)
        if past is None:
            return
        if undone:
            self._show_again(past)
            self._ask_again(past)
            return
        self._back.remove(past)
        self._past.append(past)
        self._turn += 1
        self._now, self._next = past.after, None
        if self._now is not None:
            self.shown.emit(self._now)
        self.said.emit("Answered again")
        known = past.known
        self._client.compute(lambda library: library.review.know(known), lambda _: self.look(), owner=self)

    def _passed(self) -> set[str]:
        """Questions not to ask now: the last ones, and those answered twice on this page."""
        keys = [key for past in self._past for key in past.asked.keys]
        recent = {key for past in self._past[-_RECENT:] for key in past.asked.keys}
        return recent | {key for key, times in Counter(keys).items() if times > 1}

    # -- questions ----------------------------------------------------------------------------------
    def look(self) -> None:
        """See whether the question on show still stands, and fetch what follows."""
        self._turn += 1
        turn, keys = self._turn, self._now.keys if self._now is not None else ()
        if not keys:
            self.waiting.emit()

        passed = self._passed()

        def first(library: Library) -> Asked | None:
            standing = [one for key in keys if (one := library.review.find(key)) is not None]
            found = standing or library.review.page(passed)
            if not found:
                return None
            library.review.keep(found[0].key)
            return asked_page(library, found)

        # Beside the other queries: the first question costs a look at every face.
        self._client.compute(first, lambda found: self._got(turn, found), owner=self)

    def _got(self, turn: int, found: Asked | None) -> None:
        if turn != self._turn:
            return  # answered meanwhile: what follows that answer is under way
        before, self._now = self._now, found
        if found is None:
            self._fetch(turn, ())
            return
        if before != found:
            if self._restoring:  # shown at once as it was, and now as it stands
                self.restored.emit()
            self.shown.emit(found)
        self._restoring = False
        self._fetch(turn, found.keys)

    def _fetch(self, turn: int, keys: Sequence[str]) -> None:
        passed = self._passed() | set(keys)

        def following(library: Library) -> tuple[Asked | None, ReviewProgress]:
            found = library.review.page(passed, ahead=True) if keys else ()
            after = asked_page(library, found) if found else None
            return after, library.review.progress(patient=False)

        def then(answer: tuple[Asked | None, ReviewProgress]) -> None:
            after, progress = answer
            if turn == self._turn and not keys and progress.whole:
                self.nothing.emit()
            self._tell(progress)
            if turn == self._turn:
                self._next = after
                if after is not None:
                    self.prepared.emit(after)

        self._client.compute(following, then, owner=self)

    def _tell(self, progress: ReviewProgress) -> None:
        self.progressed.emit(progress)
        if not progress.whole:
            self._look_again.start()

    def _look_further(self) -> None:
        def then(progress: ReviewProgress) -> None:
            self._tell(progress)
            if progress.whole and self._now is None:
                self.look()

        self._client.in_background(lambda library: library.review.progress(patient=False), then, owner=self)
