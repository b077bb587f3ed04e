"""Acts of the user that can be taken back, and how they are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mmdesk.core.enumeration import all_of
from mmdesk.core.language import tr, trn
from mmdesk.core.photo import PhotoId


class ActKind(StrEnum):
    """What was done. The values are stored."""

    RATE = "rate"
    FLAG = "flag"
    KEEP = "keep"
    ACCEPT = "accept"
    REJECT = "reject"
    TAG = "tag"
    REMOVE = "remove"
    READ = "read"
    ALBUM_NEW = "album new"
    ALBUM_NAME = "album name"
    ALBUM_IN = "album in"
    ALBUM_OUT = "album out"
    ALBUM_GONE = "album gone"
    TRASH = "trash"
    RENAME = "rename"
    MODEL_OUT = "model out"
    FACTS = "facts"
    TURN = "turn"


FACT_ACTS = frozenset({ActKind.FACTS, ActKind.TURN})
"""Kinds that wrote sidecars, too."""

FILE_ACTS = frozenset({ActKind.TRASH, ActKind.RENAME})

TAG_ACTS = frozenset({ActKind.ACCEPT, ActKind.REJECT, ActKind.TAG, ActKind.REMOVE})
"""Kinds of which `Act.name` is a label."""

_Telling = tuple[Callable[["Act"], str], Callable[["Act"], str]]
"""Words for an act, as it is wanted and as it is done."""

_FLAGGED: Mapping[int, _Telling] = {
    1: (
        lambda act: trn("pick {n:,} photo", "pick {n:,} photos", act.photos),
        lambda act: trn("{n:,} photo picked", "{n:,} photos picked", act.photos),
    ),
    0: (
        lambda act: trn("unflag {n:,} photo", "unflag {n:,} photos", act.photos),
        lambda act: trn("{n:,} photo unflagged", "{n:,} photos unflagged", act.photos),
    ),
    -1: (
        lambda act: trn("reject {n:,} photo", "reject {n:,} photos", act.photos),
        lambda act: trn("{n:,} photo rejected", "{n:,} photos rejected", act.photos),
    ),
}

_RATED: Mapping[int, _Telling] = {
    0: (
        lambda act: trn(
            "take the stars of {n:,} photo away", "take the stars of {n:,} photos away", act.photos
        ),
        lambda act: trn("{n:,} photo without stars", "{n:,} photos without stars", act.photos),
    ),
    1: (
        lambda act: trn("give {n:,} photo 1 star", "give {n:,} photos 1 star", act.photos),
        lambda act: trn("{n:,} photo rated 1 star", "{n:,} photos rated 1 star", act.photos),
    ),
}

_RATED_MORE: _Telling = (
    lambda act: trn(
        "give {n:,} photo {value} stars", "give {n:,} photos {value} stars", act.photos, value=act.value
    ),
    lambda act: trn(
        "{n:,} photo rated {value} stars", "{n:,} photos rated {value} stars", act.photos, value=act.value
    ),
)

_WORDS: Mapping[ActKind, _Telling] = {
    ActKind.KEEP: (
        lambda act: trn("keep one of {n:,} photo", "keep one of {n:,} photos", act.photos),
        lambda act: trn(
            "one of {n:,} photo picked, the others rejected",
            "one of {n:,} photos picked, the others rejected",
            act.photos,
        ),
    ),
    ActKind.ACCEPT: (
        lambda act: trn(
            "accept “{name}” for {n:,} photo", "accept “{name}” for {n:,} photos", act.photos, name=act.name
        ),
        lambda act: trn(
            "“{name}” accepted for {n:,} photo",
            "“{name}” accepted for {n:,} photos",
            act.photos,
            name=act.name,
        ),
    ),
    ActKind.REJECT: (
        lambda act: trn(
            "reject “{name}” for {n:,} photo", "reject “{name}” for {n:,} photos", act.photos, name=act.name
        ),
        lambda act: trn(
            "“{name}” rejected for {n:,} photo",
            "“{name}” rejected for {n:,} photos",
            act.photos,
            name=act.name,
        ),
    ),
    ActKind.TAG: (
        lambda act: trn("tag {n:,} photo “{name}”", "tag {n:,} photos “{name}”", act.photos, name=act.name),
        lambda act: trn(
            "{n:,} photo tagged “{name}”", "{n:,} photos tagged “{name}”", act.photos, name=act.name
        ),
    ),
    ActKind.REMOVE: (
        lambda act: trn(
            "take “{name}” off {n:,} photo", "take “{name}” off {n:,} photos", act.photos, name=act.name
        ),
        lambda act: trn(
            "“{name}” taken off {n:,} photo", "“{name}” taken off {n:,} photos", act.photos, name=act.name
        ),
    ),
    ActKind.READ: (
        lambda act: trn(
            "read keywords and stars of {n:,} photo", "read keywords and stars of {n:,} photos", act.photos
        ),
        lambda act: trn(
            "keywords and stars of {n:,} photo read", "keywords and stars of {n:,} photos read", act.photos
        ),
    ),
    ActKind.ALBUM_NEW: (
        lambda act: tr("make the album “{name}”", name=act.name),
        lambda act: tr("album “{name}” made", name=act.name),
    ),
    ActKind.ALBUM_NAME: (
        lambda act: tr("call the album “{name}”", name=act.name),
        lambda act: tr("the album is called “{name}” now", name=act.name),
    ),
    ActKind.ALBUM_IN: (
        lambda act: trn(
            "put {n:,} photo into “{name}”", "put {n:,} photos into “{name}”", act.photos, name=act.name
        ),
        lambda act: trn(
            "{n:,} photo put into “{name}”", "{n:,} photos put into “{name}”", act.photos, name=act.name
        ),
    ),
    ActKind.ALBUM_OUT: (
        lambda act: trn(
            "take {n:,} photo out of “{name}”", "take {n:,} photos out of “{name}”", act.photos, name=act.name
        ),
        lambda act: trn(
            "{n:,} photo taken out of “{name}”",
            "{n:,} photos taken out of “{name}”",
            act.photos,
            name=act.name,
        ),
    ),
    ActKind.ALBUM_GONE: (
        lambda act: tr("remove the album “{name}”", name=act.name),
        lambda act: tr("album “{name}” removed", name=act.name),
    ),
    ActKind.TRASH: (
        lambda act: trn("move {n:,} photo to the trash", "move {n:,} photos to the trash", act.photos),
        lambda act: trn("{n:,} photo moved to the trash", "{n:,} photos moved to the trash", act.photos),
    ),
    ActKind.MODEL_OUT: (
        lambda act: tr("remove the model “{name}”", name=act.name),
        lambda act: tr("model “{name}” removed", name=act.name),
    ),
    ActKind.FACTS: (
        lambda act: trn(
            "change the {name} of {n:,} photo",
            "change the {name} of {n:,} photos",
            act.photos,
            name=act.facts,
        ),
        lambda act: trn(
            "{name} of {n:,} photo changed", "{name} of {n:,} photos changed", act.photos, name=act.facts
        ),
    ),
    ActKind.TURN: (
        lambda act: trn("turn {n:,} photo", "turn {n:,} photos", act.photos),
        lambda act: trn("{n:,} photo turned", "{n:,} photos turned", act.photos),
    ),
    ActKind.RENAME: (
        lambda act: tr("rename a photo to {name}", name=act.name),
        lambda act: tr("a photo renamed to {name}", name=act.name),
    ),
}

_FACTS = {"caption": tr("caption"), "date": tr("date"), "direction": tr("direction")}


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `name` is the label, album or file it is about, `value` the stars or the flag it gave."""

    id: int
    kind: ActKind
    photos: int
    name: str = ""
    value: int = 0

    @property
    def is_of_files(self) -> bool:
        """Whether files were moved, which takes longer than to write rows."""
        return self.kind in FILE_ACTS

    @property
    def wanted(self) -> str:
        """Words for what is to be done: "reject 667 photos"."""
        return self._telling[0](self)

    @property
    def done(self) -> str:
        """Words for what was done: "667 photos rejected"."""
        told = self._telling[1](self)
        return told[0].upper() + told[1:]

    @property
    def facts(self) -> str:
        """The facts it is about; `name` has them in English, as they are stored."""
        return all_of([_FACTS.get(fact, fact) for fact in self.name.split(" and ")])

    @property
    def _telling(self) -> _Telling:
        if self.kind is ActKind.FLAG:
            return _FLAGGED[self.value]
        if self.kind is ActKind.RATE:
            return _RATED.get(self.value, _RATED_MORE)
        return _WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of taking rows back, or of doing it again: the photos and labels it was about.

    `stayed` counts photos that were changed since and were left alone; there was nothing of the kind, not
    even of an album, where it `is_whole`.
    """

    photos: tuple[PhotoId, ...]
    labels: tuple[str, ...] = ()
    stayed: int = 0
    is_whole: bool = True


def counted_photos(count: int) -> str:
    """A number of photos in words: "1 photo", "1,200 photos"."""
    return trn("{n:,} photo", "{n:,} photos", count)
