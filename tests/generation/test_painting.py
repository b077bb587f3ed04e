"""The loop: pictures come near to their words, and come out the same whatever happens on the way."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.painting.spec import AUGMENTATIONS, ImagePrompt, InitImage, Mask
from mmdesk.generation.painting import Painting
from mmdesk.generation.run_file import load_run, save_run

from .conftest import colours, finish, pictures

Begin = Callable[..., Painting]

DRAWERS = ["pixel", "fft", "lines", "vqgan"]


@pytest.mark.parametrize("engine", ["pixel", "fft", "lines"])  # a VQGAN without learning cannot please
def test_the_loss_falls(begin_well: Begin, engine: str) -> None:
    frames = finish(begin_well(engine=engine, steps=8, strokes=24))
    assert [frame.step for frame in frames] == list(range(1, 9))
    assert frames[-1].losses["total"] < frames[0].losses["total"]
    assert colours(frames[-1].picture).shape == (64, 64, 3)


@pytest.mark.parametrize("engine", DRAWERS)
def test_a_seed_gives_the_same_pixels_and_another_gives_others(begin: Begin, engine: str) -> None:
    first, again, other = (
        finish(begin(engine=engine, strokes=24, seed=seed, steps=2))[-1].picture for seed in (7, 7, 8)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("stop", [1, 3])
@pytest.mark.parametrize(
    "settings",
    [
        {"engine": "pixel", "optimiser": "nadam", "augmentations": AUGMENTATIONS},
        {"engine": "lines", "strokes": 16, "ema": 0.0},
        {"engine": "vqgan", "tiling": True},
        {"engine": "fft", "width": 192, "height": 192, "optimiser": "radam"},
    ],
)
def test_a_resumed_painting_comes_to_the_same_pixels(
    begin: Begin, tmp_path: Path, stop: int, settings: dict[str, object]
) -> None:
    whole = finish(begin(steps=4, **settings))[-1]
    interrupted = begin(steps=4, **settings)
    steps = interrupted.steps()
    for _ in range(stop):
        next(steps)
    steps.close()
    save_run(interrupted.snapshot(), tmp_path / "run")
    resumed = begin(tmp_path / "run", steps=4, **settings)
    assert resumed.step == stop
    last = finish(resumed)[-1]
    assert last.picture == whole.picture
    assert last.losses == whole.losses


def test_every_optimiser_resumes_and_learns(begin: Begin, tmp_path: Path) -> None:
    for optimiser in ("adam", "adamw", "adagrad", "rmsprop"):
        settings = {"optimiser": optimiser, "schedule": "warmup", "steps": 2, "cutouts": 1}
        whole = finish(begin(**settings))[-1]
        interrupted = begin(**settings)
        next(interrupted.steps())
        save_run(interrupted.snapshot(), tmp_path / optimiser)
        resumed = begin(tmp_path / optimiser, **settings)
        assert finish(resumed)[-1].picture == whole.picture


def test_a_branch_goes_on_from_the_same_picture_to_another(begin: Begin, tmp_path: Path) -> None:
    first = begin()
    next(first.steps())
    save_run(first.snapshot(), tmp_path / "run")
    branch = begin(tmp_path / "run", prompt="a snowy mountain | fog:-0.5")
    assert branch.picture() == first.picture()
    assert finish(branch)[-1].picture != finish(first)[-1].picture


def test_a_branch_cannot_change_size_or_engine_or_be_over(begin: Begin, tmp_path: Path) -> None:
    first = begin()
    finish(first)
    save_run(first.snapshot(), tmp_path / "run")
    for change in ({"width": 128}, {"engine": "pixel"}, {"steps": 2}):
        with pytest.raises(UserError, match=r"\.$"):
            begin(tmp_path / "run", **change)


def test_a_broken_or_foreign_state_is_refused_in_a_sentence(begin: Begin, tmp_path: Path) -> None:
    painting = begin()
    save_run(painting.snapshot(), tmp_path / "run")
    content = (tmp_path / "run").read_bytes()
    for broken in (b"", b"nonsense", content[: len(content) // 2]):
        (tmp_path / "broken").write_bytes(broken)
        with pytest.raises(UserError, match=r"\.$"):
            load_run(tmp_path / "broken")
    with pytest.raises(UserError, match=r"\.$"):
        load_run(tmp_path / "nowhere")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken", "run"]


def test_a_disk_without_room_keeps_the_state_before(begin: Begin, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="not on this system: files have no limit")
    painting = begin()
    save_run(painting.snapshot(), tmp_path / "run")
    before, limits = (tmp_path / "run").read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    next(painting.steps())
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            save_run(painting.snapshot(), tmp_path / "run")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert (tmp_path / "run").read_bytes() == before


def test_a_frozen_half_stays_and_a_repainted_one_changes(begin: Begin) -> None:
    start = np.frombuffer(pictures(InitImage(b"x")).rgb, np.uint8).reshape(128, 128, 3) / 255
    for mode, kept in (("freeze", slice(0, 60)), ("repaint", slice(68, 128))):
        size = {"width": 128, "height": 128}
        painting = begin(
            init=InitImage(b"x", strength=0.5), mask=Mask(png="x", mode=mode), engine="pixel", **size
        )
        found = colours(finish(painting)[-1].picture)
        assert np.abs(found[:, kept] - start[:, kept]).max() < 1e-6
        assert np.abs(found - start).max() > 0.1


def test_holding_to_the_start_keeps_nearer_to_it(begin: Begin) -> None:
    start = begin(init=InitImage(b"x"), steps=1).picture()
    near, far = (
        np.abs(
            colours(finish(begin(init=InitImage(b"x"), hold=hold, steps=5))[-1].picture) - colours(start)
        ).mean()
        for hold in (20.0, 0.0)
    )
    assert near < far


def test_pictures_are_prompts_too_and_losses_have_names(begin: Begin) -> None:
    frame = finish(
        begin(prompt="a cat | fog:-0.5", image_prompts=(ImagePrompt(b"/a/face.jpg"),), smoothness=1.0)
    )[-1]
    assert set(frame.losses) == {"a cat", "fog", "face.jpg", "smoothness", "total"}
    assert frame.losses["fog"] < 0 < frame.losses["face.jpg"]


def test_a_part_beyond_its_stop_pulls_no_more(begin: Begin) -> None:
    still = begin(prompt="a cat:1:5", smoothness=0.0)
    before = still.picture()
    assert finish(still)[-1].picture == before


def test_two_judges_share_the_say(begin: Begin) -> None:
    alone, both = (finish(begin(clips=("starter-clip",) * count))[-1] for count in (1, 2))
    assert both.losses["total"] == pytest.approx(alone.losses["total"], rel=0.05)


def test_nothing_wished_for_is_refused(begin: Begin) -> None:
    with pytest.raises(UserError, match="nothing to paint"):
        begin(prompt=" ")


def test_the_picture_grows_once_and_ends_at_its_size(begin: Begin) -> None:
    painting = begin(width=200, height=210, steps=2)
    sizes = [(frame.picture.width, frame.picture.height) for frame in finish(painting) if frame.picture]
    assert sizes == [(100, 105), (200, 210)]
    assert (painting.picture().width, painting.picture().height) == (200, 210)


def test_a_snapshot_is_a_copy(begin: Begin) -> None:
    painting = begin()
    state = painting.snapshot()
    kept = replace(state, tensors={name: tensor.clone() for name, tensor in state.tensors.items()})
    finish(painting)
    assert all((state.tensors[name] == tensor).all() for name, tensor in kept.tensors.items())
