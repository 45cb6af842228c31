"""How the window looks: colours, type, spacing, and the style sheet made from them.

Follows the system's light or dark setting. Widgets opt in with properties, so no colour is written
anywhere else::

    label.setProperty("role", "title" | "heading" | "secondary" | "caption" | "error")
    button.setProperty("kind", "primary" | "danger" | "flat" | "link")
    frame.setProperty("surface", "card" | "bar" | "page")

Delegates that paint by hand take :func:`theme_of` their option's palette and :func:`font`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from faceapp.paths import resource

SPACE = 8
"""Every distance is a multiple of half of this."""
RADIUS = 8
CARD_RADIUS = 14
PAGE_MARGIN = 20
"""Pixels left of what a page shows."""
CONTROL_HEIGHT = 32
FONT_PIXELS = "faceapp_font_pixels"
APPEARANCE = "faceapp_appearance"


class Size(IntEnum):
    """The type scale, in pixels at the system's normal font size; see :func:`font_pixels`."""

    CAPTION = 12
    BODY = 13
    LABEL = 14
    HEADING = 17
    TITLE = 24
    DISPLAY = 30


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they mean. Each text colour has a contrast of at least 4.5 on its grounds."""

    dark: bool
    page: str
    """Ground of the pages."""
    side: str
    """Ground of the side bar and of the strips."""
    raised: str
    """Ground of menus, dialogs, fields and buttons."""
    hover: str
    pressed: str
    line: str
    text: str
    second: str
    """Text that may be overlooked."""
    accent: str
    """Text and lines that can be clicked, focus."""
    accent_fill: str
    """Ground of the main button."""
    on_accent: str
    selected: str
    """Ground of what is selected."""
    badge: str
    on_badge: str
    good: str
    bad: str
    on_bad: str
    placeholder: str
    """Ground of a picture that is not loaded yet."""


LIGHT = Theme(
    dark=False,
    page="#ffffff",
    side="#f5f5f7",
    raised="#ffffff",
    hover="#ededf0",
    pressed="#e0e0e5",
    line="#dcdce1",
    text="#1d1d1f",
    second="#5d5d66",
    accent="#0058c7",
    accent_fill="#0a63d6",
    on_accent="#ffffff",
    selected="#dcebfd",
    badge="#ffe7b3",
    on_badge="#5f3c00",
    good="#13692f",
    bad="#b3261e",
    on_bad="#ffffff",
    placeholder="#e9e9ed",
)

DARK = Theme(
    dark=True,
    page="#1b1b1d",
    side="#232326",
    raised="#2c2c30",
    hover="#333338",
    pressed="#3e3e44",
    line="#3a3a40",
    text="#f3f3f6",
    second="#adadb6",
    accent="#6cb0ff",
    accent_fill="#1668d8",
    on_accent="#ffffff",
    selected="#1c3f6b",
    badge="#4d3b10",
    on_badge="#ffdc94",
    good="#6fd695",
    bad="#ff9a91",
    on_bad="#3a0a06",
    placeholder="#2f2f34",
)


def theme_of(palette: QPalette) -> Theme:
    """The theme a palette was made from."""
    # Not by the window's ground: a style sheet changes that one in the palettes of single widgets.
    return DARK if palette.color(QPalette.ColorRole.ToolTipBase).lightness() < 128 else LIGHT


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two colours, 1..21."""

    def luminance(name: str) -> float:
        color = QColor(name)
        parts = [
            value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
            for value in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def font_pixels(size: int) -> int:
    """A size of the scale, grown with the font size the user set for the system."""
    normal = QApplication.instance()
    system = normal.property(FONT_PIXELS) if normal is not None else None
    return round(size * (float(system) / Size.BODY if system else 1.0))


def font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The app's font in a size of the scale."""
    chosen = QFont(QGuiApplication.font())
    chosen.setPixelSize(font_pixels(size))
    chosen.setWeight(weight)
    return chosen


def palette_of(theme: Theme) -> QPalette:
    """The palette of a theme."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, color in (
        (roles.Window, theme.page),
        (roles.WindowText, theme.text),
        (roles.Base, theme.page),
        (roles.AlternateBase, theme.side),
        (roles.Text, theme.text),
        (roles.Button, theme.raised),
        (roles.ButtonText, theme.text),
        (roles.BrightText, theme.bad),
        (roles.ToolTipBase, theme.raised),
        (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.second),
        (roles.Highlight, theme.accent_fill),
        (roles.HighlightedText, theme.on_accent),
        (roles.Accent, theme.accent_fill),
        (roles.Link, theme.accent),
        (roles.LinkVisited, theme.accent),
        (roles.Light, theme.hover),
        (roles.Midlight, theme.line),
        (roles.Mid, theme.line),
        (roles.Dark, theme.second),
    ):
        palette.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        faded = QColor(theme.second)
        faded.setAlphaF(0.55)
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette


def sheet_of(theme: Theme) -> str:
    """The style sheet of a theme."""
    t = theme
    px = font_pixels
    return f"""
    QWidget {{ font-size: {px(Size.BODY)}px; }}
    QMainWindow, QDialog {{ background: {t.page}; }}
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px 6px; }}
    QLabel {{ background: transparent; }}
    QLabel[role="display"] {{ font-size: {px(Size.DISPLAY)}px; font-weight: 700; }}
    QLabel[role="title"] {{ font-size: {px(Size.TITLE)}px; font-weight: 700; }}
    QLabel[role="heading"] {{ font-size: {px(Size.HEADING)}px; font-weight: 600; }}
    QLabel[role="secondary"] {{ color: {t.second}; }}
    QLabel[role="caption"] {{ color: {t.second}; font-size: {px(Size.CAPTION)}px; }}
    QLabel[role="error"] {{ color: {t.bad}; }}
    QLabel[role="badge"] {{ background: {t.badge}; color: {t.on_badge}; border-radius: 10px;
        padding: 2px 9px; font-size: {px(Size.CAPTION)}px; font-weight: 600; }}
    QFrame[surface="side"] {{ background: {t.side}; border: none; border-right: 1px solid {t.line}; }}
    QFrame[surface="strip"] {{ background: {t.side}; border: none; border-top: 1px solid {t.line}; }}
    QFrame[surface="bar"] {{ background: {t.side}; border: none; border-bottom: 1px solid {t.line}; }}
    QFrame[surface="card"] {{ background: {t.side}; border: 1px solid {t.line};
        border-radius: {CARD_RADIUS}px; }}
    QFrame[surface="card"][drop="true"] {{ border: 2px dashed {t.accent}; background: {t.selected}; }}
    QFrame[surface="note"] {{ background: {t.badge}; border: none; border-radius: {RADIUS}px; }}
    QFrame[surface="note"] QLabel {{ color: {t.on_badge}; }}
    QFrame[surface="note"] QPushButton {{ color: {t.on_badge}; text-decoration: underline; }}
    QFrame[surface="drop"] {{ background: {t.side}; border: 2px dashed {t.line}; border-radius: 18px; }}
    QFrame[surface="drop"][drop="true"] {{ border-color: {t.accent}; background: {t.selected}; }}
    QFrame[surface="toast"] {{ background: {t.raised}; border: 1px solid {t.line};
        border-radius: {RADIUS + 2}px; }}
    QFrame[line="true"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}

    QPushButton, QToolButton {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line};
        border-radius: {RADIUS}px; padding: 5px 14px; min-height: {CONTROL_HEIGHT - 12}px; }}
    QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
    QPushButton:pressed, QToolButton:pressed {{ background: {t.pressed}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.accent}; padding: 4px 13px; }}
    QPushButton:checked, QToolButton:checked {{ background: {t.selected}; border-color: {t.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ background: transparent; }}
    QPushButton[kind="primary"] {{ background: {t.accent_fill}; color: {t.on_accent};
        border: 1px solid {t.accent_fill}; font-weight: 600; }}
    QPushButton[kind="primary"]:hover {{ background: {_mix(t.accent_fill, "#000000", 0.12)}; }}
    QPushButton[kind="primary"]:focus {{ border: 2px solid {_mix(t.accent_fill, t.text, 0.6)}; }}
    QPushButton[kind="primary"]:disabled {{ background: {t.pressed}; color: {t.second};
        border-color: {t.pressed}; }}
    QPushButton[kind="danger"] {{ color: {t.bad}; }}
    QPushButton[kind="flat"], QToolButton[kind="flat"] {{ background: transparent;
        border: 1px solid transparent; }}
    QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover {{ background: {t.hover}; }}
    QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus {{ border: 2px solid {t.accent}; }}
    QToolButton[kind="flat"] {{ padding: 5px; }}
    QToolButton[kind="flat"]:focus {{ padding: 4px; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent;
        color: {t.accent}; padding: 1px 4px; min-height: 18px; }}
    QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
    QPushButton[kind="link"]:focus {{ border: 1px solid {t.accent}; border-radius: 4px; }}
    QPushButton[kind="part"] {{ background: transparent; border: 1px solid transparent;
        color: {t.second}; padding: 1px 5px; min-height: 18px; border-radius: 5px; }}
    QPushButton[kind="part"]:hover {{ background: {t.hover}; color: {t.text}; }}
    QPushButton[kind="part"]:focus {{ border: 1px solid {t.accent}; }}
    QPushButton[kind="candidate"] {{ text-align: left; }}
    QPushButton[kind="answer"], QPushButton[kind="primary"] {{ font-weight: 600; }}
    QLabel[role="key"] {{ background: {t.hover}; color: {t.text}; border: 1px solid {t.line};
        border-radius: 5px; padding: 1px 7px; font-weight: 600; }}
    QPushButton[nav="true"] {{ background: transparent; border: 1px solid transparent; text-align: left;
        padding: 5px 8px; border-radius: 7px; min-height: 22px; }}
    QPushButton[nav="true"]:hover {{ background: {t.hover}; }}
    QPushButton[nav="true"]:checked {{ background: {t.selected};
        font-weight: 600; border-color: transparent; }}
    QPushButton[nav="true"]:focus {{ border: 1px solid {t.accent}; }}
    QLabel[role="section"] {{ color: {t.second}; font-size: {px(Size.CAPTION)}px; font-weight: 600; }}
    QPushButton[segment="true"] {{ border-radius: {RADIUS}px; background: transparent;
        border: 1px solid transparent; color: {t.second}; padding: 4px 12px; }}
    QPushButton[segment="true"]:hover {{ color: {t.text}; background: {t.hover}; }}
    QPushButton[segment="true"]:checked {{ background: {t.selected}; color: {t.text}; font-weight: 600; }}
    QPushButton[segment="true"]:focus {{ border: 1px solid {t.accent}; }}

    QLineEdit, QComboBox, QSpinBox, QDateEdit, QPlainTextEdit {{ background: {t.raised}; color: {t.text};
        border: 1px solid {t.line}; border-radius: {RADIUS}px; padding: 5px 10px;
        min-height: {CONTROL_HEIGHT - 12}px; selection-background-color: {t.accent_fill};
        selection-color: {t.on_accent}; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus, QPlainTextEdit:focus {{
        border: 2px solid {t.accent}; padding: 4px 9px; }}
    QLineEdit[quiet="true"] {{ background: transparent; border: 1px solid transparent;
        font-size: {px(Size.TITLE)}px; font-weight: 700; padding: 2px 6px; }}
    QLineEdit[quiet="true"]:hover {{ background: {t.hover}; }}
    QLineEdit[quiet="true"]:focus {{ background: {t.raised}; border: 2px solid {t.accent};
        padding: 1px 5px; }}
    QLineEdit, QPlainTextEdit {{ placeholder-text-color: {t.second}; }}
    QComboBox::drop-down {{ border: none; width: 26px; }}
    QComboBox::down-arrow {{ image: url("{resource("icons/chevron.svg").as_posix()}"); width: 14px;
        height: 14px; }}

    QListView, QTableView, QTreeView {{ background: {t.page}; border: none; outline: none;
        selection-background-color: {t.selected}; selection-color: {t.text}; }}
    QListView[popup="true"], QComboBox QAbstractItemView {{ background: {t.raised};
        border: 1px solid {t.line}; padding: 4px; }}
    QListView[nav="true"] {{ background: transparent; }}
    QHeaderView::section {{ background: {t.page}; color: {t.second}; border: none;
        border-bottom: 1px solid {t.line}; padding: 6px 8px; font-weight: 600; }}

    QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 5px;
        border-radius: {RADIUS}px; }}
    QMenu::item {{ padding: 6px 26px 6px 12px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {t.selected}; color: {t.text}; }}
    QMenu::item:disabled {{ color: {t.second}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 5px 8px; }}

    QCheckBox {{ spacing: 7px; }}
    QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {t.second}; border-radius: 4px;
        background: {t.raised}; }}
    QCheckBox::indicator:checked {{ background: {t.accent_fill}; border-color: {t.accent_fill};
        image: url("{resource("icons/tick.svg").as_posix()}"); }}
    QCheckBox::indicator:focus {{ border: 2px solid {t.accent}; width: 13px; height: 13px; }}

    QSlider {{ background: transparent; }}
    QSlider::groove:horizontal {{ background: {_mix(t.line, t.second, 0.25)}; height: 4px;
        border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {t.accent_fill}; border: 2px solid {t.raised}; width: 16px;
        height: 16px; margin: -8px 0; border-radius: 10px; }}
    QSlider::handle:horizontal:focus {{ border-color: {t.accent}; }}
    QSlider::handle:horizontal:disabled {{ background: {t.second}; }}

    QProgressBar {{ background: {t.pressed}; border: none; border-radius: 3px; max-height: 6px;
        min-height: 6px; }}
    QProgressBar::chunk {{ background: {t.accent_fill}; border-radius: 3px; }}

    QScrollArea, QScrollArea > QWidget > QWidget[surface="page"] {{ background: {t.page}; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
    QScrollBar::handle {{ background: {_mix(t.second, t.page, 0.55)}; border-radius: 4px; }}
    QScrollBar::handle:vertical {{ min-height: 36px; }}
    QScrollBar::handle:horizontal {{ min-width: 36px; }}
    QScrollBar::handle:hover {{ background: {t.second}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _mix(first: str, second: str, share: float) -> str:
    """``share`` of the second colour in the first."""
    one, two = QColor(first), QColor(second)
    return QColor.fromRgbF(
        one.redF() * (1 - share) + two.redF() * share,
        one.greenF() * (1 - share) + two.greenF() * share,
        one.blueF() * (1 - share) + two.blueF() * share,
    ).name()


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
        system = QFontInfo(app.font()).pixelSize()
        app.setProperty(FONT_PIXELS, float(min(max(system, Size.BODY), 22)))
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
        self._app.setStyleSheet(sheet_of(theme))
        self.changed.emit()


def appearance() -> Appearance | None:
    """The app's appearance, for the settings page."""
    app = QApplication.instance()
    return app.findChild(Appearance, APPEARANCE) if app is not None else None


def polish(widget: QWidget) -> None:
    """Make the style sheet see a property that changed."""
    style = QApplication.style()
    style.unpolish(widget)
    style.polish(widget)
