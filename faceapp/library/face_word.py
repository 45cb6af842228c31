"""The user's word by face instead of reference: what grouping and naming work under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from faceapp.core.ages import in_years
from faceapp.core.relations import Pair, TwiceAnswer, partners
from faceapp.core.word import Claim, ClaimKind, Word


@dataclass(frozen=True, slots=True)
class FaceWord:
    """The user's word about faces.

    Attributes:
        claims: Face -> where the user put it.
        rejected: Face -> people (or groups) it is not.
        apart: Face -> faces it is never grouped with.
        twins: Person -> their declared look-alikes.
        others: Person or group -> those said to be somebody else.
        twice: Face -> faces of its photo that may be the same person (a mirror, a collage).
        born: Person -> birthdate, in years.
    """

    claims: dict[int, Claim]
    rejected: dict[int, set[int]]
    apart: dict[int, set[int]]
    twins: dict[int, set[int]] = field(default_factory=dict)
    others: dict[int, set[int]] = field(default_factory=dict)
    twice: dict[int, set[int]] = field(default_factory=dict)
    born: dict[int, float] = field(default_factory=dict)

    def not_for(self, face_id: int, group: int | None = None) -> set[int]:
        """People a face is not, by itself or because of the group it is in."""
        rejected = self.rejected.get(face_id, set())
        others = self.others.get(group) if group is not None else None
        return rejected | others if others else rejected


def by_face(word: Word, attached: Mapping[int, int]) -> FaceWord:
    """Translate a word.

    Args:
        word: The folded log.
        attached: Reference -> face; references not in it are left out.
    """
    said = FaceWord(
        {attached[ref]: claim for ref, claim in word.claims.items() if ref in attached},
        {attached[ref]: set(people) for ref, people in word.rejected.items() if ref in attached and people},
        {
            attached[ref]: {attached[other] for other in others if other in attached}
            for ref, others in word.apart.items()
            if ref in attached
        },
        partners(word.alike.values()),
        partners(word.different.values()),
        born={person: in_years(date.fromisoformat(day)) for person, (day, _) in word.born.items()},
    )
    for pair in word.different.values():
        _keep_apart(said, pair, attached)
        _reject_each_other(said, pair, word, attached)
    for pair in word.alike.values():  # who looks alike is two people
        _keep_apart(said, pair, attached)
    for (one, other), answer in word.twice.items():
        if one in attached and other in attached:
            first, second = attached[one], attached[other]
            kept = said.apart if answer.answer is TwiceAnswer.MISTAKE else said.twice
            kept.setdefault(first, set()).add(second)
            kept.setdefault(second, set()).add(first)
            if answer.answer is TwiceAnswer.MISTAKE:
                _two_people(said, first, second)
                _two_people(said, second, first)
    return said


def _two_people(said: FaceWord, one: int, other: int) -> None:
    """Where the user confirmed who one face is, the other is not."""
    sure, claim = said.claims.get(one), said.claims.get(other)
    if sure is None or sure.kind is not ClaimKind.CONFIRMED or sure.person_id is None:
        return
    if claim is None or claim.person_id != sure.person_id:
        said.rejected.setdefault(other, set()).add(sure.person_id)


def _keep_apart(said: FaceWord, pair: Pair, attached: Mapping[int, int]) -> None:
    first, second = ({attached[ref] for ref in faces if ref in attached} for faces in pair.faces)
    for face_id in first - second:
        said.apart.setdefault(face_id, set()).update(second - first)


def _reject_each_other(said: FaceWord, pair: Pair, word: Word, attached: Mapping[int, int]) -> None:
    """The faces of one are not the other, but for those the user has put there since."""
    one, other = pair.people
    for faces, person in ((pair.faces[0], other), (pair.faces[1], one)):
        for ref in faces:
            claim = word.claims.get(ref)
            if ref in attached and (claim is None or claim.person_id != person):
                said.rejected.setdefault(attached[ref], set()).add(person)
