"""Training of an unCLIP, as the command line asks for it."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.tasks import unclip_door
from mmdesk.tasks.clip_model import find_model
from mmdesk.tasks.painting.models import find_vqgan
from mmdesk.tasks.painting.unclip_models import find_unclip
from mmdesk.tasks.train import TrainingSteps, as_notes
from mmdesk.tasks.training_requests import DecoderTrainingRequest, PriorTrainingRequest


def train_decoder(request: DecoderTrainingRequest, places: Places, vqgan: str, clip: str) -> TrainingSteps:
    """Train a decoder on latents of the VQGAN `vqgan` and vectors of the CLIP `clip`.

    Returns the held-out figures as a document. Closing it leaves a run to resume.
    """
    folders = find_vqgan(places, vqgan).path, find_model(places, clip).path
    return (yield from as_notes(unclip_door.train_decoder(request, *folders)))


def train_prior(request: PriorTrainingRequest, places: Places, clip: str) -> TrainingSteps:
    """Train a prior for a decoder that knows the vectors of the CLIP `clip`; returns the held-out figures."""
    return (yield from as_notes(unclip_door.train_prior(request, find_model(places, clip).path)))


def evaluate_decoder(
    data: Path, places: Places, name: str, clip: str, device: str = "auto", seeds: int = 5
) -> Generator[Progress, None, dict[str, Any]]:
    """Figures of the unCLIP of that name or in that folder, judged by the CLIP `clip`, as a document."""
    folder = find_unclip(places, name)
    figures = yield from unclip_door.evaluate_decoder(
        folder, find_model(places, clip).path, data, device, seeds
    )
    return {"model": folder.name, **figures.document()}
