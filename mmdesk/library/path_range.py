"""All paths below a folder, as a range of an index."""

from mmdesk.library.catalogue import Catalogue

IN_RANGE = "path >= ? AND path < ?"

ALSO_IN_RANGE = f"({IN_RANGE} OR id IN (SELECT photo_id FROM other_names WHERE {IN_RANGE}))"


def below(folder: bytes) -> tuple[bytes, bytes]:
    """Lowest and first too high path of what lies below `folder`: `low <= path < high`.

    Bytes compare as numbers, so everything that begins with `folder/` lies before
    `folder0`, the character after the slash. LIKE could not use the index and would take
    `%` and `_` in names for wildcards.
    """
    stem = folder.rstrip(b"/")
    return stem + b"/", stem + b"0"


def in_folder(catalogue: Catalogue, folder: bytes) -> tuple[str, list[bytes]]:
    """A condition on photos, with its parameters: a name of the photo, whichever it is, lies below `folder`.

    Where all photos have one name there, it stays a range of the index.
    """
    bounds = [*below(folder)]
    if catalogue.value(f"SELECT EXISTS (SELECT 1 FROM other_names WHERE {IN_RANGE})", bounds):
        return ALSO_IN_RANGE, bounds * 2
    return IN_RANGE, bounds
