"""The caption of a picture: what a person wrote of it, and no device by itself."""

import re
from collections.abc import Iterable

from mmdesk.library.reading.exif_values import text

LONGEST_CAPTION = 2000

BOILERPLATE = re.compile(
    r"(?:olympus|sony|samsung|(?:konica )?minolta|kodak|nikon|canon|pentax|casio|fujifilm|ricoh|panasonic)"
    r"(?: (?:digital )?(?:still )?camera(?: pictures?)?| dsc| digital image)?"
    r"|digital (?:still )?(?:camera|image)|camera phone|dcim\W.*|(?:exif[ _-]?)?jpe?g(?:[ _-]picture)?"
    r"|screenshot|image ?description|description|untitled|picture|photo|image|my (?:picture|photo)"
    r"|_?(?:cof|cuva|sdr|edf|hdr|rhdr|nor|dav|ptr|rptr|oznor?|ozedf|rptnr|btf|mde|dig|tuba|vsco|burst)_?",
    re.IGNORECASE,
)
"""What cameras and programs write in the place of a caption."""

RawText = str | bytes | None


def caption(written: Iterable[RawText], name: str) -> str | None:
    """The first of these texts that is a caption; the `name` of the file is none."""
    return next((said for one in written if (said := _caption(one, name))), None)


def _caption(written: RawText, name: str) -> str | None:
    said = text(_decoded(written), LONGEST_CAPTION)
    if said is None or BOILERPLATE.fullmatch(said) or said.casefold() == name.casefold():
        return None
    is_name = said.casefold() == name.rpartition(".")[0].casefold()
    return None if is_name or not any(sign.isalnum() for sign in said) else said


def _decoded(written: RawText) -> RawText:
    """Bytes as text: UTF-8, or what programs wrote before there was any."""
    if not isinstance(written, bytes):
        return written
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("latin-1")
