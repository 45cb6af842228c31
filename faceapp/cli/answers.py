"""Commands that ask: who is this?"""

from __future__ import annotations

import argparse
from pathlib import Path

from faceapp.cli import output
from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say


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


COMMANDS = (
    Command(
        "identify",
        "say who is in a picture; nothing is stored",
        "faceapp identify party.jpg",
        _identify_arguments,
        identify,
    ),
)
