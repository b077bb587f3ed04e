"""Training, as the command line asks for it.

The training room needs torch, so it is imported when a run is asked for and not before.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.models.quiet_import import importing_quietly
from mmdesk.tasks.clip_model import find_model
from mmdesk.tasks.painting.models import find_vqgan
from mmdesk.tasks.tagging.sets import vocabulary

if TYPE_CHECKING:
    from mmdesk.training.evaluation import Figures
    from mmdesk.training.vqgan.figures import VqganFigures


@dataclass(frozen=True)
class ClipTrainingRequest:
    """What the user said; the rest of a run's settings are the training room's own."""

    data: Path
    out: Path
    minutes: float
    resume: bool = False
    teacher: Path | None = None
    nouns: Path | None = None
    device: str = "auto"
    crops: int = 100_000
    threads: int | None = None


@dataclass(frozen=True)
class VqganTrainingRequest:
    """What the user said of a VQGAN to be trained."""

    data: Path
    out: Path
    minutes: float
    resume: bool = False
    device: str = "auto"
    threads: int | None = None


@dataclass(frozen=True)
class TrainingNote:
    """Losses or held-out figures on the way, as one line for people."""

    text: str


def train_clip(wish: ClipTrainingRequest) -> Generator[Progress | TrainingNote, None, dict[str, Any]]:
    """Train a CLIP; returns the held-out figures as a document. Closing it leaves a run to resume."""
    with importing_quietly():
        from mmdesk.models.device import choose_device  # noqa: PLC0415  (the lazy door)
        from mmdesk.training.clip import train_clip as train  # noqa: PLC0415
        from mmdesk.training.spec import TrainSpec  # noqa: PLC0415

    spec = TrainSpec(
        data=wish.data, out=wish.out, minutes=wish.minutes, resume=wish.resume, teacher=wish.teacher,
        nouns=wish.nouns, device=choose_device(wish.device), crops=wish.crops, threads=wish.threads,
    )  # fmt: skip
    figures: Figures = yield from _told(train(spec))
    return figures.document()


def train_vqgan(
    wish: VqganTrainingRequest, places: Places, clip: str
) -> Generator[Progress | TrainingNote, None, dict[str, Any]]:
    """Train a VQGAN, likeness being judged by the CLIP `clip`; returns the held-out figures as a document.

    Closing it leaves a run to resume.
    """
    folder = find_model(places, clip).path
    with importing_quietly():
        from mmdesk.models.device import choose_device  # noqa: PLC0415  (the lazy door)
        from mmdesk.training.vqgan.run import train_vqgan as train  # noqa: PLC0415
        from mmdesk.training.vqgan.spec import VqganSpec  # noqa: PLC0415

    spec = VqganSpec(
        data=wish.data, out=wish.out, clip=folder, minutes=wish.minutes, resume=wish.resume,
        device=choose_device(wish.device), threads=wish.threads,
    )  # fmt: skip
    figures: VqganFigures = yield from _told(train(spec))
    return figures.document()


def evaluate_vqgan(data: Path, places: Places, name: str, device: str = "auto") -> dict[str, Any]:
    """Held-out figures of the VQGAN of that name or in that folder, on `data`, as a document."""
    folder = find_vqgan(places, name).path
    with importing_quietly():
        from mmdesk.models.device import choose_device  # noqa: PLC0415  (the lazy door)
        from mmdesk.training.vqgan.figures import SIDE  # noqa: PLC0415
        from mmdesk.training.vqgan.run import evaluate_vqgan as evaluate  # noqa: PLC0415

    return evaluate(folder, data, SIDE, choose_device(device)).document()


def evaluate_clip(data: Path, places: Places, model: str, device: str = "auto") -> dict[str, Any]:
    """All held-out figures of the model of that name or in that folder, on `data`, as a document."""
    folder = find_model(places, model)
    with importing_quietly():
        from mmdesk.models.device import choose_device  # noqa: PLC0415  (the lazy door)
        from mmdesk.training.evaluator import Evaluator  # noqa: PLC0415
        from mmdesk.training.pack import read_examples  # noqa: PLC0415

    judge = Evaluator.of_folder(folder.path, read_examples(data), choose_device(device))
    try:
        return judge.figures().document()
    finally:
        judge.close()


def evaluate_tags(
    data: Path, places: Places, model: str, device: str = "auto"
) -> Generator[Progress, None, dict[str, Any]]:
    """How well the model of that name or in that folder tags, before and after teaching, as a document."""
    folder = find_model(places, model)
    with importing_quietly():
        from mmdesk.models.device import choose_device  # noqa: PLC0415  (the lazy door)
        from mmdesk.training.tagging.run import evaluate_tags as evaluate  # noqa: PLC0415

    figures = yield from evaluate(folder.path, data, vocabulary(), choose_device(device))
    return figures.document()


def fit_tags(
    data: Path, places: Places, model: str, device: str = "auto", *, write: bool = False
) -> Generator[Progress, None, dict[str, Any]]:
    """Fit the curve that makes probabilities of labels, and with `write` put it beside the weights."""
    folder = find_model(places, model)
    with importing_quietly():
        from mmdesk.models.device import choose_device  # noqa: PLC0415  (the lazy door)
        from mmdesk.training.tagging.run import fit_curve_of  # noqa: PLC0415

    curve = yield from fit_curve_of(folder.path, data, vocabulary(), choose_device(device))
    if write:
        curve.write(folder.path)
    return curve.document()


def _told(steps: Any) -> Generator[Progress | TrainingNote, None, Any]:
    """Pass progress on, and make lines of everything else."""
    try:
        while True:
            event = next(steps)
            yield event if isinstance(event, Progress) else TrainingNote(str(event))
    except StopIteration as end:
        return end.value
    finally:
        steps.close()
