"""What the user can do with people and faces, in one place: the pages only say on what.

Each function hands one decision to the client with the words that tell the user what it did. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from faceapp.core.models import Decision, Person
from faceapp.core.names import like, meant
from faceapp.core.said import said
from faceapp.gui.client import LibraryClient
from faceapp.gui.dates import full_date
from faceapp.gui.language import tr
from faceapp.library.people import Decisions

Then = Callable[[Decision], None] | None


def settled(decision: Decision) -> str:
    """``10 faces in 9 photos``."""
    return tr(
        "{faces} in {photos}",
        faces=said("%n face(s)", None, decision.faces),
        photos=said("%n photo(s)", None, decision.photos),
    )


def label(person: Person) -> str:
    """What to call a person or group in a sentence."""
    return person.title or tr("this group")


def namesake(people: Iterable[Person], name: str, other_than: int) -> Person | None:
    """Someone who has this name already, or is told apart by it."""
    return next((one for one in meant(people, name) if one.id != other_than), None)


def name_group(
    client: LibraryClient,
    person: Person,
    name: str,
    seen: Iterable[int],
    people: Iterable[Person],
    then: Then = None,
) -> None:
    """Name a group; where somebody has that name already the group joins them.

    Args:
        client: Takes the decision.
        person: The group.
        name: What was typed.
        seen: The faces on the screen: these become confirmed.
        people: Everyone known.
        then: Called with the decision.
    """
    shown = list(seen)
    known = namesake(people, name, person.id)
    if known is not None:
        target, title, known_name = known.id, known.title, str(known.name)

        def joined(decision: Decision) -> None:
            # Another Anna is rarer than more of the same: joining is done, and this is one click away.
            client.offered.emit(
                tr("This is another {name}", name=known_name),
                lambda: another(client, person, known_name, shown, instead_of=decision.event),
            )
            if then is not None:
                then(decision)

        client.decide(
            lambda decide: decide.merge(target, [person.id], shown),
            text=lambda decision: tr("Added to {name}: {what}", name=title, what=settled(decision)),
            then=joined,
        )
        return

    def named(decision: Decision) -> None:
        offer_like(client, name, person.id, people)
        if then is not None:
            then(decision)

    client.decide(
        lambda decide: decide.name(person.id, name, shown),
        text=lambda decision: tr("{name}: {what}", name=name, what=settled(decision)),
        then=named,
    )


def offer_like(
    client: LibraryClient, name: str, person_id: int, people: Iterable[Person], *, quiet: bool = False
) -> None:
    """Somebody new has a name much like somebody else's: it may be one person, who is one click away.

    Args:
        client: Offers it, and takes the decision.
        name: What was typed.
        person_id: Who is called so now.
        people: Everyone known.
        quiet: Nothing was told of the name, to which the offer could be added.
    """
    known = {one.name: one.id for one in people if one.name and one.id != person_id}
    other = like(name, known)
    if other is None:
        return
    target, words = known[other], tr("Same as {name}", name=other)

    def join() -> None:
        client.decide(
            lambda decide: decide.merge(target, [person_id], ()),
            text=lambda decision: tr("Merged into {name}: {what}", name=other, what=settled(decision)),
        )

    if quiet:
        client.told.emit(tr("{name} is somebody new", name=name), words, join)
    else:
        client.offered.emit(words, join)


def _look_for_like(client: LibraryClient, name: str, person_id: int) -> None:
    """As :func:`offer_like`, where it is not known yet who else is there."""
    client.ask(
        lambda library: library.people(),
        lambda people: offer_like(client, name, person_id, people),
        owner=client,
    )


def another(
    client: LibraryClient,
    person: Person,
    name: str,
    seen: Iterable[int],
    *,
    instead_of: int | None = None,
    then: Then = None,
) -> None:
    """Name a group or person like somebody else, who stays somebody else.

    Args:
        client: Takes the decision.
        person: The group, or the person to rename.
        name: The name two people have from now on.
        seen: The faces on the screen: these become confirmed where a group is named.
        instead_of: An event that said otherwise and is taken back first.
        then: Called with the decision.
    """
    shown = list(seen)

    def decide(decisions: Decisions) -> Decision:
        if instead_of is not None:
            decisions.undo(instead_of)
        if person.name is None:
            return decisions.name(person.id, name, shown)
        return decisions.rename(person.id, name)

    client.decide(decide, text=tr("Another {name}: told apart from the first", name=name), then=then)


def rename(client: LibraryClient, person: Person, name: str, then: Then = None) -> None:
    """Change a name."""
    words = tr("{name} is now {new}", name=person.name, new=name)

    def renamed(decision: Decision) -> None:
        _look_for_like(client, name, person.id)
        if then is not None:
            then(decision)

    client.decide(lambda decide: decide.rename(person.id, name), text=words, then=renamed)


def merge(
    client: LibraryClient, target: Person, sources: Sequence[Person], name: str | None, then: Then = None
) -> None:
    """Merge; ``name`` is the one kept. The faces on the merged cards count as seen."""
    ids = [source.id for source in sources]
    seen = [face for source in sources for face in source.sample_face_ids]
    client.decide(
        lambda decide: decide.merge(target.id, ids, seen),
        text=lambda decision: tr(
            "Merged into {name}: {what}", name=name or tr("one group"), what=settled(decision)
        ),
        then=then,
    )


def split(client: LibraryClient, person: Person, parts: Sequence[Sequence[int]], then: Then = None) -> None:
    """Take a person or group apart; the first part stays."""
    groups = said("%n new group(s)", None, len(parts) - 1)
    client.decide(
        lambda decide: decide.split(person.id, parts),
        text=lambda decision: tr(
            "Split {name}: {groups}, {what}", name=label(person), groups=groups, what=settled(decision)
        ),
        then=then,
    )


def different(client: LibraryClient, one: Person, other: Person, then: Then = None) -> None:
    """Two are not the same person, and never will be taken for one."""
    words = (
        tr("{name} and {other} stay two people", name=one.title, other=label(other))
        if one.name
        else tr("This group and {other} stay two people", other=label(other))
    )
    client.decide(lambda decide: decide.different(one.id, other.id), text=words, then=then)


def look_alike(client: LibraryClient, one: Person, other: Person, alike: bool) -> None:
    """Two are often confused, or no longer: where both are near the app asks instead of naming."""
    words = (
        tr("{name} and {other} are often confused", name=one.title, other=label(other))
        if alike
        else tr("{name} and {other} are no longer often confused", name=one.title, other=label(other))
    )
    client.decide(lambda decide: decide.look_alike(one.id, other.id, alike), text=words)


def birthdate(client: LibraryClient, person: Person, born: date | None) -> None:
    """When a person was born; None: not known."""
    words = (
        tr("{name} was born on {day}", name=label(person), day=full_date(born))
        if born
        else tr("{name} has no birth date any more", name=label(person))
    )
    client.decide(lambda decide: decide.birthdate(person.id, born), text=words)


def hide(client: LibraryClient, people: Sequence[Person], hidden: bool) -> None:
    """Put people out of sight, or back."""
    for person in people:
        name = person.title or tr("one group")
        client.decide(
            partial(Decisions.hide, person_id=person.id, hidden=hidden),
            text=tr("Hidden: {name}", name=name) if hidden else tr("Shown again: {name}", name=name),
        )


def everyone_is_a_stranger(
    client: LibraryClient, people: Sequence[Person], owner: QObject, then: Then = None
) -> None:
    """All faces of these people or groups are of somebody the user does not care about."""
    ids = [person.id for person in people]

    def mark(faces: list[int]) -> None:
        if faces:
            strangers(client, faces, then)

    client.ask(
        lambda library: [face.id for person in ids for face in library.faces_of_person(person)],
        mark,
        owner=owner,
    )


def confirm(client: LibraryClient, faces: Sequence[int], person: Person, then: Then = None) -> None:
    """Say that faces are this person."""
    ids = list(faces)
    client.decide(
        lambda decide: decide.confirm(ids, person.id),
        text=tr("Confirmed %n face(s) of {name}", None, len(ids), name=person.title),
        then=then,
    )


def reject(client: LibraryClient, faces: Sequence[int], person: Person, then: Then = None) -> None:
    """Say that faces are not this person."""
    ids = list(faces)
    client.decide(
        lambda decide: decide.reject(ids, person.id),
        text=tr("%n face(s) not {name}", None, len(ids), name=label(person)),
        then=then,
    )


def move(client: LibraryClient, faces: Sequence[int], to: int | None, where: str, then: Then = None) -> None:
    """Put faces under a person or group, or (``to`` None) under a new group."""
    ids = list(faces)
    words = tr("Moved %n face(s) to {where}", None, len(ids), where=where)
    client.decide(lambda decide: decide.move(ids, to), text=words, then=then)


def move_to_new(client: LibraryClient, faces: Sequence[int], name: str) -> None:
    """Make a new person of faces and name it: one decision, so that one undo takes it back."""
    ids = list(faces)
    words = tr("{name}: {what}", name=name, what=said("%n face(s)", None, len(ids)))

    def moved(decision: Decision) -> None:
        if decision.person_id is not None:
            _look_for_like(client, name, decision.person_id)

    client.decide(lambda decide: decide.move(ids, None, name), text=words, then=moved)


def strangers(client: LibraryClient, faces: Sequence[int], then: Then = None) -> None:
    """Real faces the user does not care about."""
    ids = list(faces)
    words = tr("%n stranger(s) set aside", None, len(ids))
    client.decide(lambda decide: decide.stranger(ids), text=words, then=then)


def not_a_face(client: LibraryClient, faces: Sequence[int], then: Then = None) -> None:
    """Boxes that hold no face."""
    ids = list(faces)
    words = tr("%n (box is not a face|boxes are not faces)", None, len(ids))
    client.decide(lambda decide: decide.not_a_face(ids), text=words, then=then)
