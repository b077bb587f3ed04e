"""What draws and what judges, asleep until something is to be painted.

As with `ClipModel`, importing torch waits until it is needed; the doors are at the end of this file. The
models that judge are those the search sees with, and pass the same gate: a search waits for one step at most.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice, Plan
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places, builtin_models
from mmdesk.models.quiet_import import importing_quietly
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.painting.source_pictures import Pictures, read_source_pictures

if TYPE_CHECKING:
    from mmdesk.generation.painting import Painting
    from mmdesk.models.clip_encoder import ClipEncoder
    from mmdesk.models.vqgan.loaded import LoadedVqgan


Made = TypeVar("Made")

Make = Callable[[PaintSpec, "Sequence[ClipEncoder]", "LoadedVqgan | None", Pictures], Made]
"""What is done with a spec, the models it names, and its pictures."""


def find_vqgan(places: Places, name: str) -> VqganFolder:
    """The VQGAN called `name` among those that were added or come along, or in the folder `name`.

    Raises UserError where there is none.
    """
    for folder in (places.models / name, builtin_models() / name, Path(name).absolute()):
        if folder.is_dir():
            return VqganFolder.read(folder)
    raise UserError(
        f"There is no VQGAN called {name}; import one with mmdesk models import, "
        "or choose another engine: pixel, fft or lines."
    )


class PaintingModels:
    """The models paintings are made with, loaded once and kept. For one painting at a time."""

    def __init__(self, places: Places, clip: ClipModel, device: str = "auto") -> None:
        self._places = places
        self._device = device
        self._clip = {clip.folder.name: clip}
        self._vqgan: tuple[str, LoadedVqgan] | None = None
        self._loading = threading.Lock()

    def models(self, spec: PaintSpec) -> dict[str, str]:
        """The models `spec` names, with keys that change with their weights. Raises UserError."""
        judges = {name: self._clip_called(name).key for name in spec.clips}
        return judges | (
            {spec.vqgan: find_vqgan(self._places, spec.vqgan).key} if spec.engine == "vqgan" else {}
        )

    def open(self, spec: PaintSpec, state: Path | None = None) -> ActivePainting:
        """The painting of `spec`, or what is left of it after `state`. Takes seconds; raises UserError."""
        painting = self._with_models(spec, partial(_open_painting, state=state))
        return ActivePainting(painting, self._judges(spec))

    def plan(self, spec: PaintSpec) -> Plan:
        """What painting `spec` would take here, from two steps of it. Raises UserError."""
        return self._with_models(spec, _plan_painting)

    def _with_models(self, spec: PaintSpec, make: Make[Made]) -> Made:
        """What `make` makes of `spec` with all it needs. A search waits only while it is at work."""
        vqgan = self._load_vqgan(spec.vqgan) if spec.engine == "vqgan" else None
        pictures = read_source_pictures(spec)
        clip = self._judges(spec)
        for one in clip:
            one.load()
        with borrowed(clip) as clips:
            return make(spec, clips, vqgan, pictures)

    def _judges(self, spec: PaintSpec) -> list[ClipModel]:
        return [self._clip_called(name) for name in spec.clips]

    def _clip_called(self, name: str) -> ClipModel:
        if name not in self._clip:
            self._clip[name] = ClipModel(self._places, name, self._device)
        return self._clip[name]

    def _load_vqgan(self, name: str) -> LoadedVqgan:
        """The model, which stays in memory until another one is wanted."""
        folder = find_vqgan(self._places, name)
        with self._loading:
            if self._vqgan is None or self._vqgan[0] != folder.key:
                self._vqgan = None
                self._vqgan = (folder.key, _load_vqgan(folder, self._device, self._places.plans))
            return self._vqgan[1]


class ActivePainting:
    """A painting under way, with the eyes it borrows for each step.

    `is_whole` is false within a step, and for good after one that was broken off.
    """

    def __init__(self, painting: Painting, clip: Sequence[ClipModel]) -> None:
        self.painting = painting
        self.clip = clip
        self.is_whole = True

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """The rest of the painting, each step under the gate of its judges."""
        with closing(self.painting.steps()) as steps:
            while True:
                with borrowed(self.clip):
                    self.is_whole = False
                    value = next(steps, None)
                    self.is_whole = True
                if value is None:
                    return
                yield value

    @property
    def step(self) -> int:
        """How many steps are done."""
        return self.painting.step

    def picture(self) -> FullPicture:
        """The picture as far as it is, at its final size."""
        with borrowed(self.clip):
            return self.painting.picture()

    def save(self, path: Path) -> None:
        """Keep everything needed to go on. Raises UserError where the disk will not have it."""
        try:
            _save(self.painting, path)
        except OSError as error:
            raise UserError(f"The painting cannot be saved to {path}: {error.strerror}.") from error


@contextmanager
def borrowed(clip: Sequence[ClipModel]) -> Iterator[list[ClipEncoder]]:
    """All models at once, always in the order of their names: no two borrowers wait for each other."""
    with ExitStack() as stack:
        by_name = sorted({one.folder.name: one for one in clip}.items())
        encoders = {name: stack.enter_context(one.borrow()) for name, one in by_name}
        yield [encoders[one.folder.name] for one in clip]


# The lazy doors to torch.


def _open_painting(
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    vqgan: LoadedVqgan | None,
    pictures: Pictures,
    *,
    state: Path | None,
) -> Painting:
    with importing_quietly():
        from mmdesk.generation.opening import open_painting  # noqa: PLC0415

    return open_painting(spec, clips, vqgan, pictures.__getitem__, state)


def _load_vqgan(folder: VqganFolder, device: str, plans: Path) -> LoadedVqgan:
    with importing_quietly():
        from mmdesk.models.device import choose_device  # noqa: PLC0415
        from mmdesk.models.vqgan.loaded import load_vqgan  # noqa: PLC0415

    return load_vqgan(folder, choose_device(device), plans)


def _plan_painting(
    spec: PaintSpec, clips: Sequence[ClipEncoder], vqgan: LoadedVqgan | None, pictures: Pictures
) -> Plan:
    with importing_quietly():
        from mmdesk.generation.opening import plan_painting  # noqa: PLC0415

    return plan_painting(spec, clips, vqgan, pictures.__getitem__)


def _save(painting: Painting, path: Path) -> None:
    from mmdesk.generation.run_file import save_run  # noqa: PLC0415

    save_run(painting.snapshot(), path)
