"""How the window looks: colours, type, spacing, and the style sheet made from them.

Follows the system's light or dark setting. Widgets opt in with properties, so no colour is written
anywhere else::

    label.setProperty("role", "title" | "heading" | "secondary" | "caption" | "error")
    button.setProperty("kind", "primary" | "danger" | "flat" | "link")
    frame.setProperty("surface", "card" | "bar" | "page")

Delegates that paint by hand take :func:`theme_of` their option's palette and :func:`font`. The parts lie in
``theme`` (colours), ``measures`` (distances and type) and ``sheet`` (the style sheet); all is had from here.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from faceapp.gui.measures import (
    BAR_HEIGHT,
    BODY_PIXELS,
    CARD_RADIUS,
    CONTROL_HEIGHT,
    PAGE_MARGIN,
    RADIUS,
    SPACE,
    Size,
    font,
    font_pixels,
    keep_font_pixels,
    scaled,
)
from faceapp.gui.sheet import sheet_of
from faceapp.gui.theme import DARK, LIGHT, Theme, contrast, legible, mix, palette_of, theme_of

__all__ = [
    "BAR_HEIGHT",
    "BODY_PIXELS",
    "CARD_RADIUS",
    "CONTROL_HEIGHT",
    "DARK",
    "LIGHT",
    "PAGE_MARGIN",
    "RADIUS",
    "SPACE",
    "Appearance",
    "Size",
    "Theme",
    "appearance",
    "contrast",
    "font",
    "font_pixels",
    "legible",
    "mix",
    "palette_of",
    "polish",
    "scaled",
    "set_font_pixels",
    "sheet_of",
    "theme_of",
]

APPEARANCE = "faceapp_appearance"


class Appearance(QObject):
    """Keeps the app in the system's light or dark colours, or in those the user chose. Window thread."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(APPEARANCE)
        self._app = app
        self._chosen = Qt.ColorScheme.Unknown
        # Where the system does not say, its own palette does.
        self._usual = DARK if app.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
        app.setStyle("Fusion")
        keep_font_pixels(QFontInfo(app.font()).pixelSize())
        app.styleHints().colorSchemeChanged.connect(self.apply)
        self.apply()

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        scheme = self._chosen
        if scheme is Qt.ColorScheme.Unknown:
            scheme = self._app.styleHints().colorScheme()
        if scheme is Qt.ColorScheme.Unknown:
            return self._usual
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    @property
    def chosen(self) -> Qt.ColorScheme:
        """What the user chose; Unknown: as the system."""
        return self._chosen

    def choose(self, scheme: Qt.ColorScheme) -> None:
        """Use light or dark; Unknown: as the system."""
        self._chosen = scheme
        self._app.styleHints().setColorScheme(scheme)  # menus and title bars drawn by the system
        self.apply()

    def apply(self) -> None:
        """Put palette and style sheet in line with the system or the choice."""
        theme = self.theme
        self._app.setPalette(palette_of(theme))
        sheet = sheet_of(theme)
        if sheet != self._app.styleSheet():  # Qt takes 0.2 s to polish every widget of every page anew
            self._app.setStyleSheet(sheet)
        self.changed.emit()


def appearance() -> Appearance | None:
    """The app's appearance, for the settings page."""
    app = QApplication.instance()
    return app.findChild(Appearance, APPEARANCE) if app is not None else None


def set_font_pixels(pixels: float) -> None:
    """Scale all text as if the system's font had this height. Pages made before keep their measures."""
    keep_font_pixels(pixels)
    look = appearance()
    if look is not None:
        look.apply()


def polish(widget: QWidget) -> None:
    """Make the style sheet see a property that changed."""
    style = QApplication.style()
    style.unpolish(widget)
    style.polish(widget)
