"""The command line: reads the arguments, runs one command, and turns errors into exit codes.

Exit codes: 0 done, 1 an error the user can understand (one line, no traceback), 2 wrong usage,
130 interrupted.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from faceapp import __version__, paths
from faceapp.cli import (
    album,
    answers,
    boxes,
    decisions,
    evaluate,
    export,
    folders,
    groups,
    health,
    history,
    model,
    review,
    search,
    sweep,
    train,
    window,
)
from faceapp.cli.command import Command, Run
from faceapp.cli.output import say
from faceapp.core.errors import Cancelled, FaceAppError
from faceapp.core.progress import CancelToken
from faceapp.logs import start_log

COMMANDS: tuple[Command, ...] = (
    *album.COMMANDS,
    *folders.COMMANDS,
    *decisions.COMMANDS,
    *boxes.COMMANDS,
    *history.COMMANDS,
    *review.COMMANDS,
    *sweep.COMMANDS,
    *groups.COMMANDS,
    *answers.COMMANDS,
    *search.COMMANDS,
    *export.COMMANDS,
    *model.COMMANDS,
    *evaluate.COMMANDS,
    *train.COMMANDS,
    *health.COMMANDS,
)


def shared_options() -> argparse.ArgumentParser:
    """The options of the program and of every command."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=f"the library folder (default: {paths.default_library()})".replace("%", "%%"),
    )
    shared.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print one JSON value on standard output",
    )
    shared.add_argument(
        "--device",
        choices=("auto", "cuda", "mps", "cpu"),
        default=argparse.SUPPRESS,
        help="where the networks run (default: auto)",
    )
    return shared


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    shared = shared_options()
    parser = argparse.ArgumentParser(
        prog="faceapp",
        description="Local face albums: photos in, named people out. Without a command, the window opens; "
        "with pictures instead of a command (faceapp PHOTO...) it says who is in them, and adds folders.",
        epilog="Example: faceapp scan ~/Pictures",
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"faceapp {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.help,
            description=command.help[0].upper() + command.help[1:] + ".",
            epilog="Example: " + command.example,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[shared],
        )
        command.arguments(sub)
        sub.set_defaults(run_command=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    pictures = window.pictures_among(words, {command.name for command in COMMANDS})
    given = (window.parser(shared_options()) if pictures else build_parser()).parse_args(words)
    root = Path(getattr(given, "library", None) or paths.default_library()).expanduser().absolute()
    run = Run(
        given,
        library_root=root,
        library_given=hasattr(given, "library"),
        as_json=getattr(given, "json", False),
        device=getattr(given, "device", "auto"),
        cancel=CancelToken(),
    )
    start_log()
    previous = signal.signal(signal.SIGINT, _interrupt(run.cancel))
    try:
        if pictures:
            return open_window(run, window.asked(given.pictures))
        if given.command is None:
            return open_window(run)
        code: int = given.run_command(run)
        return code
    except Cancelled as error:
        say(error.user_message)
        return 130
    except KeyboardInterrupt:
        return 130
    except FaceAppError as error:
        say(f"faceapp: {error.user_message}")
        return 1
    except BrokenPipeError:
        # Whoever read the answer has seen enough (for example: faceapp faces | head).
        sys.stdout = None
        return 0
    finally:
        run.bar.close()
        signal.signal(signal.SIGINT, previous)


def open_window(run: Run, pictures: tuple[Path, ...] = ()) -> int:
    """Open the window on the library."""
    return window.open_window(run.library_root, run.device, asked=pictures)


def _interrupt(cancel: CancelToken) -> Callable[[int, FrameType | None], None]:
    """Ctrl+C stops after the photo in hand; a second one stops at once."""

    def handler(_signal: int, _frame: FrameType | None) -> None:
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.cancel()
        say("Stopping after the photos in hand. Press Ctrl+C again to stop at once.")

    return handler
