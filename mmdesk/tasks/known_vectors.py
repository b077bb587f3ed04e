"""A model beside vectors of it that others published: whether it reads and sees as it was trained to.

A wrong mean, another resizing or another tokenizer costs accuracy and raises no error. So whoever has the
true vectors of some words and pictures can have the model's own compared with them.
"""

import gzip
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.core.photo import Skipped
from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.tasks.clip_model import ClipModel

TEXTS, IMAGES, CAPTIONS = "concept_text_vectors.npz", "flickr_image_vectors.npz", "flickr_captions.jsonl"
"""Files of the folder: `prompt` and `vectors`; `ids` and `vectors`; lines with `id` and `photo`."""

PICTURES = Path("..", "photos")
"""Folder of the pictures, as seen from there: `flickr.bin`, and their places in it in `index.jsonl.gz`."""

WORDS = 200
"""Prompts compared, evenly spread over those there are."""

SAME_WORDS = 0.99
"""The median cosine from which the words are read as they should be; another tokenizer leaves half of it."""

FIND_THEMSELVES = 0.9
"""Share of the pictures that must be nearest to their own known vector, small as they are stored."""


def compare_known(clip: ClipModel, folder: Path) -> str:
    """Nearness of `clip` to the known vectors in `folder`, in one line.

    Raises UserError where the folder has none, and where they are not the vectors of this model.
    """
    texts = _loaded(folder / TEXTS, "prompt")
    words = _words(clip, *texts)
    pictures = _pictures(folder)
    if not pictures:
        return tr("{words}; pictures are not compared: there are none", words=words)
    return f"{words}; {_seen(clip, *_loaded(folder / IMAGES, 'ids'), pictures)}"


def _words(clip: ClipModel, prompts: list[str], known: Vectors) -> str:
    if known.shape[1] != clip.folder.dim:
        raise UserError(
            tr(
                "The known vectors have {known} numbers, those of {name} {dim}: they are of another model.",
                known=known.shape[1],
                name=clip.folder.name,
                dim=clip.folder.dim,
            )
        )
    every = max(1, len(prompts) // WORDS)
    cosines = (clip.encode_texts(prompts[::every]) * known[::every]).sum(axis=1)
    median = float(np.median(cosines))
    told = trn(
        "{n} known text, median cosine {median:.4f}",
        "{n} known texts, median cosine {median:.4f}",
        len(cosines),
        median=median,
    )
    if median < SAME_WORDS:
        raise UserError(
            tr(
                "{told}: {name} is another model, or reads words in another way.",
                told=told,
                name=clip.folder.name,
            )
        )
    return told


def _seen(clip: ClipModel, ids: list[str], known: Vectors, pictures: Mapping[str, bytes]) -> str:
    named = [name for name in ids if name in pictures]
    seen = _encoded(clip, [pictures[name] for name in named])
    cosines = seen @ known.T
    nearest = [ids[place] for place in cosines.argmax(axis=1)]
    right = sum(found == name for found, name in zip(nearest, named, strict=True))
    median = float(np.median(cosines.max(axis=1)))
    told = trn(
        "{right} of {n} known picture finds itself, median cosine {median:.3f}",
        "{right} of {n} known pictures find themselves, median cosine {median:.3f}",
        len(named),
        right=right,
        median=median,
    )
    if right < FIND_THEMSELVES * len(named):
        raise UserError(
            tr(
                "{told}: their preparation is not the one {name} was trained with.",
                told=told,
                name=clip.folder.name,
            )
        )
    return told


def _encoded(clip: ClipModel, pictures: list[bytes]) -> Vectors:
    """Vectors of pictures, read as every photo is."""
    with tempfile.TemporaryDirectory() as folder, ReadingPool(clip.recipe, workers=1) as pool:
        paths = [Path(folder, f"{number:05d}.webp") for number in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            path.write_bytes(picture)
        read = list(pool.read([os.fsencode(path) for path in paths]))
    photos = [photo for photo in read if not isinstance(photo, Skipped)]
    if len(photos) < len(pictures):
        raise UserError(
            trn(
                "{n} of the known pictures cannot be read.",
                "{n} of the known pictures cannot be read.",
                len(pictures) - len(photos),
            )
        )
    by_path = {photo.path: photo.pixels for photo in photos}
    return clip.encode_pixels(np.stack([by_path[os.fsencode(path)] for path in paths]))


def _loaded(path: Path, names: str) -> tuple[list[str], Vectors]:
    """Names and vectors in a file of numpy; nothing in it is executed."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return [str(name) for name in file[names]], np.asarray(file["vectors"], np.float32)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise UserError(tr("The known vectors {path} cannot be read.", path=path)) from error


def _pictures(folder: Path) -> dict[str, bytes]:
    """The pictures whose vectors are known, by the names of these; none where they do not lie beside."""
    index, packed = folder / PICTURES / "index.jsonl.gz", folder / PICTURES / "flickr.bin"
    if not (index.is_file() and packed.is_file() and (folder / CAPTIONS).is_file()):
        return {}
    try:
        lines = (folder / CAPTIONS).read_text("utf-8").splitlines()
        wanted = {row["photo"]: row["id"] for row in map(json.loads, lines) if "photo" in row}
        with gzip.open(index, "rt", encoding="utf-8") as file, packed.open("rb") as pictures:
            found = {}
            for row in map(json.loads, file):
                if row["set"] == "flickr" and row["id"] in wanted:
                    pictures.seek(row["offset"])
                    found[wanted[row["id"]]] = pictures.read(row["length"])
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise UserError(tr("The pictures beside {folder} cannot be read.", folder=folder)) from error
    return found
