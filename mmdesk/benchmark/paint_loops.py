"""Two loops that paint: the program's own, and that of the notebooks."""

from dataclasses import dataclass
from pathlib import Path

from mmdesk.benchmark.bench_process import Steps
from mmdesk.benchmark.plain_painting import PlainPainting
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.opening import open_painting
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.loaded import load_vqgan
from mmdesk.tasks.painting.source_pictures import Pictures

_NO_PICTURES: Pictures = {}


@dataclass(frozen=True)
class PaintTask:
    """A painting for both: `spec`, with the models in two folders; `plans` caches what ours probed."""

    spec: PaintSpec
    vqgan: Path
    clip: Path
    device: str
    plans: Path


def program_steps(task: PaintTask) -> Steps:
    """Steps of the program's own loop."""
    clip = load_encoder(ClipFolder.read(task.clip), task.device, task.plans)
    vqgan = load_vqgan(VqganFolder.read(task.vqgan), task.device, task.plans)
    painting = open_painting(task.spec, [clip], vqgan, _NO_PICTURES.__getitem__)
    yield vqgan.plan.dtype
    for value in painting.steps():
        if isinstance(value, Frame):
            yield ""


def notebook_steps(task: PaintTask) -> Steps:
    """Steps of the loop of the notebooks."""
    vqgan, clip = VqganFolder.read(task.vqgan), ClipFolder.read(task.clip)
    painting = PlainPainting(vqgan, clip, task.spec.width, task.spec.cutouts)
    yield "float32"
    while True:
        painting.step()
        yield ""
