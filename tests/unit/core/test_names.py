"""Names that may mean one person."""

from __future__ import annotations

import pytest

from faceapp.core.names import like, plain


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("Zoe", ["Anna", "Zoë"], "Zoë"),
        ("Jean-Luc", ["jean luc"], "jean luc"),
        ("Robyn", ["Robin"], "Robin"),
        ("Annna", ["Anna"], "Anna"),
        ("Marta", ["Martha"], "Martha"),
        ("Anan", ["Anna"], "Anna"),
        ("Björn", ["Bjorm", "Bjorn"], "Bjorn"),
        ("Ann", ["Anne"], None),  # short names are often one letter apart
        ("anna", ["Anna"], None),  # the very same: they are joined
        ("Guest 12", ["Guest 11"], None),
        ("Martin", ["Marten B", "Marion B"], None),
        ("李雷", ["韩梅梅"], None),
        ("Anna", [], None),
    ],
)
def test_like(name: str, known: list[str], found: str | None) -> None:
    assert like(name, known) == found


def test_plain() -> None:
    assert plain("  Zoë  O'Neill-Lefèvre ") == "zoe o neill lefevre"
    assert plain("李雷") == "李雷"
