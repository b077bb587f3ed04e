"""Painting from image vectors: the same again, also after it was cut off, and what was given stays."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from mmdesk.core.errors import UserError
from mmdesk.core.painting.spec import ImagePrompt, InitImage, Mask, PaintSpec
from mmdesk.core.painting.unclip_settings import UnclipSettings
from mmdesk.generation.unclip.opening import open_unclip_painting, plan_unclip_painting, sample_size
from mmdesk.generation.unclip.painting import UnclipPainting
from mmdesk.generation.unclip.strip import GAP
from mmdesk.generation.unclip.wishes import wish_of
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.unclip.loaded import LoadedUnclip, load_unclip
from mmdesk.models.unclip.mixing import changed, way_between
from tests.generation.conftest import colours, finish, pictures
from tests.models.unclip.folders import unclip_folder

PHOTO, OTHER = ImagePrompt(b"/photo.jpg"), ImagePrompt(b"/other.jpg", weight=2)


@pytest.fixture(scope="module")
def model(judge: ClipEncoder, tmp_path_factory: pytest.TempPathFactory) -> LoadedUnclip:
    """A small random unCLIP for the vectors of the tiny CLIP."""
    place = tmp_path_factory.mktemp("unclip")
    return load_unclip(unclip_folder(place / "small", judge.folder), "cpu", place / "plans.json")


def spec(prompt: str = "", *, width: int = 32, **settings: Any) -> PaintSpec:
    """A spec of three candidates in five steps."""
    names = ("init", "mask", "seed", "image_prompts")
    of_spec = {name: settings.pop(name) for name in names if name in settings}
    unclip = UnclipSettings("u", **{"candidates": 3, "flow_steps": 5, **settings})
    steps = unclip.flow_steps + unclip.finish
    return PaintSpec(prompt, "unclip", width, 32, steps, unclip=unclip, cutouts=2, **of_spec)


def begin(
    model: LoadedUnclip, judge: ClipEncoder, wanted: PaintSpec, state: Path | None = None
) -> UnclipPainting:
    """The painting of `wanted`."""
    return open_unclip_painting(wanted, [judge], model, pictures, state)


@pytest.mark.parametrize(
    "settings",
    [
        {"prompt": "a red rose"},
        {"prompt": ""},
        {"image_prompts": (PHOTO,)},
        {"image_prompts": (PHOTO, OTHER), "prompt": "at night", "width": 64},
    ],
)
def test_the_same_seed_gives_the_same_picture(
    model: LoadedUnclip, judge: ClipEncoder, settings: dict[str, Any]
) -> None:
    """Of words, of nothing, of pictures, and of pictures that words change; another seed gives another."""
    wanted = spec(**settings)
    painting = begin(model, judge, wanted)
    frames = finish(painting)
    assert [frame.step for frame in frames] == [1, 2, 3, 4, 5]
    assert [frame.picture is not None for frame in frames] == [False, False, False, True, True]
    again = begin(model, judge, wanted)
    finish(again)
    assert again.picture() == painting.picture() == frames[-1].picture
    assert (again.picture().width, again.picture().height) == (wanted.width, 32)
    assert painting.candidates() is not None
    other = begin(model, judge, spec(**settings, seed=8))
    finish(other)
    assert other.picture() != painting.picture()


def test_a_painting_that_was_cut_off_goes_on_to_the_same_picture(
    model: LoadedUnclip, judge: ClipEncoder, tmp_path: Path
) -> None:
    """Within the flow, and while VQGAN+CLIP goes on from what it made."""
    wanted = spec("a red rose", finish=3)
    whole = begin(model, judge, wanted)
    frames = finish(whole)
    assert [frame.step for frame in frames] == list(range(1, 9))
    assert "a red rose" in frames[-1].losses
    for at in (2, 7):
        painting = begin(model, judge, wanted)
        for frame in painting.steps():
            if getattr(frame, "step", 0) == at:
                break
        painting.save(tmp_path / "state")
        rest = begin(model, judge, wanted, tmp_path / "state")
        assert rest.step == at
        finish(rest)
        assert rest.picture() == whole.picture()
    with pytest.raises(UserError, match="fewer steps"):
        begin(model, judge, spec("a red rose", flow_steps=1), _state_after(model, judge, tmp_path))


def _state_after(model: LoadedUnclip, judge: ClipEncoder, tmp_path: Path) -> Path:
    painting = begin(model, judge, spec("a red rose"))
    painting.replay(3)
    painting.save(tmp_path / "after")
    return tmp_path / "after"


@pytest.mark.parametrize("keep", ["top", "bottom", "left", "right", "mask"])
def test_what_is_given_stays(model: LoadedUnclip, judge: ClipEncoder, keep: str) -> None:
    """In the latents: the part kept is that of the picture, all else is not."""
    mask = Mask(b"/mask.png") if keep == "mask" else None
    wanted = spec("a red rose", keep=keep, init=InitImage(b"/photo.jpg"), mask=mask)
    painting = begin(model, judge, wanted)
    finish(painting)
    given, found = painting.flow.given, painting.flow.components
    assert given is not None
    assert int(given.kept.sum()) == 8
    same = (found == given.components).all(1)
    assert same[:, given.kept[0, 0]].all()
    assert not same[:, ~given.kept[0, 0]].any()


def test_a_way_leads_from_one_picture_to_the_other(model: LoadedUnclip, judge: ClipEncoder) -> None:
    """Side by side, from the same noise: its ends are the variations of the two."""
    painting = begin(model, judge, spec(between=4, image_prompts=(PHOTO, OTHER)))
    finish(painting)
    strip = painting.picture()
    assert (strip.width, strip.height) == (4 * (32 + GAP) - GAP, 32)
    assert painting.candidates() is None
    alone = begin(model, judge, spec(candidates=1, image_prompts=(PHOTO,)))
    finish(alone)
    np.testing.assert_allclose(colours(strip)[:, :32], colours(alone.picture()), atol=0.02)


def test_another_candidate_can_be_the_picture(model: LoadedUnclip, judge: ClipEncoder) -> None:
    """Which one, the spec says; what went on from one, or lies on a way, stays what it is."""
    wanted = spec("a red rose")
    best = begin(model, judge, wanted)
    finish(best)
    second = begin(model, judge, wanted.choosing(1))
    finish(second)
    sheet = best.candidates()
    assert sheet is not None
    assert second.candidates() == sheet
    np.testing.assert_array_equal(colours(second.picture()), colours(sheet)[:32, 32 + GAP : 64 + GAP])
    assert wanted.choosing(1).chosen == 1
    assert spec("a red rose", finish=3).chosen is None
    assert spec(between=4, image_prompts=(PHOTO, OTHER)).chosen is None


def test_vectors_are_mixed_along_the_circle() -> None:
    """Equal steps; a difference turns a vector part of the way towards it."""
    start, end = torch.eye(4)[:2]
    way = way_between(start, end, 4)
    torch.testing.assert_close((way[:-1] * way[1:]).sum(1), torch.full((3,), 3**0.5 / 2))
    torch.testing.assert_close(changed(start, 5 * end, 0.5), torch.tensor([0.5**0.5, 0.5**0.5, 0, 0]))
    torch.testing.assert_close(changed(start, end, 0), start)


def test_words_change_the_vector_of_a_picture(model: LoadedUnclip, judge: ClipEncoder) -> None:
    """By as much as was asked for."""
    random = torch.Generator().manual_seed(0)
    cosines = []
    for change in (0.0, 0.3, 0.9):
        wanted = spec("at night", change=change, image_prompts=(PHOTO,))
        assert wanted.unclip is not None
        wish = wish_of(wanted, wanted.unclip, judge, model, pictures, random)
        cosines.append(wish.vectors[0])
    nearness = [float(cosines[0] @ one) for one in cosines]
    assert 1 + 1e-4 > nearness[0] > nearness[1] > nearness[2]


def test_what_it_takes_is_foretold(model: LoadedUnclip, judge: ClipEncoder) -> None:
    """With what goes on from it; the sample has the aspect of the picture, in whole places."""
    short, long = (plan_unclip_painting(spec("a rose", finish=n), [judge], model, pictures) for n in (0, 3))
    assert 0 < short.seconds < long.seconds
    assert short.memory_bytes <= long.memory_bytes
    assert sample_size(spec(width=100), model.folder) == (32, 96)


def test_another_clip_than_its_own_is_refused(
    model: LoadedUnclip, starter: ClipEncoder, judge: ClipEncoder
) -> None:
    """It would paint something else than what was asked for."""
    with pytest.raises(UserError, match="choose it with --clip clip"):
        open_unclip_painting(spec("a rose"), [starter], model, pictures)
    with pytest.raises(UserError, match="two of them"):
        spec(between=3)
    with pytest.raises(UserError, match="two pictures at least"):
        UnclipSettings("u", between=1)
