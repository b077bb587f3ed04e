"""The two ways to paint: the program's own, and that of the notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mmdesk.benchmark.apart import Way
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.tasks.painting.source_pictures import Pictures

_NO_PICTURES: Pictures = {}


@dataclass(frozen=True)
class Canvas:
    """What both do: `spec`, with the models in two folders; `plans` holds what ours found out."""

    spec: PaintSpec
    vqgan: Path
    clip: Path
    device: str
    plans: Path


def our_way(canvas: Canvas) -> Way:
    """The program's own loop: its data type, then a pause after each step."""
    from mmdesk.generation.opening import open_painting  # noqa: PLC0415  (the lazy door, as in plain_way)
    from mmdesk.models.clip_encoder import load_encoder  # noqa: PLC0415
    from mmdesk.models.vqgan.loaded import load_vqgan  # noqa: PLC0415

    clip = load_encoder(ClipFolder.read(canvas.clip), canvas.device, canvas.plans)
    vqgan = load_vqgan(VqganFolder.read(canvas.vqgan), canvas.device, canvas.plans)
    painting = open_painting(canvas.spec, [clip], vqgan, _NO_PICTURES.__getitem__)
    yield vqgan.plan.dtype
    for value in painting.steps():
        if isinstance(value, Frame):
            yield ""


def plain_way(canvas: Canvas) -> Way:
    """The loop of the notebooks: its data type, then a pause after each step."""
    from mmdesk.benchmark.plain_painting import PlainPainting  # noqa: PLC0415

    vqgan, clip = VqganFolder.read(canvas.vqgan), ClipFolder.read(canvas.clip)
    painting = PlainPainting(vqgan, clip, canvas.spec.width, canvas.spec.cutouts)
    yield "float32"
    while True:
        painting.step()
        yield ""
