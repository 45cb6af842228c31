"""The commands for faces that a scan did not find: look harder at a photo, or say where one is."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from faceapp.cli import output
from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say
from faceapp.core.errors import DecisionError, UnknownIdError

if TYPE_CHECKING:
    from faceapp.library.library import Library


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=("add", "move"), metavar="add|move", help="a new box, or a known one"
    )
    parser.add_argument(
        "photo", metavar="PHOTO|FACE", help="add: a path, or the id of a photo; move: the id of a face"
    )
    for name, text in (("x", "left"), ("y", "top"), ("w", "width"), ("h", "height")):
        parser.add_argument(
            name, type=float, metavar=name.upper(), help=f"{text}, pixels of the upright photo"
        )
    parser.add_argument("--person", type=int, metavar="ID", help="add: who it is (default: the app looks)")


def _box(call: Run) -> int:
    from faceapp.core.geometry import Box

    given = call.given
    box = Box(given.x, given.y, given.w, given.h)
    if given.action == "move" and (given.person is not None or not given.photo.isdigit()):
        raise DecisionError("box move takes the id of a face, and no --person: see faces for the ids.")
    with call.open() as library:
        if given.action == "move":
            decision = library.move_box(int(given.photo), box)
        else:
            decision = library.add_box(a_photo(library, given.photo), box, given.person)
        if call.as_json:
            print_json(output.decision_json(decision))
        else:
            print_text(f"{library.history()[0].what} (event {decision.event})")
    return 0


def a_photo(library: Library, text: str) -> int:
    """A path goes before an id: a photo may be called 12."""
    if text.isdigit() and not os.path.exists(text):
        if not library.photos([int(text)]):
            raise UnknownIdError(f"There is no photo {text}.")
        return int(text)
    return library.photo_at(text).id


def _present_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", metavar="PHOTO", help="a path, or the id of a photo")
    parser.add_argument("id", type=int, metavar="ID", help="a named person")
    parser.add_argument("--end", action="store_true", help="they are not in the photo after all")


def _present(call: Run) -> int:
    with call.open() as library:
        photo = a_photo(library, call.given.photo)
        decision = library.decide.present(photo, call.given.id, not call.given.end)
        if call.as_json:
            print_json(output.decision_json(decision))
        else:
            print_text(f"{library.history()[0].what} (event {decision.event})")
    return 0


def _harder_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", metavar="PHOTO", help="a path, or the id of a photo")


def _look_harder(call: Run) -> int:
    with call.open() as library:
        photo = a_photo(library, call.given.photo)
        found = library.look_harder(photo)
        places = output.paths_by_photo(library.photos([photo]))
        rows = [output.face_json(face, places.get(photo, ())) for face in found]
    if call.as_json:
        print_json(rows)
        return 0
    for row in rows:
        print_text(f"face {row['id']}: {row['name'] or row['state'].replace('_', ' ')}")
    say(f"{len(rows)} more {'face' if len(rows) == 1 else 'faces'} found" if rows else "No more faces found")
    return 0


COMMANDS = (
    Command(
        "look-harder",
        "look for small faces in one photo",
        "faceapp look-harder party.jpg",
        _harder_arguments,
        _look_harder,
    ),
    Command(
        "box",
        "add a face where none was found (box add PHOTO X Y W H), or move its box (box move FACE X Y W H)",
        "faceapp box add holiday.jpg 410 220 96 120 --person 12",
        _arguments,
        _box,
    ),
    Command(
        "present",
        "say that somebody is in a photo though no face of theirs shows there",
        "faceapp present party.jpg 12",
        _present_arguments,
        _present,
    ),
)
