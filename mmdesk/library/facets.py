"""Facets of the catalogue: numbers of photos by all that a search can be narrowed to."""

import os
from collections import Counter
from collections.abc import Mapping

from mmdesk.core.facets import Facets
from mmdesk.core.photo import Pick
from mmdesk.core.search_line.matching import KINDS_OF_FILES
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.filtering import UNPLACED, UNTAGGED
from mmdesk.library.path_range import below
from mmdesk.library.photo_texts import HAS_TEXT
from mmdesk.library.raw_pairs import IS_FILM, LIVE
from mmdesk.library.reading.formats import RAW

STARS = (
    "SELECT rating, count(*) FROM photos INDEXED BY photos_shown_by_rating WHERE missing = 0 GROUP BY rating"
)
PICKS = "SELECT pick, count(*) FROM photos WHERE missing = 0 GROUP BY pick"
MONTHS = (
    "SELECT substr(taken_at, 1, 7), count(*) FROM photos INDEXED BY photos_shown_by_time"
    " WHERE missing = 0 AND taken_at IS NOT NULL GROUP BY 1 ORDER BY 1"
)
ENDS = (
    "SELECT substr(path, -5), count(*) FROM photos INDEXED BY photos_shown_by_path"
    " WHERE missing = 0 GROUP BY 1"
)
"""Numbers of photos by the last bytes of their names, which hold every kind of file."""

WITH_RAW = (
    "SELECT count(DISTINCT photo_id) FROM companions JOIN photos ON id = photo_id"
    f" WHERE missing = 0 AND NOT {IS_FILM}"
)
GENERATED = "SELECT count(*) FROM photos INDEXED BY photos_generated WHERE generated = 1 AND missing = 0"
DAMAGED = "SELECT count(*) FROM photos INDEXED BY photos_damaged WHERE damaged = 1 AND missing = 0"
PAINTED = "SELECT count(*) FROM photos WHERE missing = 0 AND path >= ? AND path < ?"
LIVE_PHOTOS = f"SELECT count(*) FROM photos WHERE missing = 0 AND ({LIVE})"
NOT_TAGGED = f"SELECT count(*) FROM photos WHERE missing = 0 AND {UNTAGGED}"
NOT_PLACED = f"SELECT count(*) FROM photos WHERE missing = 0 AND ({UNPLACED})"
WITH_TEXT = f"SELECT count(*) FROM photos WHERE missing = 0 AND {HAS_TEXT}"

FLAGS = {Pick.PICKED: "yes", Pick.REJECTED: "rejected", Pick.UNFLAGGED: "none"}


KIND_OF = {suffix: kind for kind in ("jpeg", "tiff", "heic", "video") for suffix in KINDS_OF_FILES[kind]}
"""The one word for kinds of files that have several extensions."""


def facets_of(catalogue: Catalogue, paintings: bytes) -> Facets:
    """The facets as of now; what was painted here lies below `paintings`. It costs a look at every photo."""
    with catalogue.at_one_moment():
        states = {
            "painted": catalogue.value(PAINTED, [*below(paintings)]),
            "generated": catalogue.value(GENERATED),
            "damaged": catalogue.value(DAMAGED),
            "untagged": catalogue.value(NOT_TAGGED),
            "unplaced": catalogue.value(NOT_PLACED),
            "text": catalogue.value(WITH_TEXT),
            "live": catalogue.value(LIVE_PHOTOS),
        }
        return Facets(
            stars=dict(catalogue.rows(STARS)),
            picks={FLAGS[Pick(pick)]: photos for pick, photos in catalogue.rows(PICKS)},
            kinds=_kinds(dict(catalogue.rows(ENDS)), catalogue.value(WITH_RAW)),
            states={name: photos for name, photos in states.items() if photos},
            months=dict(catalogue.rows(MONTHS)),
        )


def _kinds(ends: Mapping[bytes, int], with_raw: int) -> dict[str, int]:
    """Numbers of photos by kind of file, the most frequent first; one made from a raw file counts twice."""
    counts = Counter[str]()
    for end, photos in ends.items():
        suffix = os.path.splitext(b"x" + end)[1].lower()
        if suffix:
            counts[_kind(suffix)] += photos
    counts["raw"] += with_raw
    return {kind: photos for kind, photos in counts.most_common() if photos}


def _kind(suffix: bytes) -> str:
    if suffix in RAW:
        return "raw"
    name = suffix[1:].decode("ascii", "replace")
    return KIND_OF.get(name, name)
