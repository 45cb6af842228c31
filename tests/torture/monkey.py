"""Somebody who understands nothing uses the window: random keys, clicks, drags and drops during a scan.

    python -m tests.torture.monkey --seeds 10 --actions 20000 --first-seed 1 --record monkeys.jsonl

Each seed is a process of its own that runs the whole program without a screen, while real photos keep
coming, so that faces appear all the time. It fails where there is an exception, an error in the log, a
warning of Qt, a decision that is not in the library afterwards or does not hold (:mod:`monkey_book`), a
thread or process left behind, or an end that is not 0. Then its last actions are printed, and its folder is
kept. The same seed chooses the same actions as long as the window answers the same; a scan is never quite as
quick twice.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(path) for path in (HERE, HERE.parent) if str(path) not in sys.path]

CHILD = "--child"
LAST = 30
SECONDS_EACH = 1.5
"""An action takes less by far, with the scan and everything else on the machine."""


def play(seed: int, actions: int, photos: int, pause: int, folder: Path) -> dict[str, Any]:
    """Run one seed; what came out, ``wrong`` being all that must not be."""
    from monkey_book import complaints

    home = folder / "home"
    home.mkdir(parents=True)
    places = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "STATE", "CONFIG")}
    # The cache is everybody's: the converted weights lie there, and nothing of the album.
    cache = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    surroundings = {**os.environ, "HOME": str(home), **places, "XDG_CACHE_HOME": cache}
    numbers = [str(number) for number in (seed, actions, photos, pause)]
    command = [sys.executable, str(HERE / "monkey.py"), CHILD, str(folder), *numbers]
    paths = (str(HERE.parents[1]), os.environ.get("PYTHONPATH", ""))
    surroundings["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    wrong: list[str] = []
    with (folder / "output.txt").open("w") as output:
        child = subprocess.Popen(
            command, env=surroundings, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            code = child.wait(timeout=240 + actions * SECONDS_EACH)
        except subprocess.TimeoutExpired:
            code = None
            wrong.append("it did not end")
            child.send_signal(signal.SIGABRT)
            child.wait()
    result: dict[str, Any] = {"actions": 0}
    if (folder / "result.json").exists():
        result = json.loads((folder / "result.json").read_text())
    wrong += result.pop("heard", [])
    if code != 0:
        ends = [folder / name for name in ("stacks.txt", "output.txt")]
        said = "\n".join(one.read_text(errors="replace")[-4000:] for one in ends if one.exists())
        wrong.append(f"it ended with {code}: {said}")
    until = time.monotonic() + 10.0
    while (left := _of_session(child.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    wrong += [f"left behind after the end: {one}" for one in left]
    if (folder / "library" / "library.sqlite").exists():
        found, result["decisions"] = complaints(
            folder / "library", folder / "book.jsonl", ended=result.get("code") == 0
        )
        wrong += found
    return {**result, "wrong": wrong}


def _of_session(session: int) -> list[str]:
    """Processes that the child started and did not end (Linux)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[3]) == session and words[0] != "Z":
            found.append(stat.parent.name)
    return found


def last_actions(folder: Path) -> list[str]:
    """What was done last."""
    trace = folder / "actions.txt"
    return trace.read_text(errors="replace").splitlines()[-LAST:] if trace.exists() else []


def told(seed: int, result: dict[str, Any]) -> str:
    """A seed in some lines."""
    if "seconds" not in result:
        return f"seed {seed}: nothing came out"
    minutes = result["faces a minute"]
    faces = f"{min(minutes)} to {max(minutes)} faces a minute" if minutes else "too short to count faces"
    lines = [
        f"seed {seed}: {result['actions']} actions in {result['seconds']} s, {result['windows']} windows; "
        f"{faces}, {result['faces']} in all, scanning {result['scanning']:.0%} of the time",
        "  begun: " + ", ".join(f"{count} {what}" for what, count in sorted(result["begun"].items())),
        "  decisions: " + ", ".join(f"{count} {what}" for what, count in sorted(result["decisions"].items())),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    from stateful import commit, passed

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--actions", type=int, default=20_000)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--photos", type=int, default=400)
    parser.add_argument("--pause", type=int, default=10, help="milliseconds between two actions, on average")
    parser.add_argument(
        "--record", type=Path, help="file of finished seeds; those in it are not played again"
    )
    parser.add_argument("--keep", type=Path, help="keep the folders of failed seeds here")
    given = parser.parse_args(arguments)
    failures, version = 0, commit()
    seeds = range(given.first_seed, given.first_seed + given.seeds)
    for seed in [one for one in seeds if one not in passed(given.record, given.actions)]:
        folder = Path(tempfile.mkdtemp(prefix=f"monkey-{seed}-"))
        result = play(seed, given.actions, given.photos, given.pause, folder)
        print(told(seed, result), flush=True)
        if given.record is not None:
            row = {key: value for key, value in result.items() if key != "done"}
            row |= {"seed": seed, "commit": version, "error": "; ".join(result["wrong"])[:2000]}
            with given.record.open("a") as file:
                file.write(json.dumps(row) + "\n")
        if result["wrong"]:
            failures += 1
            print(f"FAILED: --first-seed {seed} --seeds 1 --actions {given.actions}, in {folder}")
            print("\n".join(f"  {words}" for words in result["wrong"][:20]))
            print("\n".join(f"    {line}" for line in last_actions(folder)), flush=True)
            if given.keep is not None:
                shutil.move(folder, given.keep / folder.name)
        else:
            shutil.rmtree(folder)
    print(f"{given.seeds} seeds of {given.actions} actions at {version}: {failures} failed")
    return int(failures > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == [CHILD]:
        from monkey_run import main as child

        sys.exit(child(sys.argv[2:]))
    sys.exit(main())
