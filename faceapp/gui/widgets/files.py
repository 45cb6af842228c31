"""Leading the user from a row to the file it is about."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from faceapp.core.models import Photo
from faceapp.gui.language import tr
from faceapp.gui.models.problems_model import printable

_asked: set[object] = set()
"""Calls to the file manager that are not answered yet."""


def show_in_file_manager(path: str) -> None:
    """Show a file chosen in the system's file manager, or at least open its folder. Returns at once.

    Also for names that are no valid text.
    """
    if sys.platform == "win32":
        process = QProcess()
        process.setProgram("explorer.exe")
        # One word, quoted as the Explorer wants it and not as other programs do.
        process.setNativeArguments(f'/select,"{PurePath(path)}"')
        shown, _ = process.startDetached()
    elif sys.platform == "darwin":
        shown, _ = QProcess.startDetached("/usr/bin/open", ["-R", path])
    else:
        shown = _ask_file_manager(path)
    if not shown:
        _open_folder(path)


def _open_folder(path: str) -> None:
    QDesktopServices.openUrl(QUrl(PurePath(path).parent.as_uri()))


def open_folder(path: str) -> None:
    """Open a folder itself."""
    QDesktopServices.openUrl(QUrl(PurePath(path).as_uri()))


def _ask_file_manager(path: str) -> bool:
    """Ask the desktop's file manager by its bus name; whether there is a bus to ask on."""
    # Here: only this desktop has it.
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1",
        "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1",
        "ShowItems",
    )
    call.setArguments([[Path(path).as_uri()], ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call))
    _asked.add(watcher)

    def answered(done: QDBusPendingCallWatcher) -> None:
        _asked.discard(watcher)
        if done.isError():  # no file manager that knows the question
            _open_folder(path)

    watcher.finished.connect(answered)
    return True


def copy_text(text: str) -> None:
    """Put text on the clipboard."""
    QGuiApplication.clipboard().setText(printable(text))


def file_name(photo: Photo) -> str:
    """What a photo is called: the name of its first file."""
    return printable(PurePath(photo.paths[0]).name) if photo.paths else tr("Photo {number}", number=photo.id)
