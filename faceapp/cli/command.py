"""What a command is, and what it is given."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from faceapp.cli.output import Bar
from faceapp.core.progress import CancelToken

if TYPE_CHECKING:
    from faceapp.library.library import Library


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command line."""

    given: argparse.Namespace
    library_root: Path
    library_given: bool
    as_json: bool
    device: str
    cancel: CancelToken
    bar: Bar = field(default_factory=Bar)

    def open(self) -> Library:
        """Open the library. Imported here: ``--help`` needs none of it.

        Raises:
            LibraryError: it cannot be opened.
        """
        from faceapp.library.services import open_library

        return open_library(self.library_root, device=self.device)


@dataclass(frozen=True, slots=True)
class Command:
    """One command. A test fails if it is missing in the README's table."""

    name: str
    help: str
    example: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Run], int]


def no_arguments(parser: argparse.ArgumentParser) -> None:
    """For commands that take none."""


def a_date(text: str) -> date:
    """The type of an argument that is a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a date is written as 2019-05-01, not {text!r}") from None
