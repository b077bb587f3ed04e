"""The window as the command line sees it, without Qt; `__main__` hands in what implements it."""

from pathlib import Path
from typing import Any, Protocol

from mmdesk.core.places import Places
from mmdesk.tasks.running_window import SearchQuestion


class WindowLauncher(Protocol):
    """Opener of the window, or of a picture of it; it also knows one that is open."""

    def has_display(self) -> bool:
        """Whether a window could be shown to somebody here."""
        ...

    def open(
        self, places: Places, model: str, device: str, folder: bytes | None = None, query: str = ""
    ) -> int:
        """Show the window until it is closed; returns the exit code.

        `folder` (absolute) is opened in it, and added if it is new; where it is a file, that photo is shown.
        `query` is typed into the search line.
        """
        ...

    def save_picture(self, places: Places, model: str, device: str, query: str, out: Path) -> Path:
        """Draw the window with `query` answered into the PNG file `out`, without a display.

        Raises UserError where even that is impossible.
        """
        ...

    def ask(self, places: Places, question: SearchQuestion) -> dict[str, Any] | None:
        """The answer of the window that is open with this library.

        None where none is, or where it does not answer in time; then the command looks itself.
        """
        ...
