"""The plan before a painting: time and memory from a few steps."""

import math
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation import plan as plan_module
from mmdesk.generation.free_memory import free_memory
from mmdesk.generation.opening import open_painting, plan_painting, refuse_too_large
from mmdesk.generation.painting import Painting
from mmdesk.generation.plan import TRIED, _along_curve, _along_line, _with_pixels, plan_of
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.vqgan.loaded import LoadedVqgan

from .conftest import pictures


def test_more_steps_take_longer_and_larger_bites_more_memory(starter: ClipEncoder) -> None:
    spec = PaintSpec(prompt="a rose", engine="fft", width=64, height=64, steps=100, cutouts=2)
    short = plan_painting(spec, [starter], None, pictures)
    long = plan_painting(replace(spec, steps=10_000, cutouts=6), [starter], None, pictures)
    assert 0 < short.seconds < long.seconds
    assert 10 * 2**20 < short.memory_bytes < long.memory_bytes < 4 * 2**30
    assert short.note == ""


@contextmanager
def _address_space(more: int) -> Iterator[None]:
    """No more than `more` bytes beyond what this process has."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def test_a_large_picture_is_foretold_from_small_ones(
    starter: ClipEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_module, "TRIED", 128 * 128)
    spec = PaintSpec(prompt="a rose", engine="fft", width=256, height=192, steps=4, cutouts=6)
    spec = replace(spec, coarse_to_fine=False)
    tried = list[PaintSpec]()

    def open_and_note(wanted: PaintSpec) -> Painting:
        tried.append(wanted)
        return open_painting(wanted, [starter], None, pictures)

    foretold = plan_of(spec, open_and_note)
    assert [(wanted.width, wanted.height, wanted.cutouts) for wanted in tried] == [
        (128, 32, 2), (128, 64, 2), (160, 96, 2), (128, 32, 6),
    ]  # fmt: skip
    monkeypatch.setattr(plan_module, "TRIED", 256 * 256)
    measured = plan_of(spec, open_and_note)
    assert (tried[-1].width, tried[-1].height, tried[-1].cutouts) == (256, 192, 6)
    assert foretold.memory_bytes == pytest.approx(measured.memory_bytes, rel=0.1)


def test_both_stages_of_a_large_picture_are_foretold_from_the_same_few_steps(
    starter: ClipEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_module, "TRIED", 64 * 64)
    spec = PaintSpec(prompt="a rose", engine="fft", width=256, height=256, steps=30, cutouts=8)
    tried = list[tuple[int, int, int]]()
    drawn = list[int]()

    def open_and_note(wanted: PaintSpec) -> Painting:
        tried.append((wanted.width, wanted.height, wanted.cutouts))
        painting = open_painting(wanted, [starter], None, pictures)
        monkeypatch.setattr(painting, "picture", lambda: drawn.append(painting.step))
        return painting

    plan = plan_of(spec, open_and_note)
    assert tried == [(32, 32, 2), (64, 32, 2), (64, 64, 2), (32, 32, 8)]
    assert drawn == []  # what is tried is no finished picture
    fine = plan_of(replace(spec, coarse_to_fine=False), open_and_note)
    assert plan.memory_bytes == fine.memory_bytes
    assert plan.seconds > 0


def test_what_is_by_far_too_large_is_told_before_it_is_begun(
    judge: ClipEncoder, tiny_vqgan: LoadedVqgan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_module, "TRIED", 128 * 128)
    spec = PaintSpec(prompt="a rose", width=4096, height=4096, cutouts=2, coarse_to_fine=False)
    with _address_space(2 * 10**9):
        assert 0 < free_memory() <= 2 * 10**9
        plan = plan_painting(spec, [judge], tiny_vqgan, pictures)
        with pytest.raises(UserError) as refused:
            refuse_too_large(spec, [judge], tiny_vqgan, pictures)
        refuse_too_large(replace(spec, width=256, height=256), [judge], tiny_vqgan, pictures)
    assert plan.memory_bytes > 8 * 10**9
    for told in (plan.note, str(refused.value)):
        assert told.startswith("This painting takes about ")
        assert told.endswith(" GB are free; choose a smaller size or another engine.")


@given(st.integers(1, 128).map(lambda side: 32 * side), st.integers(1, 128).map(lambda side: 32 * side))
def test_what_is_tried_has_about_the_shape_and_not_more_pixels(width: int, height: int) -> None:
    spec = PaintSpec(prompt="a", width=width, height=height)
    for pixels in (TRIED // 4, TRIED // 2, TRIED):
        if width * height > TRIED:
            tried = _with_pixels(spec, pixels)
            assert (tried.width % 32, tried.height % 32) == (0, 0)
            assert tried.width * tried.height <= pixels
            assert tried.width * tried.height >= pixels / 2
            assert (tried.width >= tried.height) == (width >= height) or tried.width == tried.height


def test_costs_go_on_as_they_began() -> None:
    def cost(pixels: int) -> float:
        return 100 + 3 * pixels + 0.5 * pixels**2

    assert _along_curve([1, 2, 4], [cost(1), cost(2), cost(4)], 64) == cost(64)
    assert _along_curve([1, 2, 4], [103, 106, 112], 64) == 100 + 3 * 64
    assert (
        _along_curve([1, 2, 4], [103, 106, 110], 64) == 100 + 3 * 64
    )  # nothing grows slower than the pixels
    assert math.isclose(_along_line((1, 4), (2.0, 8.0), 64), 128.0)
    assert _along_line((1, 4), (2.0, 1.0), 64) == 2.0
