"""The colours of the window, light and dark, by what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette


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
    """Between surfaces: may be overlooked."""
    edge: str
    """Around fields and boxes to tick: a contrast of at least 3, it says where to type."""
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
    edge="#85858e",
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
    edge="#7e7e88",
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


def mix(first: str, second: str, share: float) -> str:
    """``share`` of the second colour in the first."""
    one, two = QColor(first), QColor(second)
    return QColor.fromRgbF(
        one.redF() * (1 - share) + two.redF() * share,
        one.greenF() * (1 - share) + two.greenF() * share,
        one.blueF() * (1 - share) + two.blueF() * share,
    ).name()


def legible(color: str, ground: str, least: float = 3.0) -> str:
    """A colour moved towards black or white, as little as makes it seen on a ground."""
    dark = QColor(ground).lightness() < 128
    for step in range(21):
        moved = mix(color, "#ffffff" if dark else "#000000", step / 20)
        if contrast(moved, ground) >= least:
            return moved
    return moved


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
