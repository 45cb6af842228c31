"""Paths and moments as they are stored."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def prefix_range(folder: str) -> tuple[bytes, bytes]:
    """The half-open range of encoded paths below a folder."""
    base = os.fsencode(folder).rstrip(os.fsencode(os.sep)) + os.fsencode(os.sep)
    return base, base[:-1] + bytes([base[-1] + 1])


def now_text() -> str:
    """The present moment, UTC, as stored."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
