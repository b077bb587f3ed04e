"""What a node is told of a painting, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.tasks.painting.source_pictures import Pictures


@dataclass(frozen=True, slots=True)
class PaintOrder:
    """A painting to be gone on with: all that is needed for it but its models.

    Those are named in `models`, with keys that change with their weights, and lie in `folders` as these are
    called on the nodes. `pictures` are those that the spec names. `plans` are those that machines found to be
    the fastest (see `ProbeCache`), so that all of one kind paint alike. `state` is the content of the file
    that was saved last, None for a painting that is begun. Orders of one `run` are about one painting.
    """

    run: str
    spec: PaintSpec
    models: Mapping[str, str]
    folders: Mapping[str, bytes]
    pictures: Pictures
    plans: Mapping[str, Any]
    state: bytes | None = None


@dataclass(frozen=True, slots=True)
class PaintedThrough:
    """All steps are done: the picture, and those that there were to choose from (see `PaintingUnderWay`)."""

    picture: FullPicture
    candidates: FullPicture | None


PainterAnswer = Frame | Notice | PaintedThrough
"""What comes of asking a painter for the next step."""


class PainterLostError(Exception):
    """The process that painted, or its computer, is no more; `str(error)` is the computer's name."""
