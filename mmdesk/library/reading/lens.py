"""Name of the lens: by EXIF, by XMP, or by what Canon and Nikon note for themselves."""

import io
import math
import re
from collections.abc import Sequence

from PIL import ExifTags

from mmdesk.library.reading.embedded import Embedded
from mmdesk.library.reading.exif_values import Ifd, guarded, reals, text
from mmdesk.library.reading.exposure import written

EXIF = ExifTags.Base

NAMES = ("MakerNote LensModel", "MakerNote LensType")
"""Canon's. Nikon has numbers there, which say nothing."""

CANON_RANGE = tuple(
    f"MakerNote {name}"
    for name in ("ShortFocalLengthOfLensInFocalUnits", "LongFocalLengthOfLensInFocalUnits", "FocalUnitsPerMM")
)
NIKON_RANGE = "MakerNote LensMinMaxFocalMaxAperture"

PREFIX = b"Exif\0\0"


def lens(shot: Ifd, beside: Embedded) -> str | None:
    """The name, or what there is to say of the lens: "18-70 mm f/3.5-4.5"."""
    named = guarded(lambda: text(shot.get(EXIF.LensModel))) or beside.lens
    return (
        named
        or guarded(lambda: _by_range(reals(shot.get(EXIF.LensSpecification))))
        or (guarded(lambda: _by_maker(beside.exif_block)) if EXIF.MakerNote in shot else None)
    )


def _by_maker(exif_block: bytes) -> str | None:
    """The lens in a maker note. The block must be the file's own: notes point into it."""
    # Few photos get here: newer cameras write the lens where everybody finds it.
    import exifread  # noqa: PLC0415

    notes = exifread.process_file(io.BytesIO(exif_block.removeprefix(PREFIX)), extract_thumbnail=False)
    # What exifread cannot read as text or numbers is left as bytes.
    said = {key: f"{note}" for key, note in notes.items() if _is_read(note)}
    name = next((text(said[key]) for key in NAMES if re.search("[A-Za-z]", said.get(key, ""))), None)
    units = [said.get(key) for key in CANON_RANGE]
    return name or _by_range(reals(said.get(NIKON_RANGE))) or _by_units(reals(units))


def _is_read(note: object) -> bool:
    return not isinstance(getattr(note, "values", b""), bytes)


def _by_units(numbers: Sequence[float]) -> str | None:
    """Shortest and longest focal length in units, and how many of them are a millimetre."""
    if len(numbers) != 3 or not all(number > 0 for number in numbers):
        return None
    return _by_range([numbers[0] / numbers[2], numbers[1] / numbers[2], 0, 0])


def _by_range(numbers: Sequence[float]) -> str | None:
    """Shortest and longest focal length, and the widest aperture at each."""
    if len(numbers) != 4 or not all(0 < number < math.inf for number in numbers[:2]):
        return None
    lengths = _span(*numbers[:2])
    apertures = numbers[2:]
    is_known = all(0 < number < math.inf for number in apertures)
    return f"{lengths} mm" + (f" f/{_span(*apertures)}" if is_known else "")


def _span(low: float, high: float) -> str:
    return written(low) if low == high else f"{written(low)}-{written(high)}"
