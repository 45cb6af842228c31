"""One picture that shows everybody: a row per person, best face first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_CELL = 96
_GAP = 8
_LABEL = 190
COLUMNS = 10
"""Faces of one person at most."""
_PAPER, _INK, _SOFT = (250, 250, 248), (28, 30, 33), (110, 115, 122)


def write_contact_sheet(path: Path, rows: Sequence[tuple[str, str, Sequence[Path]]], title: str) -> None:
    """Write a PNG contact sheet, owner-only.

    Args:
        path: The picture to write.
        rows: ``(name, note, face thumbnails)`` per person; at most ten faces of each are shown.
        title: First line.
    """
    height = 64 + len(rows) * (_CELL + _GAP) + _GAP
    sheet = Image.new("RGB", (_LABEL + COLUMNS * (_CELL + _GAP) + 2 * _GAP, height), _PAPER)
    draw = ImageDraw.Draw(sheet)
    big, plain, small = (ImageFont.load_default(size) for size in (22, 16, 13))
    draw.text((2 * _GAP, 18), title, _INK, big)
    for number, (name, note, faces) in enumerate(rows):
        top = 64 + number * (_CELL + _GAP)
        draw.text((2 * _GAP, top + 26), _fitting(draw, name, plain), _INK, plain)
        draw.text((2 * _GAP, top + 50), note, _SOFT, small)
        for column, face in enumerate(faces[:COLUMNS]):
            with Image.open(face) as picture:
                crop = picture.convert("RGB").resize((_CELL, _CELL), Image.Resampling.LANCZOS)
            sheet.paste(crop, (_LABEL + column * (_CELL + _GAP), top))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        sheet.save(file, "PNG")
    temporary.replace(path)


def _fitting(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    while len(text) > 1 and draw.textlength(text, font) > _LABEL - 3 * _GAP:
        text = text[:-2].rstrip() + "…"
    return text
