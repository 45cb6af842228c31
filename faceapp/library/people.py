"""The user's decisions: each is one event in the log, and what follows from it is worked out at once.

Ids given by the user are checked here; every error says which id is wrong and why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from faceapp.core import history_words as words
from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.models import Decision, FaceState
from faceapp.core.said import Said, said
from faceapp.core.word import EventKind
from faceapp.library.drawing import Drawing
from faceapp.library.record import Payload
from faceapp.library.relations import Relations
from faceapp.library.turns import Turns


class Decisions(Relations, Drawing, Turns):
    """Name, confirm, reject, merge, split, move, hide, compare, undo: everything a user may say."""

    # -- people -------------------------------------------------------------------------------------
    def name(self, person_id: int, name: str, seen: Iterable[int] | None = None) -> Decision:
        """Name a group.

        Args:
            person_id: The group.
            name: What the person is called.
            seen: The faces the user saw when naming: these become confirmed, the rest of the group
                stays with it unseen. None: all of them were seen.

        Raises:
            UnknownIdError: no such group.
            DecisionError: the name is empty, or the person has a name already.
        """
        name = _clean(name)
        current = self._alive(person_id)
        if current is not None:
            raise DecisionError(
                said(
                    "{person} is already named {current}. Use rename to change the name.",
                    person=person_id,
                    current=current,
                )
            )
        members = self._context.faces.ids_of_person(person_id)
        confirmed, rest = _split(members, self._shown([person_id]) if seen is None else seen)
        return self._record(
            EventKind.NAME,
            members,
            lambda ref: {
                "person": person_id,
                "name": name,
                "confirmed": [ref[face] for face in confirmed],
                "rest": [ref[face] for face in rest],
                "via": self._via(ref.values()),
            },
            people=[person_id],
            what=words.NAMED.of(name=name),
            about=person_id,
        )

    def rename(self, person_id: int, name: str) -> Decision:
        """Change the name of a person.

        Raises:
            UnknownIdError: no such person.
            DecisionError: the name is empty, or the group has none yet.
        """
        name = _clean(name)
        current = self._alive(person_id)
        if current is None:
            raise DecisionError(said("{person} has no name yet. Use name to give it one.", person=person_id))
        return self._record(
            EventKind.RENAME,
            [],
            lambda _: {"person": person_id, "name": name, "before": current},
            people=[person_id],
            what=words.RENAMED.of(name=current, new=name),
            about=person_id,
            shown=self._context.faces.ids_of_person(person_id),
        )

    def merge(self, target: int, sources: Sequence[int], seen: Iterable[int] | None = None) -> Decision:
        """Make several people or groups one; the named side keeps its name.

        Args:
            target: Everything goes into this one. Where it has no name and exactly one source has, the
                two change places: the named side always wins.
            sources: What is merged away.
            seen: The faces of the sources the user saw (None: all); these become confirmed if the
                result is named.

        Raises:
            UnknownIdError: an id is unknown or retired.
            DecisionError: nothing to merge, or merging with itself.
        """
        sources = list(dict.fromkeys(sources))
        if not sources or target in sources:
            raise DecisionError(said("Merging needs two different people."))
        names = {person: self._alive(person) for person in (target, *sources)}
        named = [person for person in sources if names[person] is not None]
        if names[target] is None and named:
            target, sources = named[0], [target if one == named[0] else one for one in sources]
        groups = [person for person in sources if names[person] is None]
        moving = self._members(groups)
        staying = self._members([target]) if names[target] is None else []
        looked_at = self._shown(groups) if seen is None else seen
        confirmed, rest = _split(moving, looked_at if names[target] is not None else ())
        label = words.called(names[target], target)
        others = words.all_of([words.called(names[one], one) for one in sources])
        return self._record(
            EventKind.MERGE,
            [*moving, *staying],
            lambda ref: {
                "target": target,
                "sources": sources,
                "confirmed": [ref[face] for face in confirmed],
                "rest": [ref[face] for face in (*rest, *staying)],
                "stay": [ref[face] for face in staying],
                "via": self._via(ref.values()),
            },
            people=[target, *sources],
            what=words.MERGED.of(others=others, name=label),
            about=target,
            shown=self._members(sources),
        )

    def hide(self, person_id: int, hidden: bool = True) -> Decision:
        """Put a person out of sight, or back. Nothing else changes.

        Raises:
            UnknownIdError: no such person or group.
        """
        name = words.called(self._alive(person_id), person_id)
        return self._record(
            EventKind.HIDE if hidden else EventKind.UNHIDE,
            [],
            lambda _: {"person": person_id},
            people=[person_id],
            what=(words.HID if hidden else words.SHOWED).of(name=name),
            about=person_id,
            shown=self._context.faces.ids_of_person(person_id),
        )

    def present(self, photo_id: int, person_id: int, present: bool = True) -> Decision:
        """Say that a person is in a photo though no face of theirs shows there, or that they are not.

        Args:
            photo_id: The photo.
            person_id: Somebody with a name.
            present: False: take it back.

        Raises:
            UnknownIdError: no such photo or person.
            DecisionError: the person has no name, their face is in the photo, or it was said already.
        """
        context = self._context
        found = context.photos.photos([photo_id])
        if not found:
            raise UnknownIdError(said("There is no photo {photo}.", photo=photo_id))
        name, identity = self._alive(person_id), found[0].identity
        if name is None:
            raise DecisionError(said("Group {person} has no name yet. Name it first.", person=person_id))
        with context.lock:
            known = (identity, person_id) in context.word().present
        if present and any(face.person_id == person_id for face in context.faces.of_photo(photo_id)):
            raise DecisionError(said("A face of {name} is in this photo already.", name=name))
        if known is present:
            raise DecisionError(
                said("{name} is in this photo already.", name=name)
                if present
                else said("{name} is not said to be in this photo.", name=name)
            )
        return self._record(
            EventKind.PRESENT,
            [],
            lambda _: {"person": person_id, "identity": identity, "present": present},
            people=[person_id],
            what=(words.PRESENT if present else words.NOT_PRESENT).of(name=name),
            about=person_id,
            in_photos=1,
        )

    # -- faces --------------------------------------------------------------------------------------
    def confirm(self, face_ids: Sequence[int], person_id: int | None = None) -> Decision:
        """Say that faces are who the app believes they are, or ``person_id``.

        Raises:
            UnknownIdError: no such face or person.
            DecisionError: a face is not suggested as anybody, or the faces are of several people.
        """
        faces = self._faces(face_ids)
        face_ids = [face.id for face in faces]
        if person_id is None:
            people = {face.suggested_person_id or face.person_id for face in faces}
            if None in people or len(people) != 1:
                raise DecisionError(
                    said("These faces are not believed to be one and the same person. Move them instead.")
                )
            person_id = people.pop()
        assert person_id is not None
        name = self._alive(person_id)
        if name is None:
            raise DecisionError(
                said("Group {person} has no name yet. Name it to confirm its faces.", person=person_id)
            )
        return self._record(
            EventKind.CONFIRM,
            face_ids,
            lambda ref: {"person": person_id, "faces": [ref[face] for face in face_ids]},
            people=[person_id],
            what=words.counted(words.CONFIRMED, len(faces), name=name),
            about=person_id,
        )

    def reject(self, face_ids: Sequence[int], person_id: int) -> Decision:
        """Say that faces are not this person. They never come back to it by themselves.

        Raises:
            UnknownIdError: no such face or person.
        """
        face_ids = [face.id for face in self._faces(face_ids)]
        name = self._alive(person_id)
        others = [] if name else self._others(person_id, face_ids)
        return self._record(
            EventKind.REJECT,
            [*face_ids, *others],
            lambda ref: {
                "person": person_id,
                "faces": [ref[face] for face in face_ids],
                "others": [ref[face] for face in others],
            },
            people=[person_id],
            what=words.counted(words.REJECTED, len(face_ids), name=words.called(name, person_id)),
            about=person_id,
            shown=face_ids,
        )

    def move(self, face_ids: Sequence[int], to: int | None, new_name: str | None = None) -> Decision:
        """Put faces under another person or group, or (``to`` None) under a new one of their own.

        ``new_name`` names the new one in the same decision.

        Raises:
            UnknownIdError: no such face or person.
            DecisionError: the faces are there already.
        """
        faces = self._faces(face_ids)
        face_ids = [face.id for face in faces]
        new_name = _clean(new_name) if new_name is not None and to is None else None
        name = self._alive(to) if to is not None else None
        if to is not None and all(
            face.person_id == to and face.state in (FaceState.CONFIRMED, FaceState.GROUPED) for face in faces
        ):
            raise DecisionError(said("The faces are there already."))
        leaving: dict[int, list[int]] = defaultdict(list)
        for face in faces:
            for source in {face.person_id, face.suggested_person_id} - {None, to}:
                leaving[int(source or 0)].append(face.id)
        others = {
            source: self._others(source, moved)
            for source, moved in leaving.items()
            if self._name_of(source) is None
        }
        rest = self._members([to]) if to is not None and name is None else []
        rest = [face for face in rest if face not in set(face_ids)]

        def payload(ref: Mapping[int, int], target: int) -> Payload:
            return {
                "to": target,
                "created": to is None,
                "name": new_name,
                "faces": [ref[face] for face in face_ids],
                "from": {str(source): [ref[face] for face in moved] for source, moved in leaving.items()},
                "others": {str(source): [ref[face] for face in some] for source, some in others.items()},
                "rest": [ref[face] for face in rest],
                "via": self._via(ref[face] for face in rest),
            }

        where = words.called(name, to) if to is not None else new_name or words.NEW_GROUP
        return self._record(
            EventKind.MOVE,
            [*face_ids, *rest, *(face for some in others.values() for face in some)],
            lambda ref: payload(ref, to or 0),
            people=[*leaving, *([to] if to is not None else [])],
            what=words.counted(words.MOVED, len(faces), where=where),
            about=to,
            shown=face_ids,
            create=None if to is not None else lambda ref, made: payload(ref, made[0]),
        )

    def stranger(self, face_ids: Sequence[int]) -> Decision:
        """Say that these are real faces the user does not care about.

        Raises:
            UnknownIdError: no such face.
        """
        return self._set_aside(EventKind.STRANGER, face_ids, words.STRANGERS)

    def not_a_face(self, face_ids: Sequence[int]) -> Decision:
        """Say that these boxes hold no face.

        Raises:
            UnknownIdError: no such face.
        """
        return self._set_aside(EventKind.NOT_A_FACE, face_ids, words.NOT_FACES)

    def _set_aside(self, kind: EventKind, face_ids: Sequence[int], what: Said) -> Decision:
        faces = self._faces(face_ids)
        face_ids = [face.id for face in faces]
        people = {face.person_id for face in faces} | {face.suggested_person_id for face in faces}
        return self._record(
            kind,
            face_ids,
            lambda ref: {"faces": [ref[face] for face in face_ids]},
            people=[person for person in people if person is not None],
            what=words.counted(what, len(faces)),
            about=None,
        )


def _split(members: Sequence[int], seen: Iterable[int]) -> tuple[list[int], list[int]]:
    looked_at = set(seen)
    return [m for m in members if m in looked_at], [m for m in members if m not in looked_at]


def _clean(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise DecisionError(said("A name needs at least one letter."))
    return cleaned
