"""The plan before a painting: time and memory from a few steps."""

from dataclasses import replace

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.opening import plan_painting
from mmdesk.models.clip_encoder import ClipEncoder

from .conftest import pictures


def test_more_steps_take_longer_and_larger_bites_more_memory(starter: ClipEncoder) -> None:
    spec = PaintSpec(prompt="a rose", engine="fft", width=64, height=64, steps=100, cutouts=2)
    short = plan_painting(spec, [starter], None, pictures)
    long = plan_painting(replace(spec, steps=10_000, cutouts=6), [starter], None, pictures)
    assert 0 < short.seconds < long.seconds
    assert 10 * 2**20 < short.memory_bytes < long.memory_bytes < 4 * 2**30
    assert short.note == ""
