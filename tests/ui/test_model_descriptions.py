"""Sentences on a model's card."""

from dataclasses import replace
from pathlib import Path

from mmdesk.core.models import ModelEntry, TagQuality
from mmdesk.ui.models.descriptions import painting_rate, quality, rate

ENTRY = ModelEntry("eyes", "clip", Path("eyes"), "ready", True, 1, 2, None, None, None, ("search",))


def test_what_vectors_are_worth_is_told_with_what_it_rests_on() -> None:
    told = [quality(replace(ENTRY, quality=TagQuality(0.876, 40, labels))) for labels in (1, 2)]
    begin = "Tells your accepted photos from rejected ones: average precision 0.88 (40 photos, "
    assert told == [[f"{begin}1 label)"], [f"{begin}2 labels)"]]
    assert quality(ENTRY) == []


def test_slow_and_quick_work_are_told_in_numbers_people_read() -> None:
    assert rate(0.5) == "a photo in 2 seconds"
    assert rate(7.25) == "7.2 photos a second"
    assert painting_rate(0.25) == "a picture of 256×256 in 4 seconds"
    assert painting_rate(1234.0) == "1,234 pictures of 256×256 a second"
