"""The style sheet: what a palette cannot say (corners, spacing, type sizes, focus rings)."""

from dataclasses import asdict
from string import Template

from mmdesk.ui.theme.colours import Colours

TYPE_SCALE = {"small": 0.9, "body": 1.0, "heading": 1.15, "title": 1.5, "display": 2.2}
"""Sizes of text as multiples of the desktop's own, which people set to what they can read."""

SHEET = Template("""
QMainWindow, QDialog { background: $chrome; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 8px; }

QWidget[role="panel"] { background: $chrome; }
QWidget[role="ground"] { background: $ground; }
QFrame[role="hairline"] { background: $line; border: none; }

QLabel { background: transparent; padding-top: 1px; qproperty-indent: 0; }  /* for the dots of Ö */
QLabel[role="display"] { font-size: ${display}pt; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="lead"] { color: $muted; font-size: ${heading}pt; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}pt; }
QLabel[role="section"] { color: $muted; font-size: ${small}pt; font-weight: 600; }

QPushButton {
    background: $raised; border: 1px solid $edge; border-radius: 6px;
    padding: 7px 15px; min-height: 16px;
}
QPushButton:hover { background: $hovered; }
QPushButton:pressed { background: $pressed; }
QPushButton:disabled { color: $disabled; }
QPushButton:focus { border: 2px solid $ring; padding: 6px 14px; }
QPushButton[role="primary"] {
    background: $primary; color: $on_primary; border-color: $primary; font-weight: 600;
}
QPushButton[role="primary"]:hover { background: $primary_hovered; }
QPushButton[role="primary"]:focus { border: 2px solid $edge; }
QPushButton[role="primary"]:disabled { background: $pressed; color: $disabled; border-color: $pressed; }
QPushButton:checked { background: $selected; border-color: $ring; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; }
QPushButton[role="quiet"]:hover { background: $hovered; }
QPushButton[role="quiet"]:focus { border-color: $ring; }
QPushButton[role="tab"] {
    background: transparent; border-color: transparent; padding: 5px 12px; color: $muted;
}
QPushButton[role="tab"]:hover { background: $hovered; }
QPushButton[role="tab"]:checked { background: $selected; color: $text; border-color: $edge; }
QPushButton[role="tab"]:focus { border: 1px solid $ring; }
QPushButton[role="row"] {
    background: transparent; border: 1px solid transparent; padding: 5px 7px; text-align: left;
}
QPushButton[role="row"]:hover { background: $hovered; }
QPushButton[role="row"]:checked { background: $selected; }
QPushButton[role="row"]:focus { border-color: $ring; }
QPushButton[role="filter"] { padding: 4px 28px 4px 11px; text-align: left; }
QPushButton[role="filter"]:focus { padding: 3px 27px 3px 10px; }
QPushButton[role="filter"][chosen="true"] { background: $selected; border-color: $ring; }
QPushButton[role="large"], QPushButton[role="primary"] { padding: 9px 21px; }
QPushButton[role="primary"]:focus { padding: 8px 20px; }

QToolButton {
    background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px;
}
QToolButton:hover { background: $hovered; }
QToolButton:pressed { background: $selected; }
QToolButton:checked { background: $selected; border: 1px solid $edge; padding: 5px; }
QToolButton:focus { border: 2px solid $ring; padding: 4px; }
QToolButton::menu-indicator { image: none; }

QFrame[role="field"] { background: $raised; border: 1px solid $edge; padding: 1px; border-radius: 8px; }
QFrame[role="field"][focused="true"] { border: 2px solid $ring; padding: 0; }
QFrame[role="field"] QLineEdit { background: transparent; border: none; padding: 0; }
QLineEdit { selection-background-color: $ring; selection-color: $ground; }
QFrame[role="chip"] { background: $pressed; border: 1px solid $pressed; border-radius: 6px; }
QFrame[role="message"] { background: $raised; border: none; border-bottom: 1px solid $line; }
QFrame[role="notice"] { background: $raised; border: 1px solid $edge; border-radius: 8px; }
QFrame[role="card"] { background: $raised; border: 1px solid $line; border-radius: 8px; }

QComboBox, QAbstractSpinBox, QLineEdit[role="number"] {
    background: $raised; border: 1px solid $edge; border-radius: 6px; padding: 4px 8px; min-height: 18px;
    selection-background-color: $ring; selection-color: $ground;
}
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; }
QComboBox:hover, QAbstractSpinBox:hover { background: $hovered; }
QComboBox:focus, QAbstractSpinBox:focus, QLineEdit[role="number"]:focus {
    border: 2px solid $ring; padding: 3px 7px;
}
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $edge;
    selection-background-color: $selected; selection-color: $text;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QAbstractSpinBox QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; background: $raised; border: 1px solid $edge; border-radius: 4px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $ring; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus {
    width: 12px; height: 12px; border: 2px solid $ring;
}
QCheckBox::indicator:checked {
    width: 8px; height: 8px; padding: 3px; background: $primary; background-clip: content;
}
QCheckBox::indicator:checked:focus { padding: 2px; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $primary; }
QRadioButton::indicator:checked:focus { border-color: $ring; }

QListWidget::item { padding: 6px 8px; border-radius: 6px; }
QListWidget::item:selected { background: $selected; color: $text; }

QFrame[role="suggestion"] { background: transparent; border: 1px dashed $edge; border-radius: 6px; }
QPushButton[role="chip"] {
    background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 1px 4px; min-height: 0; text-align: left;
}
QPushButton[role="chip"]:hover { background: $hovered; }
QPushButton[role="chip"]:focus { border-color: $ring; }
QFrame[role="suggestion"] QPushButton[role="chip"] { color: $muted; }

QTreeView, QListView, QScrollArea { background: transparent; border: 1px solid transparent; outline: none; }
QTreeView:focus, QListView:focus, QScrollArea:focus { border-color: $ring; }

QFrame[role="popup"] { background: $raised; border: 1px solid $edge; }
QFrame[role="popup"] QListView:focus { border-color: transparent; }
QListView[role="popup"]::item { padding: 3px 6px; }
QListView[role="popup"] {
    background: $raised; border: 1px solid $edge; selection-background-color: $selected;
    selection-color: $text; padding: 4px;
}

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSlider::groove:horizontal { background: $edge; height: 3px; border-radius: 1px; }
QSlider::handle:horizontal {
    background: $text; width: 12px; height: 12px; margin: -5px 0; border-radius: 6px;
}
QSlider::handle:horizontal:hover {
    background: $primary_hovered; width: 14px; height: 14px; margin: -6px 0; border-radius: 7px;
}
QSlider::handle:horizontal:focus {
    background: $ground; border: 3px solid $ring; border-radius: 8px;
    width: 10px; height: 10px; margin: -7px 0;
}

QProgressBar { background: $pressed; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $text; border-radius: 2px; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }

QMenu { background: $raised; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QTextEdit, QPlainTextEdit { background: $ground; border: 1px solid $edge; border-radius: 6px; padding: 8px; }
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid $ring; padding: 7px; }
QPlainTextEdit[role="field"] { background: $raised; padding: 4px; }
QPlainTextEdit[role="field"]:focus { padding: 3px; }
""")


def style_sheet(colours: Colours, points: float) -> str:
    """The sheet in `colours`; `points` is the size of the desktop's text."""
    sizes = {name: f"{points * factor:.2f}" for name, factor in TYPE_SCALE.items()}
    return SHEET.substitute(asdict(colours) | sizes)
