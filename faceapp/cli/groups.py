"""How careful grouping is."""

from __future__ import annotations

import argparse
import dataclasses

from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "value",
        nargs="?",
        type=float,
        metavar="VALUE",
        help="-1 (fewer mistakes) to 1 (fewer groups); none: show",
    )
    parser.add_argument("--preview", action="store_true", help="only say what this value would do")


def strictness(run: Run) -> int:
    """Show, try or choose the strictness of grouping."""
    value: float | None = run.given.value
    if run.given.preview and value is None:
        say("faceapp: --preview needs a value: faceapp strictness 0.5 --preview")
        return 2
    with run.open() as library:
        if value is not None and run.given.preview:
            found = library.preview_strictness(value, run.cancel)
            if run.as_json:
                print_json({"strictness": value, **dataclasses.asdict(found)})
            else:
                print_text(
                    f"would merge {found.merged} groups, split {found.split}, find {found.founded} new ones: "
                    f"{found.groups} groups, {found.people} named people"
                )
            return 0
        if value is not None:
            library.set_strictness(value)
        answer = library.strictness()
    if run.as_json:
        print_json({"strictness": answer})
    else:
        print_text(f"strictness: {answer:g}")
    return 0


COMMANDS = (
    Command(
        "strictness",
        "how careful grouping is: -1 (fewer mistakes) to 1 (fewer groups)",
        "faceapp strictness 0.5 --preview",
        _arguments,
        strictness,
    ),
)
