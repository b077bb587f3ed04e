"""A painting by a Janus opened from a spec and a model, and what it will take."""

import time
from functools import partial
from pathlib import Path

import torch

from mmdesk.core.errors import UserError
from mmdesk.core.painting.frame import Plan
from mmdesk.core.painting.janus_settings import JanusSettings
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.janus.drawing import JanusDrawing
from mmdesk.generation.janus.painting import SHOWN_EVERY, JanusPainting
from mmdesk.generation.lent_clips import LendClips, ranked_by_words
from mmdesk.generation.plan import too_large
from mmdesk.generation.tokens.opening import DECODING, words_of
from mmdesk.generation.tokens.state import load_token_state, new_random
from mmdesk.models.janus.folder import JanusFolder
from mmdesk.models.janus.loaded import LoadedJanus

PROMPT = 64
"""Tokens of a prompt, about."""

LEAST_BYTES = 2
"""Bytes a number takes at least, where it is not known yet what type will be used."""


def open_janus_painting(
    spec: PaintSpec, lend: LendClips, model: LoadedJanus, state: Path | None = None
) -> JanusPainting:
    """The painting of `spec`, or what is left of it after `state`, a file that was saved of one.

    Raises UserError where the state is of another painting.
    """
    settings = janus_settings_of(spec)
    saved = None if state is None else load_token_state(state)
    if saved is not None:
        saved.check_fits(spec)
    random = new_random(spec.seed, None if saved is None else saved.random)
    drawing = JanusDrawing(model, words_of(spec.prompt), settings, random)
    if saved is not None:
        drawing.go_on_from(saved.row, saved.codes)
    return JanusPainting(spec, model, drawing, random, partial(ranked_by_words, spec.prompt, lend))


def plan_janus_painting(spec: PaintSpec, model: LoadedJanus) -> Plan:
    """The cost of what `open_janus_painting` opens, from two codes and a picture."""
    settings, rows = janus_settings_of(spec), model.folder.rows
    drawing = JanusDrawing(model, words_of(spec.prompt), settings, torch.Generator())
    began = time.perf_counter()
    drawing.draw_code(0)
    read = time.perf_counter()
    drawing.draw_code(1)
    drawn = time.perf_counter()
    model.pictures(drawing.codes[:1])
    decoded = time.perf_counter()
    pictures = settings.candidates + rows // SHOWN_EVERY
    seconds = (read - began) + (drawn - read) * rows**2 + (decoded - drawn) * pictures
    memory = memory_of(settings, model.folder, model.dtype.itemsize)
    return Plan(seconds, memory)


def refuse_too_large(spec: PaintSpec, folder: JanusFolder) -> None:
    """Raises UserError where painting `spec` takes more memory than is free, before anything is loaded."""
    refusal = too_large(memory_of(janus_settings_of(spec), folder, LEAST_BYTES))
    if refusal:
        raise UserError(*refusal)


def memory_of(settings: JanusSettings, folder: JanusFolder, itemsize: int) -> int:
    """Bytes that painting takes, about: weights, key-value cache, and decoding."""
    streams = settings.candidates * (2 if settings.guidance > 1 else 1)
    cached = 2 * folder.layers * folder.width * (PROMPT + folder.rows**2) * streams
    return itemsize * (folder.parameters + cached) + DECODING * folder.side**2


def janus_settings_of(spec: PaintSpec) -> JanusSettings:
    """The settings of this engine in `spec`, which has them."""
    if spec.janus is None:
        raise ValueError("the spec is of another engine")
    return spec.janus
