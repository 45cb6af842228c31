"""Questions one after the other: the next are there before the present one is answered. Window thread."""

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
from faceapp.gui.language import shown, tr
from faceapp.gui.review_words import SKIP, Asked, asked_page
from faceapp.library.library import Library

AHEAD = 4
"""Questions that are ready to be shown: whoever is quick waits for nothing that is under way."""
_QUIET_MS, _LOOK_MS = 300, 40
"""How far it is is looked at when nobody has answered for so long; then again and again until it is known."""
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
    """Keeps the question on show and some that come after it, whatever is answered.

    An answer may change what is worth asking: once it is recorded, the question that was shown in its
    place is looked up again, and exchanged where it no longer stands.

    Args:
        client: Asks the library, and takes the answers.
        parent: Qt parent.
    """

    shown = Signal(object)
    """An Asked to show now."""
    exchanged = Signal()
    """What is shown next is not what the user was looking at, although nothing was answered."""
    restored = Signal()
    """An answer was taken back: what is shown next is as it was asked, whatever was ticked."""
    prepared = Signal(object)
    """An Asked that probably follows: its pictures can be loaded."""
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
        self._ahead: list[Asked] = []
        self._past: list[_Past] = []
        self._back: list[_Past] = []
        self._turn = 0
        self._undos = 0  # wanted of answers that are not recorded yet
        self._turning = 0  # answers that are being taken back
        self._restoring = self._ended = False
        self._look_again = QTimer(self, singleShot=True)
        self._look_again.timeout.connect(self._look_further)
        client.turned.connect(self._turned)

    @property
    def now(self) -> Asked | None:
        """The question on show."""
        return self._now

    @property
    def following(self) -> tuple[Asked, ...]:
        """What probably follows, ready to be shown."""
        return tuple(self._ahead)

    # -- answers ------------------------------------------------------------------------------------
    def answer(self, reply: str) -> None:
        """Take an answer to the question on show, and show the next one at once."""
        now = self._now
        if now is None:
            return
        if now.questions:  # alone, the first question of a page has no answer
            raise ValueError("a page is answered by answer_page or skip_page")
        words = now.prompt.words_of(reply)
        verb, _, rest = reply.partition(" ")
        self._send(
            now,
            lambda library: library.review.answer(now.question, reply),
            words,
            reply == SKIP,
            rest if verb == "name" else "",
        )

    def answer_page(self, ticked: Collection[str]) -> None:
        """Take the page on show as guessed, but for the questions with these keys."""
        now = self._now
        if now is not None and now.questions:
            self._send(now, lambda library: library.review.answer_page(now.questions, ticked), "", False)

    def skip(self) -> None:
        """Pass over what is on show."""
        now = self._now
        if now is None or not now.questions:
            self.answer(SKIP)
        else:
            self._send(now, lambda library: library.review.skip_page(now.questions), "", True)

    def _send(
        self,
        now: Asked,
        action: Callable[[Library], Decision | Sequence[Decision] | None],
        meaning: str,
        skipped: bool,
        typed: str = "",
    ) -> None:
        past = _Past(now)
        self._look_again.stop()  # what follows comes first
        self._past.append(past)
        self._back.clear()
        self._turn += 1
        self._now = self._ahead.pop(0) if self._ahead else None
        if self._now is not None:
            self.shown.emit(self._now)
        else:
            self.waiting.emit()
        words = meaning

        def text(decision: Decision) -> str:
            nonlocal words
            what = actions.settled(decision)
            words = tr("Page answered") if now.questions else tr("{name}: {what}", name=meaning, what=what)
            return ""  # told on the page: a message would lie over the answers

        def then(decision: Decision | None) -> None:
            past.event, past.under_way = decision.event if decision is not None else None, False
            self.said.emit(tr("Skipped") if skipped else words)
            if typed and decision is not None and decision.person_id is not None:
                person = decision.person_id
                self._client.ask(
                    lambda library: library.people(),
                    lambda people: actions.offer_like(self._client, typed, person, people, quiet=True),
                    owner=self,
                )
            self._recorded()

        def failed(error: FaceAppError) -> None:
            self._past.remove(past)
            self._undos = max(self._undos - 1, 0)
            self.said.emit(shown(error.user_message))
            self._recorded()

        self._client.answer(action, text=text, then=then, failed=failed)

    def _recorded(self) -> None:
        wanted = self._undos
        while self._undos and self._past and not self._past[-1].under_way:
            self._undos -= 1
            self.undo()
        if not wanted:
            self.look()

    def undo(self) -> None:
        """Take back the last answer given here, and ask again."""
        if not self._past:
            self.said.emit(tr("Nothing was answered here yet. Older answers can be undone in History."))
            return
        past = self._past[-1]
        if past.under_way:
            self._undos += 1
            return
        self._show_again(past)
        self._turning += 1
        if past.event is None:
            self._ask_again(past)
        else:
            self._client.undo(
                past.event, quiet=True, then=lambda _: self._ask_again(past), failed=self._not_taken_back
            )

    def _show_again(self, past: _Past) -> None:
        self._past.remove(past)
        self._back.append(past)
        self._turn += 1
        self._restoring = True
        if self._now is not None:
            self._ahead.insert(0, self._now)
        past.after, self._now = self._now, past.asked
        self.shown.emit(past.asked)
        self.said.emit(tr("Undone"))

    def _ask_again(self, past: _Past) -> None:
        def then(known: list[str]) -> None:
            past.known = tuple(known)
            self._turning -= 1
            self._look_if_settled()

        keys = past.asked.keys
        self._client.compute(
            lambda library: library.review.ask_again(keys), then, owner=self, failed=self._not_taken_back
        )

    def _not_taken_back(self, error: FaceAppError) -> None:
        self._turning -= 1
        self.said.emit(shown(error.user_message))
        self._look_if_settled()

    def _look_if_settled(self) -> None:
        """Of answers taken back one after the other the question of the last stands only when all are."""
        if not self._turning:
            self.look()

    def _turned(self, events: frozenset[int], undone: bool) -> None:
        """An answer of this page was taken back, or brought back, by the window's undo and redo."""
        listed = self._past if undone else self._back
        past = next((one for one in reversed(listed) if one.event in events), None)
        if past is None:
            return
        if undone:
            self._show_again(past)
            self._turning += 1
            self._ask_again(past)
            return
        self._back.remove(past)
        self._past.append(past)
        self._turn += 1
        self._now = past.after
        self._ahead = self._still(self._ahead)
        if self._now is not None:
            self.shown.emit(self._now)
        self.said.emit(tr("Answered again"))
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
        if self._turning:
            return  # as soon as that is done
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
            # Answered meanwhile: what follows that answer is under way, but the quick need more ahead.
            if self._now is not None and len(self._ahead) < AHEAD // 2:
                self._fetch(turn, self._now.keys)
            return
        before, self._now = self._now, found
        if found is None:
            self._fetch(turn, ())
            return
        if before != found:
            if self._restoring:  # shown at once as it was, and now as it stands
                self.restored.emit()
            if before is not None and before.keys != found.keys:
                self.exchanged.emit()
            self.shown.emit(found)
        self._restoring = False
        self._fetch(turn, found.keys)

    def _fetch(self, turn: int, keys: Sequence[str]) -> None:
        passed = self._passed() | set(keys)
        idle = not keys or not self._past

        def following(library: Library) -> tuple[list[Asked], bool, ReviewProgress | None]:
            found: list[Asked] = []
            while keys and len(found) < AHEAD:
                told = {key for one in found for key in one.keys}
                page = library.review.page(passed | told, ahead=True)
                if not page:
                    break
                found.append(asked_page(library, page))
            progress = library.review.progress(patient=False) if idle else None
            return found, library.review.whole, progress

        def then(answer: tuple[list[Asked], bool, ReviewProgress | None]) -> None:
            found, whole, progress = answer
            # What was answered meanwhile is left out; whether the others still stand is seen when shown.
            self._ahead = self._still(found)
            for after in reversed(self._ahead):  # what is asked for last is loaded first
                self.prepared.emit(after)
            self._ended = turn == self._turn and not keys and whole
            if self._ended:
                self.nothing.emit()
            if progress is not None:
                self.progressed.emit(progress)
            if progress is None or not progress.whole:
                self._look_again.start(_QUIET_MS)

        self._client.compute(following, then, owner=self)

    def _still(self, listed: Sequence[Asked]) -> list[Asked]:
        """Those that may follow: neither on show nor answered lately."""
        away = self._passed() | set(self._now.keys if self._now is not None else ())
        return [one for one in listed if away.isdisjoint(one.keys)]

    def rest(self) -> None:
        """Look no further until :meth:`look`: the page is not seen."""
        self._look_again.stop()

    def _look_further(self) -> None:
        """How far it is; in a large library a little further each time. Beside what the user waits for."""

        def then(progress: ReviewProgress) -> None:
            self.progressed.emit(progress)
            if not progress.whole and not self._look_again.isActive():
                self._look_again.start(_LOOK_MS)
            elif self._now is None and not self._ended:
                self.look()

        self._client.in_background(lambda library: library.review.progress(patient=False), then, owner=self)
