"""What the user says about people as such: two are different, look alike, one is to be split, was born."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from faceapp.core import history_words as words
from faceapp.core.errors import DecisionError
from faceapp.core.models import Decision
from faceapp.core.relations import TwiceAnswer
from faceapp.core.said import Said, said
from faceapp.core.word import EventKind
from faceapp.library.record import Payload, Recorder
from faceapp.library.split import split_proposal

BEST_FACES = 10
"""Faces by which two people are kept apart: enough to hold when groups are formed anew."""
_OLDEST = date(1700, 1, 1)
_TWICE = {
    TwiceAnswer.MISTAKE: words.TWO_PEOPLE,
    TwiceAnswer.MIRROR: words.MIRROR,
    TwiceAnswer.COLLAGE: words.COLLAGE,
}


class Relations(Recorder):
    """Decisions about one person or two, beyond naming and merging."""

    def different(self, one: int, other: int) -> Decision:
        """Say that two people or groups are not the same. They are never grouped or suggested as one.

        Raises:
            UnknownIdError: an id is unknown or retired.
            DecisionError: both are the same id.
        """
        return self._compare(EventKind.DIFFERENT, one, other, words.DIFFERENT, {})

    def apart(self, face_ids: Sequence[int], others: Sequence[int], people: Sequence[int] = ()) -> Decision:
        """Say that some faces are not the person of some others: they are never grouped together.

        Args:
            face_ids: Faces of one person.
            others: Faces of one or several other people.
            people: People or groups the first are not, either.

        Raises:
            UnknownIdError: no such face or person.
            DecisionError: a face is on both sides.
        """
        self._faces([*face_ids, *others])
        if set(face_ids) & set(others):
            raise DecisionError(said("A face cannot be somebody else than itself."))
        for person in people:
            self._alive(person)
        return self._record(
            EventKind.APART,
            [*face_ids, *others],
            lambda ref: {
                "best": [[ref[face] for face in face_ids], [ref[face] for face in others]],
                "people": list(people),
            },
            people=people,
            what=words.APART.of(
                faces=words.counted(words.FACES, len(face_ids)),
                others=words.counted(words.OTHERS, len(others)),
            ),
            about=None,
            shown=face_ids,
        )

    def together(self, face_ids: Sequence[int], group: int) -> Decision:
        """Say that faces belong to the person or group they are shown under.

        Raises:
            UnknownIdError: no such face, person or group.
            DecisionError: a face is not shown under it.
        """
        faces = self._faces(face_ids)
        name = words.called(self._alive(group), group)
        strange = [face.id for face in faces if face.person_id != group]
        if strange:
            raise DecisionError(said("Face {face} is not shown under {name}.", face=strange[0], name=name))
        return self._record(
            EventKind.CONFIRM,
            face_ids,
            lambda ref: {"person": group, "faces": [ref[face] for face in face_ids]},
            people=[group],
            what=words.counted(words.CONFIRMED, len(faces), name=name),
            about=group,
        )

    def look_alike(self, one: int, other: int, alike: bool = True) -> Decision:
        """Say that two are easily taken for each other (twins, siblings), or no longer.

        A face of either is never named automatically where the other is near: the app asks.

        Raises:
            UnknownIdError: an id is unknown or retired.
            DecisionError: both are the same id, or there is nothing to end.
        """
        if not alike and (min(one, other), max(one, other)) not in self.look_alikes():
            self._two(one, other)
            raise DecisionError(said("{one} and {other} are not declared look-alikes.", one=one, other=other))
        text = words.ALIKE if alike else words.NOT_ALIKE
        return self._compare(EventKind.LOOK_ALIKE, one, other, text, {"alike": alike})

    def look_alikes(self) -> list[tuple[int, int]]:
        """Pairs of people declared look-alikes, the lower id first."""
        with self._context.lock:
            pairs = self._context.word().alike.values()
            return sorted({(min(pair.people), max(pair.people)) for pair in pairs})

    def different_people(self) -> list[tuple[int, int]]:
        """Pairs of people or groups said to be different, the lower id first."""
        with self._context.lock:
            pairs = self._context.word().different.values()
            return sorted({(min(pair.people), max(pair.people)) for pair in pairs})

    def birthdate(self, person_id: int, born: date | None) -> Decision:
        """Say when a person was born (None: not known).

        Raises:
            UnknownIdError: no such person or group.
            DecisionError: the date lies ahead, or before there were photos of anybody.
        """
        name = words.called(self._alive(person_id), person_id)
        if born is not None and not _OLDEST <= born <= date.today():
            raise DecisionError(
                said("{day} cannot be a birthdate: it lies ahead or too far back.", day=born.isoformat())
            )
        day = born.isoformat() if born else ""
        what = words.BORN.of(name=name, day=day) if born else words.NOT_BORN.of(name=name)
        return self._record(
            EventKind.BIRTHDATE,
            [],
            lambda _: {"person": person_id, "date": born.isoformat() if born else None},
            people=[person_id],
            what=what,
            about=person_id,
            shown=self._context.faces.ids_of_person(person_id),
        )

    def born(self, person_id: int) -> date | None:
        """The birthdate of a person, where the user said it.

        Raises:
            UnknownIdError: no such person or group.
        """
        self._alive(person_id)
        with self._context.lock:
            found = self._context.word().born.get(person_id)
        return date.fromisoformat(found[0]) if found else None

    def twice(self, face_a: int, face_b: int, answer: TwiceAnswer | str) -> Decision:
        """Say why one person seems to be in a photo twice.

        Args:
            face_a: One face.
            face_b: Another one of the same photo.
            answer: ``mirror`` or ``collage``: they may be one person; ``mistake``: they are two people.

        Raises:
            UnknownIdError: no such face.
            DecisionError: the faces are not two of one photo, or there is no such answer.
        """
        try:
            answer = TwiceAnswer(answer)
        except ValueError:
            raise DecisionError(said("The answer is mirror, collage or mistake.")) from None
        faces = self._faces([face_a, face_b])
        if len(faces) != 2 or faces[0].photo_id != faces[1].photo_id:
            raise DecisionError(said("This needs two different faces of one photo."))
        people = {face.person_id for face in faces} | {face.suggested_person_id for face in faces}
        return self._record(
            EventKind.TWICE,
            [face_a, face_b],
            lambda ref: {"faces": [ref[face_a], ref[face_b]], "answer": answer.value},
            people=[person for person in people if person is not None],
            what=_TWICE[answer],
            about=None,
        )

    def split(self, person_id: int, parts: Sequence[Sequence[int]] | None = None) -> Decision:
        """Take a person or group apart: the largest part stays, each other one becomes a group of its own.

        Args:
            person_id: Keeps its id and name.
            parts: Face ids; members in no part stay. None: the parts of :func:`split_proposal`.

        Raises:
            UnknownIdError: no such person or face.
            DecisionError: fewer than two parts, a face in two of them, or one that is not a member.
        """
        name = self._alive(person_id)
        label = words.called(name, person_id)
        members = self._context.faces.ids_of_person(person_id)
        if parts is None:
            parts = split_proposal(self._context, self._grouper, person_id)
            if len(parts) < 2:
                raise DecisionError(
                    said(
                        "The faces of {label} look like one person. Choose the faces that are not and "
                        "move them.",
                        label=label,
                    )
                )
        parts = sorted((list(part) for part in parts if part), key=len, reverse=True)
        listed = [face for part in parts for face in part]
        if len(parts) < 2:
            raise DecisionError(said("Splitting needs at least two parts."))
        self._faces(listed)
        if len(listed) != len(set(listed)):
            raise DecisionError(said("A face can only be in one of the parts."))
        strange = sorted(set(listed) - set(members))
        if strange:
            raise DecisionError(said("Face {face} is not shown under {label}.", face=strange[0], label=label))
        leaving = [face for part in parts[1:] for face in part]
        stay = self._others(person_id, leaving)

        def payload(ref: Mapping[int, int], made: list[int]) -> Payload:
            return {
                "person": person_id,
                "parts": {
                    str(group): [ref[face] for face in part]
                    for group, part in zip(made, parts[1:], strict=True)
                },
                "others": [ref[face] for face in stay],
            }

        new = len(parts) - 1
        groups = words.NEW_GROUP if new == 1 else words.counted(words.NEW_GROUPS, new)
        return self._record(
            EventKind.SPLIT,
            [*leaving, *stay],
            lambda _: {},
            people=[person_id],
            what=words.SPLIT.of(name=label, groups=groups),
            about=person_id,
            shown=leaving,
            create=payload,
            new=new,
        )

    def _compare(self, kind: EventKind, one: int, other: int, what: Said, more: Payload) -> Decision:
        labels = self._two(one, other)
        best = [self._others(person, ())[:BEST_FACES] for person in (one, other)]
        return self._record(
            kind,
            [face for faces in best for face in faces],
            lambda ref: (
                {"people": [one, other], "best": [[ref[face] for face in faces] for faces in best]} | more
            ),
            people=[one, other],
            what=what.of(name=labels[0], other=labels[1]),
            about=one,
            shown=self._members([one, other]),
        )

    def _two(self, one: int, other: int) -> tuple[str, str]:
        first = words.called(self._alive(one), one, first=True)
        second = words.called(self._alive(other), other)
        if one == other:
            raise DecisionError(said("This needs two different people."))
        return first, second
