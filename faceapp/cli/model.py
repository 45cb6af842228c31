"""Choosing the embedding model of a library."""

from __future__ import annotations

import argparse
from pathlib import Path

from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="default or vggface2 (none: show)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--file", type=Path, metavar="FILE", help="take the weights from this file")
    source.add_argument(
        "--download", action="store_true", help="fetch the weights (112 MB) from their release"
    )


def model(run: Run) -> int:
    """Show or change the model."""
    from faceapp.library import models

    wanted: str | None = run.given.name
    if wanted is not None:
        if wanted not in models.names():
            say(f"faceapp: there is no model {wanted!r}: choose one of {', '.join(models.names())}")
            return 2
        if run.given.file:
            models.install_file(wanted, run.given.file.expanduser())
        elif run.given.download:
            say(f"Downloading {models.download_address(wanted)}")
            models.download(wanted, run.bar, run.cancel)
            run.bar.close()
        models.check_ready(wanted)
    with run.open() as library:
        if wanted is not None and library.choose_model(wanted):
            say("Every photo is analysed again at the next scan; all your decisions stay.")
        answer = {"model": library.chosen_model(), "available": models.names()}
    if run.as_json:
        print_json(answer)
    else:
        print_text(f"model: {answer['model']} (available: {', '.join(models.names())})")
    return 0


COMMANDS = (
    Command(
        "model",
        "show or change the recognition model",
        "faceapp model vggface2 --file 20180402-114759-vggface2.pt",
        _arguments,
        model,
    ),
)
