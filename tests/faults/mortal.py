"""mmdesk that is killed while it changes names of files, just before it changes the N-th.

It makes a backup, restores the catalogue, copies the library to `carried` beside it, renames a photo to
`new`, moves it to the trash, or writes all tags to sidecars. It ends as others do where there are fewer
than N.
"""

import multiprocessing
import os
import signal
import sys
from pathlib import Path

from mmdesk.core.places import Places
from mmdesk.tasks.files.renaming import rename
from mmdesk.tasks.library import Library, open_library, restore_catalogue
from mmdesk.tasks.library_copy.copy import copy_library
from mmdesk.tasks.xmp.writing import write_sidecars

CHANGES = frozenset({"os.link", "os.remove", "os.rename", "shutil.copyfile"})
"""What Python says of itself before it does it (https://docs.python.org/3/library/audit_events.html)."""


def survives(number: int, deed: str, data: Path, *photo: int) -> bool:
    """Whether it comes to its end without being killed, as it should where there is less to be done.

    Each is a process of its own, forked off one that has imported all it needs.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=main, args=(dict(os.environ), number, deed, data, *photo))
    process.start()
    process.join()
    code = process.exitcode
    process.close()
    assert code in (0, -signal.SIGKILL), code
    return code == 0


def _die_at(number: int) -> None:
    left = number

    def count(event: str, _arguments: object) -> None:
        nonlocal left
        if event in CHANGES:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.dont_write_bytecode = True  # that would be renaming, too
    sys.addaudithook(count)


def main(environment: dict[str, str], number: int, deed: str, data: Path, *photo: int) -> None:
    """Do the deed in `environment`: the process forked off has that of the first test, and its trash."""
    os.environ.update(environment)
    if deed == "restore":
        _die_at(number)
        restore_catalogue(Places(data))
        return
    if deed == "copy":
        _die_at(number)
        list(copy_library(Places(data), data.with_name("carried")))
        return
    with open_library(Places(data)) as library:
        _die_at(number)
        if deed == "rename":
            rename(library, *photo, "new")
        elif deed == "backup":
            library.backups.make(library.catalogue)
        elif deed == "trash":
            _trash(library, photo)
        else:
            list(write_sidecars(library))


def _trash(library: Library, photos: tuple[int, ...]) -> None:
    from mmdesk.tasks.files.trashing import trash  # noqa: PLC0415  (asks for the trash once: when imported)

    list(trash(library, photos))
