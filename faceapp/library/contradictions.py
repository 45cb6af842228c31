"""Contradicting decisions in words, with both events."""

from __future__ import annotations

from faceapp.core.clashes import clashes
from faceapp.core.models import Contradiction
from faceapp.core.relations import Conflict, ConflictKind
from faceapp.library.context import Context

_SENTENCES = {
    ConflictKind.MERGED_DIFFERENT: "{people} were said to be different people, and to be one",
    ConflictKind.MERGED_ALIKE: "{people} were said to be two who look alike, and to be one",
    ConflictKind.TWO_BIRTHDATES: "{people} were made one, with two birthdates",
    ConflictKind.REJECTED_CONFIRMED: "{faces} said not to be {people}, and to be {people}",
    ConflictKind.TWICE_MISTAKE: "two faces of a photo were said to be two people, and are both {people}",
    ConflictKind.TWICE_SAME: "two faces of a photo were said to be one person, and are {people}",
    ConflictKind.APART_SAME: "{faces} said to be of two people, and to be {people}",
}


def contradictions(context: Context) -> list[Contradiction]:
    """Decisions that cannot both hold, the newest first. Of each two the later one counts."""
    with context.lock:
        word = context.word()
        found = clashes(word)
        undone = set(word.undone)
    events = context.history.infos({one for clash in found for one in (clash.earlier, clash.later)}, undone)
    faces = context.history.faces_of({ref for clash in found for ref in clash.faces})
    answer = []
    for clash in found:
        here = sorted(faces[ref] for ref in clash.faces if ref in faces)
        people = sorted(clash.people)
        what = _SENTENCES[clash.kind].format(people=_people(context, people), faces=_faces(clash))
        answer.append(
            Contradiction(
                clash.kind.value,
                what[:1].upper() + what[1:],
                events[clash.earlier],
                events[clash.later],
                tuple(people),
                tuple(here),
            )
        )
    return answer


def _people(context: Context, people: list[int]) -> str:
    names = []
    for person in people:
        status = context.people.status(person)
        names.append((status[0] if status else None) or f"group {person}")
    return " and ".join(names)


def _faces(clash: Conflict) -> str:
    count = len(clash.faces)
    return "1 face was" if count == 1 else f"{count} faces were"
