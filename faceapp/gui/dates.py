"""Dates in the user's own way of writing them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale


def long_date(day: date) -> str:
    """A day in full: "Tuesday, 24 November 2026" in the words of the user's language."""
    text = QLocale().toString(day, QLocale.FormatType.LongFormat)  # type: ignore[call-overload] # a date will do
    return str(text)
