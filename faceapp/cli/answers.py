"""Commands that ask: who is this, why, which faces look odd, and how did somebody change?"""

from __future__ import annotations

import argparse
from pathlib import Path

from faceapp.cli import output
from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_table, print_text, say


def _identify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image", type=Path, metavar="IMAGE")


def identify(run: Run) -> int:
    """Who is in a picture."""
    with run.open() as library:
        faces = library.identify(run.given.image)
    if run.as_json:
        print_json([output.identified_json(face) for face in faces])
        return 0
    if not faces:
        say("No face was found in this picture.")
    for face in faces:
        box = " ".join(f"{value:.0f}" for value in face.box.as_list())
        if not face.matches:
            print_text(f"unknown  (box {box})")
        for match in face.matches[:1]:
            print_text(
                f"{match.name}  {match.probability:.0%} sure, distance {match.distance:.2f} to face "
                f"{match.face_id}  (box {box})"
            )
        for match in face.matches[1:]:
            print_text(f"    or {match.name}, {match.probability:.0%}")
    return 0


def _why_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("face", type=int, metavar="FACE")


def why(run: Run) -> int:
    """Who a face of the library may be, and what speaks for it."""
    with run.open() as library:
        reasons = library.why(run.given.face)
    if run.as_json:
        print_json([output.reason_json(reason) for reason in reasons])
        return 0
    if not reasons:
        say("Nothing speaks for anybody: no faces are confirmed that this one could be compared with.")
    for reason in reasons:
        near = ", ".join(f"face {face} at {distance:.2f}" for face, distance in reason.nearest)
        if reason.margin is None:
            beside = "nobody else is named"
        elif reason.margin >= 0:
            beside = f"the next person is {reason.margin:.2f} farther"
        else:
            beside = f"another person is {-reason.margin:.2f} nearer"
        print_text(f"{reason.name}  {reason.probability:.0%} sure\n    {near}; {beside}")
    return 0


def _odd_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="ID")


def odd(run: Run) -> int:
    """Faces of a person that look unlike the others."""
    with run.open() as library:
        places = output.paths_by_photo(library.photos())
        faces = library.odd_faces(run.given.id)
    rows = [output.face_json(face, places.get(face.photo_id, ())) for face in faces]
    if run.as_json:
        print_json(rows)
    elif rows:
        print_table(("face", "state", "photo"), [(row["id"], row["state"], row["photo"]) for row in rows])
        say("Yes: faceapp confirm FACE. No: faceapp reject FACE --person ID.")
    else:
        say("All faces of this person look alike.")
    return 0


def _years_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="ID")


def years(run: Run) -> int:
    """A person through the years."""
    with run.open() as library:
        places = output.paths_by_photo(library.photos())
        found = library.years(run.given.id)
    rows = [output.year_json(one, places.get(one.face.photo_id, ())) for one in found]
    if run.as_json:
        print_json(rows)
    elif rows:
        print_table(
            ("year", "faces", "face", "photo"),
            [tuple(row[k] for k in ("year", "faces", "face", "photo")) for row in rows],
        )
    else:
        say("No photo of this person has a date.")
    return 0


COMMANDS = (
    Command(
        "identify",
        "say who is in a picture; nothing is stored",
        "faceapp identify party.jpg",
        _identify_arguments,
        identify,
    ),
    Command(
        "why",
        "say who a face may be, with the confirmed faces that speak for it",
        "faceapp why 881",
        _why_arguments,
        why,
    ),
    Command(
        "odd",
        "list the faces of a person that look unlike the others",
        "faceapp odd 12",
        _odd_arguments,
        odd,
    ),
    Command(
        "years",
        "show a person through the years: the face that stands for each",
        "faceapp years 12",
        _years_arguments,
        years,
    ),
)
