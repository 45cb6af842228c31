"""How long one waits: for ``faceapp --help``, beside a Python that does nothing.

    python -m tests.benchmarks start

Measured from outside, in turns, many rounds: a process is started and waited for. The median counts.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.benchmarks import _verdict
from tests.benchmarks._verdict import Figure

HELP_MS = 150.0
"""What ``--help`` may take beyond bare Python."""


def process_ms(command: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of a process from its start to its end: by the clock, and of the processor."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds * 1000, worked * 1000


def help_figures(rounds: int) -> list[Figure]:
    """``faceapp --help`` beside ``python -c pass``, in turns."""
    bare, ours = [sys.executable, "-c", "pass"], [sys.executable, "-m", "faceapp", "--help"]
    process_ms(ours)  # the first one compiles
    pairs = [(process_ms(bare), process_ms(ours)) for _ in range(rounds)]
    clock = statistics.median(one[0] - other[0] for other, one in pairs)
    worked = statistics.median(one[1] - other[1] for other, one in pairs)
    times = statistics.median(one[1] / other[1] for other, one in pairs)
    return [
        Figure("--help over bare Python", clock, HELP_MS, "ms"),
        Figure("--help over bare Python, of the processor", worked, HELP_MS, "ms"),
        Figure("--help against bare Python, of the processor", times, 15.0, "times", ratio=True),
    ]


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    figures = help_figures(given.rounds)
    return _verdict.conclude("start", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
