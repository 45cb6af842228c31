"""Commands about the log of decisions: what was decided, take it back, bring it back, what clashes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from faceapp.cli import output
from faceapp.cli.command import Command, Run, a_date, no_arguments
from faceapp.cli.output import print_json, print_table, print_text, say
from faceapp.core.errors import DecisionError

if TYPE_CHECKING:
    from faceapp.core.models import EventInfo, Stay
    from faceapp.library.library import Library


def _event(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", type=int, nargs="?", metavar="EVENT", help="default: the newest")


def _undo_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "events",
        type=int,
        nargs="*",
        default=[],
        metavar="EVENT",
        help="one, or several to be taken back as one, such as those of a page of the review "
        "(default: the newest)",
    )
    what.add_argument(
        "--since", type=a_date, metavar="DAY", help="every decision since this day (as 2026-11-01)"
    )
    parser.add_argument("--preview", action="store_true", help="only tell what it would do")


def _undo(call: Run) -> int:
    with call.open() as library:
        if call.given.preview:
            return _preview(call, library)
        if call.given.since is not None:
            decision = library.decide.undo_since(call.given.since)
            answer = {"event": decision.event, "undone": True}
        elif len(call.given.events) > 1:
            decision = library.decide.undo_together(call.given.events)
            answer = {"event": decision.event, "undone": True}
        else:
            decision = library.decide.undo(*call.given.events)
            answer = {"event": library.decide.target_of(decision.event), "undone": True}
        if call.as_json:
            print_json(answer)
        else:
            print_text(library.history()[0].what)
            _print_stays(decision.stays)
    return 0


def _preview(call: Run, library: Library) -> int:
    if call.given.since is not None:
        events = [event.id for event in library.events_since(call.given.since)]
    elif call.given.events:
        events = call.given.events
    else:
        counting = (event for event in library.history() if event.kind not in ("undo", "redo"))
        events = [event.id for event in counting if not event.undone][:1]
    if not events:
        raise DecisionError("There is nothing to undo.")
    preview = library.undo_preview(events)
    if call.as_json:
        print_json(output.preview_json(preview))
        return 0
    print_table(("event", "would be undone"), [(event.id, event.what) for event in preview.events])
    print_text(f"{len(preview.returns)} faces in {preview.photos} photos would stand elsewhere than now.")
    _print_stays(preview.stays)
    return 0


def _print_stays(stays: tuple[Stay, ...]) -> None:
    for stay in stays:
        print_text(f"face {stay.face_id} stays: {stay.what} (event {stay.event})")


def _redo(call: Run) -> int:
    with call.open() as library:
        decision = library.decide.redo(call.given.event)
        if call.as_json:
            print_json({"event": library.decide.target_of(decision.event), "undone": False})
        else:
            print_text(library.history()[0].what)
    return 0


def _history_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--unattached",
        action="store_true",
        help="faces that decisions are about and that are not found at present",
    )


def _unattached(call: Run) -> int:
    with call.open() as library:
        faces = library.unattached()
    if call.as_json:
        print_json([output.unattached_json(face) for face in faces])
    elif faces:
        for face in faces:
            where = face.paths[0] if face.paths else f"a photo that is not here ({face.identity[:12]})"
            print_text(f"{where}  {' '.join(f'{v:.0f}' for v in face.box.as_list()) if face.box else ''}")
            for event in face.events:
                print_text(f"    {event.what} (event {event.id})")
    else:
        say("Every decision is attached to its faces.")
    return 0


def _history(call: Run) -> int:
    if call.given.unattached:
        return _unattached(call)
    with call.open() as library:
        rows = library.history()
    if call.as_json:
        print_json([output.event_json(row) for row in rows])
    elif rows:
        print_table(
            ("event", "when", "what", "faces", ""),
            [
                (
                    row.id,
                    row.when.astimezone().strftime("%Y-%m-%d %H:%M"),
                    _what(row),
                    row.faces,
                    "undone" if row.undone else "",
                )
                for row in rows
            ],
        )
    else:
        say("No decision yet. Name somebody: faceapp name ID NAME")
    return 0


def _what(event: EventInfo) -> str:
    if not event.followed:
        return event.what
    return f"{event.what} ({event.seen} seen, {event.followed} followed)"


def _contradictions(call: Run) -> int:
    with call.open() as library:
        rows = library.contradictions()
    if call.as_json:
        print_json([output.contradiction_json(row) for row in rows])
    elif rows:
        for row in rows:
            print_text(row.what)
            for event, counts in ((row.earlier, ""), (row.later, " (this one counts)")):
                when = event.when.astimezone().strftime("%Y-%m-%d %H:%M")
                print_text(f"    {when}  {event.what}, event {event.id}{counts}")
        say("Undo the one that is wrong: faceapp undo EVENT")
    else:
        say("No decision contradicts another.")
    return 0


COMMANDS = (
    Command(
        "undo",
        "take back the newest decision, any one, or all since a day",
        "faceapp undo --since 2026-11-01 --preview",
        _undo_arguments,
        _undo,
    ),
    Command("redo", "bring back an undone decision", "faceapp redo 7", _event, _redo),
    Command("history", "list every decision, newest first", "faceapp history", _history_arguments, _history),
    Command(
        "contradictions",
        "list decisions that cannot both hold, with both events",
        "faceapp contradictions",
        no_arguments,
        _contradictions,
    ),
)
