"""What the Studio shows of paintings: cards for the gallery, pictures of the history."""

import os
from collections.abc import Container
from pathlib import Path

from PIL import Image

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.core.painting.candidates import CandidateSheet
from mmdesk.core.painting.runs import RunCard, RunStory
from mmdesk.paintings.run import Run
from mmdesk.paintings.run_store import RunStore

CARD_SIDE = 192
"""Longest side of the picture on a card, in pixels."""

FORMATS = ("WEBP", "PNG")
"""What runs are kept in."""


def run_cards(runs: RunStore, trashed: Container[bytes] = ()) -> list[RunCard]:
    """Every painting, newest first; left out are damaged ones, and those whose picture is in the trash."""
    cards = []
    for run in runs.all():
        try:
            card = _card(run)
        except UserError:  # the folder was damaged by hand; nothing of it can be shown
            continue
        if card.out is None or os.fsencode(card.out) not in trashed:
            cards.append(card)
    return cards


def run_story(runs: RunStore, run_id: str) -> RunStory:
    """All there is to look at of one painting. Raises UserError where it is gone or damaged."""
    run = runs.get(run_id)
    steps = tuple(moment.step for moment in run.history())
    return RunStory(
        _card(run), steps, tuple(run.saved_steps()), tuple(run.losses()), run.candidates is not None
    )


def moment_picture(runs: RunStore, run_id: str, step: int) -> FullPicture:
    """What a painting looked like after `step`. Raises UserError where that was not kept."""
    for moment in runs.get(run_id).history():
        if moment.step == step:
            return _picture(moment.path)
    raise UserError(tr("There is no picture of step {step} of this painting.", step=step))


def candidate_sheet(runs: RunStore, run_id: str) -> CandidateSheet:
    """All pictures that there are to choose from. Raises UserError where there was no choice."""
    run = runs.get(run_id)
    if run.candidates is None:
        raise UserError(tr("The painting {run_id} has no candidates to choose from.", run_id=run_id))
    return CandidateSheet(_picture(run.candidates), run.spec.width, run.spec.height)


def copy_painting(runs: RunStore, run_id: str, out: Path) -> Path:
    """Write the finished picture of a painting, with its settings in it, to `out`, whatever was there.

    Raises UserError where it is not finished, or its picture is not where it was put.
    """
    picture = runs.get(run_id).out
    if picture is None:
        raise UserError(tr("The painting {run_id} is not finished.", run_id=run_id))
    try:
        data = picture.read_bytes()
    except OSError as error:
        raise UserError(
            tr("The picture {picture} cannot be read: {reason}.", picture=picture, reason=error.strerror)
        ) from error
    write_whole(out, data)
    return out


def _card(run: Run) -> RunCard:
    history = run.history()
    picture = _picture(history[-1].path, CARD_SIDE) if history else None
    return RunCard(run.id, run.spec, run.step, run.out, picture)


def _picture(path: Path, longest: int | None = None) -> FullPicture:
    try:
        with Image.open(path, formats=FORMATS) as file:
            image = file.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(tr("The picture {name} of this painting is damaged.", name=path.name)) from error
    if longest is not None:
        image.thumbnail((longest, longest))
    return FullPicture(image.width, image.height, image.tobytes())
