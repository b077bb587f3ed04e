"""Photos that are there more than once, in three classes that are kept apart, and which of them is best.

The same bytes are certain. The same shot saved again is what both a model and a look at the pictures say.
A burst is several shots of one thing: nobody but the user can say which of them are too many.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, get_args

from mmdesk.core.photo import TAKEN_BY_CAMERA, Photo, PhotoId, Pick

Kind = Literal["same-bytes", "same-shot", "burst"]

KINDS: tuple[Kind, ...] = get_args(Kind)

Pair = tuple[PhotoId, PhotoId]

COPY_BY_NAME = re.compile(
    r"(?:^copy of )|(?:[\s_-]*\((?:\d{1,3}|copy|kopie)\))|(?:[\s_-]+(?:copy|kopie|copie)(?:[\s_-]*\d+)?)$",
    re.IGNORECASE,
)
"""How desktops and browsers call a second file: "x (1)", "x - Copy", "x copy 2", "Copy of x"."""

ORIGINAL_FORMATS = (
    {".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".raf", ".rw2", ".pef", ".srw"},
    {".heic", ".heif"},
    {".tif", ".tiff"},
    {".jpg", ".jpeg"},
    {".png", ".jxl"},
)
"""Suffixes as they come from cameras and scanners, the likeliest first; all others are made by programs."""

CLEARLY_SHARPER = 1.15
"""By so much sharpness must differ to be worth a word."""


@dataclass(frozen=True, slots=True)
class Member:
    """A photo of a group, with what speaks for keeping it.

    `sharpness` is a number without a unit that says something beside others of the same burst only. A photo
    `with_raw` has a raw file beside it and is never proposed for the trash: the two are one.
    """

    photo: Photo
    tags: int = 0
    albums: int = 0
    with_raw: bool = False
    with_sidecar: bool = False
    sharpness: float | None = None

    @property
    def id(self) -> PhotoId:
        """The photo's id."""
        return self.photo.id

    @property
    def pixels(self) -> int:
        """How many there are."""
        return self.photo.facts.width * self.photo.facts.height


@dataclass(frozen=True, slots=True)
class Group:
    """Photos of one class that belong together, two at least, the best first, and why that one is."""

    kind: Kind
    members: tuple[Member, ...]
    reasons: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[PhotoId, ...]:
        """Of all members, the best first."""
        return tuple(member.id for member in self.members)

    @property
    def keep(self) -> PhotoId:
        """The one proposed to be kept; in a burst, the one that looks sharpest."""
        return self.members[0].id

    @property
    def proposed_for_trash(self) -> tuple[PhotoId, ...]:
        """All others; none of a burst, and no photo with a raw file beside it."""
        return () if self.kind == "burst" else self.without(self.keep)

    def without(self, keep: PhotoId) -> tuple[PhotoId, ...]:
        """What would go to the trash if `keep` were kept."""
        return tuple(member.id for member in self.members if member.id != keep and not member.with_raw)

    def bytes_of(self, ids: Iterable[PhotoId]) -> int:
        """The size of these files of the group together."""
        wanted = set(ids)
        return sum(member.photo.stamp.size for member in self.members if member.id in wanted)


@dataclass(frozen=True, slots=True)
class _Virtue:
    """Something that speaks for keeping a photo: how much of it a member has, and how it is told."""

    of: Callable[[Member], float]
    said: Callable[[Member], str]


def best_first(kind: Kind, members: Iterable[Member]) -> Group:
    """The group of these members, the one to keep first, with the reasons in words.

    The user's own work counts before all, then what cannot be had again (pixels, the camera's format and
    date), then the name. A pure function: the same members, in any order, make the same group.
    """
    virtues = BURST_VIRTUES if kind == "burst" else VIRTUES
    ordered = sorted(members, key=lambda member: (*(-virtue.of(member) for virtue in virtues), member.id))
    best, others = ordered[0], ordered[1:]
    reasons = [virtue.said(best) for virtue in virtues if _excels(virtue, best, others)]
    return Group(kind, tuple(ordered), tuple(reasons) or ("the first that came into the library",))


def _excels(virtue: _Virtue, best: Member, others: Sequence[Member]) -> bool:
    return virtue.of(best) > min(virtue.of(other) for other in others) and all(
        virtue.of(best) >= virtue.of(other) for other in others
    )


def _work(member: Member) -> float:
    """What the user gave the photo: as many kinds of it as there are."""
    photo = member.photo
    return sum((member.tags > 0, photo.rating > 0, photo.pick == Pick.PICKED, member.albums > 0))


def _work_said(member: Member) -> str:
    photo = member.photo
    given = (
        "tags" if member.tags else "",
        "rating" if photo.rating else "",
        "flag" if photo.pick == Pick.PICKED else "",
        "album" if member.albums else "",
    )
    return f"has {_listed([word for word in given if word])}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _format(member: Member) -> float:
    suffix = os.path.splitext(os.fsdecode(member.photo.path))[1].lower()
    rank = next((rank for rank, kinds in enumerate(ORIGINAL_FORMATS) if suffix in kinds), None)
    return 0 if rank is None else len(ORIGINAL_FORMATS) - rank


def _date(member: Member) -> float:
    return member.photo.facts.taken_from in TAKEN_BY_CAMERA


def _own_name(member: Member) -> float:
    return not is_copy_by_name(member.photo.path)


def _sharpness(member: Member) -> float:
    """On a scale on which only clear differences count."""
    value, step = member.sharpness or 0.0, 0
    while value >= CLEARLY_SHARPER and step < 400:
        value, step = value / CLEARLY_SHARPER, step + 1
    return step


VIRTUES = (
    _Virtue(lambda member: member.with_raw, lambda _: "has its raw file"),
    _Virtue(lambda member: member.photo.pick != Pick.REJECTED, lambda _: "not rejected"),
    _Virtue(_work, _work_said),
    _Virtue(
        lambda member: member.pixels,
        lambda member: f"larger: {member.photo.facts.width} × {member.photo.facts.height}",
    ),
    _Virtue(_date, lambda _: "has its date"),
    _Virtue(_format, lambda _: "original format"),
    _Virtue(lambda member: member.with_sidecar, lambda _: "has a sidecar"),
    _Virtue(_own_name, lambda _: "not a copy by name"),
    _Virtue(lambda member: member.photo.stamp.size, lambda _: "least compressed"),
)

BURST_VIRTUES = (
    _Virtue(lambda member: member.photo.pick != Pick.REJECTED, lambda _: "not rejected"),
    _Virtue(_work, _work_said),
    _Virtue(_sharpness, lambda _: "sharpest"),
    _Virtue(
        lambda member: member.pixels,
        lambda member: f"larger: {member.photo.facts.width} × {member.photo.facts.height}",
    ),
)


def is_copy_by_name(path: bytes) -> bool:
    """Whether the name is one that a second file of the same picture is given."""
    return stem_without_copy_mark(path) != os.path.splitext(os.fsdecode(os.path.basename(path)))[0]


def stem_without_copy_mark(path: bytes) -> str:
    """The name without suffix, and without what marks a copy."""
    stem = os.path.splitext(os.fsdecode(os.path.basename(path)))[0]
    return COPY_BY_NAME.sub("", stem) or stem


def grouped(pairs: Iterable[Pair], apart: Mapping[PhotoId, Set[int]]) -> list[tuple[PhotoId, ...]]:
    """Groups of photos that `pairs` join, directly or through others; each photo is in one at most.

    `apart` has, for photos that the user said are no duplicates, the numbers of those sayings: two photos
    with one in common are never in the same group. Surer pairs should come first.
    """
    gatherings: dict[PhotoId, _Gathering] = {}
    for pair in pairs:
        one, other = (
            gatherings.setdefault(photo, _Gathering([photo], set(apart.get(photo, ())))) for photo in pair
        )
        if one is not other and not one.apart & other.apart:
            one.photos += other.photos
            one.apart |= other.apart
            gatherings.update(dict.fromkeys(other.photos, one))
    whole = {gathering.photos[0]: gathering for gathering in gatherings.values()}
    return sorted(tuple(sorted(one.photos)) for one in whole.values() if len(one.photos) > 1)


@dataclass(slots=True)
class _Gathering:
    """A group in the making, and the sayings that keep others out of it."""

    photos: list[PhotoId]
    apart: set[int]
