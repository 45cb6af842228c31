"""Runs one benchmark by its name; without a name, lists them."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def names() -> list[str]:
    """Every module of this folder whose name does not begin with an underscore."""
    folder = str(Path(__file__).parent)
    return sorted(module.name for module in pkgutil.iter_modules([folder]) if not module.name.startswith("_"))


def main(arguments: list[str]) -> int:
    """Dispatch to ``main(arguments) -> int`` of the benchmark's module."""
    if not arguments or arguments[0] not in names():
        sys.stderr.write(
            f"usage: python -m tests.benchmarks NAME [options], NAME one of: {', '.join(names())}\n"
        )
        return 2
    return int(importlib.import_module(f"tests.benchmarks.{arguments[0]}").main(arguments[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
