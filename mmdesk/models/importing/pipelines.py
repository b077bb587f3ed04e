"""Published models of several parts, which stay in the files they came in: Kandinsky 2.2, Janus.

Which they are is told by the names of classes in their configs, which are compared and never imported.
Weights must be safetensors: a pickle could run code, and is refused whatever is in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mmdesk.core.enumeration import either_of
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.kandinsky import folder as kandinsky
from mmdesk.models.published_folder import read_config

INDEX = "model_index.json"
"""File that names the parts of a pipeline of diffusers."""

PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
SMALL = (".json", ".txt", ".model", ".jinja")
MAX_SMALL_BYTES = 50_000_000
CARD = "README.md"
LICENCE = re.compile(r"^license:\s*([\w.+-]{1,40})\s*$", re.MULTILINE)
"""The licence in the head of a model card."""

THEIR_JANUS = "multi_modality"
"""What the authors of Janus call the form that only their program reads."""

JANUS_LICENCE = "DeepSeek Model License"

NETWORK, TEXTS = "network", "texts"

PublishedKind = Literal["kandinsky", "kandinsky-prior", "janus"]

Parts = Mapping[str, tuple[str, tuple[str, ...]]]
"""What each part is, with the names of the classes it may have."""

DIFFUSION_SCHEDULERS = ("DDPMScheduler", "DDIMScheduler")

DECODER: Parts = {
    kandinsky.UNET: (NETWORK, ("UNet2DConditionModel",)),
    kandinsky.MOVQ: (NETWORK, ("VQModel",)),
    kandinsky.SCHEDULER: (TEXTS, DIFFUSION_SCHEDULERS),
}
PRIOR: Parts = {
    kandinsky.PRIOR: (NETWORK, ("PriorTransformer",)),
    kandinsky.TEXT: (NETWORK, ("CLIPTextModelWithProjection",)),
    kandinsky.IMAGE: (NETWORK, ("CLIPVisionModelWithProjection",)),
    kandinsky.SCHEDULER: (TEXTS, ("UnCLIPScheduler",)),
    kandinsky.TOKENIZER: (TEXTS, ("CLIPTokenizer", "CLIPTokenizerFast")),
    kandinsky.PIXELS: (TEXTS, ("CLIPImageProcessor", "CLIPImageProcessorFast", "CLIPImageProcessorPil")),
}
PIPELINES: Mapping[str, tuple[PublishedKind, Parts]] = {
    "KandinskyV22Pipeline": ("kandinsky", DECODER),
    "KandinskyV22InpaintPipeline": ("kandinsky", DECODER),
    "KandinskyV22PriorPipeline": ("kandinsky-prior", PRIOR),
}
"""Kind and parts of the pipelines that can be imported, by the names of their classes."""


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A model of `kind` in the `files` that are to be copied, with our `config` for it.

    `licence` is what its card says; `note` says so in a sentence.
    """

    kind: PublishedKind
    config: Mapping[str, Any]
    files: tuple[Path, ...]
    licence: str | None
    note: str


def read_pipeline(path: Path) -> PublishedModel:
    """The pipeline of diffusers in the folder `path`. Raises UserError for another one, and for pickles."""
    index = read_config(path / INDEX)
    name = str(index.get("_class_name"))
    if name not in PIPELINES:
        raise UserError(
            tr(
                "The folder {path} is a {name}, which cannot be painted with here; there is {kinds}.",
                path=path,
                name=name[:60],
                kinds=", ".join(PIPELINES),
            )
        )
    kind, parts = PIPELINES[name]
    files = [path / INDEX]
    for part, (what, classes) in parts.items():
        told = index.get(part)
        if not (isinstance(told, list) and len(told) == 2 and told[1] in classes):
            raise UserError(
                tr(
                    "The {part} of {path} is not one that a {name} has here: {classes}.",
                    part=part,
                    path=path,
                    name=name,
                    classes=either_of(classes),
                )
            )
        files += _part(path / part, needs_weights=what == NETWORK)
    licence = licence_of(path)
    note = tr("Its card names the licence {licence}.", licence=licence) if licence else ""
    return PublishedModel(kind, {"model": kind, "pipeline": name}, tuple(files), licence, note)


def is_janus(config: Mapping[str, Any]) -> bool:
    """Whether the config of a folder of transformers is that of a Janus, in whichever form."""
    return config.get("model_type") in ("janus", THEIR_JANUS)


def read_janus(path: Path) -> PublishedModel:
    """The Janus in the folder `path`, in the form of transformers. Raises UserError for the other."""
    config = read_config(path / "config.json")
    if config.get("model_type") == THEIR_JANUS:
        raise UserError(
            tr(
                "The model {path} has the form that only its authors' own program reads; get it from "
                "deepseek-community instead, where it has that of transformers.",
                path=path,
            )
        )
    if config.get("architectures") not in (None, ["JanusForConditionalGeneration"]):
        raise UserError(tr("The model {path} is no JanusForConditionalGeneration, which paints.", path=path))
    if not (path / "tokenizer.json").is_file():
        raise UserError(
            tr("The model {path} needs its tokenizer.json: without it no words can be read.", path=path)
        )
    files = (*small_files(path), *weights_in(path))
    said = licence_of(path) or tr("no licence")
    licence = tr(
        "{said} by its card, {licence} by its authors",
        said=said.upper() if said == "mit" else said,
        licence=JANUS_LICENCE,
    )
    note = tr(
        "Its card says {said}, its authors' repository puts the weights under the {licence}.",
        said=said,
        licence=JANUS_LICENCE,
    )
    return PublishedModel("janus", {"model": "janus"}, files, licence, note)


def licence_of(path: Path) -> str | None:
    """The licence that the model card in `path` names; None where there is no card, or it names none."""
    try:
        head = (path / CARD).read_text("utf-8", "replace")[:4000]
    except OSError:
        return None
    found = LICENCE.search(head)
    return found and found[1]


def _part(path: Path, *, needs_weights: bool) -> list[Path]:
    if not path.is_dir():
        raise UserError(
            tr(
                "The model {path} is incomplete: the folder {name} is missing.",
                path=path.parent,
                name=path.name,
            )
        )
    return [*small_files(path), *(weights_in(path) if needs_weights else [])]


def small_files(path: Path) -> list[Path]:
    """Configs and vocabularies in `path`: no link, nothing large."""
    files = [file for file in sorted(path.iterdir()) if file.suffix in SMALL and not file.is_symlink()]
    return [file for file in files if file.is_file() and file.stat().st_size <= MAX_SMALL_BYTES]


def weights_in(path: Path) -> Sequence[Path]:
    """The weights in `path`, in one file or several. Raises UserError where there are none but pickles."""
    whole = [path / f"{name}.safetensors" for name in ("model", "diffusion_pytorch_model")]
    found = [file for file in whole if file.is_file()] or sorted(path.glob("*-of-*.safetensors"))
    if found:
        return found
    pickles = [file.name for file in sorted(path.iterdir()) if file.suffix in PICKLES]
    if pickles:
        raise UserError(
            tr(
                "The weights {path} are a pickle, which can run code when it is opened; get the "
                ".safetensors of this model instead.",
                path=path / pickles[0],
            )
        )
    raise UserError(tr("The model {path} has no weights: a .safetensors file is missing.", path=path))
