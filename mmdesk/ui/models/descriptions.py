"""Descriptions of a model."""

from collections.abc import Sequence

from mmdesk.core.model_catalogue import CatalogueModel
from mmdesk.core.models import ModelEntry
from mmdesk.ui.formatting import file_size

KINDS = {"clip": "CLIP", "vqgan": "VQGAN", "tokens": "Transformer"}
PURPOSES = {
    "clip": "Finds photos by words, and judges paintings.",
    "vqgan": "Paints: the engine VQGAN of the Studio.",
    "tokens": "Paints code by code: mmdesk paint --engine tokens.",
}
USES = {"search": "searches", "guidance": "judges paintings", "painting": "paints"}


def facts(entry: ModelEntry) -> str:
    """Kind, size and origin in one line."""
    parts = [KINDS[entry.kind]]
    parts.append(file_size(entry.size_bytes))
    parts.append("comes with mmdesk" if entry.builtin else "imported")
    if entry.licence is not None:
        parts.append(f"licence {entry.licence}")
    elif not entry.builtin:
        parts.append("licence not known")
    return "  ·  ".join(parts)


def details(entry: ModelEntry) -> list[str]:
    """What few want to know: number of parameters, checksum, and where an imported model came from."""
    lines = [f"{entry.parameters / 1e6:.1f} M parameters"] if entry.parameters is not None else []
    if entry.sha256:
        lines.append(f"SHA-256 {entry.sha256}")
    return [*lines, f"From {entry.source}"] if entry.source else lines


def purpose(entry: ModelEntry) -> str:
    """Purpose of the model, or what is wrong with it."""
    return PURPOSES[entry.kind] if entry.is_ready else entry.state


def uses(entry: ModelEntry) -> str:
    """Uses of the model at present: "in use: searches, judges paintings"."""
    return "in use: " + ", ".join(USES[use] for use in entry.used_for)


def offer_facts(model: CatalogueModel) -> str:
    """Kind, size, languages and licence of a model that can be fetched, in one line."""
    parts = [KINDS[model.kind], file_size(model.size_bytes), model.languages, f"licence {model.licence}"]
    if model.licence_note and model.licence != "not stated":
        parts.append("research only")
    return "  ·  ".join(part for part in parts if part)


def by_hand(model: CatalogueModel, addresses: Sequence[tuple[str, str]]) -> str:
    """What to carry over from a computer with a network, and what to do with it here."""
    files = [f"{name}\n    {url}" for name, url in addresses]
    first = f"Put these files into one folder called {model.name}:"
    return "\n".join([first, *files, "Then drop that folder on the Models place."])
