"""The doctor: what is installed, what works, what to do."""

from __future__ import annotations

import sys
from typing import Any

from faceapp import __version__
from faceapp.cli.command import Command, Run, no_arguments
from faceapp.cli.output import print_json, print_text
from faceapp.core.errors import WeightsError

_PACKAGES = (
    "torch",
    "openvino",
    "facenet-pytorch",
    "opencv-python-headless",
    "faiss-cpu",
    "numpy",
    "pillow",
    "pillow-heif",
    "sqlite-utils",
    "PySide6-Essentials",
)


def doctor(run: Run) -> int:
    """Print the state of everything; exit 1 if something needs doing."""
    import platform
    import shutil

    from faceapp.ml import registry

    advice: list[str] = []
    chosen = registry.choose_device(run.device)
    if chosen.message:
        advice.append(chosen.message)
    checked = _weights()
    advice += [row["problem"] for row in checked if row["problem"]]
    with run.open() as library:
        state = library.state()
        folders = library.folders()
    if state["problems"]:
        advice.append(f"{state['problems']} files could not be used. See: faceapp problems")
    if state["unattached"]:
        advice.append(
            f"{state['unattached']} decided faces are not found at present: faceapp history --unattached"
        )
    if not folders:
        advice.append("No folder is scanned yet. Begin with: faceapp scan FOLDER")
    free = shutil.disk_usage(run.library_root).free
    if free < 1 << 30:
        advice.append("Less than 1 GB is free where the library lies. Make room before the next scan.")
    answer: dict[str, Any] = {
        "versions": {"faceapp": __version__, "python": platform.python_version(), **_versions()},
        "platform": platform.platform(),
        "device": chosen.name,
        "model": state["model"],
        "weights": checked,
        "library": str(run.library_root),
        "index": state["index"],
        "counts": {
            key: state[key] for key in ("photos", "faces", "people", "groups", "problems", "unattached")
        },
        "folders": folders,
        "free_bytes": free,
        "what_to_do": advice,
    }
    if run.as_json:
        print_json(answer)
    else:
        _print(answer)
    return 0


def _weights() -> list[dict[str, Any]]:
    """Every weights file of the manifest; one that need not be there and is not is no problem."""
    from faceapp.ml import manifest

    rows = []
    for entry in manifest.manifest().values():
        path = manifest.expected_path(entry)
        problem = ""
        if entry.package is not None or path.exists():
            try:
                manifest.check_file(entry, path)
            except WeightsError as error:
                problem = error.user_message
        rows.append(
            {
                "name": entry.name,
                "title": entry.title,
                "sha256": entry.sha256,
                "present": path.exists(),
                "licence": entry.licence,
                "terms": entry.terms,
                "problem": problem,
            }
        )
    return rows


def _versions() -> dict[str, str]:
    import importlib.metadata

    found = {}
    for package in _PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "missing"
    return found


def _print(answer: dict[str, Any]) -> None:
    for package, version in answer["versions"].items():
        print_text(f"{package:24} {version}")
    print_text(f"{'device':24} {answer['device']}")
    print_text(f"{'model':24} {answer['model']}")
    for row in answer["weights"]:
        print_text(f"{'weights ' + row['name']:24} {row['sha256']}  {_condition(row)}")
    print_text(f"{'library':24} {answer['library']}")
    print_text(f"{'index':24} {answer['index']}")
    for key, value in answer["counts"].items():
        print_text(f"{key:24} {value}")
    print_text(f"{'free':24} {answer['free_bytes'] / (1 << 30):.1f} GB")
    for line in answer["what_to_do"]:
        print_text(f"to do: {line}")
    if not answer["what_to_do"]:
        print_text("Everything is well.")
    sys.stdout.flush()


def _condition(row: dict[str, Any]) -> str:
    if row["problem"]:
        return str(row["problem"])
    return "good" if row["present"] else "not installed (optional)"


COMMANDS = (
    Command("doctor", "say what is installed and what to do", "faceapp doctor", no_arguments, doctor),
)
