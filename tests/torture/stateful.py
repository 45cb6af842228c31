"""Thousands of random actions, and after each of them: is what the user decided what the app shows?

    python -m tests.torture.stateful --seeds 50 --actions 1000 --first-seed 1 --record seeds.jsonl

Each seed plays a person with an album of coloured squares: files come, go, move and change, scans run, fail
and are killed, networks change, and all the while faces are named, merged, rejected, moved, and decisions
taken back and brought back. After each action everything the app shows is compared with what was said,
written down apart from the app (:mod:`said`). A failure prints the seed and the number of actions that
reproduce it; ``--shrink`` looks for a shorter list of actions that fails too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(path) for path in (HERE, HERE.parent) if str(path) not in sys.path]

from killed import Killer, one_by_one  # noqa: E402 - found beside this file
from user import ACTIONS, User  # noqa: E402

from faceapp.library import scan  # noqa: E402

Step = tuple[str, int]


def steps_of(seed: int, count: int) -> list[Step]:
    """The first actions of a seed: always the same."""
    random = Random(seed)
    kinds, often = list(ACTIONS), list(ACTIONS.values())
    return [(random.choices(kinds, often)[0], random.randrange(2**32)) for _ in range(count)]


def play(steps: Sequence[Step], killer: Killer | None) -> tuple[User, int, Exception | None]:
    """Do the steps; returns the user, the number of steps done, and what went wrong in the last one."""
    user = User(killer)
    try:
        for done, step in enumerate(steps):
            try:
                user.act(*step)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong, the steps to it are the answer
                return user, done + 1, error
        return user, len(steps), None
    finally:
        user.close()


def shrink(steps: Sequence[Step], killer: Killer | None, patience: float = 300.0) -> list[Step]:
    """A shorter list of steps that ends in an error as well."""
    found, until = list(steps), time.monotonic() + patience
    size = len(found) // 2
    while size and time.monotonic() < until:
        start = 0
        while start < len(found) and time.monotonic() < until:
            less = found[:start] + found[start + size :]
            _, done, error = play(less, killer)
            if error is not None:
                found = less[:done]
            else:
                start += size
        size //= 2
    return found


def commit() -> str:
    """What is tested, with a mark where the tree was changed."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=7"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def passed(record: Path | None, actions: int) -> set[int]:
    """Seeds that a run before this one played to the end."""
    if record is None or not record.exists():
        return set()
    rows = [json.loads(line) for line in record.read_text().splitlines()]
    return {row["seed"] for row in rows if row["actions"] >= actions and not row["error"]}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument(
        "--record", type=Path, help="file of finished seeds; those in it are not played again"
    )
    parser.add_argument("--shrink", action="store_true", help="look for fewer actions that fail as well")
    given = parser.parse_args(arguments)
    seeds = range(given.first_seed, given.first_seed + given.seeds)
    todo = [seed for seed in seeds if seed not in passed(given.record, given.actions)]
    scan.ordered_map = one_by_one  # type: ignore[assignment]
    failures, decisions, version = 0, 0, commit()
    with Killer() as killer:
        for seed in todo:
            started = time.monotonic()
            user, done, error = play(steps_of(seed, given.actions), killer)
            seconds = round(time.monotonic() - started, 1)
            row = {
                "seed": seed,
                "actions": done,
                "commit": version,
                "seconds": seconds,
                "error": repr(error) if error else "",
            }
            row |= user.counts
            if given.record is not None:
                with given.record.open("a") as file:
                    file.write(json.dumps(row) + "\n")
            decisions += user.counts["decisions"]
            counts = ", ".join(f"{count} {what}" for what, count in user.counts.items())
            print(f"seed {seed}: {done} actions, {seconds} s; {counts}", flush=True)
            if error is not None:
                failures += 1
                print(f"FAILED: --first-seed {seed} --seeds 1 --actions {done}: {error!r}", flush=True)
                steps = steps_of(seed, done)
                if given.shrink:
                    steps = shrink(steps, killer)
                print("  " + " ".join(f"{kind}:{number}" for kind, number in steps[-60:]), flush=True)
    print(
        f"{len(todo)} seeds of {given.actions} actions at {version}: {failures} failed, {decisions} decisions"
    )
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
