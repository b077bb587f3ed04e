"""The door to torch, and to packages that not everybody has, for large models; see `torch_door`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mmdesk.core.language import tr
from mmdesk.models.extras import DIFFUSION, TRANSFORMERS, refuse_without, without_network
from mmdesk.models.quiet_import import importing_quietly

if TYPE_CHECKING:
    from mmdesk.core.painting.frame import Plan
    from mmdesk.core.painting.spec import PaintSpec
    from mmdesk.generation.lent_clips import LendClips
    from mmdesk.generation.opening import ReadPicture
    from mmdesk.generation.under_way import PaintingUnderWay
    from mmdesk.models.janus.folder import JanusFolder
    from mmdesk.models.janus.loaded import LoadedJanus
    from mmdesk.models.kandinsky.folder import KandinskyFolder, KandinskyPriorFolder
    from mmdesk.models.kandinsky.loaded import LoadedKandinsky


def refuse_without_diffusion(engine: str) -> None:
    """Raises UserError, with what to install, where packages are missing that `engine` needs."""
    # translators: begins “The engine … needs diffusers and transformers, …”
    refuse_without(DIFFUSION, tr("The engine {engine}", engine=engine))


def refuse_without_transformers(engine: str) -> None:
    """Raises UserError, with what to install, where packages are missing that `engine` needs."""
    # translators: begins “The engine … needs diffusers and transformers, …”
    refuse_without(TRANSFORMERS, tr("The engine {engine}", engine=engine))


def load_kandinsky(
    folder: KandinskyFolder, prior: KandinskyPriorFolder, device: str, plans: Path
) -> LoadedKandinsky:
    """The Kandinsky in these folders, ready to paint on `device`. Raises UserError."""
    refuse_without_diffusion("kandinsky")
    with importing_quietly(), without_network():
        from mmdesk.models.device import choose_device
        from mmdesk.models.kandinsky.loaded import load_kandinsky as load

    return load(folder, prior, choose_device(device), plans)


def open_kandinsky_painting(
    spec: PaintSpec,
    lend: LendClips,
    model: LoadedKandinsky,
    pictures: ReadPicture,
    state: Path | None = None,
) -> PaintingUnderWay:
    """The painting of `spec` by a Kandinsky, or what is left of it after `state`. Raises UserError."""
    from mmdesk.generation.kandinsky.opening import open_kandinsky_painting as open_it

    return open_it(spec, lend, model, pictures, state)


def plan_kandinsky_painting(spec: PaintSpec, model: LoadedKandinsky, pictures: ReadPicture) -> Plan:
    """Time and memory that painting `spec` would take, from smaller steps. Raises UserError."""
    from mmdesk.generation.kandinsky.opening import plan_kandinsky_painting as plan

    return plan(spec, model, pictures)


def load_janus(spec: PaintSpec, folder: JanusFolder, device: str, plans: Path) -> LoadedJanus:
    """The Janus in `folder`, ready to paint `spec` on `device`. Raises UserError."""
    refuse_without_transformers("janus")
    with importing_quietly(), without_network():
        from mmdesk.generation.janus.opening import refuse_too_large
        from mmdesk.models.device import choose_device
        from mmdesk.models.janus.loaded import load_janus as load

    refuse_too_large(spec, folder)
    return load(folder, choose_device(device), plans)


def open_janus_painting(
    spec: PaintSpec, lend: LendClips, model: LoadedJanus, state: Path | None = None
) -> PaintingUnderWay:
    """The painting of `spec` by a Janus, or what is left of it after `state`. Raises UserError."""
    from mmdesk.generation.janus.opening import open_janus_painting as open_it

    return open_it(spec, lend, model, state)


def plan_janus_painting(spec: PaintSpec, model: LoadedJanus) -> Plan:
    """Time and memory that painting `spec` would take, from two codes of it."""
    from mmdesk.generation.janus.opening import plan_janus_painting as plan

    return plan(spec, model)
