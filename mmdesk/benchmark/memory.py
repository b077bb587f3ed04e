"""Memory of this process: what it has now, and its peak during a piece of work, where Linux keeps account."""

import ctypes
import multiprocessing
import os
import sys
from pathlib import Path

PEAK_OF_OWN = Path("/proc/self/clear_refs")
RESET_PEAK = "5"
"""Written there, it begins a new account; see proc(5)."""

STATM = Path("/proc/self/statm")


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


def resident_bytes() -> int:
    """Bytes of physical memory in use now; on macOS, which tells only that, at the highest so far."""
    if sys.platform == "win32":
        return _working_set()
    if STATM.exists():
        return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE")
    import resource  # noqa: PLC0415  (not on Windows)

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class _MemoryCounters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of the Windows API; only `working_set` is read."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("others", ctypes.c_size_t * 6),
    )


def _working_set() -> int:
    counters = _MemoryCounters(size=ctypes.sizeof(_MemoryCounters))
    kernel = ctypes.CDLL("kernel32")
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.size)
    return int(counters.working_set)
