"""A painting by tokens opened from a spec, a model and pictures, and what it will take."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.core.errors import UserError
from mmdesk.core.painting.frame import Frame, Plan
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.generation.canvas import Size, centre_cropped, from_picture
from mmdesk.generation.opening import ReadPicture, half, kept_part
from mmdesk.generation.plan import too_large
from mmdesk.generation.tokens.painting import TokenPainting
from mmdesk.generation.tokens.state import load_token_state, new_random
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.tokens.labels import label_number
from mmdesk.models.tokens.loaded import LoadedTokens
from mmdesk.models.tokens.logits import SamplingRule
from mmdesk.models.tokens.sampling import FREE, CodePlan, CodeSampler

BYTES = 4
"""Bytes of a number in fp32."""

DECODING = 1200
"""Bytes a pixel, about, that a VQGAN's widest layers take while they decode."""


def open_token_painting(
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    model: LoadedTokens,
    pictures: ReadPicture,
    state: Path | None = None,
) -> TokenPainting:
    """The painting of `spec`, or what is left of it after `state`, a file of `TokenState.save`.

    Raises UserError where the state is of another kind of painting, and where there is not memory enough.
    """
    tokens = settings_of(spec)
    refuse_too_large(spec, model)
    saved = load_token_state(state) if state is not None else None
    if saved is not None:
        saved.check_fits(spec)
    random = new_random(spec.seed, saved.random if saved is not None else None)
    rule = SamplingRule(tokens.temperature, tokens.top_k, tokens.top_p, tokens.guidance)
    sampler = CodeSampler(model.network, _plan(spec, tokens, model, pictures), rule, random)
    if saved is not None:
        sampler.restore(saved.codes.to(model.device), saved.row)
    return TokenPainting(spec, model, clips, sampler, random)


def plan_token_painting(
    spec: PaintSpec, clips: Sequence[ClipEncoder], model: LoadedTokens, pictures: ReadPicture
) -> Plan:
    """The cost of what `open_token_painting` opens: a row is tried, all others are taken to be like it."""
    frames = _frames(spec, clips, model, pictures)
    memory = _memory(spec, model)
    return Plan(frames[-1].seconds * spec.steps, memory, " ".join(too_large(memory)))


def refuse_too_large(spec: PaintSpec, model: LoadedTokens) -> None:
    """Raises UserError where painting `spec` takes more memory than is free."""
    refusal = too_large(_memory(spec, model))
    if refusal:
        raise UserError(*refusal)


def _memory(spec: PaintSpec, model: LoadedTokens) -> int:
    """Bytes that painting `spec` takes, about: weights, key-value cache, and decoding."""
    tokens, shape = settings_of(spec), model.network.shape
    streams = tokens.candidates * (2 if tokens.guidance != 1 else 1)
    cached = 2 * shape.n_layer * shape.block_size * shape.n_embd * streams
    return BYTES * (model.folder.parameters + cached) + DECODING * spec.width * spec.height


def settings_of(spec: PaintSpec) -> TokenSettings:
    """The settings of this engine in `spec`, which has them."""
    if spec.tokens is None:
        raise ValueError("the spec is of another engine")
    return spec.tokens


def words_of(prompt: str) -> str:
    """The words that are wished for, without weights: what a transformer that reads words is given."""
    return ", ".join(part.text for part in parse_prompt(prompt) if part.weight > 0)


def _frames(
    spec: PaintSpec, clips: Sequence[ClipEncoder], model: LoadedTokens, pictures: ReadPicture
) -> list[Frame]:
    """Two rows at most."""
    steps = open_token_painting(spec, clips, model, pictures).steps()
    return [step for step, _ in zip(steps, range(2), strict=False) if isinstance(step, Frame)]


def _plan(spec: PaintSpec, tokens: TokenSettings, model: LoadedTokens, pictures: ReadPicture) -> CodePlan:
    size = (spec.height // model.factor, spec.width // model.factor)
    books = model.folder.codebooks
    label = label_number(model.folder, tokens.label)
    return CodePlan(
        candidates=tokens.candidates,
        given=_given(spec, tokens, model, pictures),
        codes=books.codes,
        levels=books.levels,
        side=model.folder.side,
        prefix=model.prefix(words_of(spec.prompt), label, size, _followed(spec, pictures)),
        untold=model.untold(),
    )


def _followed(spec: PaintSpec, pictures: ReadPicture) -> Tensor | None:
    """The picture [1, 3, h, w] that is followed, if any is."""
    return from_picture(pictures(spec.image_prompts[0])) if spec.image_prompts else None


def _given(spec: PaintSpec, tokens: TokenSettings, model: LoadedTokens, pictures: ReadPicture) -> Tensor:
    """The codes [levels * rows, columns] of what is kept of the init image, `FREE` elsewhere."""
    rows, columns = spec.height // model.factor, spec.width // model.factor
    levels = model.folder.codebooks.levels
    free = torch.full((levels * rows, columns), FREE, device=model.device)
    if spec.init is None:
        return free
    size = Size(spec.height, spec.width)
    start = centre_cropped(from_picture(pictures(spec.init)), size)
    kept = torch.zeros(rows, columns, dtype=torch.bool)
    if spec.mask is not None:
        part = kept_part(spec.mask, pictures, size)
        kept = functional.avg_pool2d(part, model.factor)[0, 0] > 0.5
    else:
        kept[half(tokens.keep, rows, columns)] = True
    return torch.where(kept.repeat(levels, 1).to(model.device), model.encode(start)[0], free)
