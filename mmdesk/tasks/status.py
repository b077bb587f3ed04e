"""Status of the library: its counts, and lists where they are asked for."""

import os
from dataclasses import dataclass

from mmdesk.core.health import LibraryCounts
from mmdesk.core.language import trc
from mmdesk.core.photo import Skipped
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.counts import count_library
from mmdesk.tasks.library import Library
from mmdesk.tasks.search_engine import SearchEngine
from mmdesk.tasks.succession import Succession
from mmdesk.tasks.vectors import vector_store

UNASKED = SearchEngine("exact", trc("why this engine searches", "nobody asked"))


@dataclass(frozen=True, slots=True)
class Status:
    """The library seen with one model, and where its data lies.

    Lists are None unless they were asked for: `reasons` are the files left out, `gone` the missing photos,
    `raws` the raw files, each with its photo, `links` the further names of photos' files, likewise. `former`
    is the model in use before, until this one has seen all photos; None where there is none. `engine` is what
    searches.
    """

    counts: LibraryCounts
    model: str
    data_dir: bytes
    reasons: tuple[Skipped, ...] | None = None
    gone: tuple[bytes, ...] | None = None
    raws: tuple[tuple[bytes, bytes], ...] | None = None
    links: tuple[tuple[bytes, bytes], ...] | None = None
    former: str | None = None
    engine: SearchEngine = UNASKED


def status(
    library: Library,
    clip: ClipModel,
    *,
    skipped: bool = False,
    missing: bool = False,
    pairs: bool = False,
    links: bool = False,
) -> Status:
    """Count what there is.

    With `skipped`, name every file left out, with `missing` every photo gone, with `pairs` every raw file
    beside a photo, with `links` every further name of a photo's file.
    """
    former = Succession(library, clip).former()
    return Status(
        counts=count_library(library, clip),
        model=clip.folder.name,
        data_dir=os.fsencode(library.places.data_dir),
        engine=clip.search_engine(vector_store(library, clip)),
        reasons=tuple(library.skipped.all()) if skipped else None,
        gone=tuple(library.photos.missing()) if missing else None,
        raws=tuple(library.companions.all()) if pairs else None,
        links=tuple(library.other_names.all()) if links else None,
        former=former.model_name if former is not None else None,
    )
