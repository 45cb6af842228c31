"""From a reply in the review to the decision it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faceapp.core.asks import Ask
from faceapp.core.errors import DecisionError
from faceapp.core.models import Decision
from faceapp.core.names import meant
from faceapp.core.questions import Question, QuestionKind
from faceapp.core.said import said
from faceapp.library.board import Board
from faceapp.library.context import Context
from faceapp.library.people import Decisions

SURPRISE = 0.0
"""Log-odds below which a "yes" leaves a doubt."""
_TWO_SIDES = (QuestionKind.SAME, QuestionKind.IS_THIS)


@dataclass(frozen=True, slots=True)
class _Side:
    person_id: int | None
    faces: tuple[int, ...]


class Verdicts:
    """Writes replies as decisions."""

    def __init__(self, context: Context, decide: Decisions) -> None:
        self._context = context
        self._decide = decide

    def take(self, board: Board, question: Question, ask: Ask | None, reply: str) -> Decision | None:
        """Decide; None where the reply decides nothing by itself.

        Args:
            board: Where the question comes from.
            question: As it was shown.
            ask: The same as it stands now; None for the name of a group.
            reply: See :class:`QuestionKind`; not ``skip``.

        Raises:
            DecisionError: no such reply to this question.
        """
        verb, _, rest = reply.partition(" ")
        who = question.kind is QuestionKind.WHO
        if verb == "stranger" and (who or question.kind in _TWO_SIDES):
            members = self._context.faces.ids_of_person(question.person_id or 0)
            return self._decide.stranger(board.faces(ask.one) if ask is not None else members)
        if verb == "name" and who:
            return self._call(question, rest)
        if who:
            return self._chosen(board, question, ask, verb)
        if reply not in ("yes", "no"):
            raise DecisionError(said("{reply} is no answer to this question.", reply=repr(reply)))
        yes = reply == "yes"
        if question.kind is QuestionKind.KNOWN:
            if not yes:
                return self._decide.stranger(question.one)
            board.know(question.one[0])
            return None
        assert ask is not None
        if question.kind is QuestionKind.ODD:
            return self._odd(board, question, ask, yes)
        side = _Side(question.other_id, question.other)
        return self._join(board, question, ask, side, 0) if yes else self._differ(question, [side])

    def sweep(self, questions: Sequence[Question]) -> Decision:
        """Nobody knows these faces: one decision."""
        return self._decide.stranger([face for question in questions for face in question.one])

    def _chosen(self, board: Board, question: Question, ask: Ask | None, verb: str) -> Decision:
        sides = [_Side(choice.person_id, choice.faces) for choice in question.choices]
        if verb == "none" and sides:
            return self._differ(question, sides)
        if not verb.isdigit() or not 0 < int(verb) <= len(sides):
            raise DecisionError(said("{verb} is no answer to this question.", verb=repr(verb)))
        return self._join(board, question, ask, sides[int(verb) - 1], int(verb) - 1)

    def _join(self, board: Board, question: Question, ask: Ask | None, side: _Side, place: int) -> Decision:
        decide, own = self._decide, question.person_id
        if own is not None and side.person_id is not None:
            decision = decide.merge(side.person_id, [own], seen=[*question.one, *side.faces])
        elif side.person_id is not None:
            decision = self._add(question.one, side.person_id)
        elif own is not None:
            decision = self._add(side.faces, own)
        else:
            decision = decide.move([question.one[0], side.faces[0]], None)
        if ask is not None:
            odds = _odds(ask.probabilities[place])
            if odds < SURPRISE:
                board.joined(question.one[0], side.faces[0], odds, decision.event)
        return decision

    def _add(self, faces: Sequence[int], person: int) -> Decision:
        if self._named(person):
            return self._decide.confirm(faces, person)
        return self._decide.move(faces, person)

    def _differ(self, question: Question, sides: Sequence[_Side]) -> Decision:
        (first, *more) = sides
        if not more and question.person_id is not None and first.person_id is not None:
            return self._decide.different(question.person_id, first.person_id)
        others = [face for side in sides for face in side.faces]
        people = [side.person_id for side in sides if side.person_id is not None]
        return self._decide.apart(question.one, others, people)

    def _odd(self, board: Board, question: Question, ask: Ask, yes: bool) -> Decision:
        person = question.person_id
        assert person is not None
        if yes:
            decision = self._decide.together(question.one, person)
            # However it looks: the user has just looked at what is odd about it, and is not asked again.
            odds = max(_odds(ask.probabilities[0]), SURPRISE)
            board.joined(question.one[0], question.other[0], odds, decision.event)
            return decision
        faces = board.faces(ask.one)
        if len(faces) == 1:
            return self._decide.reject(faces, person)
        return self._decide.split(person, [board.faces(ask.others[0]), faces])

    def _call(self, question: Question, name: str) -> Decision:
        name = " ".join(name.split())
        same = [person.id for person in meant(self._context.people.people(), name)] if name else []
        if len(same) == 1 and question.person_id is not None:
            return self._decide.merge(same[0], [question.person_id], seen=question.one)
        if len(same) == 1:
            return self._decide.confirm(question.one, same[0])
        if question.person_id is not None:
            return self._decide.name(question.person_id, name, seen=question.one)
        return self._decide.move(question.one, None, new_name=name)

    def _named(self, person: int) -> bool:
        status = self._context.people.status(person)
        return status is not None and status[0] is not None


def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return float(np.log(chance / (1 - chance)))
