"""The spec that a command line describes, for whichever engine it means."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from mmdesk.cli.choices import Choices
from mmdesk.cli.engine_choice import engine_meant
from mmdesk.cli.janus_options import build_janus_spec
from mmdesk.cli.kandinsky_options import build_kandinsky_spec
from mmdesk.cli.paint_options import build_spec, of_descent
from mmdesk.cli.token_options import build_token_spec, model_name
from mmdesk.cli.unclip_options import build_unclip_spec
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.tasks.painting.janus_models import find_janus, usual_janus
from mmdesk.tasks.painting.kandinsky_models import find_kandinsky, usual_kandinsky
from mmdesk.tasks.painting.token_models import find_tokens, usual_tokens
from mmdesk.tasks.painting.unclip_models import find_unclip, usual_unclip

Options = Mapping[str, Any]
"""Options of a command, by name."""


class NamedModel(Protocol):
    """A model in a folder."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...


class SamplingEngine(NamedTuple):
    """How a spec for an engine with a model of its own comes about.

    `find` finds a model by its name, `usual` the one that is meant where none is named; its pictures have
    the side in its attribute `side`. `build` makes the spec.
    """

    find: Callable[[Places, str], NamedModel]
    usual: Callable[[Places], NamedModel]
    side: str
    build: Callable[[PaintSpec, Options, Options, str, int], PaintSpec]


ENGINES: Mapping[str, SamplingEngine] = {
    "tokens": SamplingEngine(find_tokens, usual_tokens, "size", build_token_spec),
    "unclip": SamplingEngine(find_unclip, usual_unclip, "side", build_unclip_spec),
    "kandinsky": SamplingEngine(find_kandinsky, usual_kandinsky, "side", build_kandinsky_spec),
    "janus": SamplingEngine(find_janus, usual_janus, "side", build_janus_spec),
}


def changed_spec(choices: Choices, base: PaintSpec, options: Options) -> PaintSpec:
    """`base` with the settings in `options`, for the engine that is meant. Raises UserError."""
    name = engine_meant(base, options)
    if name not in ENGINES:
        return build_spec(base, options)
    engine = ENGINES[name]
    own = getattr(base, name)
    given = options[name] or (own.model if own else None)
    folder = engine.find(choices.places, given) if given else engine.usual(choices.places)
    model = model_name(given) if given else folder.name
    if own is None:
        advised = getattr(folder, "advised", {})
        options = {**options, **{key: one for key, one in advised.items() if options.get(key) is None}}
    return engine.build(base, options, of_descent(options), model, getattr(folder, engine.side))
