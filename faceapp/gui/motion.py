"""Whether things may move: who is made sick by it says so to the system, once for all programs.

Asked without waiting: the answer of a desktop's service comes later. Window thread.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication, QStyle

_pending: set[object] = set()
"""Questions that are not answered yet."""


def ask_for_stillness(then: Callable[[], None]) -> None:
    """Call ``then`` if the system asks for no animations; at once, later, or never."""
    style = QApplication.style()
    if style is not None and style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
        then()
    elif sys.platform == "win32":
        if not _windows_animates():
            then()
    elif sys.platform == "darwin":
        _ask_mac(then)
    else:
        _ask_desktop(then)


def _windows_animates() -> bool:
    """The switch "Animation effects" of the accessibility settings."""
    import ctypes

    libraries, on = getattr(ctypes, "windll", None), ctypes.c_int(1)
    if libraries is not None:
        libraries.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(on), 0)  # SPI_GETCLIENTAREAANIMATION
    return bool(on.value)


def _ask_mac(then: Callable[[], None]) -> None:
    """The switch "Reduce motion"."""
    process = QProcess()
    _pending.add(process)

    def answered(*_: object) -> None:
        _pending.discard(process)
        if bytes(process.readAllStandardOutput().data()).strip() == b"1":
            then()

    process.finished.connect(answered)
    process.start("/usr/bin/defaults", ["read", "com.apple.universalaccess", "reduceMotion"])


def _ask_desktop(then: Callable[[], None]) -> None:
    """The switch "Animations" of GNOME and those that follow it, through the portal of all desktops."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    call = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
        "Read",
    )
    call.setArguments(["org.gnome.desktop.interface", "enable-animations"])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call))
    _pending.add(watcher)

    def answered(done: QDBusPendingCallWatcher) -> None:
        _pending.discard(watcher)
        arguments = done.reply().arguments() if not done.isError() else []
        if arguments and plain(arguments[0]) is False:
            then()

    watcher.finished.connect(answered)


def plain(value: object) -> object:
    """What a bus' answer holds, however often it is wrapped."""
    while (inner := getattr(value, "variant", None)) is not None:
        value = inner()
    return value
