"""The command for "everyone else at this event is a stranger"."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from faceapp.cli import output
from faceapp.cli.boxes import a_photo
from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say
from faceapp.core.errors import DecisionError

if TYPE_CHECKING:
    from faceapp.library.sweeps import Sweep


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", metavar="PHOTO", help="a photo of the event: a path, or its id")
    parser.add_argument("--preview", action="store_true", help="only say who would go")
    parser.add_argument(
        "--except", type=int, nargs="+", default=[], dest="kept", metavar="FACE", help="faces that stay"
    )


def _sweep(call: Run) -> int:
    with call.open() as library:
        sweep = library.sweep(a_photo(library, call.given.photo))
        kept = set(call.given.kept)
        going = [face for face in sweep.going if face not in kept]
        staying = [face.id for face in sweep.faces if face.id not in set(going)]
        if call.given.preview:
            _show(call, sweep, going, staying)
            return 0
        if not going:
            raise DecisionError("Nobody at this event would become a stranger.")
        decision = library.decide.stranger(going)
        if call.as_json:
            print_json(output.decision_json(decision))
        else:
            print_text(f"{library.history()[0].what} (event {decision.event}), {len(staying)} stay")
            say("Take it back with: faceapp undo")
    return 0


def _show(call: Run, sweep: Sweep, going: list[int], staying: list[int]) -> None:
    if call.as_json:
        first, last = (day.isoformat() if day else None for day in (sweep.first, sweep.last))
        rows = {"photos": sweep.photos, "from": first, "to": last, "faces": going, "stay": staying}
        print_json(rows)
        return
    print_text(f"{len(going)} faces in {len(sweep.photos)} photos would be strangers")
    for face in staying:
        print_text(f"face {face} stays")


COMMANDS = (
    Command(
        "sweep",
        "everyone without a name at the event of a photo is a stranger",
        "faceapp sweep party.jpg --preview",
        _arguments,
        _sweep,
    ),
)
