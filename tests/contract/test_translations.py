"""Every sentence of the window is in every catalogue, whole, and no text goes past them."""

from __future__ import annotations

import ast
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import translations
from tests.translations import CATALOGUES, CODES, ROOT

DOORS = {
    *("setText", "setToolTip", "setPlaceholderText", "setWindowTitle", "setTitle", "setStatusTip"),
    *("setAccessibleName", "setAccessibleDescription", "setInformativeText", "setLabelText"),
    *("addAction", "addMenu", "addItem", "addTab", "QAction", "QLabel", "QPushButton", "QCheckBox"),
    *("QRadioButton", "QToolButton", "QMenu", "QGroupBox", "QFileDialog", "QProgressDialog", "drawText"),
    *("QuietPage", "PersonPicker", "ProgressDialog", "warn", "tell", "offer"),
}
"""Whoever is handed text by these shows it."""
UNSAID = {
    "Anna + Ben",  # nothing is translated in a search
}


def messages(catalogue: Path) -> dict[tuple[str, str], ElementTree.Element]:
    """The messages of a catalogue by words and comment."""
    found = {}
    for message in ElementTree.parse(catalogue).getroot().iter("message"):
        found[message.findtext("source") or "", message.findtext("comment") or ""] = message
    return found


@pytest.fixture(scope="module", params=CODES)
def catalogue(request: pytest.FixtureRequest) -> Path:
    return CATALOGUES / f"faceapp_{request.param}.ts"


def test_a_catalogue_lists_what_the_code_says_and_nothing_else(catalogue: Path, tmp_path: Path) -> None:
    fresh = Path(shutil.copy(catalogue, tmp_path))
    translations.read_code(fresh)
    said, listed = messages(fresh), messages(catalogue)
    assert not said.keys() - listed.keys(), "run python -m tests.translations, and translate these"
    assert not listed.keys() - said.keys(), "run python -m tests.translations: nobody says these any more"


def test_every_message_is_translated_with_all_that_is_put_into_it(catalogue: Path) -> None:
    wrong = []
    for (source, _), message in messages(catalogue).items():
        translation = message.find("translation")
        assert translation is not None
        counted = message.get("numerus") == "yes"
        forms = [form.text or "" for form in translation] if counted else [translation.text or ""]
        whole = translation.get("type") is None and len(forms) == 1 + counted and all(forms)
        places = set(re.findall(r"\{\w+\}", source))
        if not whole or any(set(re.findall(r"\{\w+\}", form)) != places for form in forms):
            wrong.append(source)
    assert not wrong


def test_what_is_compiled_is_what_the_catalogue_says(catalogue: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.qm"
    translations.compiled(catalogue, fresh)
    assert fresh.read_bytes() == catalogue.with_suffix(".qm").read_bytes(), "run python -m tests.translations"


def shown_literals(path: Path) -> Iterator[tuple[int, str]]:
    """Text that is shown as it stands in the code: line and text."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in DOORS:
            continue
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            for part in pieces(argument):
                if re.search(r"[A-Za-z]{2}", part) and not part.islower():
                    yield node.lineno, part


def pieces(node: ast.expr) -> Iterator[str]:
    """Literal text of an expression that is not said by anybody."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (one.value for one in node.values if isinstance(one, ast.Constant))
    elif isinstance(node, ast.IfExp):
        yield from (*pieces(node.body), *pieces(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*pieces(node.left), *pieces(node.right))


def test_no_text_of_the_window_goes_past_the_catalogues() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in sorted((ROOT / "faceapp" / "gui").rglob("*.py"))
        for line, text in shown_literals(path)
        if text not in UNSAID
    ]
    assert not found


def sayings() -> Iterator[tuple[str, list[object]]]:
    """Where something is said, and what stands there: words and comment, None for what is no literal."""
    for path in sorted((ROOT / "faceapp").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "said"):
                literals = [one.value if isinstance(one, ast.Constant) else None for one in node.args[:2]]
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", literals


def test_what_is_said_stands_whole_in_the_code() -> None:
    """A catalogue is made by reading the code: what is put together while it runs is in none."""
    hand_on = ("said.py", "language.py", "kept.py")  # what they are given
    places = [where for where, literals in sayings() if not isinstance(literals[0], str)]
    assert not [where for where in places if where.partition(":")[0].rpartition("/")[2] not in hand_on]


def test_what_is_said_is_where_a_catalogue_is_read_from(catalogue: Path) -> None:
    """Qt's reader does not look into f-strings: what is said there would stay English."""
    listed = messages(catalogue)
    assert not [
        f"{where}: {literals[0]}"
        for where, literals in sayings()
        if isinstance(literals[0], str) and (literals[0], (*literals, None)[1] or "") not in listed
    ]
