"""Processes measured from outside, as an installed app has them: with compiled modules, without a display."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process took.

    Attributes:
        seconds: By the clock, from its start to its end.
        worked: Seconds of the processor.
        output: What it printed.
    """

    seconds: float
    worked: float
    output: bytes


def installed(folder: Path) -> dict[str, str]:
    """An environment in which Python keeps what it compiled, as on a user's machine."""
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "QT_QPA_PLATFORM": "offscreen",
        "DISPLAY": ":offscreen",
    }


def run(command: Sequence[str], environment: Mapping[str, str]) -> Ended:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=dict(environment))
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ended(seconds, worked, done.stdout)
