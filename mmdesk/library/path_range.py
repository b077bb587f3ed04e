"""All paths below a folder, as a range of an index."""


def below(folder: bytes) -> tuple[bytes, bytes]:
    """Lowest and first too high path of what lies below `folder`: `low <= path < high`.

    Bytes compare as numbers, so everything that begins with `folder/` lies before
    `folder0`, the character after the slash. LIKE could not use the index and would take
    `%` and `_` in names for wildcards.
    """
    stem = folder.rstrip(b"/")
    return stem + b"/", stem + b"0"
