"""Painting code by code: the same picture again, also after it was cut off, and what was given stays."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
import torch

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.candidates import GAP
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import InitImage, Mask, PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.generation.canvas import Size, centre_cropped, from_picture
from mmdesk.generation.tokens.judging import prompt_scores
from mmdesk.generation.tokens.opening import open_token_painting, plan_token_painting
from mmdesk.generation.tokens.painting import TokenPainting
from mmdesk.generation.tokens.sheet import contact_sheet
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.tokens.loaded import LoadedTokens, load_tokens
from tests.generation.conftest import colours, finish, pictures
from tests.models.tokens.folders import COORDINATES, LABEL, START, WORDS, tokens_folder

SOURCE = InitImage(b"/photo.jpg")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LoadedTokens]:
    """A small random model of each kind, by its condition."""
    place = tmp_path_factory.mktemp("tokens")
    kinds = {one["kind"]: one for one in (START, LABEL, COORDINATES, WORDS)}
    return {
        kind: load_tokens(tokens_folder(place / kind, condition), "cpu", place / "plans.json")
        for kind, condition in kinds.items()
    }


def spec(prompt: str = "", *, height: int = 32, **settings: Any) -> PaintSpec:
    """A spec of three candidates of 8 x 8 codes."""
    of_spec = {name: settings.pop(name) for name in ("init", "mask", "seed") if name in settings}
    tokens = TokenSettings("t", **{"candidates": 3, "top_k": 9, **settings})
    return PaintSpec(prompt, "tokens", 32, height, height // 4, tokens=tokens, **of_spec)


def begin(
    model: LoadedTokens, wanted: PaintSpec, *clips: ClipEncoder, state: Path | None = None
) -> TokenPainting:
    """The painting of `wanted`."""
    return open_token_painting(wanted, clips, model, pictures, state)


@pytest.mark.parametrize("kind", ["start", "label", "coordinates", "words"])
def test_every_kind_paints_row_by_row(models: dict[str, LoadedTokens], kind: str) -> None:
    """What is not drawn yet is grey; the loss is how far the codes surprise the model."""
    wanted = spec("a red rose", label="2" if kind == "label" else "", candidates=1)
    frames = finish(begin(models[kind], wanted))
    assert [frame.step for frame in frames] == list(range(1, 9))
    shown = colours(frames[3].picture)
    assert shown.shape == (32, 32, 3)
    assert shown[16:].std() == 0
    assert shown[:16].std() > 0
    assert all(0 < frame.losses["total"] < 20 for frame in frames)
    assert finish(begin(models[kind], wanted))[-1].picture == frames[-1].picture
    assert finish(begin(models[kind], replace(wanted, seed=8)))[-1].picture != frames[-1].picture


@pytest.mark.parametrize(("kind", "height"), [("words", 32), ("start", 48)])
def test_saved_after_a_row_it_comes_to_the_same_picture(
    models: dict[str, LoadedTokens], tmp_path: Path, kind: str, height: int
) -> None:
    """With guidance, and in a picture larger than those it was trained on."""
    wanted = spec("a dog", height=height, guidance=2.0 if kind == "words" else 1.0)
    whole = begin(models[kind], wanted)
    finish(whole)
    for row in (3, height // 4):
        painting = begin(models[kind], wanted)
        for step in painting.steps():
            assert isinstance(step, Frame)
            if step.step == row:
                break
        painting.save(tmp_path / "state")
        other = begin(models[kind], wanted, state=tmp_path / "state")
        assert other.step == row
        finish(other)
        assert other.picture() == whole.picture()
    with pytest.raises(UserError, match="number of candidates"):
        begin(models[kind], spec("a dog", height=height, candidates=2), state=tmp_path / "state")
    (tmp_path / "state").write_bytes(b"\x08\0\0\0\0\0\0\0{}      ")
    with pytest.raises(UserError, match="drawn code by code"):
        begin(models[kind], wanted, state=tmp_path / "state")


@pytest.mark.parametrize("keep", ["top", "bottom", "left", "right", "mask"])
def test_what_is_kept_of_a_picture_is_kept_code_by_code(models: dict[str, LoadedTokens], keep: str) -> None:
    """The given codes are those of the picture, in every candidate; the rest differs among them."""
    model = models["start"]
    mask = Mask(b"/mask.png") if keep == "mask" else None
    painting = begin(model, spec(init=SOURCE, mask=mask, keep=keep))
    finish(painting)
    start = model.encode(centre_cropped(from_picture(pictures(SOURCE)), Size(32, 32)))[0]
    kept = torch.zeros(8, 8, dtype=torch.bool)
    halves = {"top": kept[:4], "bottom": kept[4:], "left": kept[:, :4], "right": kept[:, 4:]}
    halves.get(keep, kept[:, :4])[:] = True
    codes = painting._sampler.codes
    assert (codes[:, kept] == start[kept]).all()
    assert not codes[0][~kept].equal(codes[1][~kept])


def test_the_clip_chooses_and_the_sheet_has_the_chosen_first(
    models: dict[str, LoadedTokens], judge: ClipEncoder
) -> None:
    """In the order of their scores, all of them."""
    painting = begin(models["start"], spec("a rose | a dog:-0.5", candidates=4), judge)
    finish(painting)
    made = models["start"].decode(painting._sampler.codes)
    best = int(prompt_scores([judge], "a rose | a dog:-0.5", made).argmax())
    assert colours(painting.picture()) == pytest.approx(made[best].permute(1, 2, 0).numpy(), abs=0.003)
    sheet = painting.candidates()
    assert sheet is not None
    assert (sheet.width, sheet.height) == (2 * 32 + GAP, 2 * 32 + GAP)
    assert (colours(sheet)[:32, :32] == colours(painting.picture())).all()
    alone = begin(models["start"], spec(candidates=1))
    assert alone.candidates() is None


def test_a_sheet_of_three_has_an_empty_place() -> None:
    """Two columns, and black where there is none."""
    sheet = colours(contact_sheet(torch.ones(3, 3, 4, 6)))
    assert sheet.shape == (10, 14, 3)
    assert (sheet[6:, 8:] == 0).all()
    assert (sheet[6:, :6] == 1).all()


def as_picture(pixels: np.ndarray) -> FullPicture:
    """uint8 [h, w, 3] as a picture."""
    return FullPicture(pixels.shape[1], pixels.shape[0], np.ascontiguousarray(pixels).tobytes())


def test_pictures_are_judged_by_the_words_at_the_size_they_have(starter: ClipEncoder) -> None:
    """A cup of coffee and a cat, at 128 pixels and larger than the CLIP itself sees."""
    photos = [as_picture(skimage.data.coffee()[:, 100:500]), as_picture(skimage.data.chelsea()[:, 50:350])]
    for side in (128, 256):
        size = Size(side, side)
        shown = torch.cat([centre_cropped(from_picture(photo), size) for photo in photos])
        for words, place in (("a cup of coffee", 0), ("a cat", 1), ("a cat:-1", 0)):
            assert int(prompt_scores([starter], words, shown).argmax()) == place


def test_a_plan_counts_all_rows_and_the_memory_of_candidates(models: dict[str, LoadedTokens]) -> None:
    """From a row or two."""
    few = plan_token_painting(spec(candidates=1), [], models["start"], pictures)
    many = plan_token_painting(spec(candidates=30), [], models["start"], pictures)
    assert 0 < few.seconds < 600
    assert many.memory_bytes > few.memory_bytes
    assert not few.note


def test_what_does_not_fit_into_memory_is_refused_before_it_is_begun(
    models: dict[str, LoadedTokens], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do about it."""
    monkeypatch.setattr("mmdesk.generation.plan.free_memory", lambda: 1 << 20)
    with pytest.raises(UserError, match="choose a smaller size"):
        begin(models["words"], spec("a dog"))
