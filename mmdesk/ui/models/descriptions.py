"""Descriptions of a model."""

from collections.abc import Mapping, Sequence

from mmdesk.core.language import in_figures, told, tr, trc, trn
from mmdesk.core.model_catalogue import CatalogueModel, ModelOffer
from mmdesk.core.models import ModelEntry, Use
from mmdesk.ui.formatting import file_size

KINDS = {
    "clip": "CLIP",
    "vqgan": "VQGAN",
    "tokens": "Transformer",
    "unclip": "unCLIP",
    "kandinsky": "Kandinsky",
    "kandinsky-prior": "Kandinsky prior",
    "janus": "Janus",
}
PURPOSES = {
    "clip": tr("Finds photos by words, and judges paintings."),
    "vqgan": tr("Paints: the engine VQGAN of the Studio."),
    "tokens": tr("Paints code by code: mmdesk paint --engine tokens."),
    "unclip": tr("Paints from image vectors: mmdesk paint --engine unclip."),
    "kandinsky": tr("Paints by diffusion, with a Kandinsky prior: mmdesk paint --engine kandinsky."),
    "kandinsky-prior": tr("Tells a Kandinsky what words and photos mean."),
    "janus": tr("Paints from whole sentences: mmdesk paint --engine janus."),
}
USES: Mapping[Use, str] = {
    "search": tr("Search and tags"),
    "guidance": trc("a model", "Guides paintings"),
    "painting": trc("a model", "Paints"),
}
MEASURED = ("clip", "vqgan")
"""Kinds that can be measured."""

NOT_VERIFIED = tr("put there by hand, not verified")
NOT_MEASURED = tr("Speed and memory here are not measured yet.")
SLOW = 0.95
"""Pictures a second below which seconds a picture say more."""


def facts(entry: ModelEntry) -> str:
    """Kind, size and origin in one line."""
    parts = [KINDS[entry.kind]]
    parts.append(file_size(entry.size_bytes))
    parts.append(_origin(entry))
    if entry.licence is not None:
        parts.append(tr("licence {licence}", licence=entry.licence))
    elif not entry.builtin:
        parts.append(tr("licence not known"))
    return "  ·  ".join(parts)


def _origin(entry: ModelEntry) -> str:
    if entry.builtin:
        return tr("comes with mmdesk")
    return trc("a model", "imported") if entry.source else NOT_VERIFIED


def details(entry: ModelEntry) -> list[str]:
    """What few want to know: number of parameters, checksum, and where an imported model came from."""
    lines = (
        [tr("{parameters:.1f} M parameters", parameters=entry.parameters / 1e6)]
        if entry.parameters is not None
        else []
    )
    if entry.sha256:
        lines.append(f"SHA-256 {entry.sha256}")
    return [*lines, tr("From {source}", source=entry.source)] if entry.source else lines


def purpose(entry: ModelEntry) -> str:
    """Purpose of the model, or what is wrong with it."""
    return PURPOSES[entry.kind] if entry.is_ready else entry.state


def measured(entry: ModelEntry) -> str:
    """Speed and memory as they were measured here; nothing of a broken model."""
    if entry.speed is None:
        return NOT_MEASURED if entry.is_ready and entry.kind in MEASURED else ""
    told = rate if entry.kind == "clip" else painting_rate
    speed, memory = told(entry.speed.pictures_per_second), file_size(entry.speed.memory_bytes)
    return tr("Here: {speed}  ·  {memory} at work", speed=speed, memory=memory)


def rate(per_second: float) -> str:
    """How fast photos are seen, in words: "48 photos a second", "a photo in 3 seconds"."""
    if per_second < SLOW:
        return tr("a photo in {seconds} seconds", seconds=_rounded(1 / per_second))
    return tr("{number} photos a second", number=_rounded(per_second))


def painting_rate(per_second: float) -> str:
    """How fast pictures are made, in words."""
    if per_second < SLOW:
        return tr("a picture of 256×256 in {seconds} seconds", seconds=_rounded(1 / per_second))
    return tr("{number} pictures of 256×256 a second", number=_rounded(per_second))


def expected(offer: ModelOffer) -> str:
    """The speed that can be expected here; empty where nothing was measured."""
    per_second = offer.pictures_per_second
    return tr("about {speed} here", speed=rate(float(f"{per_second:.1g}"))) if per_second else ""


def quality(entry: ModelEntry) -> list[str]:
    """What the model's vectors are worth for the labels that were decided here; nothing where none were."""
    if entry.quality is None:
        return []
    found = entry.quality
    return [
        tr(
            "Tells your accepted photos from rejected ones: average precision {precision:.2f}"
            " ({photos}, {labels})",
            precision=found.average_precision,
            photos=trn("{n:,} photo", "{n:,} photos", found.photos),
            labels=trn("{n} label", "{n} labels", found.labels),
        )
    ]


def _rounded(number: float) -> str:
    """Two digits that mean something."""
    rounded = round(number, 1)
    return in_figures(rounded, ".1f" if rounded < 10 and rounded % 1 else ",.0f")


def offer_facts(offer: ModelOffer) -> str:
    """Kind, size, languages, speed and licence of a model that can be fetched, in one line."""
    model = offer.model
    parts = [KINDS[model.kind], file_size(model.size_bytes), told(model.languages), expected(offer)]
    parts.append(tr("licence {licence}", licence=model.licence))
    if "research only" in model.licence_note:
        parts.append(tr("research only"))
    return "  ·  ".join(part for part in parts if part)


def by_hand(model: CatalogueModel, addresses: Sequence[tuple[str, str]]) -> str:
    """What to carry over from a computer with a network, and what to do with it here."""
    files = [f"{file.called}\n    {url}" for file, (_, url) in zip(model.files, addresses, strict=True)]
    first = tr("Put these files into one folder called {name}, under these names:", name=model.name)
    return "\n".join([first, *files, tr("Then import that folder here, or drop it on the Models place.")])
