"""A reading process that comes late: it has hardly begun to start when it is to be ended.

Named here, so that a real process imports it.
"""

import time
from pathlib import Path
from typing import Any

from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.worker import limit_process

HELD = "held"
BEGUN = "begun"


class LateStart:
    """What the process does first. It is held up on hearing of it, before it is given the locks it shares,
    for as long as there is a file `held` in `folder`; a file `begun` says that it got over that.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / HELD).touch()

    def __call__(self, limits: ReadingLimits) -> None:
        limit_process(limits)
        (self._folder / BEGUN).touch()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        while (self._folder / HELD).exists():
            time.sleep(0.01)

    def go_on(self) -> None:
        """Hold it up no longer."""
        (self._folder / HELD).unlink(missing_ok=True)

    def has_begun(self) -> bool:
        """Whether it has all it needs."""
        return (self._folder / BEGUN).exists()
