"""Decisions about faces that are not found at present: kept, listed, and attached again when they are."""

from __future__ import annotations

from collections import defaultdict

from faceapp.core.events import EventKind, mentioned
from faceapp.core.models import Unattached
from faceapp.library.context import Context


def unattached(context: Context) -> list[Unattached]:
    """Every face that counting decisions are about and that is not found, by photo.

    A drawn box that was undone is not lost but taken back: it is left out.
    """
    loose = {ref.id: ref for ref in context.history.unattached()}
    if not loose:
        return []
    with context.lock:
        undone = set(context.word().undone)
    about: dict[int, list[int]] = defaultdict(list)
    taken_back: set[int] = set()
    for event in context.history.events():
        refs, _ = mentioned(event)
        if event.id not in undone:
            for ref in refs & loose.keys():
                about[ref].append(event.id)
        elif event.kind is EventKind.BOX:
            taken_back |= refs
    wanted = {ref: events for ref, events in about.items() if ref not in taken_back}
    infos = context.history.infos({one for events in wanted.values() for one in events}, undone)
    ids = {loose[ref].identity: context.photos.photo_by_identity(loose[ref].identity) for ref in wanted}
    photos = {
        photo.identity: photo for photo in context.photos.photos([one[0] for one in ids.values() if one])
    }
    found = []
    for ref, events in wanted.items():
        photo = photos.get(loose[ref].identity)
        found.append(
            Unattached(
                loose[ref].identity,
                photo.id if photo else None,
                photo.paths if photo else (),
                loose[ref].box.denormalised(photo.width, photo.height) if photo else None,
                tuple(infos[one] for one in reversed(events)),
            )
        )
    return sorted(found, key=lambda one: (one.paths, one.identity, one.events[0].id))
