"""The model of a kind that paints, found by its name, or where none is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.places import Places
from mmdesk.core.settings import load_settings
from mmdesk.models.store import SETTINGS, ModelStore


@dataclass(frozen=True)
class KindSentences:
    """What is said where there is no model of a kind, and where one of several, `{names}`, must be chosen."""

    none_yet: str
    several: str


KIND_SENTENCES: Mapping[str, KindSentences] = {
    "tokens": KindSentences(
        tr(
            "There is no transformer to paint with; import one with mmdesk models import, or "
            "train one with mmdesk train tokens."
        ),
        tr("Say which transformer paints, with --tokens: {names}."),
    ),
    "unclip": KindSentences(
        tr("There is no unCLIP to paint with; train one with mmdesk train decoder."),
        tr("Say which unCLIP paints, with --unclip: {names}."),
    ),
    "kandinsky": KindSentences(
        tr("There is no Kandinsky to paint with; fetch or import kandinsky-2-2-decoder."),
        tr("Say which of {names} is to paint: --kandinsky NAME."),
    ),
    "kandinsky-prior": KindSentences(
        tr("A Kandinsky needs a prior; fetch or import kandinsky-2-2-prior."),
        tr("Say which of {names} is to paint: mmdesk models use NAME."),
    ),
    "janus": KindSentences(
        tr("There is no Janus to paint with; fetch or import Janus-Pro-1B."),
        tr("Say which of {names} is to paint: --janus NAME."),
    ),
}


def usual_model(places: Places, kind: str) -> str:
    """The name of the model of `kind` that was chosen, else of the only one.

    One of the user's own goes before one that comes along. Raises UserError.
    """
    chosen = str(getattr(load_settings(places.settings), SETTINGS[kind]))
    if chosen:
        return chosen
    entries = [entry for entry in ModelStore(places).entries() if entry.kind == kind]
    names = [entry.name for entry in entries if not entry.builtin] or [entry.name for entry in entries]
    if len(names) == 1:
        return names[0]
    sentences = KIND_SENTENCES[kind]
    raise UserError(sentences.several.format(names=", ".join(names)) if names else sentences.none_yet)


def named_model(places: Places, name: str, kind: str) -> Path:
    """The folder of the model of `kind` called `name`, the usual one for no name. Raises UserError."""
    folder = places.find_model(name or usual_model(places, kind))
    if folder is None:
        raise UserError(
            tr("There is no model {name}. {none_yet}", name=name, none_yet=KIND_SENTENCES[kind].none_yet)
        )
    return folder
