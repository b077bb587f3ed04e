"""Memory of this process: its peak during a piece of work, where Linux keeps account."""

import multiprocessing
from pathlib import Path

PEAK_OF_OWN = Path("/proc/self/clear_refs")
RESET_PEAK = "5"
"""Written there, it begins a new account; see proc(5)."""


class PeakMemory:
    """The most memory that this process and its children had resident, each at its own peak.

    The account begins with the object. Children that have ended are remembered if `look` saw them.
    Elsewhere than on Linux nothing is known, and `mb` is None.
    """

    def __init__(self) -> None:
        self._peaks: dict[str, int] = {}
        if PEAK_OF_OWN.exists():
            PEAK_OF_OWN.write_text(RESET_PEAK, "ascii")

    def look(self) -> None:
        """Take note of the peaks so far. Costs well under a millisecond."""
        children = [str(child.pid) for child in multiprocessing.active_children()]
        for process in ("self", *children):
            self._peaks[process] = max(_peak_kib(process), self._peaks.get(process, 0))

    @property
    def mb(self) -> float | None:
        """All peaks together, in MiB."""
        return sum(self._peaks.values()) / 1024 if self._peaks.get("self") else None


def _peak_kib(process: str) -> int:
    """The high-water mark of the process, 0 where it has ended or nobody keeps it."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:  # no such account, or the process has just ended
        return 0
    marks = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")]
    return marks[0] if marks else 0
