"""All pictures in one page to open, and on one sheet for each theme."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from pathlib import Path

from PIL import Image, ImageDraw

_NAME = re.compile(
    r"(?P<page>[a-z]+)-(?P<state>[a-z0-9-]+)-(?P<language>[a-z]{2})-(?P<scheme>light|dark)-1x\.png"
)
_STATES = ("empty", "full", "busy", "error")
_STYLE = """body { font: 14px sans-serif; margin: 24px; background: #888; color: #fff; }
img { max-width: 620px; border-radius: 6px; vertical-align: top; } td { padding: 0 16px 24px 0; }
h2 { margin: 24px 0 8px; } a { color: inherit; text-decoration: none; }"""
_COLUMNS = 5
_WIDTH = 384
_LINE = 16


def _found(out: Path) -> list[re.Match[str]]:
    matches = [match for path in sorted(out.glob("*.png")) if (match := _NAME.fullmatch(path.name))]

    def place(match: re.Match[str]) -> tuple[str, int, str]:
        state = match["state"]
        return match["page"], _STATES.index(state) if state in _STATES else len(_STATES), state

    return sorted(matches, key=place)


def write_index(out: Path) -> Path:
    """Write ``index.html``: a row for each page and state, light beside dark; a click opens 2x."""
    rows: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for match in _found(out):
        rows[match["page"]][f"{match['state']} ({match['language']})"][match["scheme"]] = match[0]
    parts = [f"<!doctype html><meta charset=utf-8><title>faceapp</title><style>{_STYLE}</style>"]
    for page, states in rows.items():
        parts.append(f"<h2>{html.escape(page)}</h2><table>")
        for state, schemes in states.items():
            cells = "".join(_cell(out, state, schemes[one]) for one in ("light", "dark") if one in schemes)
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
    path = out / "index.html"
    path.write_text("\n".join(parts), "utf-8")
    return path


def _cell(out: Path, state: str, name: str) -> str:
    large = name.replace("-1x.png", "-2x.png")
    link = large if (out / large).exists() else name
    return f'<td>{html.escape(state)}<br><a href="{link}"><img src="{name}" loading=lazy></a></td>'


def write_sheets(out: Path) -> list[Path]:
    """Write ``contact-LANGUAGE-SCHEME.png``: every picture at 1x, small, with its name."""
    groups: dict[str, list[str]] = defaultdict(list)
    for match in _found(out):
        groups[f"{match['language']}-{match['scheme']}"].append(match[0])
    written = []
    for name, pictures in groups.items():
        height = _LINE + round(_WIDTH * 800 / 1280) + 8
        lines = -(-len(pictures) // _COLUMNS)
        sheet = Image.new("RGB", (_COLUMNS * (_WIDTH + 8), lines * height), "#888888")
        draw = ImageDraw.Draw(sheet)
        for number, picture in enumerate(pictures):
            left, top = number % _COLUMNS * (_WIDTH + 8), number // _COLUMNS * height
            with Image.open(out / picture) as opened:
                small = opened.convert("RGB")
            small.thumbnail((_WIDTH, height - _LINE - 8), Image.Resampling.LANCZOS)
            draw.text((left + 4, top + 2), picture.removesuffix("-1x.png"), fill="white")
            sheet.paste(small, (left, top + _LINE))
        path = out / f"contact-{name}.png"
        sheet.save(path)
        written.append(path)
    return written
