"""Which engine searches the vectors of a model, and why: the exact one, or LanceDB's on the disk."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

import psutil

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.preferences import IndexWish, load_preferences, save_preferences
from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks import torch_door

if TYPE_CHECKING:
    from mmdesk.core.places import Places
    from mmdesk.core.vectors import SearchIndex

WISH = "MMDESK_SEARCH_ENGINE"
"""Variable of the environment with the engine that is to search, before what the preferences say."""

LARGE = 5_000_000
"""Vectors from which LanceDB searches, where there is memory for so many."""

SHARE_OF_MEMORY = 1 / 2
"""Share of the memory that the exact engine's matrix may take."""

MATRIX_BYTES = 3
"""Bytes of the matrix for each number: two as it is stored, one as it is scanned."""

WORTH_LOOKING = 100_000
"""Vectors below which no library is large."""

LATE, LATE_SHARE = 20_000, 1 / 10
"""Vectors that have come or gone since an index was built, and share of all, above which it is built anew."""

INSTALL = tr("pip install 'mmdesk[lance]' keeps the index of a library of this size on the disk.")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SearchEngine:
    """The engine that answers now, by its `name`, and the `reason` in words.

    `build` names the index on the disk that is searched, `is_due` tells that one is to be built, anew or for
    the first time, and `hint` what would have to be installed.
    """

    name: str
    reason: str
    build: str = ""
    is_due: bool = False
    hint: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells whether an index that is open is still the one to ask."""
        return self.name, self.build

    @property
    def sentence(self) -> str:
        """All of it, for people."""
        due = tr("its index is built with the next `mmdesk add`, or now by `mmdesk library index`")
        told = (self.name, self.reason, due if self.is_due else "", self.hint)
        return "; ".join(one for one in told if one)


def search_engine(places: Places, source: VectorStore) -> SearchEngine:
    """The engine for the vectors in `source`, as of now; takes no longer than looking at a file."""
    wish, count = _wish(places), source.count()
    why = _why_on_disk(wish, source, count)
    if not why:
        return SearchEngine(
            "exact",
            trc("why this engine searches", "as was wished")
            if wish == "exact"
            else trn("{n} vector fits into memory", "{n} vectors fit into memory", count),
        )
    from mmdesk.models.lance_table import is_installed  # noqa: PLC0415  (nobody with a small library needs it)

    if not is_installed():
        return SearchEngine("exact", tr("{why}, but LanceDB is not installed", why=why), hint=INSTALL)
    return _on_disk(places, source, why)


def open_search_index(places: Places, source: VectorStore, device: str) -> SearchIndex:
    """The index of the engine for `source`; the exact one, where that on the disk cannot be read.

    Raises OSError where nothing can be written.
    """
    if search_engine(places, source).name == "lance":
        from mmdesk.models.lance_folder import LanceFolder  # noqa: PLC0415
        from mmdesk.models.lance_table import UnreadableTableError  # noqa: PLC0415

        try:
            return torch_door.open_lance_index(places.lance, source, source.key)
        except UnreadableTableError as error:
            log.warning("The index on the disk is given up, and built anew when it is due: %s", error)
            LanceFolder(places.lance, source.key).forget()
    return torch_door.open_index(places.matrices, source, source.key, device)


def _on_disk(places: Places, source: VectorStore, why: str) -> SearchEngine:
    from mmdesk.models.lance_folder import LanceFolder  # noqa: PLC0415

    build = LanceFolder(places.lance, source.key).find()
    if build is None:
        return SearchEngine(
            "exact",
            tr("{why}, but the index on the disk is not there yet", why=why),
            is_due=source.count() > 0,
        )
    changed = _changed(build.stamp, build.count, source)
    is_due = changed > max(LATE, LATE_SHARE * build.count)
    return SearchEngine(
        "lance",
        trn(
            "{why}; {n} change since it was built",
            "{why}; {n} changes since it was built",
            changed,
            why=why,
        ),
        build.name,
        is_due,
    )


def _changed(stamp: str, built: int, source: VectorStore) -> int:
    """Number of vectors that came since `stamp`, when there were `built`, and of those gone or replaced."""
    gone = max(0, _replaced(source.stamp()) - _replaced(stamp))
    return gone + max(0, source.count() - built + gone)


def _replaced(stamp: str) -> int:
    """Number of vectors that were ever replaced or removed, as `VectorStore.stamp` tells it."""
    return int(stamp.partition("-")[2])


def _wish(places: Places) -> IndexWish:
    asked = os.environ.get(WISH, "")
    return next(
        (one for one in get_args(IndexWish) if one == asked),
        load_preferences(places.preferences).search_engine,
    )


def _why_on_disk(wish: IndexWish, source: VectorStore, count: int) -> str:
    """Why LanceDB should search, in words; nothing where it should not."""
    if wish == "exact" or (wish == "auto" and count < WORTH_LOOKING):
        return ""
    if wish == "lance":
        return tr("LanceDB was wished")
    most = most_in_memory(source.dim())
    if count <= most:
        return ""
    return trn("{n} vector is more than {most}", "{n} vectors are more than {most}", count, most=most)


def wish_engine(places: Places, wish: IndexWish) -> None:
    """Keep which engine is to search from now on. Raises OSError."""
    now = load_preferences(places.preferences)
    save_preferences(replace(now, search_engine=wish), places.preferences)


def refuse_without_lance() -> None:
    """Raise UserError where LanceDB is not installed."""
    from mmdesk.models.lance_table import is_installed  # noqa: PLC0415

    if not is_installed():
        raise UserError(tr("LanceDB is not installed; pip install 'mmdesk[lance]' installs it."))


def most_in_memory(dim: int) -> int:
    """Number of vectors of `dim` numbers up to which the exact engine searches on this machine."""
    room = SHARE_OF_MEMORY * psutil.virtual_memory().total
    return min(LARGE, int(room / (MATRIX_BYTES * max(1, dim))))
