"""Text that was read in a photo, line by line, each with its place."""

from dataclasses import dataclass

Point = tuple[float, float]
"""A place across and down, as shares 0..1 of the upright picture."""

Corners = tuple[Point, Point, Point, Point]
"""Four points around a line, clockwise, from where its first letter begins at the top."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words that stand in one line of a photo, and how sure the reader is of them (0..1)."""

    text: str
    corners: Corners
    sureness: float = 1.0


@dataclass(frozen=True, slots=True)
class PhotoText:
    """All that was read in a photo, from the top down.

    Where the photo could not be read, `trouble` says why, in one sentence.
    """

    lines: tuple[TextLine, ...] = ()
    trouble: str = ""

    @property
    def said(self) -> str:
        """The text, a line each."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text in a file, with the hash of the content that was read and its upright size in pixels.

    With a trouble that may be over next time, it is not `for_good`. A file that could not be looked at has
    no hash.
    """

    text: PhotoText
    content: bytes = b""
    size: tuple[int, int] = (0, 0)
    for_good: bool = True


@dataclass(frozen=True, slots=True)
class TextsRead:
    """Photos whose text, or the lack of it, is known from now on."""

    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextSummary:
    """Result of a run of reading: photos looked at, those of them with text, and those that could not be
    read, each with the reason.
    """

    read: int = 0
    with_text: int = 0
    troubles: tuple[tuple[bytes, str], ...] = ()
    seconds: float = 0.0
