"""Pictures with captions and labels, as a data pack or a plain folder holds them.

A data pack keeps encoded pictures one after the other in `photos/<set>.bin` and tells of each in a line
of `photos/index.jsonl.gz`; larger versions of some lie in `photos_large` likewise. In a plain folder, the
folder a picture lies in is its label and a `.txt` file of the same name holds its captions, one a line.
"""

import gzip
import io
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from mmdesk.core.errors import UserError

INDEX = Path("photos") / "index.jsonl.gz"
LARGE_INDEX = Path("photos_large") / "index_large.jsonl.gz"
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
FORMATS = ("JPEG", "PNG", "WEBP")
"""The only parsers that may look at a training picture."""


@dataclass(frozen=True)
class PictureBytes:
    """Place of an encoded picture: `length` bytes of `file`, from `offset` on."""

    file: Path
    offset: int
    length: int

    def decode(self) -> Image.Image:
        """The picture in RGB. Raises UserError where it cannot be read."""
        try:
            with self.file.open("rb") as file:
                file.seek(self.offset)
                content = file.read(self.length)
            return Image.open(io.BytesIO(content), formats=FORMATS).convert("RGB")
        except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
            raise UserError(
                f"The training picture at byte {self.offset} of {self.file} cannot be read."
            ) from error


@dataclass(frozen=True)
class Example:
    """One picture and what is known of it.

    `labels` are synonyms or objects, the most telling first; `offset` and `length` say where in `file`
    its bytes lie, and `large` where those of a larger version of it do. `source` is the set it comes from,
    `style` how it was made ("photo", "sketch").
    """

    source: str
    name: str
    split: str
    labels: tuple[str, ...]
    captions: tuple[str, ...]
    style: str
    file: Path
    offset: int
    length: int
    large: PictureBytes | None = None

    def open(self) -> Image.Image:
        """The picture in RGB. Raises UserError where it cannot be read."""
        return PictureBytes(self.file, self.offset, self.length).decode()

    def open_large(self) -> Image.Image:
        """The largest version there is, in RGB. Raises UserError where it cannot be read."""
        return self.open() if self.large is None else self.large.decode()


def read_examples(data: Path) -> tuple[Example, ...]:
    """All pictures of the data pack or folder `data`. Raises UserError where there are none."""
    examples = tuple(_packed(data) if (data / INDEX).is_file() else _plain(data))
    if not examples:
        raise UserError(f"There is nothing to train on in {data}: no data pack and no pictures.")
    return examples


def split_of(examples: tuple[Example, ...], split: str) -> tuple[Example, ...]:
    """Those of the part "train" or "dev"."""
    return tuple(example for example in examples if example.split == split)


def read_lines(data: Path) -> tuple[str, ...]:
    """The captions without pictures that lie beside a data pack; none where the file is missing."""
    path = data / "captions_text.jsonl.gz"
    if not path.is_file():
        return ()
    return tuple(str(row["caption"]) for row in _json_lines(path))


def _packed(data: Path) -> Iterator[Example]:
    large = _large_pictures(data)
    for row in _json_lines(data / INDEX):
        try:
            yield Example(
                source=row["set"],
                name=row["id"],
                split=row["split"],
                labels=tuple(row["labels"]),
                captions=tuple(row["captions"]),
                style=row.get("style", "photo"),
                file=data / "photos" / f"{row['set']}.bin",
                offset=int(row["offset"]),
                length=int(row["length"]),
                large=large.get((row["set"], row["id"])),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise _not_understood(data / INDEX) from error


def _large_pictures(data: Path) -> dict[tuple[str, str], PictureBytes]:
    """Larger versions by set and id; none where the pack has no such part."""
    path = data / LARGE_INDEX
    if not path.is_file():
        return {}
    try:
        return {
            (row["set"], row["id"]): PictureBytes(
                path.with_name(f"{row['set']}.bin"), int(row["offset"]), int(row["length"])
            )
            for row in _json_lines(path)
        }
    except (KeyError, TypeError, ValueError) as error:
        raise _not_understood(path) from error


def _not_understood(path: Path) -> UserError:
    return UserError(f"The index {path} has a line this program does not understand.")


def _json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise UserError(f"The file {path} is broken.") from error


def _plain(data: Path) -> Iterator[Example]:
    if not data.is_dir():
        raise UserError(f"There is no folder {data}.")
    for path in sorted(data.rglob("*")):
        if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file():
            yield _plain_example(data, path)


def _plain_example(data: Path, path: Path) -> Example:
    """A tenth, chosen by the name alone, is held out: the same pictures however many are added."""
    place = path.relative_to(data)
    held_out = zlib.crc32(os.fsencode(place)) % 10 == 0
    label = place.parent.name.replace("_", " ").replace("-", " ").strip()
    return Example(
        source=place.parts[0] if len(place.parts) > 1 else "pictures",
        name=str(place),
        split="dev" if held_out else "train",
        labels=(label,) if label else (),
        captions=_sidecar(path.with_suffix(".txt")),
        style="photo",
        file=path,
        offset=0,
        length=path.stat().st_size,
    )


def _sidecar(path: Path) -> tuple[str, ...]:
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return tuple(line.strip() for line in lines if line.strip())
