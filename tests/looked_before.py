"""What a data folder knows that was used before, so that a test need not find it out again."""

import numpy as np

from mmdesk.core.places import Places
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.tagging.empty_pictures import EmptyPictures

NOTHING: dict[str, bytes] = {}
"""What each model, by its key, saw in pictures of nothing: the file of it."""


def know_machine(places: Places, clip: ClipModel) -> None:
    """Note plans for `clip`, in place of those that would be tried out for seconds."""
    plans = PlanCache(places.plans)
    plans.remember(clip.key, EncodingPlan("cpu", "float32", 16))
    plans.remember(f"{clip.key} painting", EncodingPlan("cpu", "float32", 4))
    plans.remember_engine(clip.key, "onnx")


def know_all(places: Places, clip: ClipModel) -> None:
    """Both, in a data folder that may not be there yet."""
    places.create()
    know_machine(places, clip)
    know_nothing(places, clip)


def know_nothing(places: Places, clip: ClipModel) -> None:
    """Let `clip` look at pictures of nothing, as it does before it first tags; once in a process of tests."""
    seen = EmptyPictures.of(places, clip)
    if clip.key in NOTHING:
        places.matrices.mkdir(parents=True, exist_ok=True)
        seen._file.write_bytes(NOTHING[clip.key])
    seen.shows_something(np.empty((0, clip.folder.dim), np.float32))
    NOTHING[clip.key] = seen._file.read_bytes()
