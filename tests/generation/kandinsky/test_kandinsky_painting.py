"""Painting with a Kandinsky: as its authors' pipelines do, the same again, and also after it was cut off."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

pytest.importorskip("diffusers", reason="the extra diffusion is not installed")

from diffusers import KandinskyV22Pipeline, KandinskyV22PriorPipeline

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.kandinsky_settings import KandinskySettings
from mmdesk.core.painting.spec import ImagePrompt, InitImage, PaintSpec
from mmdesk.generation.kandinsky import opening
from mmdesk.generation.kandinsky.opening import open_kandinsky_painting, plan_kandinsky_painting
from mmdesk.generation.kandinsky.painting import KandinskyPainting
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.kandinsky.folder import (
    CONFIG_NAME,
    PRIOR_CONFIG_NAME,
    KandinskyFolder,
    KandinskyPriorFolder,
)
from mmdesk.models.kandinsky.loaded import LoadedKandinsky, load_kandinsky
from tests.generation.conftest import finish, pictures
from tests.models.kandinsky.folders import decoder_folder, prior_folder

pytestmark = pytest.mark.filterwarnings("ignore")
"""What the packages of others warn of when they are imported and called is theirs."""

PHOTO, OTHER = ImagePrompt(b"/photo.jpg"), ImagePrompt(b"/other.jpg")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a decoder, one that fills holes, and their prior, as they are published."""
    folder = tmp_path_factory.mktemp("kandinsky")
    for made, config in (
        (decoder_folder(folder / "decoder"), CONFIG_NAME),
        (decoder_folder(folder / "filler", fills_holes=True), CONFIG_NAME),
        (prior_folder(folder / "prior"), PRIOR_CONFIG_NAME),
    ):
        (made / config).write_text("{}")
    return folder


@pytest.fixture(scope="module")
def model(place: Path) -> LoadedKandinsky:
    """The one that knows no holes."""
    return loaded(place, "decoder")


def loaded(place: Path, name: str) -> LoadedKandinsky:
    """The decoder `name`, in fp32."""
    found = load_kandinsky(
        KandinskyFolder.read(place / name),
        KandinskyPriorFolder.read(place / "prior"),
        "cpu",
        place / "plans.json",
    )
    found.dtype = torch.float32
    return found


def spec(prompt: str = "", **more: Any) -> PaintSpec:
    """A spec of two candidates in five steps, two of them the prior's where there are words."""
    of_spec = {name: more.pop(name) for name in ("init", "mask", "seed", "image_prompts") if name in more}
    settings = {"candidates": 2, "denoising_steps": 3, "prior_steps": 2, **more}
    steps = settings["denoising_steps"] + (settings["prior_steps"] if prompt else 0)
    return PaintSpec(
        prompt, "kandinsky", 16, 16, steps, kandinsky=KandinskySettings("k", **settings), **of_spec
    )


def begin(
    model: LoadedKandinsky, judge: ClipEncoder, wanted: PaintSpec, state: Path | None = None
) -> KandinskyPainting:
    """The painting of `wanted`."""

    @contextmanager
    def lend() -> Iterator[Sequence[ClipEncoder]]:
        yield [judge]

    return open_kandinsky_painting(wanted, lend, model, pictures, state)


def test_it_paints_what_the_published_pipelines_paint(
    model: LoadedKandinsky, judge: ClipEncoder, place: Path
) -> None:
    prior = KandinskyV22PriorPipeline.from_pretrained(place / "prior", local_files_only=True)
    decoder = KandinskyV22Pipeline.from_pretrained(place / "decoder", local_files_only=True)
    random = torch.Generator().manual_seed(5)
    told = prior("a rose", negative_prompt="rain", num_inference_steps=2, generator=random)
    wanted = decoder(
        image_embeds=told.image_embeds,
        negative_image_embeds=told.negative_image_embeds,
        height=16,
        width=16,
        num_inference_steps=3,
        generator=random,
        output_type="np",
    ).images
    painting = begin(model, judge, spec("a rose | rain:-1", candidates=1, seed=5))
    frames = finish(painting)
    assert [frame.step for frame in frames] == [1, 2, 3, 4, 5]
    assert array(painting.picture()) == pytest.approx(np.round(wanted[0] * 255), abs=1)
    assert len(np.unique(array(painting.picture()))) > 20


@pytest.mark.parametrize(
    "settings",
    [
        {"prompt": "a rose"},
        {"prompt": "a rose", "guidance": 1.0},
        {"image_prompts": (PHOTO,)},
        {"prompt": "night", "image_prompts": (PHOTO, OTHER)},
    ],
)
def test_the_same_seed_gives_the_same_picture(
    model: LoadedKandinsky, judge: ClipEncoder, settings: dict[str, Any]
) -> None:
    """Of words, without guidance too, of pictures, and of pictures that words change."""
    painted = [finished(model, judge, spec(**settings, seed=seed)) for seed in (3, 3, 4)]
    assert painted[0].picture() == painted[1].picture() != painted[2].picture()
    assert painted[0].candidates() is not None


@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_painting_that_was_cut_off_goes_on_to_the_same_picture(
    model: LoadedKandinsky, judge: ClipEncoder, tmp_path: Path, after: int
) -> None:
    """Within the prior's steps, between the two, and within the decoder's, where no prior is needed again."""
    whole, first = finished(model, judge, spec("a rose")), begin(model, judge, spec("a rose"))
    steps = first.steps()
    for _ in range(after):
        next(steps)
    steps.close()
    first.save(tmp_path / "state")
    second = begin(model, judge, spec("a rose"), tmp_path / "state")
    assert second.step == after
    assert [frame.step for frame in finish(second)] == list(range(after + 1, 6))
    assert second.picture() == whole.picture()
    with pytest.raises(UserError, match="begin a new one"):
        begin(model, judge, spec("a rose", candidates=1), tmp_path / "state")


@pytest.mark.parametrize("name", ["decoder", "filler"])
def test_what_is_given_stays(place: Path, judge: ClipEncoder, name: str) -> None:
    """The latents of the kept half are those of the picture, whether the decoder knows of holes or not."""
    model = loaded(place, name)
    painting = finished(model, judge, spec("a rose", init=InitImage(b"/photo.jpg"), keep="top", candidates=1))
    start = opening.from_picture(pictures(InitImage(b"/photo.jpg")))
    wanted = model.decoder().latents(opening.centre_cropped(start, opening.Size(16, 16)))
    latents = painting._denoising.latents
    assert torch.equal(latents[:, :, :4], wanted[:, :, :4])
    assert not torch.equal(latents[:, :, 4:], wanted[:, :, 4:])


def test_a_way_leads_from_one_picture_to_another(model: LoadedKandinsky, judge: ClipEncoder) -> None:
    painting = finished(model, judge, spec(image_prompts=(PHOTO, OTHER), between=3))
    assert painting.picture().width == 3 * 16 + 2 * 2
    assert painting.candidates() is None


def test_a_plan_counts_both_models_and_all_steps(
    model: LoadedKandinsky, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_kandinsky_painting(spec("a rose"), model, pictures)
    assert plan.seconds > 0
    assert plan.memory_bytes > model.bytes_of(model.folder)
    monkeypatch.setattr(opening, "TRIED", 64)
    large = plan_kandinsky_painting(PaintSpec(**{**fields(spec("a rose")), "width": 64}), model, pictures)
    assert large.memory_bytes > plan.memory_bytes
    monkeypatch.setattr("mmdesk.generation.plan.free_memory", lambda: 1000)
    with pytest.raises(UserError, match="GB of memory"):
        plan_kandinsky_painting(spec("a rose"), model, pictures)


def test_weights_of_another_network_are_refused(place: Path, tmp_path: Path, judge: ClipEncoder) -> None:
    shutil.copytree(place, tmp_path / "copy")
    weights = tmp_path / "copy" / "decoder" / "unet" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors.pop("conv_in.weight")
    save_file(tensors, weights)
    with pytest.raises(UserError, match=r"not of this network: conv_in.weight is missing"):
        finished(loaded(tmp_path / "copy", "decoder"), judge, spec("a rose"))


def fields(wanted: PaintSpec) -> dict[str, Any]:
    """The arguments that make `wanted` again."""
    return {name: getattr(wanted, name) for name in PaintSpec.__dataclass_fields__}


def finished(model: LoadedKandinsky, judge: ClipEncoder, wanted: PaintSpec) -> KandinskyPainting:
    """The painting of `wanted`, all steps done."""
    painting = begin(model, judge, wanted)
    finish(painting)
    return painting


def array(picture: FullPicture) -> np.ndarray:
    """Its pixels [h, w, 3]."""
    return np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
