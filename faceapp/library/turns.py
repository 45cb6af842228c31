"""Undo and redo: events themselves, of one decision or of all since a day, with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from faceapp.core import history_words as words
from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.events import Event, EventKind, mentioned, turned
from faceapp.core.models import Decision, EventInfo, Stay, UndoPreview
from faceapp.core.said import said
from faceapp.core.word import Word, fold
from faceapp.library.record import Recorder
from faceapp.library.redraw import bring_back, take_away

_TURNS = (EventKind.UNDO, EventKind.REDO)
_UNDOABLE = tuple(kind for kind in EventKind if kind not in _TURNS)


class _OnlyLooking(Exception):  # noqa: N818 - takes a preview's transaction back
    pass


class Turns(Recorder):
    """Takes decisions back and brings them back. What followed from them is worked out anew."""

    def undo(self, event_id: int | None = None) -> Decision:
        """Take back one decision (None: the newest that still counts). What followed from it goes too.

        Faces that a later decision put where they are stay there; the answer lists them.

        Raises:
            UnknownIdError: no such event.
            DecisionError: nothing to undo, or it is undone already.
        """
        context = self._context
        with context.lock:
            undone = context.word().undone
            if event_id is None:
                event_id = context.history.newest_of(_UNDOABLE, undone)
                if event_id is None:
                    raise DecisionError(said("There is nothing to undo."))
            event = self._to_undo(event_id)
            return self._turn(
                EventKind.UNDO, [event], {"event": event.id}, words.UNDID.of(what=self._what(event))
            )

    def undo_together(self, event_ids: Sequence[int]) -> Decision:
        """Take back several decisions, such as those of one page of the review, as one event.

        Raises:
            UnknownIdError: no such event.
            DecisionError: none given, or one is undone already or itself an undo.
        """
        wanted = sorted(set(event_ids))
        with self._context.lock:
            if len(wanted) == 1:
                return self.undo(wanted[0])
            events = [self._to_undo(one) for one in wanted]
            if not events:
                raise DecisionError(said("There is nothing to undo."))
            return self._turn(
                EventKind.UNDO, events, {"events": wanted}, words.counted(words.UNDID_SOME, len(events))
            )

    def undo_since(self, day: date) -> Decision:
        """Take back every decision since the start of a local day that still counts, as one event.

        Raises:
            DecisionError: there is none.
        """
        context = self._context
        with context.lock:
            events = [self._event(info.id) for info in reversed(self.events_since(day))]
            if not events:
                raise DecisionError(said("There is no decision since {day} to undo.", day=day.isoformat()))
            return self._turn(
                EventKind.UNDO,
                events,
                {"events": [event.id for event in events], "since": day.isoformat()},
                words.counted(words.UNDID_SINCE, len(events), day=day.isoformat()),
            )

    def redo(self, event_id: int | None = None) -> Decision:
        """Bring back an undone decision (None: what was undone last).

        The id of an undo brings back everything it took.

        Raises:
            UnknownIdError: no such event.
            DecisionError: nothing to redo, or it was not undone.
        """
        context = self._context
        with context.lock:
            undone = context.word().undone
            event = context.history.last_undo(undone) if event_id is None else self._event(event_id)
            if event is None:
                raise DecisionError(said("There is nothing to redo."))
            if event.kind is EventKind.REDO:
                raise DecisionError(
                    said("Event {number} is itself a redo: undo what it is about.", number=event.id)
                )
            wanted = [event.id] if event.kind is not EventKind.UNDO else turned(event)
            events = [self._event(one) for one in wanted if one in undone]
            if not events:
                raise DecisionError(said("Event {number} is not undone.", number=event.id))
            if len(events) == 1:
                (one,) = events
                return self._turn(
                    EventKind.REDO, events, {"event": one.id}, words.REDID.of(what=self._what(one))
                )
            payload = {"events": [one.id for one in events]}
            return self._turn(EventKind.REDO, events, payload, words.counted(words.REDID_SOME, len(events)))

    def undone(self) -> set[int]:
        """Events that are undone at present, wherever that was done."""
        with self._context.lock:
            return set(self._context.word().undone)

    def target_of(self, event_id: int) -> int:
        """The event an undo or redo is about (the newest of several)."""
        return self.targets_of(event_id)[-1]

    def targets_of(self, event_id: int) -> tuple[int, ...]:
        """The events an undo or redo is about, oldest first."""
        found = self._context.history.event(event_id)
        return turned(found[0]) if found and found[0].kind in _TURNS else (event_id,)

    def events_since(self, day: date) -> list[EventInfo]:
        """The decisions since the start of a local day that still count, newest first."""
        found = []
        for info in self._context.history.history():
            if info.when.astimezone().date() < day:
                break
            if info.kind not in _TURNS and not info.undone:
                found.append(info)
        return found

    def preview(self, event_ids: Sequence[int]) -> UndoPreview:
        """What taking back these decisions together would do. Nothing is changed.

        Raises:
            UnknownIdError: no such event.
            DecisionError: none given, or one is undone already or itself an undo.
        """
        context = self._context
        with context.lock:
            before = context.word()
            events = [self._to_undo(event_id) for event_id in dict.fromkeys(event_ids)]
            if not events:
                raise DecisionError(said("There is nothing to undo."))
            listed = [event.id for event in events]
            turn = Event(before.last_event + 1, EventKind.UNDO, {"events": listed})
            after = context.fold_in(turn)
            faces, people = self._concerned(events, before, after)
            try:
                with context.database.transaction() as db:
                    taken = take_away(context, db, events).face_ids
                    faces |= taken
                    changes = self._grouper.settle(db, after, faces, people, whole=True)
                    new = context.faces.assignments_now(db, changes.face_ids)
                    raise _OnlyLooking
            except _OnlyLooking:
                old = context.faces.assignments(changes.face_ids)
            places = [
                {face: (row.state, row.person_id, row.suggested_person_id) for face, row in rows.items()}
                for rows in (old, new)
            ]
            boxes = {ref for ref, _ in before.boxes.items() ^ after.boxes.items()}
            moved = set(context.history.faces_of(boxes).values())
            returns = sorted(
                moved | {face for face in changes.face_ids if places[0].get(face) != places[1].get(face)}
            )
            infos = context.history.infos(listed, before.undone)
            return UndoPreview(
                tuple(infos[one] for one in sorted(listed, reverse=True)),
                tuple(returns),
                context.faces.photo_count(returns),
                # A drawn face that goes with its box stays nowhere, whatever was said of it since.
                tuple(stay for stay in self._stays(events, before, after) if stay.face_id not in taken),
            )

    # -- how ----------------------------------------------------------------------------------------
    def _event(self, event_id: int) -> Event:
        found = self._context.history.event(event_id)
        if found is None:
            raise UnknownIdError(
                said("There is no event {number}. See history for the ids.", number=event_id)
            )
        return found[0]

    def _to_undo(self, event_id: int) -> Event:
        event = self._event(event_id)
        if event.kind in _TURNS:
            raise DecisionError(
                said("Event {number} is itself an undo: undo or redo what it is about.", number=event_id)
                if event.kind is EventKind.UNDO
                else said("Event {number} is itself an redo: undo or redo what it is about.", number=event_id)
            )
        if event_id in self._context.word().undone:
            raise DecisionError(
                said("Event {number} is undone already. Use redo to bring it back.", number=event_id)
            )
        return event

    def _what(self, event: Event) -> str:
        return self._context.history.infos([event.id], ())[event.id].what

    def _turn(self, kind: EventKind, events: Sequence[Event], payload: dict[str, Any], what: str) -> Decision:
        context = self._context
        before = context.word()
        about = {
            event.payload.get("person", event.payload.get("target", event.payload.get("to")))
            for event in events
        }
        refs, people = mentioned(*events)
        boxes = take_away if kind is EventKind.UNDO else bring_back
        try:
            answer = self._record(
                kind,
                list(context.history.faces_of(refs).values()),
                lambda _: payload,
                people=sorted(people),
                what=what,
                about=about.pop() if len(about) == 1 else None,
                prepare=lambda db: boxes(context, db, events),
            )
        except BaseException:
            context.forget_index()  # it may have been told of a face that then was not kept
            raise
        if kind is EventKind.REDO:
            return answer
        return replace(answer, stays=self._stays(events, before, context.word()))

    def _concerned(self, events: Sequence[Event], before: Word, after: Word) -> tuple[set[int], set[int]]:
        """Faces and people that read differently, or that the events name."""
        refs, people = mentioned(*events)
        others, more = before.difference(after)
        return set(self._context.history.faces_of(refs | others).values()), people | more

    def _stays(self, events: Sequence[Event], before: Word, after: Word) -> tuple[Stay, ...]:
        """Faces these events put somewhere that a later decision keeps where they are."""
        gone = {event.id for event in events}
        members = self._former(events)
        kept: dict[int, int] = {}
        for ref, event_id in members.items():
            claim = before.claims.get(ref)
            if claim is None or claim.event_id <= event_id or claim.event_id in gone:
                continue
            if after.claims.get(ref) == claim:
                kept[ref] = claim.event_id
        faces = self._context.history.faces_of(kept)
        infos = self._context.history.infos(set(kept.values()), after.undone)
        return tuple(
            sorted(
                (Stay(face, kept[ref], infos[kept[ref]].what) for ref, face in faces.items()),
                key=lambda stay: stay.face_id,
            )
        )

    def _former(self, events: Sequence[Event]) -> dict[int, int]:
        """Reference -> the event, for every face these events put somewhere.

        A merge moves all that was claimed for its sources, which its payload does not list.
        """
        found: dict[int, int] = {}
        log: list[Event] | None = None
        for event in events:
            refs, _ = mentioned(event)
            refs -= set(event.payload.get("stay", ()))
            if event.kind is EventKind.MERGE:
                earlier = self._context.word_before(event.id)
                if earlier is None:
                    log = log or self._context.history.events()
                    earlier = fold([*(one for one in log if one.id < event.id), *_undoing(log, event.id)])
                sources = {earlier.person(int(source)) for source in event.payload["sources"]}
                refs |= {ref for ref, claim in earlier.claims.items() if claim.person_id in sources}
            found.update(dict.fromkeys(refs, event.id))
        return found


def _undoing(log: Sequence[Event], before: int) -> list[Event]:
    """The undos and redos that came at or after an event: they say which of the earlier ones count."""
    return [one for one in log if one.id >= before and one.kind in _TURNS]
