"""The review: one question at a time, the one that settles the most photos first.

Everything answered here goes through :class:`~faceapp.library.people.Decisions`, so that each answer is an
event like any other and can be undone.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Collection, Sequence

from faceapp.core.asks import Ask, AskKind
from faceapp.core.changes import EVERYTHING, Changes
from faceapp.core.errors import DecisionError
from faceapp.core.models import Decision
from faceapp.core.planner import CHOICES
from faceapp.core.questions import Choice, Question, QuestionKind, ReviewProgress
from faceapp.library.board import Board
from faceapp.library.context import Context
from faceapp.library.group import Grouper
from faceapp.library.people import Decisions
from faceapp.library.twice import TwiceQuestions
from faceapp.library.verdicts import Verdicts

SHOWN = 6
"""Faces of one side that are shown at most."""
NAME_FROM = 3
"""Groups of so many faces are worth a name of their own."""
NAME_SHARE = 0.5
"""A name for a group counts like so much of its photos set right."""
_PACE = 4.0
_SLOWEST = 60.0
_SKIPPED_KEY = "review.skipped"
_PLACE_KEY = "review.place"
_PACE_KEY = "review.pace"
_MOST_SKIPPED = 2000
_PATIENCE = 20.0
"""A board serves at least so many times as long as it took to make."""


class Reviewer:
    """Asks, takes answers, and tells how far it is. May be used from any thread.

    The first question costs a look at all faces; each further one only at those near the last answer.

    Args:
        context: The library.
        grouper: Reads the user's word.
        decide: Where answers become events.
    """

    def __init__(self, context: Context, grouper: Grouper, decide: Decisions) -> None:
        self._context = context
        self._grouper = grouper
        self._decide = decide
        self._verdicts = Verdicts(context, decide)
        self._twice = TwiceQuestions(context, grouper)
        self._lock = threading.RLock()
        self._board: Board | None = None
        self._version = 0
        self._made_at = self._cost = 0.0
        self._pages = False
        self._heard = Changes()
        self._heard_lock = threading.Lock()
        self._shown_at = 0.0
        self._events: list[list[int]] = []
        context.listen(self._hear)

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

    def keep(self, key: str) -> None:
        """This question is on show now: it comes back after a new start, and its answer is timed from now."""
        with self._lock:
            self._context.settings.put(_PLACE_KEY, key)
            self._shown_at = time.monotonic()

    def _ask(self, pages: bool, skipped: Collection[str], ahead: bool = False) -> list[Question]:
        with self._lock:
            board = self._current(pages)
            found = self._naming(board, skipped)
            if not found:
                asks = board.planner.page(
                    None if pages else 1,
                    skip=lambda ask: self._key(board, ask) in skipped,
                )
                found = [self._question(board, ask) for ask in asks]
            if not found or (found[0].settles < 1.0 and len(found) == 1):
                passed = {*skipped, *self._skipped()}
                twice = self._twice.next(passed)
                found = [twice] if twice is not None else found
            if ahead:
                return found
            if not self._events:
                place = self._context.settings.get(_PLACE_KEY)
                stands = place is not None and place not in {*skipped, *self._skipped()}
                kept = self._find(board, place) if place is not None and stands else None
                if kept is not None and kept.key not in {one.key for one in found}:
                    found = [kept]
            if found:
                self._context.settings.put(_PLACE_KEY, found[0].key)
            self._shown_at = time.monotonic()
            return found

    def find(self, key: str) -> Question | None:
        """The question of a key, if it still stands."""
        with self._lock:
            return self._find(self._current(self._pages), key)

    # -- answering ----------------------------------------------------------------------------------
    def answer(self, question: Question, reply: str) -> Decision | None:
        """Take an answer: see :class:`QuestionKind` for the replies of each kind.

        Returns:
            What was decided; None for ``skip`` and for "I know this face", which decide nothing yet.

        Raises:
            DecisionError: no such reply to this question, or the question no longer stands.
        """
        with self._lock:
            self._keep_pace()
            decisions = self._take(question, reply)
            self._events.append([decision.event for decision in decisions])
            return decisions[-1] if decisions else None

    def answer_page(self, questions: Sequence[Question], ticked: Collection[str]) -> list[Decision]:
        """Take a page: every question as guessed, those whose key is ticked the other way round.

        Raises:
            DecisionError: a question of the page no longer stands; nothing was decided.
        """
        with self._lock:
            self._keep_pace()
            board = self._current(self._pages)
            asks = {one.key: self._find_ask(board, one.key) for one in questions}
            if not all(asks.values()):
                raise DecisionError("A question of this page no longer stands. Ask for the next page.")
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
            self._events.append([decision.event for decision in decisions])
            return decisions

    def skip_page(self, questions: Sequence[Question]) -> None:
        """Pass over all questions of a page."""
        with self._lock:
            self._keep_pace()
            for question in questions:
                self._skip(self._current(self._pages), question)

    def undo(self) -> Decision | None:
        """Take back the newest answer given here that decided something; None: there is none."""
        with self._lock:
            while self._events:
                events = self._events.pop()
                undone = self._decide.undone()
                counting = [event for event in events if event not in undone]
                if counting:
                    return self._decide.undo_together(counting)
            return None

    def _take(self, question: Question, reply: str) -> list[Decision]:
        board = self._current(self._pages)
        if reply == "skip":
            return self._skip(board, question)
        if question.kind is QuestionKind.TWICE and self._twice.find(question.key) is not None:
            return [self._decide.twice(question.one[0], question.other[0], reply)]
        ask = self._find_ask(board, question.key)
        if ask is None and not question.key.startswith("name:"):
            raise DecisionError("This question no longer stands. Ask for the next one.")
        decision = self._verdicts.take(board, question, ask, reply)
        return [decision] if decision is not None else []

    def _skip(self, board: Board, question: Question) -> list[Decision]:
        listed = self._skipped()
        self._context.settings.put(_SKIPPED_KEY, json.dumps([*listed, question.key][-_MOST_SKIPPED:]))
        ask = self._find_ask(board, question.key)
        if ask is not None:
            board.planner.put_off(ask)
        return []

    def _skipped(self) -> list[str]:
        """Keys of the questions passed over in this library, oldest first."""
        stored = self._context.settings.get(_SKIPPED_KEY)
        return [str(key) for key in json.loads(stored)] if stored else []

    # -- progress -----------------------------------------------------------------------------------
    def progress(self) -> ReviewProgress:
        """How far it is, and how long until 95 of 100 faces are where they belong."""
        with self._lock:
            forecast = self._current(self._pages).planner.forecast()
            pace, answered = self._pace()
            return ReviewProgress(
                round(forecast.settled),
                forecast.total,
                forecast.answers_left,
                forecast.answers_left * pace,
                answered,
            )

    def _pace(self) -> tuple[float, int]:
        stored = self._context.settings.get(_PACE_KEY)
        if stored is None:
            return _PACE, 0
        pace, answered = json.loads(stored)
        return float(pace), int(answered)

    def _keep_pace(self) -> None:
        """A running mean of the seconds from a question to its answer; a pause counts as a minute."""
        pace, answered = self._pace()
        if self._shown_at:
            taken = min(time.monotonic() - self._shown_at, _SLOWEST)
            pace += (taken - pace) / min(answered + 1, 50)
        self._context.settings.put(_PACE_KEY, json.dumps([round(pace, 3), answered + 1]))

    # -- keeping up ---------------------------------------------------------------------------------
    def _hear(self, changes: Changes) -> None:
        with self._heard_lock:
            if self._board is not None:
                self._heard |= changes

    def _current(self, pages: bool) -> Board:
        with self._heard_lock:
            changes, self._heard = self._heard, Changes()
        if self._board is not None and pages != self._pages:
            self._board.planner.use_pages(pages)
        version = self._context.database.data_version()
        if version != self._version:
            self._version, changes = version, EVERYTHING  # another process may have decided something
        if self._board is None or self._is_old(self._board):
            began = time.monotonic()
            self._board = Board(self._context, self._grouper, pages)
            self._made_at = time.monotonic()
            self._cost = self._made_at - began
            for key in self._skipped():
                ask = self._find_ask(self._board, key)
                if ask is not None:
                    self._board.planner.put_off(ask)
        elif changes:
            self._board.take_in(changes)
        self._pages = pages
        return self._board

    def _is_old(self, board: Board) -> bool:
        """Whether new faces wait; while a scan brings more and more the board is not made anew each time."""
        waits = _PATIENCE * self._cost
        return time.monotonic() - self._made_at > waits and board.outdated()

    # -- questions ----------------------------------------------------------------------------------
    def _naming(self, board: Board, skipped: Collection[str]) -> list[Question]:
        """The largest group without a name, where a name settles more than the best other question."""
        best = board.planner.next()
        least = max(best.settles if best is not None else 0.0, NAME_SHARE * NAME_FROM)
        passed = {*skipped, *self._skipped()}
        for size, unit in board.planner.largest():
            if NAME_SHARE * size < least:
                return []
            person = board.person_of.get(unit)
            key = f"name:{person}"
            if person is not None and self._name(person) is None and key not in passed:
                return [self._name_question(board, unit, person)]
        return []

    def _name_question(self, board: Board, unit: int, person: int) -> Question:
        asks = [ask for ask in board.planner.asks_about(unit) if ask.kind in (AskKind.WHO, AskKind.SAME)]
        ask = max(asks, key=lambda one: len(one.candidates), default=None)
        choices = self._choices(board, ask) if ask is not None else ()
        rows = board.planner.rows_of(unit)
        return Question(
            f"name:{person}",
            QuestionKind.WHO,
            board.faces(rows, SHOWN),
            person_id=person,
            probability=choices[0].probability if choices else 0.0,
            settles=NAME_SHARE * len(rows),
            choices=tuple(choice for choice in choices if choice.name is not None),
        )

    def _question(self, board: Board, ask: Ask) -> Question:
        person = board.person_of.get(ask.unit)
        other = board.person_of.get(ask.candidates[0]) if ask.candidates else None
        kind = _KINDS[ask.kind]
        name = self._name(other) if other is not None else None
        if kind is QuestionKind.SAME and name is not None:
            kind = QuestionKind.IS_THIS
        both = ask.kind in (AskKind.SAME, AskKind.ODD)
        return Question(
            self._key(board, ask),
            kind,
            board.faces(ask.one, SHOWN),
            board.faces(ask.others[0], SHOWN) if both else (),
            person,
            other if both else None,
            name if both else None,
            ask.probabilities[0],
            ask.settles,
            self._choices(board, ask) if ask.kind is AskKind.WHO else (),
            ask.again,
        )

    def _choices(self, board: Board, ask: Ask) -> tuple[Choice, ...]:
        found = []
        for unit, rows, chance in zip(ask.candidates, ask.others, ask.probabilities, strict=True):
            person = board.person_of.get(unit)
            name = self._name(person) if person is not None else None
            found.append(Choice(person, name, board.faces(rows, SHOWN), chance))
        return tuple(found[:CHOICES])

    def _key(self, board: Board, ask: Ask) -> str:
        """Names a question by its faces: groups change their members, the best faces stay."""
        faces = [board.faces(ask.one, 1)[0]]
        if ask.kind in (AskKind.SAME, AskKind.ODD):
            faces += board.faces(ask.others[0], 1)
        return ":".join((ask.kind.value, *map(str, faces)))

    def _find_ask(self, board: Board, key: str) -> Ask | None:
        kind, _, rest = key.partition(":")
        first = rest.split(":")[0]
        if not first.isdigit():
            return None
        if kind == "name":
            return None
        row = board.row_of.get(int(first))
        unit = board.planner.unit_of(row) if row is not None else -1
        if unit < 0:
            return None
        return next((ask for ask in board.planner.asks_about(unit) if self._key(board, ask) == key), None)

    def _find(self, board: Board, key: str) -> Question | None:
        kind, _, rest = key.partition(":")
        if kind == "name" and rest.isdigit():
            unit = board.unit_of_person(int(rest))
            if unit is None or self._name(int(rest)) is not None:
                return None
            return self._name_question(board, unit, int(rest))
        if kind == QuestionKind.TWICE.value:
            return self._twice.find(key)
        ask = self._find_ask(board, key)
        return self._question(board, ask) if ask is not None else None

    def _name(self, person: int) -> str | None:
        status = self._context.people.status(person)
        return status[0] if status else None


_KINDS = {
    AskKind.SAME: QuestionKind.SAME,
    AskKind.WHO: QuestionKind.WHO,
    AskKind.ODD: QuestionKind.ODD,
    AskKind.KNOWN: QuestionKind.KNOWN,
}
