"""Painting with a Janus: as its class generates, the same again, and also after it was cut off."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch

pytest.importorskip("transformers", reason="the extra diffusion is not installed")

from transformers import JanusForConditionalGeneration

from mmdesk.core.errors import UserError
from mmdesk.core.painting.janus_settings import JanusSettings
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.janus.opening import open_janus_painting, plan_janus_painting, refuse_too_large
from mmdesk.generation.janus.painting import JanusPainting
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.janus.folder import CONFIG_NAME, JanusFolder
from mmdesk.models.janus.loaded import LoadedJanus, load_janus
from mmdesk.models.plan import ProbeCache, machine_key
from tests.generation.conftest import colours, finish
from tests.models.janus.folders import janus_folder

pytestmark = pytest.mark.filterwarnings("ignore")
"""What the packages of others warn of when they are imported and called is theirs."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small random Janus as it is published, to be computed in fp32."""
    folder = tmp_path_factory.mktemp("janus")
    (janus_folder(folder / "small") / CONFIG_NAME).write_text("{}")
    ProbeCache(folder / "plans.json").put(machine_key("large networks", "cpu"), {"dtype": "float32"})
    return folder


@pytest.fixture(scope="module")
def model(place: Path) -> LoadedJanus:
    """That Janus."""
    return load_janus(JanusFolder.read(place / "small"), "cpu", place / "plans.json")


def spec(prompt: str = "a rose", seed: int = 3, **settings: Any) -> PaintSpec:
    """A spec of two candidates in four rows."""
    janus = JanusSettings("j", **{"candidates": 2, **settings})
    return PaintSpec(prompt, "janus", 16, 16, 4, seed=seed, janus=janus)


def begin(
    model: LoadedJanus, judge: ClipEncoder, wanted: PaintSpec, state: Path | None = None
) -> JanusPainting:
    """The painting of `wanted`."""

    @contextmanager
    def lend() -> Iterator[Sequence[ClipEncoder]]:
        yield [judge]

    return open_janus_painting(wanted, lend, model, state)


def test_it_draws_what_the_published_class_generates(
    model: LoadedJanus, judge: ClipEncoder, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the likeliest code is taken: the same codes, the same picture."""
    monkeypatch.setattr(torch, "multinomial", lambda shares, count, generator: shares.argmax(1)[:, None])
    network = JanusForConditionalGeneration.from_pretrained(place / "small")
    prompt = torch.tensor([model.prompt("a rose")])
    wanted = network.generate(
        input_ids=prompt,
        attention_mask=torch.ones_like(prompt),
        generation_mode="image",
        do_sample=False,
        guidance_scale=5.0,
    )
    painting = begin(model, judge, spec(candidates=1, guidance=5.0))
    finish(painting)
    assert painting._drawing.codes.flatten(1).tolist() == wanted.tolist()
    picture = (network.decode_image_tokens(wanted)[0].detach() / 2 + 0.5).clamp(0, 1)
    assert colours(painting.picture()) == pytest.approx(picture.numpy(), abs=1 / 255)


@pytest.mark.parametrize("guidance", [5.0, 1.0])
def test_the_same_seed_gives_the_same_picture(
    model: LoadedJanus, judge: ClipEncoder, guidance: float
) -> None:
    painted = [begin(model, judge, spec(seed=seed, guidance=guidance)) for seed in (3, 3, 4)]
    frames, *_ = [finish(one) for one in painted]
    assert [frame.step for frame in frames] == [1, 2, 3, 4]
    assert [frame.picture is not None for frame in frames] == [False, False, True, True]
    assert painted[0].picture() == painted[1].picture() != painted[2].picture()
    assert painted[0].candidates() is not None


@pytest.mark.parametrize("after", [1, 3])
def test_a_painting_that_was_cut_off_goes_on_to_the_same_picture(
    model: LoadedJanus, judge: ClipEncoder, tmp_path: Path, after: int
) -> None:
    whole, first = begin(model, judge, spec()), begin(model, judge, spec())
    finish(whole)
    steps = first.steps()
    for _ in range(after):
        next(steps)
    steps.close()
    first.save(tmp_path / "state")
    second = begin(model, judge, spec(), tmp_path / "state")
    assert [frame.step for frame in finish(second)] == list(range(after + 1, 5))
    assert second.picture() == whole.picture()
    with pytest.raises(UserError, match="begin a new one"):
        begin(model, judge, spec(candidates=1), tmp_path / "state")


def test_a_plan_counts_all_codes(model: LoadedJanus, monkeypatch: pytest.MonkeyPatch) -> None:
    one, many = (plan_janus_painting(spec(candidates=count), model) for count in (1, 9))
    assert one.seconds > 0
    assert many.memory_bytes > one.memory_bytes > 4 * model.folder.parameters
    monkeypatch.setattr("mmdesk.generation.plan.free_memory", lambda: 1000)
    with pytest.raises(UserError, match="GB of memory"):
        refuse_too_large(spec(), model.folder)
