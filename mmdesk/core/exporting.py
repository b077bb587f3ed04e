"""Exports: which photos are taken elsewhere, in what form, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mmdesk.core.albums import Album
from mmdesk.core.photo import PhotoId
from mmdesk.core.query import Hit, Query
from mmdesk.core.vectors import Ids


class ExportForm(StrEnum):
    """Form of an export: files copied into a folder, a list of their paths, or a table with what is known."""

    COPIES = "copies"
    PATHS = "paths"
    TABLE = "table"


@dataclass(frozen=True, slots=True, eq=False)
class ExportChoice:
    """Photos to be exported, under a title: those of an album, all that a query finds, or just these `ids`.

    `hits` tell how relevant the photos of `ids` are, where they were searched for.
    """

    title: str
    album: Album | None = None
    query: Query | None = None
    ids: Ids | None = None
    hits: Mapping[int, Hit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportedPhoto:
    """A photo to be exported, and how relevant it was found."""

    photo: PhotoId
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """How an export ended: photos found, photos exported, files left out, and all of it in a sentence."""

    sentence: str
    found: int
    exported: int
    skipped: int = 0
