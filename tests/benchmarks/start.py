"""How long one waits: for ``faceapp --help``, for the window on a large library, for its pages.

    python -m tests.benchmarks start [--library DIR]

Measured from outside, as installed: with compiled modules, which an installer or the first start leaves
behind. ``--help`` is measured in turns with a Python that does nothing; the median counts. The window is
the real one, opened by the command line without a display on a made library (:mod:`tests.benchmarks._bulk`);
it is there when the first cards of the people page, with their counts, have been painted.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks import _verdict
from tests.benchmarks._outside import installed, run
from tests.benchmarks._verdict import Figure

HELP_MS = 150.0
"""What ``--help`` may take beyond bare Python."""
WINDOW_MS = 1000.0
"""From the start of the process to the first useful paint."""
PAGE_MS = 500.0
"""From a click on a page to its content."""
PHOTOS, FACES, PEOPLE = 100_000, 300_000, 3_000


def help_figures(rounds: int, environment: Mapping[str, str]) -> list[Figure]:
    """``faceapp --help`` beside ``python -c pass``, in turns."""
    bare, ours = [sys.executable, "-c", "pass"], [sys.executable, "-m", "faceapp", "--help"]
    run(ours, environment)  # the first one compiles
    pairs = [(run(bare, environment), run(ours, environment)) for _ in range(rounds)]
    clock = 1000 * statistics.median(one.seconds - other.seconds for other, one in pairs)
    worked = 1000 * statistics.median(one.worked - other.worked for other, one in pairs)
    return [
        Figure("--help over bare Python", clock, HELP_MS, "ms"),
        Figure("--help over bare Python, of the processor", worked, HELP_MS, "ms"),
    ]


# -- the window -----------------------------------------------------------------------------------
def window_figures(library: Path, rounds: int, environment: Mapping[str, str]) -> list[Figure]:
    """Open the window some times; the first time warms the caches."""
    answers = [_open(library, environment) for _ in range(rounds + 1)][1:]
    figures = [
        Figure("window, first cards with counts", _median(answers, "cards"), WINDOW_MS, "ms"),
        Figure("the same, of the processor", _median(answers, "worked"), WINDOW_MS, "ms"),
        Figure("window, all faces in sight", _median(answers, "faces"), WINDOW_MS, "ms"),
    ]
    pages = [key.removeprefix("page ") for key in answers[0] if key.startswith("page ")]
    figures += [Figure(f"page {page}", _median(answers, f"page {page}"), PAGE_MS, "ms") for page in pages]
    return figures


def _median(answers: Sequence[Mapping[str, float]], key: str) -> float:
    return statistics.median(answer[key] for answer in answers)


def _open(library: Path, environment: Mapping[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks._watched", str(library), repr(time.monotonic())]
    answer: dict[str, float] = json.loads(run(command, environment).output)
    return answer


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="of --help")
    parser.add_argument("--windows", type=int, default=5, help="how often the window is opened")
    parser.add_argument("--library", type=Path, help="keep the made library (and its photos) here")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        root = given.library or Path(folder) / "made"
        if not (root / "library").exists():
            from tests.benchmarks._bulk import build

            build(root / "library", root / "photos", PHOTOS, FACES, PEOPLE)
        environment = installed(Path(folder))
        figures = help_figures(given.rounds, environment)
        figures += window_figures(root / "library", given.windows, environment)
    return _verdict.conclude("start", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
