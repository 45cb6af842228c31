"""Dates in the user's own way of writing them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale

from faceapp.gui.language import locale, tr


def full_date(day: date) -> str:
    """``1 May 2019``, in the language of the window."""
    return locale().toString(day, tr("d MMMM yyyy"))  # type: ignore[call-overload,no-any-return] # as below


def long_date(day: date) -> str:
    """A day in full: "Tuesday, 24 November 2026" in the words of the user's language."""
    text = QLocale().toString(day, QLocale.FormatType.LongFormat)  # type: ignore[call-overload] # a date will do
    return str(text)
