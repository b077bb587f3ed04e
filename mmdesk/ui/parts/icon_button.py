"""A button that is an icon and keeps its colour in step with the theme."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from mmdesk.ui.parts.tooltip import plain_tooltip
from mmdesk.ui.theme.icons import icon

ICON_SIDE = 18


class IconButton(QToolButton):
    """Says what it does in its tooltip and to screen readers; reached by Tab, not by a click."""

    def __init__(self, purpose: str, name: str, parent: QWidget | None = None, side: int = ICON_SIDE) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(side, side))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.set_icon(purpose, name)

    def set_icon(self, purpose: str, name: str) -> None:
        """Show the icon for `purpose`, and say `name`."""
        self._purpose = purpose
        self.setToolTip(plain_tooltip(name))
        self.setAccessibleName(name)
        self._draw()

    def setMenu(self, menu: QMenu) -> None:
        """Open `menu` when pressed; once it is closed, look pointed at only where the pointer is here."""
        super().setMenu(menu)
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._look_for_pointer))

    def _look_for_pointer(self) -> None:
        """Qt tells a button nothing of a pointer that left it while its menu was open."""
        here = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, here)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._purpose, self.palette()))
