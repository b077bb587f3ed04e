"""The queue of paintings to come."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec

State = Literal["waiting", "painting", "held", "failed"]
"""State of an entry: it waits for its turn, is being painted, is passed over, or could not be painted."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One painting to come: the run `run`, which paints `spec`. `note` says why it failed."""

    id: str
    run: str
    spec: PaintSpec
    state: State = "waiting"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Night:
    """When `on`, nothing is begun but between two times of day ("22:00" and "07:00")."""

    begins: str = "22:00"
    ends: str = "07:00"
    on: bool = False

    def __post_init__(self) -> None:
        for moment in (self.begins, self.ends):
            _time_of_day(moment)

    def allows(self, now: datetime) -> bool:
        """Whether painting may begin, or go on, `now`."""
        begins, ends = _time_of_day(self.begins), _time_of_day(self.ends)
        if not self.on or begins == ends:
            return True
        if begins < ends:
            return begins <= now.time() < ends
        return now.time() >= begins or now.time() < ends


def _time_of_day(written: str) -> time:
    try:
        return time.fromisoformat(written)
    except ValueError as error:
        raise UserError(tr("{written} is no time of day; write it as 22:00.", written=written)) from error
