"""Why a file was left out, in sentences, and whether trying again could help.

It imports nothing that reads pictures: whoever lists files wants the sentences, too.
"""

import errno

from mmdesk.library.reading.limits import ReadingLimits

NO_PICTURE = "This is not a picture mmdesk can read."
KIND_NOT_READ = "This is a picture of a kind ({kind}) that is not read by this version of mmdesk."
ENDS_EARLY = "The file is cut off."
BROKEN = "The picture data in this file is damaged."
EMPTY = "The file is empty."
GONE = "The file was gone when it was to be read."
NO_PERMISSION = "There is no permission to read this file."
NOT_A_FILE = "This is not an ordinary file."
CHANGED = "The file changed while it was read."
RUBBISH = "Reading this file gave nonsense."
CRASHED = "Reading this file made the reading process crash."
NO_TEXT_READER = "Text in photos is read by an extra that is not installed."
NO_TEXT_TO_TELL = "The reader of text can make nothing of this picture."


class RefusedError(Exception):
    """A file that is left out; `str` is the reason. With `for_good`, trying again would end the same way."""

    def __init__(self, reason: str, *, for_good: bool = True) -> None:
        super().__init__(reason)
        self.for_good = for_good


def refused_by_disk(error: OSError) -> RefusedError:
    """What an exception out of the file system says; the next time may be better."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return RefusedError(NO_PERMISSION, for_good=False)
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE):
        return RefusedError(GONE, for_good=False)
    return RefusedError(f"The disk could not read this file ({error.strerror or error}).", for_good=False)


def too_many_pixels(limits: ReadingLimits, width: int = 0, height: int = 0) -> RefusedError:
    """The picture claims to be larger than allowed; `width` and `height` where they are known."""
    most = f"more than the {limits.pixels // 1_000_000} million mmdesk opens"
    claim = (
        f"{width:,} x {height:,} pixels, {most}"
        if width
        else f"to have {most.replace('mmdesk', 'pixels mmdesk')}"
    )
    return RefusedError(f"The picture claims {claim}.")


def too_large(limits: ReadingLimits) -> RefusedError:
    """The file itself is larger than allowed."""
    return RefusedError(f"The file is larger than the {limits.file_bytes >> 20} MB mmdesk opens.")


def out_of_memory(limits: ReadingLimits) -> RefusedError:
    """The picture does not fit into what a reading process may have."""
    return RefusedError(
        f"The picture needs more than the {limits.memory_bytes >> 20} MB of memory a picture may take."
    )


def too_slow(limits: ReadingLimits) -> RefusedError:
    """The time ran out."""
    return RefusedError(f"Reading this file took longer than {limits.seconds:g} seconds.")
