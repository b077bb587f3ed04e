"""The icon of the program, in all the sizes that it was drawn in."""

from PySide6.QtGui import QIcon

from mmdesk.core.places import desktop_files


def program_icon() -> QIcon:
    """The icon; no file of it is read before it is painted."""
    icon = QIcon()
    for picture in sorted((desktop_files() / "icons").glob("mmdesk-*.png")):
        icon.addFile(str(picture))
    return icon
