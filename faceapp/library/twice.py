"""Photos that one person seems to be in twice: a mirror, a collage, or a mistake. The user is asked."""

from __future__ import annotations

from collections.abc import Collection

from faceapp.core.changes import Changes
from faceapp.core.questions import Question, QuestionKind
from faceapp.library.context import Context
from faceapp.library.group import Grouper


class TwiceQuestions:
    """Finds them; looked for anew only after something changed.

    Args:
        context: The library.
        grouper: Reads the user's word.
    """

    def __init__(self, context: Context, grouper: Grouper) -> None:
        self._context = context
        self._grouper = grouper
        self._stale = True
        self._seen = (0, 0)
        self._open: dict[str, Question] = {}
        context.listen(self._hear)

    def _hear(self, changes: Changes) -> None:
        self._stale = True

    def next(self, passed: Collection[str]) -> Question | None:
        """The first one that is not to be passed over."""
        return next((one for key, one in self._all().items() if key not in passed), None)

    def find(self, key: str) -> Question | None:
        """The question of a key, if it still stands."""
        return self._all().get(key)

    def _all(self) -> dict[str, Question]:
        with self._context.lock:
            # An answer may move no face at all: then nothing is heard of it.
            seen = self._context.database.data_version(), self._context.word().last_event
        if self._stale or seen != self._seen:
            self._stale, self._seen = False, seen
            self._open = {question.key: question for question in self._look()}
        return self._open

    def _look(self) -> list[Question]:
        context = self._context
        pairs = context.faces.twice_in_a_photo()
        if not pairs:
            return []
        with context.lock:
            said = self._grouper.face_word(context.word())
        found = []
        for person, name, one, other in pairs:
            if other in said.twice.get(one, ()) or other in said.apart.get(one, ()):
                continue  # answered
            found.append(
                Question(
                    f"twice:{one}:{other}",
                    QuestionKind.TWICE,
                    (one,),
                    (other,),
                    person_id=person,
                    other_id=person,
                    name=name,
                    settles=1.0,
                )
            )
        return found
