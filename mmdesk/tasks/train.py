"""Training, as the command line asks for it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from mmdesk.core.places import Places, builtin_models
from mmdesk.core.progress import Progress
from mmdesk.tasks import torch_door
from mmdesk.tasks.clip_model import DEFAULT_MODEL, find_model
from mmdesk.tasks.painting.models import find_vqgan
from mmdesk.tasks.tagging.sets import DEFAULT_SET, starter_sets
from mmdesk.tasks.training_requests import ClipTrainingRequest, TokensTrainingRequest, VqganTrainingRequest
from mmdesk.tasks.vocabulary import vocabulary

VOCABULARY = "bpe_merges.txt.gz"
"""File of the words that the starter CLIP reads, in its folder."""


@dataclass(frozen=True)
class TrainingNote:
    """Losses or held-out figures on the way, as one line for people."""

    text: str


class Documented(Protocol):
    """Figures of any kind."""

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        ...


TrainingSteps = Generator[Progress | TrainingNote, None, dict[str, Any]]


def train_clip(request: ClipTrainingRequest, places: Places) -> TrainingSteps:
    """Train a CLIP; returns the held-out figures as a document. Closing it leaves a run to resume."""
    text_from = find_model(places, request.text_from).path if request.text_from is not None else None
    return (yield from as_notes(torch_door.train_clip(request, text_from)))


def train_vqgan(request: VqganTrainingRequest, places: Places, clip: str) -> TrainingSteps:
    """Train a VQGAN, likeness being judged by the CLIP `clip`; returns the held-out figures as a document.

    Closing it leaves a run to resume.
    """
    return (yield from as_notes(torch_door.train_vqgan(request, find_model(places, clip).path)))


def train_tokens(request: TokensTrainingRequest, places: Places, vqgan: str) -> TrainingSteps:
    """Train a transformer over the codes of the VQGAN `vqgan`; returns the held-out figures as a document.

    Words are read as the CLIP that comes along reads them. Closing it leaves a run to resume.
    """
    words = builtin_models() / DEFAULT_MODEL / VOCABULARY
    steps = torch_door.train_tokens(request, find_vqgan(places, vqgan).path, words)
    return (yield from as_notes(steps))


def evaluate_clip(data: Path, places: Places, model: str, device: str = "auto") -> dict[str, Any]:
    """All held-out figures of the model of that name or in that folder, on `data`, as a document."""
    return torch_door.evaluate_clip(find_model(places, model).path, data, device).document()


def evaluate_vqgan(data: Path, places: Places, name: str, device: str = "auto") -> dict[str, Any]:
    """Held-out figures of the VQGAN of that name or in that folder, on `data`, as a document."""
    return torch_door.evaluate_vqgan(find_vqgan(places, name).path, data, device).document()


def evaluate_tags(
    data: Path, places: Places, model: str, device: str = "auto"
) -> Generator[Progress, None, dict[str, Any]]:
    """Measure how well the model of that name or in that folder tags, before and after teaching.

    Returns the figures as a document.
    """
    folder = find_model(places, model).path
    everyday = next(one for one in starter_sets() if one.name == DEFAULT_SET)
    figures = yield from torch_door.evaluate_tags(folder, data, vocabulary(), everyday, device)
    return figures.document()


def fit_tags(
    data: Path, places: Places, model: str, device: str = "auto", *, write: bool = False
) -> Generator[Progress, None, dict[str, Any]]:
    """Fit the curve that makes probabilities of labels, and with `write` put it beside the weights."""
    folder = find_model(places, model).path
    curve = yield from torch_door.fit_tag_curve(folder, data, vocabulary(), device)
    if write:
        curve.write(folder)
    return curve.document()


def as_notes(steps: Generator[Any, None, Documented]) -> TrainingSteps:
    """Pass progress on, and make lines of everything else."""
    try:
        while True:
            event = next(steps)
            yield event if isinstance(event, Progress) else TrainingNote(str(event))
    except StopIteration as end:
        figures: Documented = end.value
        return figures.document()
    finally:
        steps.close()
