"""Finding photos by who is in them, when and where they were taken."""

from __future__ import annotations

import argparse

from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="+", metavar="QUERY", help="begins with a minus: put -- before it")


def search(run: Run) -> int:
    """The photos that meet a query, newest first."""
    from faceapp.core.query_words import sentence

    with run.open() as library:
        found = library.search(" ".join(run.given.query))
        paths = [photo.paths[0] for photo in library.photos(found.photo_ids) if photo.paths]
    if run.as_json:
        print_json(paths)
        return 0
    count = "1 photo" if len(paths) == 1 else f"{len(paths):,} photos" if paths else "No photos"
    say(f"{count} {sentence(found.query)}".rstrip())
    for path in paths:
        print_text(path)
    return 0


COMMANDS = (
    Command(
        "search",
        "find photos: Anna + Ben, Anna | Ben, only Anna, Anna - Ben, 2019, folder:Rome, nobody, faces>5",
        'faceapp search "Anna + Ben - Carl + 2015..2019"',
        _search_arguments,
        search,
    ),
)
