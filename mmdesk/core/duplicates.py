"""Photos that are there more than once, in three classes that are kept apart, and which of them is best.

The same bytes are certain. The same shot saved again is what both a model and a look at the pictures say.
A burst is several shots of one thing: nobody but the user can say which of them are too many.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, get_args

from mmdesk.core.enumeration import all_of
from mmdesk.core.language import tr
from mmdesk.core.photo import TAKEN_BY_CAMERA, Photo, PhotoId, Pick

Kind = Literal["same-bytes", "same-shot", "burst"]

KINDS: tuple[Kind, ...] = get_args(Kind)

Pair = tuple[PhotoId, PhotoId]

COPY_BY_NAME = re.compile(
    r"(?:^copy of )|(?:[\s_-]*\((?:\d{1,3}|copy|kopie)\))|(?:[\s_-]+(?:copy|kopie|copie)(?:[\s_-]*\d+)?)$",
    re.IGNORECASE,
)
"""Marks that desktops and browsers give a second file: "x (1)", "x - Copy", "x copy 2", "Copy of x"."""

ORIGINAL_FORMATS = (
    {".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".raf", ".rw2", ".pef", ".srw"},
    {".heic", ".heif"},
    {".tif", ".tiff"},
    {".jpg", ".jpeg"},
    {".png", ".jxl"},
)
"""Suffixes as they come from cameras and scanners, the likeliest first; all others are made by programs."""

CLEARLY_SHARPER = 1.15
"""Ratio of sharpness from which the sharper photo is called so."""


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
        """Number of pixels."""
        return self.photo.facts.width * self.photo.facts.height


@dataclass(frozen=True, slots=True)
class Group:
    """Photos of one class that belong together, two at least, the best first, and why that one is."""

    kind: Kind
    members: tuple[Member, ...]
    reasons: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[PhotoId, ...]:
        """Ids of all members, the best first."""
        return tuple(member.id for member in self.members)

    @property
    def keep(self) -> PhotoId:
        """The one proposed to be kept; in a burst, the one that looks sharpest."""
        return self.members[0].id

    @property
    def proposed_for_trash(self) -> tuple[PhotoId, ...]:
        """All others; none of a burst, no photo with a raw file beside it, and none that has more pixels than
        the one to be kept: where the user's work speaks for a smaller one, the user decides.
        """
        if self.kind == "burst":
            return ()
        larger = {member.id for member in self.members if member.pixels > self.members[0].pixels}
        return tuple(photo for photo in self.without(self.keep) if photo not in larger)

    def without(self, keep: PhotoId) -> tuple[PhotoId, ...]:
        """What would go to the trash if `keep` were kept; no live photo for one that does not move."""
        kept_is_live = any(member.photo.is_live for member in self.members if member.id == keep)
        return tuple(
            member.id
            for member in self.members
            if member.id != keep
            and not member.with_raw
            and (kept_is_live or not member.photo.is_live or self.kind == "burst")
        )

    def bytes_of(self, ids: Iterable[PhotoId]) -> int:
        """Sum of the sizes of these photos' files, in bytes."""
        wanted = set(ids)
        return sum(member.photo.stamp.size for member in self.members if member.id in wanted)


@dataclass(frozen=True, slots=True)
class _Criterion:
    """Something that speaks for keeping a photo: a member's `value`, greater is better, and the `reason`."""

    value: Callable[[Member], float]
    reason: Callable[[Member], str]


def best_first(kind: Kind, members: Iterable[Member]) -> Group:
    """The group of these members, the one to keep first, with the reasons in words.

    The user's own work counts before all, then what cannot be had again (pixels, the camera's format and
    date), then the name. A pure function: the same members, in any order, make the same group.
    """
    criteria = BURST_CRITERIA if kind == "burst" else CRITERIA
    ordered = sorted(members, key=lambda member: (*(-one.value(member) for one in criteria), member.id))
    best, others = ordered[0], ordered[1:]
    reasons = [one.reason(best) for one in criteria if _decides(one, best, others)]
    return Group(kind, tuple(ordered), tuple(reasons) or (tr("the first that came into the library"),))


def _decides(criterion: _Criterion, best: Member, others: Sequence[Member]) -> bool:
    """Whether `best` is better than some other member by this criterion, and worse than none."""
    values = [criterion.value(other) for other in others]
    return criterion.value(best) > min(values) and criterion.value(best) >= max(values)


def _own_work(member: Member) -> float:
    """Number of kinds of work that the user gave the photo: tags, rating, flag, albums."""
    photo = member.photo
    return sum((member.tags > 0, photo.rating > 0, photo.pick == Pick.PICKED, member.albums > 0))


def _own_work_in_words(member: Member) -> str:
    photo = member.photo
    given = (
        tr("tags") if member.tags else "",
        tr("rating") if photo.rating else "",
        tr("flag") if photo.pick == Pick.PICKED else "",
        tr("album") if member.albums else "",
    )
    # translators: why a photo is the one to keep of several: "has tags, rating and album".
    return tr("has {given}", given=all_of([word for word in given if word]))


def _originality(member: Member) -> float:
    """Rank of the file's format: the camera's own are highest, unknown ones 0."""
    suffix = os.path.splitext(os.fsdecode(member.photo.path))[1].lower()
    rank = next((rank for rank, kinds in enumerate(ORIGINAL_FORMATS) if suffix in kinds), None)
    return 0 if rank is None else len(ORIGINAL_FORMATS) - rank


def _has_date(member: Member) -> float:
    return member.photo.facts.taken_from in TAKEN_BY_CAMERA


def _has_own_name(member: Member) -> float:
    return not is_copy_by_name(member.photo.path)


def _sharpness(member: Member) -> float:
    """Logarithm of the sharpness, rounded down, to a base that makes only clear differences count."""
    value, step = member.sharpness or 0.0, 0
    while value >= CLEARLY_SHARPER and step < 400:
        value, step = value / CLEARLY_SHARPER, step + 1
    return step


_NOT_REJECTED = _Criterion(lambda member: member.photo.pick != Pick.REJECTED, lambda _: tr("not rejected"))
_OWN_WORK = _Criterion(_own_work, _own_work_in_words)
_PIXELS = _Criterion(
    lambda member: member.pixels,
    lambda member: tr(
        "larger: {width} × {height}", width=member.photo.facts.width, height=member.photo.facts.height
    ),
)

CRITERIA = (
    _Criterion(lambda member: member.with_raw, lambda _: tr("has its raw file")),
    _Criterion(lambda member: member.photo.is_live, lambda _: tr("is a live photo")),
    _NOT_REJECTED,
    _OWN_WORK,
    _PIXELS,
    _Criterion(_has_date, lambda _: tr("has its date")),
    _Criterion(_originality, lambda _: tr("original format")),
    _Criterion(lambda member: member.with_sidecar, lambda _: tr("has a sidecar")),
    _Criterion(_has_own_name, lambda _: tr("not a copy by name")),
    _Criterion(lambda member: member.photo.stamp.size, lambda _: tr("least compressed")),
)
"""What speaks for keeping a copy, the weightiest first."""

BURST_CRITERIA = (_NOT_REJECTED, _OWN_WORK, _Criterion(_sharpness, lambda _: tr("sharpest")), _PIXELS)
"""What speaks for keeping a shot of a burst, the weightiest first."""


def is_copy_by_name(path: bytes) -> bool:
    """Whether the name is one that a second file of the same picture is given."""
    return stem_without_copy_mark(path) != os.path.splitext(os.fsdecode(os.path.basename(path)))[0]


def stem_without_copy_mark(path: bytes) -> str:
    """The name without suffix, and without what marks a copy."""
    stem = os.path.splitext(os.fsdecode(os.path.basename(path)))[0]
    return COPY_BY_NAME.sub("", stem) or stem


def grouped(pairs: Iterable[Pair], apart: Mapping[PhotoId, Set[int]]) -> list[tuple[PhotoId, ...]]:
    """Groups of photos that `pairs` join, directly or through others; each photo is in one at most.

    `apart` has, for photos that the user declared no duplicates, the numbers of those decisions: two
    photos with one in common are never in the same group. Surer pairs should come first.
    """
    clusters: dict[PhotoId, _Cluster] = {}
    for pair in pairs:
        one, other = (
            clusters.setdefault(photo, _Cluster([photo], set(apart.get(photo, ())))) for photo in pair
        )
        if one is not other and not one.apart & other.apart:
            one.photos += other.photos
            one.apart |= other.apart
            clusters.update(dict.fromkeys(other.photos, one))
    distinct = {cluster.photos[0]: cluster for cluster in clusters.values()}
    return sorted(tuple(sorted(one.photos)) for one in distinct.values() if len(one.photos) > 1)


@dataclass(slots=True)
class _Cluster:
    """A group in the making, and the user's decisions that keep other photos out of it."""

    photos: list[PhotoId]
    apart: set[int]
