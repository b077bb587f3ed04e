"""Specs of what an engine paints where nothing else is said."""

from dataclasses import asdict

from mmdesk.core.errors import UserError
from mmdesk.core.painting.engines import ENGINE_CARDS, EngineModel, usual_settings
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import DEFAULT_MODEL
from mmdesk.tasks.painting.engine_models import engine_models

SIDE, STEPS = 128, 60
"""Size and steps of engines without a model of their own."""


def painter_spec(prompt: str, engine: str = "vqgan") -> PaintSpec:
    """A spec of an engine that is led to `prompt` step by step."""
    document = PaintSpec(prompt, width=SIDE, height=SIDE, steps=STEPS, clips=(DEFAULT_MODEL,)).to_document()
    return PaintSpec.from_document({**document, "engine": engine})


def model_spec(prompt: str, model: EngineModel, candidates: int | None = None) -> PaintSpec:
    """A spec of an engine that draws with `model`, at its own size; None candidates are the usual number."""
    settings = {**asdict(usual_settings(ENGINE_CARDS[model.engine], model.name)), **model.advised}
    if candidates is not None:
        settings["candidates"] = candidates
    document = PaintSpec(prompt, width=model.size, height=model.size, clips=(DEFAULT_MODEL,)).to_document()
    return PaintSpec.from_document({**document, "engine": model.engine, model.engine: settings})


def usual_spec(prompt: str, engine: str, places: Places, candidates: int | None = None) -> PaintSpec:
    """What a newcomer gets of `engine`. Raises UserError where it has no model."""
    card = ENGINE_CARDS[engine]
    if not card.has_model:
        return painter_spec(prompt, engine)
    models = [one for one in engine_models(places) if one.engine == engine]
    if not models:
        raise UserError(card.how_to_get)
    return model_spec(prompt, models[0], candidates)
