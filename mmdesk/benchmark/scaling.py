"""One bench after the other at 10,000, 100,000 and 1,000,000 photos.

Each size is measured by a process of its own: what the size before it left in memory would
count as the next one's.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mmdesk.benchmark.report import BenchReport
from mmdesk.core.errors import UserError

SIZES = (10_000, 100_000, 1_000_000)
"""Photos: a few years of one's own, a life's, an archive's."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """The same bench at several sizes of library."""

    bench: str
    reports: tuple[tuple[int, BenchReport], ...]

    def to_json(self) -> dict[str, Any]:
        """A document: `bench`, and `growth`, which has each size's `photos` and its report."""
        return {
            "bench": self.bench,
            "growth": [{"photos": photos, **report.to_json()} for photos, report in self.reports],
        }


def measure_scaling(command: Sequence[str], option: str, sizes: Sequence[int] = SIZES) -> Scaling:
    """Run `mmdesk bench` with `command` (the bench's name and its options), and `option` at each size.

    Raises UserError where one of the sizes cannot be measured.
    """
    reports = tuple((size, _measure([*command, option, str(size)])) for size in sizes)
    return Scaling(command[0], reports)


def _measure(arguments: Sequence[str]) -> BenchReport:
    command = [sys.executable, "-m", "mmdesk", "bench", *arguments, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise UserError(f"`mmdesk bench {' '.join(arguments)}` did not come to its end.")
    return BenchReport.from_json(json.loads(done.stdout))
