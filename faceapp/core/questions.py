"""Questions the review asks, as values: what is asked about which faces, and what the answer is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What is asked, and which replies there are (``skip`` always)."""

    SAME = "same"
    """Two groups or faces without a name: one person? ``yes``, ``no``, ``stranger`` (the first side)."""
    IS_THIS = "is-this"
    """Is the first side the named person of the second? ``yes``, ``no``, ``stranger``."""
    WHO = "who"
    """Who is this? ``1`` .. ``9`` (one of the choices), ``none``, ``stranger``, or ``name NAME``."""
    ODD = "odd"
    """Does the first side belong to the person or group it is shown under? ``yes``, ``no``."""
    KNOWN = "known"
    """Anybody you know? ``yes`` (who is asked later), ``no`` (a stranger)."""
    TWICE = "twice"
    """Twice in one photo: ``mirror``, ``collage`` or ``mistake``."""


ON_PAGES = (QuestionKind.SAME, QuestionKind.IS_THIS, QuestionKind.ODD, QuestionKind.KNOWN)
"""Kinds whose replies are "yes" and "no": several may be answered together."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate of a "who is this?": a person, a group, or (``person_id`` None) a single face."""

    person_id: int | None
    name: str | None
    faces: tuple[int, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        key: The same for the same question, also after a new start.
        kind: What is asked.
        one: Face ids of the side in question, best first, as many as are to be shown.
        other: Face ids of what it is compared with; empty for WHO and KNOWN.
        person_id: Person or group the first side is under now; None for a single face.
        other_id: Person or group of the second side; None for a single face.
        name: Name of the second side, where it has one.
        probability: That both sides are one person (WHO: of the first choice; KNOWN: that it is anybody).
        settles: Photos the answer is expected to settle.
        choices: Candidates of a WHO.
        again: What was said before stands against what is shown: asked once more.
    """

    key: str
    kind: QuestionKind
    one: tuple[int, ...]
    other: tuple[int, ...] = ()
    person_id: int | None = None
    other_id: int | None = None
    name: str | None = None
    probability: float = 0.0
    settles: float = 0.0
    choices: tuple[Choice, ...] = ()
    again: bool = False

    @property
    def guess(self) -> str:
        """What the app believes: the reply a page gives to what was not ticked."""
        return "yes" if self.probability >= 0.5 else "no"


AIMS = (0.95, 0.99)
"""Shares of all faces that are to be where they belong, one after the other."""
PACED = 8
"""Answers from which the user's own pace is known."""


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far the review is.

    Attributes:
        settled: Faces expected to be where they belong.
        total: Faces in play (strangers and what is no face left out).
        answers_left: Answers until the ``aim`` is reached, by the planner's forecast; 0: it is.
        seconds_left: The same in seconds, by the pace of the answers so far (see :attr:`paced`).
        answered: Answers given so far in this library.
        aim: The share of all faces that is to be settled next: 0.95, and 0.99 when that is reached.
        whole: Whether all faces have been looked at; else nothing can be said yet but ``answered``.
    """

    settled: int
    total: int
    answers_left: int
    seconds_left: float
    answered: int
    aim: float = AIMS[0]
    whole: bool = True

    @property
    def paced(self) -> bool:
        """Whether enough was answered to know the user's own pace."""
        return self.answered >= PACED
