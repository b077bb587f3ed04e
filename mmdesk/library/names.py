"""Names in the catalogue that a search may ask for, with their numbers of photos."""

import os
from collections import Counter

from mmdesk.core.paths import display_name
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.place_names import counted_names
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.locations import Locations

COUNTED = (
    "SELECT {0}, count(*) FROM photos WHERE missing = 0 AND {0} IS NOT NULL GROUP BY {0} ORDER BY 2 DESC"
)


def known_names(catalogue: Catalogue, *, with_cameras: bool = True) -> KnownNames:
    """The names as of now, the most frequent first; cameras and lenses cost a look at every photo."""
    return KnownNames(
        cameras=dict(catalogue.rows(COUNTED.format("camera"))) if with_cameras else {},
        lenses=dict(catalogue.rows(COUNTED.format("lens"))) if with_cameras else {},
        places=counted_names(Locations(catalogue).counts()),
        folders=_folders(catalogue),
        albums=dict(
            catalogue.rows(
                "SELECT name, count(photo_id) FROM albums LEFT JOIN album_photos ON album_id = id"
                " GROUP BY id ORDER BY 2 DESC"
            )
        ),
        tags=dict(
            catalogue.rows(
                "SELECT label, count(*) FROM tags WHERE state != 'rejected' GROUP BY label ORDER BY 2 DESC"
            )
        ),
    )


def _folders(catalogue: Catalogue) -> dict[str, int]:
    """Names of folders, with the photos in them and in those below them."""
    counts: Counter[str] = Counter()
    added = [path for (path,) in catalogue.rows("SELECT path FROM folders")]
    rows = catalogue.rows(
        "SELECT directories.path, count(*) FROM photos JOIN directories ON directories.id = directory_id"
        " WHERE missing = 0 GROUP BY directory_id"
    )
    for path, photos in rows:
        for name in {display_name(one) for one in _upwards(path, added)}:
            counts[name] += photos
    return dict(counts.most_common())


def _upwards(path: bytes, added: list[bytes]) -> list[bytes]:
    """A folder and those above it, up to the one that was added."""
    found = [path]
    while path not in added and os.path.dirname(path) not in (b"", path):
        path = os.path.dirname(path)
        found.append(path)
    return found if path in added else found[:1]
