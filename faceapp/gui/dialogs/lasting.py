"""Dialogs that are closed before what they decided is done. Window thread."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QDialog

from faceapp.core.models import Decision


def told_by(dialog: QDialog, done: SignalInstance) -> Callable[[Decision], None]:
    """Let a dialog live until its decision is made, and its signal tell of it; call it before it is closed.

    A dialog that goes with its closing would be gone by then, and nobody would hear of the decision.
    """
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)

    def tell(decision: Decision) -> None:
        if shiboken6.isValid(dialog):  # it went with its page, otherwise
            done.emit(decision)
            dialog.deleteLater()

    return tell
