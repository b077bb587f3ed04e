"""A painting as a PNG that says what it is and how to make it again.

Three things are written into the file, for three readers. This program finds an iTXt chunk `mmdesk`: JSON
with the whole spec, the models with their keys, and versions. People find the same in a line in `parameters`,
where other painting programs put it. And everybody finds XMP's `Iptc4xmpExt:DigitalSourceType`, which says
that the picture was made by a model (IPTC Photo Metadata Standard 2023.1).
"""

import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mmdesk import __version__
from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.core.paths import display_name, display_path
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS
from mmdesk.library.reading.reader import read_file
from mmdesk.library.reading.reasons import RefusedError

CHUNK = "mmdesk"
PARAMETERS = "parameters"
XMP = "XML:com.adobe.xmp"

LARGEST_CHUNK = 1 << 20
"""Characters of settings that are read; a spec with a large mask has a tenth of it."""

SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a painting carries: its spec, the models with their keys, and the versions it was made with."""

    spec: PaintSpec
    models: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


def write_painting(picture: FullPicture, recipe: Recipe, path: Path) -> None:
    """Write `picture` with its recipe as a PNG, whole or not at all. Raises UserError."""
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    texts = PngInfo()
    texts.add_itxt(CHUNK, json.dumps(_document(recipe)))
    texts.add_itxt(PARAMETERS, readable(recipe.spec))
    texts.add_itxt(XMP, _xmp(recipe.spec))
    data = io.BytesIO()
    image.save(data, "PNG", pnginfo=texts)
    write_whole(path, data.getvalue())


def read_recipe(path: bytes) -> Recipe:
    """What the picture in the file `path` was made with. Nothing of its pixels is looked at.

    Raises UserError for a picture that this program did not paint, or whose settings are damaged.
    """
    text = _chunk(path)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(tr("The settings in {path} are damaged.", path=display_name(path))) from error
    if not isinstance(document, dict):
        raise UserError(tr("The settings in {path} are damaged.", path=display_name(path)))
    spec = PaintSpec.from_document(document.get("painting"))
    return Recipe(spec, _names(document.get("models")), _names(document.get("versions")))


def read_painting(path: bytes | Path) -> PaintSpec:
    """The spec of the painting in a file; raises UserError as `read_recipe` does."""
    return read_recipe(os.fsencode(path)).spec


def readable(spec: PaintSpec) -> str:
    """The settings in a few words, as other programs show them."""
    if spec.tokens is not None:
        return f"{spec.prompt}\n{_as_line(_token_facts(spec, spec.tokens))}"
    if spec.sampling is not None:
        return f"{spec.prompt}\n{_as_line(_sampling_facts(spec, spec.sampling))}"
    facts = {
        "Steps": spec.steps,
        "Seed": spec.seed,
        "Size": f"{spec.width}x{spec.height}",
        "Engine": spec.engine,
        "Model": ", ".join([*spec.clips, *([spec.vqgan] if spec.engine == "vqgan" else [])]),
        "Cutouts": spec.cutouts,
        "Version": f"mmdesk {__version__}",
    }
    return f"{spec.prompt}\n{_as_line(facts)}"


def _token_facts(spec: PaintSpec, tokens: TokenSettings) -> dict[str, object]:
    """Settings of a painting that was drawn code by code."""
    return {
        "Seed": spec.seed,
        "Size": f"{spec.width}x{spec.height}",
        "Engine": spec.engine,
        "Model": tokens.model,
        "Candidates": tokens.candidates,
        "Temperature": tokens.temperature,
        "Top-k": tokens.top_k,
        "Top-p": tokens.top_p,
        "Guidance": tokens.guidance,
        **({"Label": tokens.label} if tokens.label else {}),
        "Version": f"mmdesk {__version__}",
    }


def _sampling_facts(spec: PaintSpec, settings: Any) -> dict[str, object]:
    """Settings of a painting by another engine with a model of its own."""
    return {
        "Steps": spec.steps,
        "Seed": spec.seed,
        "Size": f"{spec.width}x{spec.height}",
        "Engine": spec.engine,
        "Model": settings.model,
        "Candidates": settings.candidates,
        "Guidance": settings.guidance,
        "Version": f"mmdesk {__version__}",
    }


def _as_line(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in facts.items())


def _document(recipe: Recipe) -> dict[str, Any]:
    return {
        "painting": recipe.spec.to_document(),
        "models": dict(recipe.models),
        "versions": dict(recipe.versions),
    }


def _chunk(path: bytes) -> str:
    """The settings as they stand in the file; Pillow limits how much text it unpacks."""
    try:
        data, _ = read_file(path, ReadingLimits())
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            image.load()
            text = image.info.get(CHUNK, "")
    except RefusedError as error:
        raise UserError(
            tr("The picture {path} cannot be read: {error}", path=display_path(path), error=error)
        ) from error
    except (*PILLOW_ERRORS, MemoryError) as error:
        raise UserError(
            tr("The picture {path} is no PNG, or is damaged.", path=display_name(path))
        ) from error
    if not isinstance(text, str) or not text or len(text) > LARGEST_CHUNK:
        raise UserError(tr("The picture {path} holds no settings of a painting.", path=display_name(path)))
    return text


def _names(value: object) -> dict[str, str]:
    """A table of words, whatever else somebody wrote there."""
    entries = value.items() if isinstance(value, dict) else ()
    return {str(name): text for name, text in entries if isinstance(text, str)}


def _xmp(spec: PaintSpec) -> str:
    """An XMP packet with the kind of source, the program, and the prompt as the description."""
    source = "compositeWithTrainedAlgorithmicMedia" if spec.init else "trainedAlgorithmicMedia"
    quotes = {'"': "&quot;"}
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' Iptc4xmpExt:DigitalSourceType="{SOURCES}{source}"'
        f' xmp:CreatorTool="{escape(f"mmdesk {__version__}", quotes)}">'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(_sayable(spec.prompt))}</rdf:li>'
        "</rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    )


def _sayable(text: str) -> str:
    """`text` without characters that XML cannot hold."""
    return "".join(char if char.isprintable() else " " for char in text)
