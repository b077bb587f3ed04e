"""Numbers and times as people say them."""

import pytest

from mmdesk.core.photo import IndexSummary
from mmdesk.ui.activity.progress_text import summed_up, time_left
from mmdesk.ui.formatting import counted, quick_span, span, titled


def test_counted() -> None:
    assert counted(1, "photo") == "1 photo"
    assert counted(0, "photo") == "0 photos"
    assert counted(1234, "photo") == "1,234 photos"


def test_titled() -> None:
    assert [titled(name) for name in ("everyday", "NYC walks", "")] == ["Everyday", "NYC walks", ""]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "a few seconds left"),
        (22, "about 20 s left"),
        (58, "about 1 min left"),
        (610, "about 10 min left"),
        (9000, "about 2.5 h left"),
    ],
)
def test_time_left(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(3.21, "3.2 s"), (42, "42 s"), (130, "2 min 10 s"), (7500, "2 h 5 min")]
)
def test_span(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_quick_span() -> None:
    assert quick_span(44.6) == "45 ms"
    assert quick_span(1850) == "1.9 s"


def test_summed_up() -> None:
    assert summed_up(IndexSummary()) == "No photos were found there"
    assert summed_up(IndexSummary(found=9, indexed=9, seconds=4)) == "9 photos added in 4.0 s"
    assert summed_up(IndexSummary(found=9, unchanged=9)) == "Nothing new, 9 photos unchanged"
    renamed = summed_up(IndexSummary(found=9, unchanged=8, renamed=1))
    assert renamed == "Nothing new, 1 photo found again under another name, 8 photos unchanged"
