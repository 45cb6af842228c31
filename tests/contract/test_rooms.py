"""The rooms of the app: who may know whom, and how large a room's furniture gets."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "faceapp"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 420

ONLY_IN = {
    "PySide6": ("gui",),
    "torch": ("ml", "training"),
    "torchvision": ("ml", "training"),
    "facenet_pytorch": ("ml", "training"),
    "faiss": ("index",),
    "sqlite3": ("storage",),
    "sqlite_utils": ("storage",),
}


def imported(module: Path) -> set[str]:
    """Top-level packages a module imports, at its top or anywhere inside."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_there_is_something_to_check() -> None:
    assert len(MODULES) > 50
    assert "sqlite3" in imported(PACKAGE / "storage" / "database.py")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_heavy_package_is_known_to_its_room_only(module: Path) -> None:
    room = module.relative_to(PACKAGE).parts[0]
    for package in imported(module) & ONLY_IN.keys():
        assert room in ONLY_IN[package], package


@pytest.mark.parametrize(
    "module",
    [path for path in MODULES if path.relative_to(PACKAGE).parts[0] != "gui"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_no_module_but_the_windows_speaks_of_qt(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    # The doctor names the package whose version it prints; it does not import it.
    text = text.replace('"PySide6-Essentials"', "")
    assert "PySide6" not in text
    assert "QtCore" not in text


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_grows_beyond_reading(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_core_stands_on_the_standard_library_and_numpy() -> None:
    import sys

    for module in (PACKAGE / "core").glob("*.py"):
        assert imported(module) - set(sys.stdlib_module_names) <= {"numpy", "faceapp"}
