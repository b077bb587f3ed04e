"""Files under other names: never over another file, and several at once or not at all.

Python knows no rename that refuses to overwrite. A second name for the same file (a hard link) does refuse,
and taking the first name away afterwards makes it a rename; where there are no hard links, an empty file
of our own holds the new name until the real one takes its place.
"""

import errno
import os
import shutil
from collections.abc import Sequence

Move = tuple[bytes, bytes]
"""A file: the path it has, and the one it is to have."""

NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES})


def move_all(moves: Sequence[Move]) -> None:
    """Move every file, or none. Raises OSError; what was moved by then is back where it was."""
    done: list[Move] = []
    try:
        for before, after in moves:
            move(before, after)
            done.append((before, after))
    except OSError:
        move_back(done)
        raise


def move_back(moves: Sequence[Move]) -> None:
    """Take moves back, the last first."""
    for before, after in reversed(moves):
        move(after, before)


def move(before: bytes, after: bytes) -> None:
    """Give a file another path. Raises FileExistsError where something has it, and other OSErrors."""
    if os.name == "nt" or _is_other_spelling(before, after):
        os.rename(before, after)  # refuses by itself
        return
    try:
        os.link(before, after, follow_symlinks=False)
    except OSError as error:
        if error.errno == errno.EXDEV:
            _move_to_other_disk(before, after)
        elif error.errno in NO_LINKS:
            _move_to_held_name(before, after)
        else:
            raise
    else:
        _give_up_name(before, after)


def _is_other_spelling(before: bytes, after: bytes) -> bool:
    """Whether both are one name to a disk that does not tell upper from lower case."""
    if before.lower() != after.lower() or not os.path.lexists(after):
        return False
    folder, name = os.path.split(after)
    return os.path.samefile(before, after) and name not in os.listdir(folder)


def _give_up_name(before: bytes, after: bytes) -> None:
    try:
        os.unlink(before)
    except OSError:
        os.unlink(after)
        raise


def _move_to_held_name(before: bytes, after: bytes) -> None:
    os.close(os.open(after, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    try:
        os.replace(before, after)
    except OSError:
        os.unlink(after)
        raise


def _move_to_other_disk(before: bytes, after: bytes) -> None:
    with open(after, "xb") as copy:
        try:
            with open(before, "rb") as file:
                shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
            shutil.copystat(before, after)
        except OSError:
            os.unlink(after)
            raise
    _give_up_name(before, after)
