"""Pictures whose names do not say so: without an extension, or with another one.

The first bytes of such files are read while a directory is listed: about 15 microseconds a file where the
disk has it at hand.
"""

import os
import stat

from mmdesk.library.reading.formats import RAW, extension, reason_kind_not_read, reason_not_read
from mmdesk.library.reading.kinds import HEAD_BYTES, TIFF, kind_of

LARGEST = 200 << 20
"""Bytes. What is larger is a film or a disk, or has a name."""

NO_PICTURES = frozenset(
    b".7z .aac .aae .ai .apk .backup .bak .bin .bz2 .c .cfg .conf .crdownload .csv .css .cube .dat .db"
    b" .db-shm .db-wal .deb .dll .dmg .doc .docx .dop .download .dxo .epub .exe .filepart .flac .gpx .gz .h"
    b" .htm .html .ics .indd .ini .insv .iso .jar .js .json .kml .lnk .lock .log .lrcat .lrf .lrprev .lrv"
    b" .m2ts .m3u .m4a .md .mp3 .mpeg .mpg .nksc .odp .ods .odt .ogg .old .on1"
    b" .opus .orig .otf .part .partial .pdf .php .plist .pp3 .ppt .pptx .py .rar .rtf .sh .so .sqlite"
    b" .sqlite3 .srt .sub .swp .tar .temp .tgz .thm .tmp .torrent .ts .ttf .txt .url .vcf .vob .wav"
    b" .wma .wmv .xls .xlsx .xml .xmp .xz .yaml .yml .zip .zst".split()
)
"""Extensions of files that are never opened for a look: everyday files of other kinds, films and their
thumbnails, and copies that programs keep or have not finished.
"""

COPIES = (b"~", b"_original")
"""Ends of names of the copies that editors and ExifTool keep."""


def may_be_picture(name: bytes) -> bool:
    """Whether a file whose name does not say that it is a picture is worth a look."""
    return extension(name) not in NO_PICTURES and not name.lower().endswith(COPIES)


def reason_by_content(path: bytes) -> str | None:
    """Why the file is left out: empty where it is a picture that is read, None where it is no picture.

    Raises OSError where it cannot be read.
    """
    kind = _kind(path)
    by_name = reason_not_read(path)
    if kind is None or (kind == TIFF and extension(path) in RAW):
        return by_name
    return reason_kind_not_read(kind) or ""


def _kind(path: bytes) -> str | None:
    """The kind of an ordinary file that is not too large."""
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size <= LARGEST:
        return None
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        return kind_of(os.read(file, HEAD_BYTES))
    finally:
        os.close(file)
