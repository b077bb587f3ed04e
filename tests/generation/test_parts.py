"""The parts of a step, each on its own: what is cut, disturbed, lost and drawn."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, Tensor

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.colour_words import NamedColour
from mmdesk.core.painting.spec import AUGMENTATIONS, PaintSpec
from mmdesk.generation.augment import augment, draw_augmentation
from mmdesk.generation.canvas import (
    Size,
    centre_cropped,
    clamp_with_gradient,
    from_picture,
    resized,
    to_picture,
)
from mmdesk.generation.cutouts import Cutter
from mmdesk.generation.drawers.fft import FftDrawer
from mmdesk.generation.drawers.lines import LinesDrawer
from mmdesk.generation.drawers.pixel import PixelDrawer
from mmdesk.generation.image_losses import (
    ImageLosses,
    border_difference,
    colours,
    greyness,
    off_colour,
    off_palette,
)
from mmdesk.generation.losses import great_circle, stopped
from mmdesk.generation.noise import noise_picture
from mmdesk.generation.optimisers import schedule_factor
from mmdesk.generation.stages import coarse_steps, stage_cutouts, stage_size


def seeded(seed: int = 0) -> Generator:
    return Generator().manual_seed(seed)


def test_a_picture_comes_back_from_its_tensor() -> None:
    rgb = np.random.default_rng(0).integers(0, 256, 5 * 7 * 3, np.uint8).tobytes()
    assert to_picture(from_picture(FullPicture(7, 5, rgb))) == FullPicture(7, 5, rgb)


@settings(max_examples=30)
@given(st.integers(1, 300), st.integers(1, 300))
def test_covering_takes_the_middle_at_any_aspect(height: int, width: int) -> None:
    ramp = torch.linspace(0, 1, 61).expand(1, 3, 40, 61)
    part = centre_cropped(ramp, Size(height, width))
    assert part.shape == (1, 3, height, width)
    assert float(part.mean()) == pytest.approx(0.5, abs=0.02)


def test_beyond_the_clamp_only_what_leads_back_is_learned() -> None:
    values = torch.tensor([-1.0, -1.0, 0.5, 2.0, 2.0], requires_grad=True)
    clamp_with_gradient(values).backward(torch.tensor([-1.0, 1.0, 1.0, 1.0, -1.0]))
    assert values.grad is not None
    assert values.grad.tolist() == [-1, 0, 1, 1, 0]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(16, 90),
    st.integers(16, 90),
    st.sampled_from(["antialias", "average", "max", "mixed"]),
    st.booleans(),
)
def test_cutouts_fit_any_picture(height: int, width: int, pooling: str, tiling: bool) -> None:
    cutter = Cutter(1.0, pooling, tiling)  # type: ignore[arg-type]
    canvas = torch.full((1, 3, height, width), 0.5, requires_grad=True)
    cutouts = cutter.cut(canvas, cutter.choose(Size(height, width), 5, seeded(height)), 32)
    assert cutouts.shape == (5, 3, 32, 32)
    assert torch.allclose(cutouts, torch.tensor(0.5), atol=1e-5)
    cutouts.sum().backward()
    assert canvas.grad is not None
    assert bool(canvas.grad.isfinite().all())


def test_a_higher_power_cuts_smaller_pieces() -> None:
    sides = [
        sum(piece.side for piece in Cutter(power, "average", tiling=False).choose(Size(99, 99), 64, seeded()))
        for power in (0.5, 1.0, 3.0)
    ]
    assert sides == sorted(sides, reverse=True)


@pytest.mark.parametrize("kind", AUGMENTATIONS)
def test_each_augmentation_disturbs_and_lets_gradients_through(kind: str, canvas: Tensor) -> None:
    cutouts = resized(canvas, Size(32, 32)).repeat(8, 1, 1, 1).requires_grad_()
    found = augment(cutouts, draw_augmentation([kind], 8, seeded()))  # type: ignore[list-item]
    assert found.shape == cutouts.shape
    assert (found - cutouts).abs().mean() > 1e-3
    assert torch.equal(found, augment(cutouts, draw_augmentation([kind], 8, seeded())))  # type: ignore[list-item]
    found.sum().backward()
    assert cutouts.grad is not None
    assert cutouts.grad.abs().sum() > 0


def test_no_augmentation_leaves_cutouts_as_they_are(canvas: Tensor) -> None:
    cutouts = resized(canvas, Size(32, 32))
    assert torch.allclose(augment(cutouts, draw_augmentation([], 1, seeded())), cutouts, atol=1e-5)


@given(st.floats(0.01, math.pi - 0.01))
def test_the_great_circle_loss_is_half_the_squared_angle(angle: float) -> None:
    vectors = torch.tensor([[math.cos(angle), math.sin(angle)]])
    assert float(great_circle(vectors, torch.tensor([1.0, 0.0]))[0]) == pytest.approx(angle**2 / 2, rel=1e-3)


def test_stops_and_negative_weights() -> None:
    losses = torch.tensor([0.5, 1.5], requires_grad=True)
    assert torch.autograd.grad(stopped(losses, 2.0, 1.0), losses)[0].tolist() == [0.0, 1.0]
    assert torch.autograd.grad(stopped(losses, -2.0), losses)[0].tolist() == [-1.0, -1.0]
    assert torch.autograd.grad(stopped(losses, -2.0, -1.0), losses)[0].tolist() == [-1.0, 0.0]


def test_each_look_is_least_where_it_is_satisfied(canvas: Tensor) -> None:
    grey, red = (
        torch.full((1, 3, 32, 32), 0.5),
        torch.tensor([1.0, 0, 0]).view(1, 3, 1, 1).expand(1, 3, 32, 32),
    )
    assert greyness(grey) > greyness(red)
    assert off_palette(red, colours(("#ff0000", "#00ff00"))) == 0 < off_palette(canvas, colours(("#ff0000",)))
    assert border_difference(red, colours(("#ff0000",))) == 0 < border_difference(grey, colours(("#ff0000",)))
    assert off_colour(red, NamedColour((1, 0, 0), alone=True)) == 0
    assert off_colour(canvas, NamedColour((1, 0, 0), alone=True)) > off_colour(
        canvas, NamedColour((1, 0, 0), alone=False)
    )


def test_only_looks_that_are_wished_for_count(canvas: Tensor) -> None:
    plain = PaintSpec(prompt="a cat", smoothness=0)
    assert ImageLosses(plain).losses(canvas) == {}
    wished = replace(
        plain, symmetry="both", edges=1, smoothness=1, saturation=1, palette=("#ff0000",), hold=1
    )
    assert set(ImageLosses(wished, canvas).losses(canvas)) == {
        "symmetry", "edges", "smoothness", "saturation", "palette", "hold",
    }  # fmt: skip
    mirrored = torch.cat([canvas, canvas.flip(3)], dim=3)
    assert ImageLosses(replace(plain, symmetry="left-right")).losses(mirrored)["symmetry"] == 0
    assert ImageLosses(replace(plain, prompt="a blue cat")).losses(canvas)["colours"] > 0


@pytest.mark.parametrize("kind", ["grey", "pixels", "fractal", "gradient", "snow"])
def test_noise_depends_on_its_seed_alone(kind: str) -> None:
    first, again, other = (noise_picture(kind, Size(40, 30), seeded(seed)) for seed in (1, 1, 2))  # type: ignore[arg-type]
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert 0 <= float(first.min()) <= float(first.max()) <= 1


def test_snow_is_white_dots_on_dark_grey() -> None:
    picture = noise_picture("snow", Size(100, 80), seeded())
    grey, white = picture == 0.2, picture == 1
    assert bool((grey | white).all())
    assert 0.02 < float(white.float().mean()) < 0.04
    assert torch.equal(picture[:, 0], picture[:, 1])
    assert torch.equal(picture[:, 0], picture[:, 2])


def test_waves_and_squares_can_draw_a_given_picture(canvas: Tensor) -> None:
    size = Size(60, 80)
    fft = FftDrawer(size)
    assert (fft.draw(fft.init_from(canvas, seeded())) - canvas.clamp(0.02, 0.98)).abs().max() < 1e-3
    pixel = PixelDrawer(size, size)
    assert (pixel.draw(pixel.init_from(canvas, seeded())) - canvas).abs().max() < 1e-5


def test_squares_keep_to_their_palette(canvas: Tensor) -> None:
    drawer = PixelDrawer(Size(60, 80), Size(15, 20), colours(("#000000", "#ff0000", "#ffffff")))
    drawn = drawer.draw(drawer.init_from(canvas, seeded()))
    found = {tuple(pixel) for pixel in drawn[0].permute(1, 2, 0).flatten(0, 1).round(decimals=4).tolist()}
    assert found <= {(0, 0, 0), (1, 0, 0), (1, 1, 1)}


def test_a_stroke_moves_to_where_it_should_be() -> None:
    """Gradients through the raster bring a stroke from one place to another."""
    drawer = LinesDrawer(Size(32, 32), 1)
    wanted = {
        "points": torch.tensor([[[0.5, 0.2], [0.3, 0.5], [0.5, 0.8]]]), "widths": torch.tensor([0.08]),
        "inks": torch.tensor([[0.1, 0.1, 0.8, 0.9]]), "paper": torch.full((3,), 0.9),
    }  # fmt: skip
    target = drawer.draw(wanted)
    moved = {name: tensor.clone() for name, tensor in wanted.items()}
    moved["points"] = (moved["points"] + torch.tensor([0.06, 0.04])).requires_grad_()
    before = (drawer.draw(moved) - target).square().mean().item()
    optimiser = torch.optim.Adam([moved["points"]], lr=0.01)
    for _ in range(40):
        optimiser.zero_grad()
        (drawer.draw(moved) - target).square().mean().backward()
        optimiser.step()
    assert (drawer.draw(moved) - target).square().mean().item() < before / 5


@pytest.mark.parametrize("schedule", ["constant", "linear", "cosine", "warmup"])
def test_rates_stay_within_the_drawers_own(schedule: str) -> None:
    shares = [schedule_factor(schedule, done / 20) for done in range(21)]  # type: ignore[arg-type]
    assert 0 < min(shares) <= max(shares) <= 1


def test_only_large_pictures_begin_at_half_their_size() -> None:
    large = PaintSpec(prompt="a", width=300, height=256, steps=10)
    assert (coarse_steps(large), stage_size(large, 0), stage_size(large, 6)) == (6, (128, 150), (256, 300))
    assert [stage_cutouts(large, step, 16) for step in (0, 5, 6)] == [8, 8, 16]
    assert [stage_cutouts(large, 0, few) for few in (6, 2)] == [4, 2]
    assert coarse_steps(replace(large, width=128)) == coarse_steps(replace(large, coarse_to_fine=False)) == 0
