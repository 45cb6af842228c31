"""The user's word by face instead of reference: what grouping and naming work under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from faceapp.core.ages import in_years
from faceapp.core.relations import Pair, TwiceAnswer, partners
from faceapp.core.word import Claim, ClaimKind, Word

_What = TypeVar("_What")


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


def renewed(
    said: FaceWord,
    word: Word,
    attached: Mapping[int, int],
    refs: Iterable[int],
    pairs_of: Mapping[int, Iterable[int]],
) -> FaceWord:
    """What :func:`by_face` gives, made of what was said before: quick however much that is.

    Args:
        said: The translation of a former word.
        word: The folded log.
        attached: Reference -> face; what was attached then is so now.
        refs: All references about which the two words may say different things.
        pairs_of: Reference -> the events of ``word.different`` and ``word.alike`` that name it.
    """
    claims, rejected, apart, twice = (
        dict(said.claims),
        dict(said.rejected),
        dict(said.apart),
        dict(said.twice),
    )
    seen_twice: dict[int, dict[int, TwiceAnswer]] = {}
    for (one, other), answer in word.twice.items():
        seen_twice.setdefault(one, {})[other] = answer.answer
        seen_twice.setdefault(other, {})[one] = answer.answer
    wanted = set(refs)
    for ref in list(wanted & seen_twice.keys()):  # who one of two is says who the other is not
        wanted |= seen_twice[ref].keys()
    for ref in wanted:
        face = attached.get(ref)
        if face is None:
            continue
        claim = word.claims.get(ref)
        people = set(word.rejected.get(ref, ()))
        away = {attached[other] for other in word.apart.get(ref, ()) if other in attached}
        for event in pairs_of.get(ref, ()):
            pair = word.different.get(event) or word.alike.get(event)
            if pair is None:
                continue
            first, second = pair.faces
            if ref in first and ref not in second:
                away |= {attached[other] for other in second if other in attached} - {
                    attached[one] for one in first if one in attached
                }
            if event in word.different:
                for faces, person in ((first, pair.people[1]), (second, pair.people[0])):
                    if ref in faces and (claim is None or claim.person_id != person):
                        people.add(person)
        same: set[int] = set()
        for other, reason in seen_twice.get(ref, {}).items():
            if other not in attached:
                continue
            (away if reason is TwiceAnswer.MISTAKE else same).add(attached[other])
            sure = word.claims.get(other)
            if (
                reason is TwiceAnswer.MISTAKE
                and sure is not None
                and sure.kind is ClaimKind.CONFIRMED
                and sure.person_id is not None
                and (claim is None or claim.person_id != sure.person_id)
            ):
                people.add(sure.person_id)
        _put(claims, face, claim)
        _put(rejected, face, people)
        _put(apart, face, away)
        _put(twice, face, same)
    return FaceWord(
        claims,
        rejected,
        apart,
        partners(word.alike.values()),
        partners(word.different.values()),
        twice,
        {person: in_years(date.fromisoformat(day)) for person, (day, _) in word.born.items()},
    )


def _put(known: dict[int, _What], face: int, what: _What | None) -> None:
    if what:
        known[face] = what
    else:
        known.pop(face, None)
