"""Exposure of a photo in one line, as photographers write it: "1/250 s  f/2.8  ISO 200  35 mm".

Where a value is missing, it is computed from its logarithm (APEX, Exif 3.0 annex C): time 2^-Tv, f-number
2^(Av/2).
"""

from collections.abc import Callable

from PIL import ExifTags

from mmdesk.library.reading.exif_values import Ifd, guarded, number, reals

EXIF = ExifTags.Base

FRACTIONS_BELOW = 0.3
"""Seconds. Shorter times are written as fractions."""

CLOSE = 0.05
"""A time is written as 1/n where that is right to so large a part."""

LARGEST_SHORT = 65535
"""The most that the old tag of sensitivity can hold: it then says only that there is more."""

ISO_TAGS = {
    1: (EXIF.StandardOutputSensitivity,),
    2: (EXIF.RecommendedExposureIndex,),
    3: (EXIF.ISOSpeed,),
    4: (EXIF.RecommendedExposureIndex, EXIF.StandardOutputSensitivity),
    5: (EXIF.ISOSpeed, EXIF.StandardOutputSensitivity),
    6: (EXIF.RecommendedExposureIndex, EXIF.ISOSpeed),
    7: (EXIF.RecommendedExposureIndex, EXIF.ISOSpeed, EXIF.StandardOutputSensitivity),
}
"""Tags that hold the sensitivity, by the value of SensitivityType."""


def exposure(shot: Ifd) -> str | None:
    """The line, without what is not known."""
    parts = (guarded(lambda part=part: part(shot)) for part in PARTS)  # type: ignore[misc]
    return "  ".join(part for part in parts if part) or None


def _time(shot: Ifd) -> str | None:
    seconds = number(shot.get(EXIF.ExposureTime)) or _of_apex(shot.get(EXIF.ShutterSpeedValue), -1.0)
    if seconds is None:
        return None
    if seconds < FRACTIONS_BELOW and abs(1 / round(1 / seconds) / seconds - 1) <= CLOSE:
        return f"1/{1 / seconds:.0f} s"
    return f"{written(seconds)} s"


def _aperture(shot: Ifd) -> str | None:
    f_number = number(shot.get(EXIF.FNumber)) or _of_apex(shot.get(EXIF.ApertureValue), 0.5)
    return None if f_number is None else f"f/{written(f_number)}"


def _iso(shot: Ifd) -> str | None:
    """The old tag; or, where it is at its end or not there, the tags of Exif 2.3."""
    old = number(shot.get(EXIF.ISOSpeedRatings))
    if old is not None and old < LARGEST_SHORT:
        return f"ISO {old:.0f}"
    kind = number(shot.get(EXIF.SensitivityType)) or 0
    tags = (*ISO_TAGS.get(int(kind), ()), *ISO_TAGS[7])
    newer = next((iso for tag in tags if (iso := number(shot.get(tag)))), None)
    iso = newer or old or number(shot.get(EXIF.ExposureIndex))
    return None if iso is None else f"ISO {iso:.0f}"


def _focal_length(shot: Ifd) -> str | None:
    length = number(shot.get(EXIF.FocalLength))
    if length is not None:
        return f"{written(length)} mm"
    on_film = number(shot.get(EXIF.FocalLengthIn35mmFilm))
    return None if on_film is None else f"{written(on_film)} mm equivalent"


PARTS: tuple[Callable[[Ifd], str | None], ...] = (_time, _aperture, _iso, _focal_length)


def written(value: float) -> str:
    """A number in three digits, or in as many as are in front of its point."""
    return f"{value:.3g}" if value < 999.5 else f"{value:.0f}"


def _of_apex(value: object, power: float) -> float | None:
    """2 to the power of a logarithm; 0 is what devices write that know nothing."""
    logarithm = next(iter(reals(value)), 0.0)
    return 2 ** (power * logarithm) if 0 < abs(logarithm) < 20 else None
