"""The style sheet of the window, made from a theme and the measures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication

from faceapp.gui.measures import CARD_RADIUS, CONTROL_HEIGHT, RADIUS, Size, font, font_pixels
from faceapp.gui.theme import Theme, mix
from faceapp.paths import resource


def sheet_of(theme: Theme) -> str:
    """The style sheet of a theme."""
    t = theme
    px = font_pixels
    # A least height set here goes before what a button asks for: lower than its words, they would be cut.
    line = QFontMetrics(font(Size.BODY)).size(0, "X").height()
    turned = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    far = "left" if turned else "right"
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
    QLabel[role="bubble"] {{ background: {t.accent_fill}; color: {t.on_accent}; border-radius: {RADIUS}px;
        padding: 5px 11px; font-weight: 600; }}
    QFrame[surface="side"] {{ background: {t.side}; border: none; border-{far}: 1px solid {t.line}; }}
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
    QFrame[surface="search"] {{ background: {t.side}; border: 1px solid {t.edge}; border-radius: 10px; }}
    QFrame[surface="search"][typing="true"] {{ border: 2px solid {t.accent}; }}
    QScrollArea[surface="chips"], QScrollArea[surface="chips"] > QWidget > QWidget {{
        background: transparent; border: none; }}
    QFrame[surface="chip"] {{ background: {t.selected}; border: 1px solid transparent;
        border-radius: {px(28) // 2}px; }}
    QFrame[surface="chip"]:focus {{ border: 2px solid {t.accent}; }}
    QFrame[line="true"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}

    QPushButton, QToolButton {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line};
        border-radius: {RADIUS}px; padding: 5px 14px; min-height: {max(CONTROL_HEIGHT - 12, line)}px; }}
    QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
    QPushButton:pressed, QToolButton:pressed {{ background: {t.pressed}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.accent}; padding: 4px 13px; }}
    QPushButton:checked, QToolButton:checked {{ background: {t.selected}; border-color: {t.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ background: transparent; }}
    QPushButton[kind="primary"] {{ background: {t.accent_fill}; color: {t.on_accent};
        border: 1px solid {t.accent_fill}; font-weight: 600; }}
    QPushButton[kind="primary"]:hover {{ background: {mix(t.accent_fill, "#000000", 0.12)}; }}
    QPushButton[kind="primary"]:pressed {{ background: {mix(t.accent_fill, "#000000", 0.24)}; }}
    QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
    QPushButton[kind="primary"]:disabled {{ background: {t.pressed}; color: {t.second};
        border-color: {t.pressed}; }}
    QPushButton[kind="danger"] {{ color: {t.bad}; }}
    QPushButton[kind="flat"], QToolButton[kind="flat"] {{ background: transparent;
        border: 1px solid transparent; }}
    QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover {{ background: {t.hover}; }}
    QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus {{ border: 2px solid {t.accent}; }}
    QToolButton[kind="flat"] {{ padding: 5px; }}
    QToolButton[kind="flat"]:focus {{ padding: 4px; }}
    QToolButton[kind="chip"] {{ background: transparent; border: none; padding: 3px; min-height: 14px;
        border-radius: 10px; }}
    QToolButton[kind="chip"]:hover {{ background: {t.hover}; }}
    QPushButton[kind="person"] {{ background: transparent; border: 1px solid {t.line};
        border-radius: {px(36) // 2}px; padding: 2px 12px 2px {px(28) + 9}px; min-height: {px(36) - 6}px;
        text-align: left; }}
    QPushButton[kind="person"]:hover {{ background: {t.hover}; }}
    QPushButton[kind="person"]:checked {{ background: {t.selected}; border-color: {t.accent}; }}
    QPushButton[kind="person"]:focus {{ border: 2px solid {t.accent};
        padding: 1px 11px 1px {px(28) + 8}px; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent;
        color: {t.accent}; padding: 1px 4px; min-height: {max(18, line)}px; }}
    QPushButton[kind="link"]:hover, QPushButton[kind="link"]:pressed {{ text-decoration: underline; }}
    QPushButton[kind="link"]:pressed {{ background: {t.pressed}; border-radius: 5px; }}
    QPushButton[kind="link"]:focus {{ border: 2px solid {t.accent}; border-radius: 5px; padding: 0 3px; }}
    QPushButton[kind="part"] {{ background: transparent; border: 1px solid transparent;
        color: {t.second}; padding: 1px 5px; min-height: {max(18, line)}px; border-radius: 5px; }}
    QPushButton[kind="part"]:hover {{ background: {t.hover}; color: {t.text}; }}
    QPushButton[kind="part"]:pressed {{ background: {t.pressed}; color: {t.text}; }}
    QPushButton[kind="part"]:focus {{ border: 2px solid {t.accent}; padding: 0 4px; }}
    QPushButton[kind="candidate"] {{ text-align: left; }}
    QPushButton[kind="answer"], QPushButton[kind="primary"] {{ font-weight: 600; }}
    QLabel[role="key"] {{ background: {t.hover}; color: {t.text}; border: 1px solid {t.line};
        border-radius: 5px; padding: 1px 7px; font-weight: 600; }}
    QPushButton[nav="true"] {{ background: transparent; border: 1px solid transparent; text-align: left;
        padding: 5px 8px; border-radius: 7px; min-height: {max(22, line)}px; }}
    QPushButton[nav="true"]:hover {{ background: {t.hover}; }}
    QPushButton[nav="true"]:pressed {{ background: {t.pressed}; }}
    QPushButton[nav="true"]:checked {{ background: {t.selected};
        font-weight: 600; border-color: transparent; }}
    QPushButton[nav="true"]:focus {{ border: 2px solid {t.accent}; padding: 4px 7px; }}
    QLabel[role="section"] {{ color: {t.second}; font-size: {px(Size.CAPTION)}px; font-weight: 600; }}
    QPushButton[segment="true"] {{ border-radius: {RADIUS}px; background: transparent;
        border: 1px solid transparent; color: {t.second}; padding: 4px 12px; }}
    QPushButton[segment="true"]:hover {{ color: {t.text}; background: {t.hover}; }}
    QPushButton[segment="true"]:pressed {{ color: {t.text}; background: {t.pressed}; }}
    QPushButton[segment="true"]:checked {{ background: {t.selected}; color: {t.text}; font-weight: 600; }}
    QPushButton[segment="true"]:focus {{ border: 2px solid {t.accent}; padding: 3px 11px; }}

    QLineEdit, QComboBox, QSpinBox, QDateEdit, QPlainTextEdit {{ background: {t.raised}; color: {t.text};
        border: 1px solid {t.edge}; border-radius: {RADIUS}px; padding: 5px 10px;
        min-height: {max(CONTROL_HEIGHT - 12, line)}px; selection-background-color: {t.accent_fill};
        selection-color: {t.on_accent}; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus, QPlainTextEdit:focus {{
        border: 2px solid {t.accent}; padding: 4px 9px; }}
    QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover, QPlainTextEdit:hover {{
        border-color: {t.second}; }}
    QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {{
        background: transparent; border-color: {t.line}; }}
    /* Dates and numbers are typed. Asked for no buttons, Qt gives a styled field no room for its text. */
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
    QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ background: transparent; border: none;
        padding: 0 9px; min-height: 0; }}
    QLineEdit[kind="search"], QLineEdit[kind="search"]:focus, QLineEdit[kind="search"]:hover {{
        background: transparent; border: none; padding: 5px 2px; }}
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
    QListWidget {{ border: 2px solid transparent; border-radius: {RADIUS}px; }}
    QListWidget:focus {{ border-color: {t.accent}; }}
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

    QCheckBox, QRadioButton {{ spacing: 7px; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: 15px; height: 15px; border: 1px solid {t.edge};
        border-radius: 4px; background: {t.raised}; }}
    QRadioButton::indicator {{ border-radius: 8px; }}
    QRadioButton::indicator:checked {{ width: 7px; height: 7px; border: 5px solid {t.accent_fill};
        background: {t.on_accent}; }}
    QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.accent}; }}
    QCheckBox::indicator:pressed, QRadioButton::indicator:pressed {{ background: {t.pressed}; }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {t.line};
        background: transparent; }}
    QRadioButton:focus, QCheckBox:focus {{ color: {t.accent}; }}
    QCheckBox::indicator:checked {{ background: {t.accent_fill}; border-color: {t.accent_fill};
        image: url("{resource("icons/tick.svg").as_posix()}"); }}
    QCheckBox::indicator:focus {{ border: 2px solid {t.accent}; width: 13px; height: 13px; }}

    QSlider {{ background: transparent; }}
    QSlider::groove:horizontal {{ background: {t.edge}; height: 4px;
        border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {t.accent_fill}; border: 2px solid {t.raised}; width: 16px;
        height: 16px; margin: -8px 0; border-radius: 10px; }}
    QSlider::handle:horizontal:hover {{ background: {t.accent}; }}
    QSlider::handle:horizontal:focus {{ border-color: {t.accent}; }}
    QSlider::handle:horizontal:disabled {{ background: {t.second}; }}

    QProgressBar {{ background: {t.pressed}; border: none; border-radius: 3px; }}
    QProgressBar::chunk {{ background: {t.accent_fill}; border-radius: 3px; }}

    QScrollArea, QScrollArea > QWidget > QWidget[surface="page"] {{ background: {t.page}; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
    QScrollBar::handle {{ background: {mix(t.second, t.page, 0.55)}; border-radius: 4px; }}
    QScrollBar::handle:vertical {{ min-height: 36px; }}
    QScrollBar::handle:horizontal {{ min-width: 36px; }}
    QScrollBar::handle:hover {{ background: {t.second}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
