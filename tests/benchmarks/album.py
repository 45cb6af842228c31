"""The main job on lfw-dev through the command line: is the dominant face found, are the people right?"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from faceapp.library.sample import bcubed
from tests.benchmarks._labelled import LFW

CENTRAL = 0.2
"""A face is dominant where its box holds the middle of the picture and is at least this part of it."""


def faceapp(library: Path, *arguments: str) -> Any:
    """Run one command and read its JSON."""
    command = [sys.executable, "-m", "faceapp", "--library", str(library), "--json", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def dominant(rows: list[dict[str, Any]], width: int, height: int) -> dict[str, Any] | None:
    """The large and central face among the faces of one photo, or None."""
    central = [
        row
        for row in rows
        if row["box"][0] <= width / 2 <= row["box"][0] + row["box"][2]
        and row["box"][1] <= height / 2 <= row["box"][1] + row["box"][3]
        and row["box"][2] >= CENTRAL * width
    ]
    return max(central, key=lambda row: row["box"][2] * row["box"][3], default=None)


def main(arguments: list[str]) -> int:
    """Scan, then judge the answer of ``faces``."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks album")
    parser.add_argument("--library", type=Path, help="keep the scanned library here")
    given = parser.parse_args(arguments)
    if not LFW.is_dir():
        print("This benchmark needs shared/data/lfw-dev/photos beside the repository.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        library = given.library or Path(folder) / "library"
        summary = faceapp(library, "scan", str(LFW))
        faces: dict[str, list[dict[str, Any]]] = {}
        for row in faceapp(library, "faces"):
            faces.setdefault(row["photo"], []).append(row)
    photos = sorted(str(path) for path in LFW.glob("*/*.jpg"))
    groups: dict[int, str] = {}
    truth: dict[int, str] = {}
    for number, photo in enumerate(photos):
        with Image.open(photo) as picture:
            row = dominant(faces.get(photo, []), *picture.size)
        if row is not None:
            truth[number] = Path(photo).parent.name
            groups[number] = f"person {row['person_id']}" if row["person_id"] else f"face {row['id']}"
    precision, recall, f1 = bcubed(groups, truth)
    print(json.dumps(summary, indent=1))
    print(f"dominant face found in {len(truth)} of {len(photos)} photos ({len(truth) / len(photos):.2%})")
    print(f"faces beside the dominant ones: {sum(map(len, faces.values())) - len(truth)}")
    print(f"BCubed precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
