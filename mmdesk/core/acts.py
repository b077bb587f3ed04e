"""Acts of the user that can be taken back, and how they are told."""

from dataclasses import dataclass
from enum import StrEnum

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

_FLAGGED = {
    1: ("pick {photos}", "{photos} picked"),
    0: ("unflag {photos}", "{photos} unflagged"),
    -1: ("reject {photos}", "{photos} rejected"),
}

_RATED = {
    0: ("take the stars of {photos} away", "{photos} without stars"),
    1: ("give {photos} 1 star", "{photos} rated 1 star"),
}

_RATED_MORE = ("give {photos} {value} stars", "{photos} rated {value} stars")

_WORDS = {
    ActKind.KEEP: ("keep one of {photos}", "one of {photos} picked, the others rejected"),
    ActKind.ACCEPT: ("accept “{name}” for {photos}", "“{name}” accepted for {photos}"),
    ActKind.REJECT: ("reject “{name}” for {photos}", "“{name}” rejected for {photos}"),
    ActKind.TAG: ("tag {photos} “{name}”", "{photos} tagged “{name}”"),
    ActKind.REMOVE: ("take “{name}” off {photos}", "“{name}” taken off {photos}"),
    ActKind.READ: ("read keywords and stars of {photos}", "keywords and stars of {photos} read"),
    ActKind.ALBUM_NEW: ("make the album “{name}”", "album “{name}” made"),
    ActKind.ALBUM_NAME: ("call the album “{name}”", "the album is called “{name}” now"),
    ActKind.ALBUM_IN: ("put {photos} into “{name}”", "{photos} put into “{name}”"),
    ActKind.ALBUM_OUT: ("take {photos} out of “{name}”", "{photos} taken out of “{name}”"),
    ActKind.ALBUM_GONE: ("remove the album “{name}”", "album “{name}” removed"),
    ActKind.TRASH: ("move {photos} to the trash", "{photos} moved to the trash"),
    ActKind.MODEL_OUT: ("remove the model “{name}”", "model “{name}” removed"),
    ActKind.FACTS: ("change the {name} of {photos}", "{name} of {photos} changed"),
    ActKind.TURN: ("turn {photos}", "{photos} turned"),
    ActKind.RENAME: ("rename a photo to {name}", "a photo renamed to {name}"),
}
"""Each act as it is wanted, and as it is done."""


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
        return self._fill(self._pair[0])

    @property
    def done(self) -> str:
        """Words for what was done: "667 photos rejected"."""
        told = self._fill(self._pair[1])
        return told[0].upper() + told[1:]

    @property
    def _pair(self) -> tuple[str, str]:
        if self.kind is ActKind.FLAG:
            return _FLAGGED[self.value]
        if self.kind is ActKind.RATE:
            return _RATED.get(self.value, _RATED_MORE)
        return _WORDS[self.kind]

    def _fill(self, words: str) -> str:
        return words.format(photos=counted_photos(self.photos), name=self.name, value=self.value)


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
    return "1 photo" if count == 1 else f"{count:,} photos"
