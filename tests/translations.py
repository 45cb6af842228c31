"""The catalogues of ``resources/translations``: brought in line with the code, and compiled.

    python -m tests.translations

What is new in the code is then in ``faceapp_*.ts`` as unfinished, to be translated there (Qt Linguist, or
any editor); run it again to compile.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "resources" / "translations"
CODES = ("de",)


def read_code(catalogue: Path) -> None:
    """Bring a catalogue in line with every sentence of the code."""
    files = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "faceapp").rglob("*.py"))
    language = ["-source-language", "en", "-target-language", catalogue.stem.rpartition("_")[2]]
    _run(
        "lupdate", "-tr-function-alias", "tr+=said", "-no-obsolete", "-locations", "none", *language, *files,
        "-ts", str(catalogue),
    )  # fmt: skip


def compiled(catalogue: Path, to: Path) -> None:
    """Write the ``.qm`` that the window loads."""
    _run("lrelease", str(catalogue), "-qm", str(to))


def _run(tool: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name(f"pyside6-{tool}")), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool} failed: {done.stdout}{done.stderr}")


def main() -> int:
    """Bring all catalogues in line."""
    for code in CODES:
        catalogue = CATALOGUES / f"faceapp_{code}.ts"
        read_code(catalogue)
        compiled(catalogue, catalogue.with_suffix(".qm"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
