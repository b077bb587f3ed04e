"""mmdesk that is killed while it changes names of files, just before it changes the N-th.

    python -m tests.faults.mortal N backup DATA
    python -m tests.faults.mortal N restore DATA
    python -m tests.faults.mortal N rename DATA PHOTO
    python -m tests.faults.mortal N trash DATA PHOTO
    python -m tests.faults.mortal N tag DATA

Renames the photo to `new`, moves it to the trash, or writes all tags to sidecars. It ends as
others do where there are fewer than N.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from mmdesk.core.places import Places
from mmdesk.tasks.files.renaming import rename
from mmdesk.tasks.files.trashing import trash
from mmdesk.tasks.library import open_library, restore_catalogue
from mmdesk.tasks.xmp.writing import write_sidecars

CHANGES = frozenset({"os.link", "os.remove", "os.rename", "shutil.copyfile"})
"""What Python says of itself before it does it (https://docs.python.org/3/library/audit_events.html)."""


def survives(number: int, deed: str, data: Path, *photo: int) -> bool:
    """Whether it comes to its end without being killed, as it should where there is less to be done."""
    arguments = [str(number), deed, str(data), *map(str, photo)]
    code = subprocess.run([sys.executable, "-m", "tests.faults.mortal", *arguments], check=False).returncode
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


def main(number: int, deed: str, data: Path, *photo: int) -> None:
    if deed == "restore":
        _die_at(number)
        restore_catalogue(Places(data))
        return
    with open_library(Places(data)) as library:
        _die_at(number)
        if deed == "rename":
            rename(library, *photo, "new")
        elif deed == "backup":
            library.backups.make(library.catalogue)
        elif deed == "trash":
            list(trash(library, photo))
        else:
            list(write_sidecars(library))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), *map(int, sys.argv[4:]))
