"""Contradicting decisions in words, with both events."""

from __future__ import annotations

from faceapp.core.clashes import clashes
from faceapp.core.history_words import all_of, called
from faceapp.core.models import Contradiction
from faceapp.core.relations import ConflictKind
from faceapp.core.said import said
from faceapp.library.context import Context

_SENTENCES = {
    ConflictKind.MERGED_DIFFERENT: said("{people} were said to be different people, and to be one"),
    ConflictKind.MERGED_ALIKE: said("{people} were said to be two who look alike, and to be one"),
    ConflictKind.TWO_BIRTHDATES: said("{people} were made one, with two birthdates"),
    ConflictKind.REJECTED_CONFIRMED: said(
        "{count} (face was|faces were) said not to be {people}, and to be {people}", None, 2
    ),
    ConflictKind.TWICE_MISTAKE: said(
        "Two faces of a photo were said to be two people, and are both {people}"
    ),
    ConflictKind.TWICE_SAME: said("Two faces of a photo were said to be one person, and are {people}"),
    ConflictKind.APART_SAME: said(
        "{count} (face was|faces were) said to be of two people, and to be {people}", None, 2
    ),
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
        sentence, count = _SENTENCES[clash.kind], len(clash.faces)
        begun = sentence.words.startswith("{people}")
        what = sentence.of(count, count=count, people=_people(context, people, first=begun))
        answer.append(
            Contradiction(
                clash.kind.value,
                what,
                events[clash.earlier],
                events[clash.later],
                tuple(people),
                tuple(here),
            )
        )
    return answer


def _people(context: Context, people: list[int], *, first: bool) -> str:
    names: list[str] = []
    for person in people:
        status = context.people.status(person)
        names.append(called((status[0] if status else None) or None, person, first=first and not names))
    return all_of(names)
