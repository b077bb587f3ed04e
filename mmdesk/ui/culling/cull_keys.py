"""The keys of culling that are not letters of deeds: those to move, to look closely and to leave."""

from PySide6.QtCore import Qt

from mmdesk.core.culling import CullFilter

NO_COMMAND = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
SHIFT = Qt.KeyboardModifier.ShiftModifier
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}
ZOOMS = {Qt.Key.Key_Plus: 1.5, Qt.Key.Key_Equal: 1.5, Qt.Key.Key_Minus: 1 / 1.5}
CLOSE = (Qt.Key.Key_Z, Qt.Key.Key_Space)
BACK = (Qt.Key.Key_Escape, Qt.Key.Key_G)
FILTERS = tuple(CullFilter)
