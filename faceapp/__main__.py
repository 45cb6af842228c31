"""``python -m faceapp``: the window, or one command of the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Entry point of the program and of the bundle."""
    if getattr(sys, "frozen", False):  # elsewhere it does nothing, and costs a help page its import
        import multiprocessing

        multiprocessing.freeze_support()
    from faceapp.cli.main import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
