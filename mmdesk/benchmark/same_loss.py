"""Time until a painting is as near to its words as a notebook's is after sixty steps.

Steps of two ways are not alike: ours may be cheaper and lead less far. So both paint the same words with the
models that come along, and one judge, who looks at the same squares of both, says when ours is there.
"""

import math
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.benchmark.plain_painting import PlainPainting, random_squares, vectors_of
from mmdesk.core.painting.engines import ENGINE_CARDS, usual_settings
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places, builtin_models
from mmdesk.generation.canvas import from_picture
from mmdesk.generation.losses import great_circle
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.tasks.clip_model import DEFAULT_MODEL, ClipModel
from mmdesk.tasks.painting.engine_models import engine_models
from mmdesk.tasks.painting.models import PaintingModels

PROMPTS = ("a sunset over the sea", "a red flower")
SIDE, CUTOUTS, PLAIN_STEPS = 256, 16, 60
JUDGED = 32
"""Squares of a picture that are judged."""

VQGAN = "starter-vqgan"


@dataclass(frozen=True)
class SameLoss:
    """Seconds of either way, all prompts together, and the losses that the plain way came to, one each.

    `ours` is infinite where ours did not come so far in as many steps.
    """

    ours: float
    plain: float
    losses: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Factor by which ours is there sooner."""
        return self.plain / self.ours


class LossJudge:
    """The loss of pictures: how far, on the great circle, the same squares of each are from a text.

    `clip` sees them in fp32; `target` [dim] is the text's vector.
    """

    def __init__(self, clip: ClipFolder, target: Tensor) -> None:
        self._tower = load_network(clip).visual.eval()  # type: ignore[union-attr]
        self._clip, self._target = clip, target

    @torch.inference_mode()
    def __call__(self, picture: Tensor) -> float:
        """The loss of `picture` [1, 3, h, w] of 0 to 1."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(1)
            squares = random_squares(picture, self._clip.recipe.size, JUDGED)
        return float(great_circle(vectors_of(self._tower, squares, self._clip.recipe), self._target).mean())


def same_loss(device: str) -> SameLoss:
    """Paint all prompts both ways, one after the other, each on all threads."""
    clip = ClipFolder.read(builtin_models() / DEFAULT_MODEL)
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        places = Places(Path(folder) / "data")
        places.create()
        encoder = load_encoder(clip, device, Path(folder) / "plans.json")
        texts = torch.from_numpy(encoder.encode_texts(list(PROMPTS)))
        models = PaintingModels(places, ClipModel(places, DEFAULT_MODEL, device), device)
        specs = [models.settled(our_spec(places, prompt)) for prompt in PROMPTS]
        turns = [_turn(models, clip, spec, text) for spec, text in zip(specs, texts, strict=True)]
    ours, plain, losses = zip(*turns, strict=True)
    return SameLoss(sum(ours), sum(plain), losses)


def _turn(
    models: PaintingModels, clip: ClipFolder, spec: PaintSpec, text: Tensor
) -> tuple[float, float, float]:
    """Seconds of ours and of the plain way, and the loss they came to."""
    judge = LossJudge(clip, text)
    plain = PlainPainting(VqganFolder.read(builtin_models() / VQGAN), clip, SIDE, CUTOUTS, text)
    began = time.perf_counter()
    for _ in range(PLAIN_STEPS):
        plain.step()
    seconds, wanted = time.perf_counter() - began, judge(plain.picture())
    spent = 0.0
    for took, picture in _ours(models, spec):
        spent += took
        if judge(picture) <= wanted:
            return spent, seconds, wanted
    return math.inf, seconds, wanted


def _ours(models: PaintingModels, spec: PaintSpec) -> Iterator[tuple[float, Tensor]]:
    """Seconds of each step, and the picture after it."""
    painting = models.open(spec)
    steps = painting.steps()
    while True:
        began = time.perf_counter()
        value = next(steps, None)
        took = time.perf_counter() - began
        if value is None:
            return
        if isinstance(value, Frame):
            picture = from_picture(painting.picture())
            yield took, functional.interpolate(picture, (SIDE, SIDE), mode="bicubic", antialias=True)


def our_spec(places: Places, prompt: str) -> PaintSpec:
    """The painter of `prompt`; he goes on from what an unCLIP sampled, where one comes along."""
    spec = PaintSpec(prompt, width=SIDE, height=SIDE, steps=PLAIN_STEPS, clips=(DEFAULT_MODEL,))
    model = next((one for one in engine_models(places) if one.engine == "unclip"), None)
    if model is None:
        return spec
    settings = usual_settings(ENGINE_CARDS["unclip"], model.name)
    told = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    document = {**spec.to_document(), "engine": "unclip", "unclip": {**told, "finish": PLAIN_STEPS}}
    return PaintSpec.from_document(document)
