"""Why a file was left out, in sentences, and whether trying again could help.

It imports nothing that reads pictures: whoever lists files wants the sentences, too.
"""

import errno

from mmdesk.core.language import tr
from mmdesk.library.reading.limits import ReadingLimits

NO_PICTURE = tr("This is not a picture mmdesk can read.")
KIND_NOT_READ = tr("This is a picture of a kind ({kind}) that is not read by this version of mmdesk.")
ENDS_EARLY = tr("The file is cut off.")
BROKEN = tr("The picture data in this file is damaged.")
EMPTY = tr("The file is empty.")
GONE = tr("The file was gone when it was to be read.")
NO_PERMISSION = tr("There is no permission to read this file.")
NOT_A_FILE = tr("This is not an ordinary file.")
CHANGED = tr("The file changed while it was read.")
RUBBISH = tr("Reading this file gave nonsense.")
CRASHED = tr("Reading this file made the reading process crash.")
NO_TEXT_READER = tr("Text in photos is read by an extra that is not installed.")
NO_TEXT_TO_TELL = tr("The reader of text can make nothing of this picture.")


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
    return RefusedError(
        tr("The disk could not read this file ({reason}).", reason=error.strerror or error), for_good=False
    )


def too_many_pixels(limits: ReadingLimits, width: int = 0, height: int = 0) -> RefusedError:
    """The picture claims to be larger than allowed; `width` and `height` where they are known."""
    millions = limits.pixels // 1_000_000
    if not width:
        return RefusedError(
            tr(
                "The picture claims to have more than the {millions} million pixels mmdesk opens.",
                millions=millions,
            )
        )
    return RefusedError(
        tr(
            "The picture claims {width:,} x {height:,} pixels, more than the {millions} million mmdesk"
            " opens.",
            width=width,
            height=height,
            millions=millions,
        )
    )


def too_large(limits: ReadingLimits) -> RefusedError:
    """The file itself is larger than allowed."""
    return RefusedError(
        tr("The file is larger than the {megabytes} MB mmdesk opens.", megabytes=limits.file_bytes >> 20)
    )


def out_of_memory(limits: ReadingLimits) -> RefusedError:
    """The picture does not fit into what a reading process may have."""
    return RefusedError(
        tr(
            "The picture needs more than the {megabytes} MB of memory a picture may take.",
            megabytes=limits.memory_bytes >> 20,
        )
    )


def too_slow(limits: ReadingLimits) -> RefusedError:
    """The time ran out."""
    return RefusedError(tr("Reading this file took longer than {seconds:g} seconds.", seconds=limits.seconds))
