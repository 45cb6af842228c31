"""The review: one question at a time, the one that settles the most photos first.

Everything answered here goes through :class:`~faceapp.library.people.Decisions`, so that each answer is an
event like any other and can be undone.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from faceapp.core.asks import AskKind
from faceapp.core.errors import DecisionError
from faceapp.core.models import Decision
from faceapp.core.questions import AIMS, ON_PAGES, Question, QuestionKind, ReviewProgress
from faceapp.core.said import said
from faceapp.library.asking import Asker
from faceapp.library.board import FIRST, KNOWN_KEY, Board
from faceapp.library.boards import Boards
from faceapp.library.context import Context
from faceapp.library.group import Grouper
from faceapp.library.pace import Pace
from faceapp.library.people import Decisions
from faceapp.library.twice import TwiceQuestions
from faceapp.library.verdicts import Verdicts

_SKIPPED_KEY = "review.skipped"
_PLACE_KEY = "review.place"
_MOST_SKIPPED = 2000
_UNITS_AT_ONCE = 16
"""Units that are looked at between two looks at the clock,"""
_LOOK = 0.01
"""and seconds in which more and more of them are, for the forecast;"""
_FEW = 200
"""faces of a library in which all of them are looked at at once."""


@dataclass(frozen=True, slots=True)
class _Given:
    """An answer, or those of a page: to which questions, and what it decided."""

    keys: tuple[str, ...]
    events: tuple[int, ...] = ()


class Reviewer:
    """Asks, takes answers, and tells how far it is. May be used from any thread.

    The first question costs a look at all faces; each further one only at those near the last answer.

    Args:
        context: The library.
        grouper: Reads the user's word.
        decide: Where answers become events.
        beside: Whether somebody waits at a window: in a large library the first questions are about the
            largest people and groups, while all others are looked at beside them.
    """

    def __init__(
        self, context: Context, grouper: Grouper, decide: Decisions, *, beside: bool = False
    ) -> None:
        self._context = context
        self._decide = decide
        self._verdicts = Verdicts(context, decide)
        self._twice = TwiceQuestions(context, grouper)
        self._asker = Asker(context, self._twice)
        self._lock = threading.RLock()
        self._boards = Boards(context, grouper, self._put_off, FIRST if beside else 0)
        self._pages = False
        self._pace = Pace(context.settings)
        self._given: list[_Given] = []
        self._again: tuple[str, ...] = ()

    def _current(self, pages: bool) -> Board:
        self._pages = pages
        return self._boards.current(pages)

    def _put_off(self, board: Board) -> None:
        """Tell a new board what was passed over."""
        for key in self._skipped():
            ask = self._asker.find_ask(board, key)
            if ask is not None:
                board.planner.put_off(ask)

    # -- asking -------------------------------------------------------------------------------------
    def next(self, skipped: Collection[str] = (), *, ahead: bool = False) -> Question | None:
        """The next question, or None: nothing is left worth asking.

        The first one after a start is the one that was open when the app ended, if it still stands.

        Args:
            skipped: Keys of questions to pass over this time.
            ahead: Only look at what follows the question on show; that one stays the open one.
        """
        found = self._ask(False, skipped, ahead)
        return found[0] if found else None

    def upcoming(self, count: int) -> list[Question]:
        """The next questions in order, as if each were passed over."""
        found: list[Question] = []
        while len(found) < count:
            question = self.next({one.key for one in found}, ahead=bool(found))
            if question is None:
                break
            found.append(question)
        return found

    def page(self, skipped: Collection[str] = (), *, ahead: bool = False) -> tuple[Question, ...]:
        """Questions to be answered on one screen (twelve faces at most), best first.

        Each is answered as :attr:`Question.guess` says, but for those the user ticks: see
        :meth:`answer_page`. A WHO stands alone. ``ahead``: as in :meth:`next`.
        """
        return tuple(self._ask(True, skipped, ahead))

    def upcoming_pages(self, count: int) -> list[tuple[Question, ...]]:
        """The next pages in order, as if each were passed over."""
        found: list[tuple[Question, ...]] = []
        while len(found) < count:
            page = self.page({one.key for page in found for one in page}, ahead=bool(found))
            if not page:
                break
            found.append(page)
        return found

    def keep(self, key: str) -> None:
        """This question is on show now: it comes back after a new start, and its answer is timed from now."""
        with self._lock:
            self._context.settings.put(_PLACE_KEY, key)
            self._pace.shown()

    def _ask(self, pages: bool, skipped: Collection[str], ahead: bool = False) -> list[Question]:
        with self._lock:
            board = self._current(pages)
            found = self._asker.naming(board, {*skipped, *self._skipped()})
            if not found:
                asks = board.planner.page(
                    None if pages else 1,
                    skip=lambda ask: self._asker.key(board, ask) in skipped,
                )
                found = [self._asker.question(board, ask) for ask in asks]
            if not found or (found[0].settles < 1.0 and len(found) == 1):
                passed = {*skipped, *self._skipped()}
                twice = self._twice.next(passed)
                found = [twice] if twice is not None else found
            if ahead:
                return found
            again = [one for key in self._again if (one := self._asker.find(board, key)) is not None]
            again = [one for one in again if one.key not in skipped]
            if again:
                found = again if pages else again[:1]
            elif not self._given:
                place = self._context.settings.get(_PLACE_KEY)
                stands = place is not None and place not in {*skipped, *self._skipped()}
                kept = self._asker.find(board, place) if place is not None and stands else None
                if kept is not None and kept.key not in {one.key for one in found}:
                    found = [kept]
            if found:
                self._context.settings.put(_PLACE_KEY, found[0].key)
            self._pace.shown()
            return found

    def find(self, key: str) -> Question | None:
        """The question of a key, if it still stands."""
        with self._lock:
            return self._asker.find(self._current(self._pages), key)

    def find_page(self, keys: Sequence[str]) -> tuple[Question, ...]:
        """The questions of these keys.

        Raises:
            DecisionError: one of them no longer stands, or cannot be answered on a page.
        """
        with self._lock:
            board = self._current(True)
            found = [self._asker.find(board, key) for key in keys]
            page = tuple(one for one in found if one is not None and one.kind in ON_PAGES)
            if len(page) < len(keys) or len({one.key for one in page}) < len(page):
                raise DecisionError(said("A question of this page no longer stands. Ask for the next page."))
            return page

    # -- answering ----------------------------------------------------------------------------------
    def answer(self, question: Question, reply: str) -> Decision | None:
        """Take an answer: see :class:`QuestionKind` for the replies of each kind.

        Returns:
            What was decided; None for ``skip`` and for "I know this face", which decide nothing yet.

        Raises:
            DecisionError: no such reply to this question, or the question no longer stands.
        """
        with self._lock:
            self._pace.answered()
            decisions = self._take(question, reply)
            self._note(_Given((question.key,), tuple(decision.event for decision in decisions)))
            return decisions[-1] if decisions else None

    def answer_page(self, questions: Sequence[Question], ticked: Collection[str]) -> list[Decision]:
        """Take a page: every question as guessed, those whose key is ticked the other way round.

        Raises:
            DecisionError: a question of the page no longer stands; nothing was decided.
        """
        with self._lock:
            self._pace.answered(1 + len(ticked))
            board = self._current(self._pages)
            asks = {one.key: self._asker.find_ask(board, one.key) for one in questions}
            if not all(asks.values()):
                raise DecisionError(said("A question of this page no longer stands. Ask for the next page."))
            decisions: list[Decision] = []
            strangers: list[Question] = []
            for question in questions:
                reply = question.guess
                if question.key in ticked:
                    reply = "no" if reply == "yes" else "yes"
                if question.kind is QuestionKind.KNOWN and reply == "no":
                    strangers.append(question)
                    continue
                # All on the board they were asked on: one answer may give the next question other best faces.
                decision = self._verdicts.take(board, question, asks[question.key], reply)
                decisions += [decision] if decision is not None else []
            if strangers:  # one sweep is one decision
                decisions.append(self._verdicts.sweep(strangers))
            events = tuple(decision.event for decision in decisions)
            self._note(_Given(tuple(asks), events))
            return decisions

    def skip_page(self, questions: Sequence[Question]) -> None:
        """Pass over all questions of a page."""
        with self._lock:
            self._pace.answered()
            for question in questions:
                self._skip(self._current(self._pages), question)
            self._note(_Given(tuple(one.key for one in questions)))

    def _note(self, given: _Given) -> None:
        self._given.append(given)
        self._again = ()

    def undo(self) -> Decision | None:
        """Take back the newest answer given here; what was taken back elsewhere meanwhile is gone already.

        Returns:
            The undo; None for an answer that decided nothing.

        Raises:
            DecisionError: there is nothing to undo.
        """
        with self._lock:
            undone = self._decide.undone()
            while self._given:
                given = self._given.pop()
                counting = [event for event in given.events if event not in undone]
                if counting or not given.events:
                    self.ask_again(given.keys)
                    return self._decide.undo_together(counting) if counting else None
            raise DecisionError(said("There is nothing to undo."))

    def ask_again(self, keys: Collection[str]) -> list[str]:
        """These are the next questions, where they still stand: their answers were taken back.

        What was said without a decision ("I know this face", "skip") counts no more.

        Returns:
            The keys of those that were said to be known: see :meth:`know`.
        """
        with self._lock:
            left = [key for key in self._skipped() if key not in keys]
            self._context.settings.put(_SKIPPED_KEY, json.dumps(left))
            self._again = tuple(keys)
            known = json.loads(self._context.settings.get(KNOWN_KEY) or "[]")
            forgotten = [key for key in keys if _known_face(key) in known]
            if forgotten:
                faces = {_known_face(key) for key in forgotten}
                left = [face for face in known if face not in faces]
                self._context.settings.put(KNOWN_KEY, json.dumps(left))
                board = self._current(self._pages)
                for face in faces:
                    if face in board.row_of:
                        board.planner.know(board.row_of[face], False)
            return forgotten

    def know(self, keys: Collection[str]) -> None:
        """The faces of these questions are known after all."""
        with self._lock:
            board = self._current(self._pages)
            for key in keys:
                face = _known_face(key)
                if face is not None and face in board.row_of:
                    board.know(face)

    def _take(self, question: Question, reply: str) -> list[Decision]:
        board = self._current(self._pages)
        if reply == "skip":
            return self._skip(board, question)
        if question.kind is QuestionKind.TWICE and self._twice.find(question.key) is not None:
            return [self._decide.twice(question.one[0], question.other[0], reply)]
        ask = self._asker.find_ask(board, question.key)
        if ask is None and not question.key.startswith("name:"):
            raise DecisionError(said("This question no longer stands. Ask for the next one."))
        decision = self._verdicts.take(board, question, ask, reply)
        return [decision] if decision is not None else []

    def _skip(self, board: Board, question: Question) -> list[Decision]:
        listed = self._skipped()
        self._context.settings.put(_SKIPPED_KEY, json.dumps([*listed, question.key][-_MOST_SKIPPED:]))
        ask = self._asker.find_ask(board, question.key)
        if ask is not None:
            board.planner.put_off(ask)
        return []

    def _skipped(self) -> list[str]:
        """Keys of the questions passed over in this library, oldest first."""
        stored = self._context.settings.get(_SKIPPED_KEY)
        return [str(key) for key in json.loads(stored)] if stored else []

    @property
    def whole(self) -> bool:
        """Whether all faces are asked about by now: see :class:`Board`."""
        board = self._boards.now
        return board is not None and board.whole

    # -- progress -----------------------------------------------------------------------------------
    def progress(self, *, patient: bool = True) -> ReviewProgress:
        """How far it is, and how long until 95 of 100 faces are where they belong, then 99.

        Args:
            patient: Look at all that has not been looked at yet, which takes seconds in a large library;
                else only a little further, and :attr:`ReviewProgress.whole` says whether it is enough.
        """
        with self._lock:
            board = self._current(self._pages)
            whole = self._look_on(board, patient)
            pace, answered = self._pace.now()
            if not whole:
                return ReviewProgress(0, 0, 0, 0.0, answered, whole=False)
            for aim in AIMS:
                forecast = board.planner.forecast(aim)
                if forecast.answers_left:
                    break
            left = forecast.answers_left
            return ReviewProgress(
                round(forecast.settled), forecast.total, left, left * pace, answered, aim, whole
            )

    @staticmethod
    def _look_on(board: Board, patient: bool) -> bool:
        """Look at more units; whether all of the library have been looked at by then."""
        until = time.monotonic() + _LOOK
        patient = patient or len(board.ids) <= _FEW
        while not (done := board.planner.look_on(_UNITS_AT_ONCE)):
            if not patient and time.monotonic() > until:
                break
        return done and board.whole

    def close(self) -> None:
        """End what is being made."""
        self._boards.close()


def _known_face(key: str) -> int | None:
    """The face that an "anybody you know?" is about; None for other questions."""
    kind, _, face = key.partition(":")
    return int(face) if kind == AskKind.KNOWN.value and face.isdigit() else None
