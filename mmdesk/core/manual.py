"""The manual, chapter by chapter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_HEADING = re.compile(r"^##? (.+)$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^]]*\]\(([^)]+)\)")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the manual: its text (Markdown) with its heading."""

    title: str
    text: str

    @property
    def anchor(self) -> str:
        """What links to it say after the #."""
        return _NOT_IN_ANCHORS.sub("", self.title.lower()).replace(" ", "-")

    @property
    def pictures(self) -> list[str]:
        """Names of its pictures."""
        return _PICTURE.findall(self.text)


@dataclass(frozen=True, slots=True)
class Manual:
    """All chapters, and all pictures by name, as whoever shows them wants them."""

    chapters: tuple[Chapter, ...]
    pictures: Mapping[str, object]

    def place_of(self, anchor: str) -> int | None:
        """The number of the chapter that an anchor stands for."""
        return next((place for place, one in enumerate(self.chapters) if one.anchor == anchor), None)


def chapters_of(page: str) -> tuple[Chapter, ...]:
    """The chapters of a page in Markdown, each with its heading."""
    starts = [*_HEADING.finditer(page)]
    ends = [*(match.start() for match in starts[1:]), len(page)]
    return tuple(
        Chapter(match[1], page[match.start() : end]) for match, end in zip(starts, ends, strict=True)
    )
