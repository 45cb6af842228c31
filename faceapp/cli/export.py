"""The command that writes something out of the library into a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say


def _arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True, title="what to write")
    film = kinds.add_parser(
        "years-video",
        help="one face through the years, aligned on the eyes, as a video",
        description="One face through the years, each on the others' eyes, as a video.",
        epilog="Example: faceapp export years-video 12 anna.mp4",
    )
    film.add_argument("id", type=int, metavar="ID", help="a person or group")
    film.add_argument("file", type=Path, metavar="FILE", help="its name ends in .mp4 or .webm")
    film.add_argument(
        "--per",
        choices=("day", "month", "season", "year"),
        help="one face for each of these (default: so that there are at most 90)",
    )
    film.add_argument("--replace", action="store_true", help="replace a file of that name")
    # What every command takes, also behind the kind.
    film.add_argument("--library", type=Path, metavar="DIR", default=argparse.SUPPRESS)
    film.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def export(run: Run) -> int:
    """Write something out of the library."""
    from faceapp.core.through_years import Period

    given = run.given
    with run.open() as library:
        made = library.export_film(
            given.id,
            given.file.expanduser(),
            period=Period(given.per) if given.per else None,
            replace=given.replace,
            progress=run.bar,
            cancel=run.cancel,
        )
    run.bar.close()
    if made.skipped:
        say(f"Faces left out, for their photos cannot be read now: {made.skipped}")
    if run.as_json:
        print_json(
            {
                "file": str(made.path),
                "faces": made.faces,
                "skipped": made.skipped,
                "first": made.first.isoformat(),
                "last": made.last.isoformat(),
                "seconds": made.seconds,
            }
        )
    else:
        print_text(
            f"{made.path}: {made.faces} faces, {made.first} to {made.last}, {made.seconds:.0f} seconds"
        )
    return 0


COMMANDS = (
    Command(
        "export",
        "write something out of the library into a file (export years-video ID FILE)",
        "faceapp export years-video 12 anna.mp4",
        _arguments,
        export,
    ),
)
