"""The guess of the time left."""

import pytest

from mmdesk.core.progress import Progress
from mmdesk.work.pace import Pace


def _after(pairs: list[tuple[float, int]], total: int | None = 1000) -> float | None:
    pace = Pace()
    for now, done in pairs:
        pace.note(Progress(done, total), now)
    return pace.seconds_left(Progress(pairs[-1][1], total))


def test_no_guess_before_there_is_something_to_go_by() -> None:
    assert _after([(0, 0)]) is None
    assert _after([(0, 0), (1, 50)]) is None, "too early"
    assert _after([(0, 5), (10, 5)]) is None, "nothing moves"
    assert _after([(0, 0), (10, 50)], total=None) is None


def test_steady_pace() -> None:
    assert _after([(0, 0), (5, 50), (10, 100)]) == pytest.approx(90)


def test_only_the_last_half_minute_counts() -> None:
    slow_then_fast = [(float(second), second) for second in range(60)]
    slow_then_fast += [(60.0 + second, 60 + 10 * second) for second in range(40)]
    assert _after(slow_then_fast) == pytest.approx((1000 - 450) / 10)


def test_a_new_run_starts_afresh() -> None:
    assert _after([(0, 0), (10, 900), (11, 0), (21, 100)]) == pytest.approx(90)
