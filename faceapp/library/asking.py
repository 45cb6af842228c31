"""From what the planner asks about rows and units to questions about faces and people."""

from __future__ import annotations

from collections.abc import Collection

from faceapp.core.asks import Ask, AskKind
from faceapp.core.planner import CHOICES
from faceapp.core.questions import Choice, Question, QuestionKind
from faceapp.library.board import Board
from faceapp.library.context import Context
from faceapp.library.twice import TwiceQuestions

SHOWN = 6
"""Faces of one side that are shown at most."""
NAME_FROM = 3
"""Groups of so many faces are worth a name of their own."""
LIKELY = 0.03
"""Candidates less probable than this are not offered: a name is typed as quickly, and "none of these" is
about those that are seen."""
NAME_SHARE = 0.5
"""A name for a group counts like so much of its photos set right."""

_KINDS = {
    AskKind.SAME: QuestionKind.SAME,
    AskKind.WHO: QuestionKind.WHO,
    AskKind.ODD: QuestionKind.ODD,
    AskKind.KNOWN: QuestionKind.KNOWN,
}


class Asker:
    """Puts questions, and finds them again by their keys.

    Args:
        context: The library.
        twice: Asks about one person twice in a photo, of which the planner knows nothing.
    """

    def __init__(self, context: Context, twice: TwiceQuestions) -> None:
        self._context = context
        self._twice = twice

    def naming(self, board: Board, passed: Collection[str]) -> list[Question]:
        """The largest group without a name, where a name settles more than the best other question.

        Args:
            board: Where the groups are.
            passed: Keys of questions not to ask.
        """
        best = board.planner.next()
        least = max(best.settles if best is not None else 0.0, NAME_SHARE * NAME_FROM)
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
            choices=tuple(one for one in choices if one.name is not None and one.probability >= LIKELY),
        )

    def question(self, board: Board, ask: Ask) -> Question:
        """What the planner asks, with faces, people and names."""
        person = board.person_of.get(ask.unit)
        other = board.person_of.get(ask.candidates[0]) if ask.candidates else None
        kind = _KINDS[ask.kind]
        name = self._name(other) if other is not None else None
        if kind is QuestionKind.SAME and name is not None:
            kind = QuestionKind.IS_THIS
        both = ask.kind in (AskKind.SAME, AskKind.ODD)
        return Question(
            self.key(board, ask),
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
        likely = [place for place, choice in enumerate(found) if choice.probability >= LIKELY]
        # What is left out is at the end: a number is the place of its candidate.
        return tuple(found[: min(likely[-1] + 1 if likely else 1, CHOICES)])

    def key(self, board: Board, ask: Ask) -> str:
        """Names a question by its faces: groups change their members, the best faces stay."""
        faces = [board.faces(ask.one, 1)[0]]
        if ask.kind in (AskKind.SAME, AskKind.ODD):
            faces += board.faces(ask.others[0], 1)
        return ":".join((ask.kind.value, *map(str, faces)))

    def find_ask(self, board: Board, key: str) -> Ask | None:
        """What the planner asks under this key, if it still does."""
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
        return next((ask for ask in board.planner.asks_about(unit) if self.key(board, ask) == key), None)

    def find(self, board: Board, key: str) -> Question | None:
        """The question of a key, if it still stands."""
        kind, _, rest = key.partition(":")
        if kind == "name" and rest.isdigit():
            unit = board.unit_of_person(int(rest))
            if unit is None or self._name(int(rest)) is not None:
                return None
            return self._name_question(board, unit, int(rest))
        if kind == QuestionKind.TWICE.value:
            return self._twice.find(key)
        ask = self.find_ask(board, key)
        return self.question(board, ask) if ask is not None else None

    def _name(self, person: int) -> str | None:
        status = self._context.people.status(person)
        if status is None or status[0] is None:
            return None
        return self._context.people.titles().get(person, status[0])
