"""The command that says which folders belong to the album."""

from __future__ import annotations

import argparse

from faceapp.cli import output
from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_table, say

_ACTIONS = ("add", "stop", "leave-out")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        choices=_ACTIONS,
        help="add: scanned from now on; stop: only when asked for; leave-out: out of sight",
    )
    parser.add_argument("folders", nargs="*", metavar="FOLDER")
    parser.add_argument(
        "--watch", choices=("on", "off"), help="whether the window notices changes in folders by itself"
    )


def folders(run: Run) -> int:
    """List the folders of the album, after changing what was asked for."""
    if (run.given.action is None) is not (not run.given.folders):
        say("Name a folder: faceapp folders add FOLDER")
        return 2
    with run.open() as library:
        if run.given.watch is not None:
            library.places.set_watching(run.given.watch == "on")
        if run.given.action == "add":
            library.places.add(run.given.folders)
        for folder in run.given.folders:
            if run.given.action == "stop":
                library.places.keep(folder)
            elif run.given.action == "leave-out":
                library.places.leave_out(folder)
        found = library.places.all()
        watching = library.places.watching()
    if run.as_json:
        print_json([output.folder_json(one) for one in found])
        return 0
    if not found:
        say("No folder yet. Add the one your photos are in: faceapp scan FOLDER")
        return 0
    print_table(
        ("folder", "photos", "problems", "scanned", ""),
        [
            (
                one.path,
                one.photos,
                one.problems or "-",
                one.scanned_at.astimezone().strftime("%Y-%m-%d %H:%M") if one.scanned_at else "never",
                _words(one.mode.value, one.there),
            )
            for one in found
        ],
    )
    if not watching:
        say("Changes are not noticed by themselves: faceapp folders --watch on")
    return 0


def _words(mode: str, there: bool) -> str:
    words = {"watched": "", "kept": "scanned when asked for", "left_out": "left out"}[mode]
    return ", ".join(one for one in (words, "" if there else "away") if one)


COMMANDS = (
    Command(
        "folders",
        "list the folders of the album; add some, stop scanning them, leave them out",
        "faceapp folders leave-out ~/Pictures/Work",
        _arguments,
        folders,
    ),
)
