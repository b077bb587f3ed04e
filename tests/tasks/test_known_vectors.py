"""A model compared with vectors of it that are known: its own, and those of others."""

import gzip
import io
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_photo
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.known_vectors import compare_known

PROMPTS = ["a red thing", "a blue thing", "green", "a dog", "a yellow house"]


@pytest.fixture
def clip(places: Places) -> DummyClip:
    return DummyClip(places)


@pytest.fixture
def known(tmp_path: Path, clip: DummyClip) -> Path:
    """True vectors of `clip`, of words and of twelve pictures, in the form in which they are published."""
    folder, photos = tmp_path / "clip_space", tmp_path / "photos"
    folder.mkdir()
    photos.mkdir()
    write_texts(folder, clip)
    chance, rows, captions, pixels, packed = np.random.default_rng(2), [], [], [], b""
    for number in range(12):
        colours = chance.integers(0, 256, (4, 4, 3), dtype=np.uint8)
        file = io.BytesIO()
        picture = Image.fromarray(colours).resize((96, 64), Image.Resampling.NEAREST)
        picture.save(file, "WEBP", lossless=True)
        (photos / "one.webp").write_bytes(file.getvalue())
        pixels.append(read_photo(os.fsencode(photos / "one.webp"), clip.recipe, ReadingLimits()).pixels)
        place = {"offset": len(packed), "length": len(file.getvalue())}
        rows.append({"set": "flickr", "id": f"photo{number}"} | place)
        captions.append({"id": f"known{number}", "photo": f"photo{number}", "captions": []})
        packed += file.getvalue()
    (photos / "flickr.bin").write_bytes(packed)
    with gzip.open(photos / "index.jsonl.gz", "wt", encoding="utf-8") as index:
        index.writelines(json.dumps(row) + "\n" for row in rows)
    (folder / "flickr_captions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in captions))
    vectors = clip.encode_pixels(np.stack(pixels)).astype(np.float16)
    np.savez(folder / "flickr_image_vectors.npz", ids=[row["id"] for row in captions], vectors=vectors)
    return folder


def write_texts(folder: Path, clip: ClipModel, prompts: list[str] = PROMPTS) -> None:
    vectors = clip.encode_texts(prompts).astype(np.float16)
    np.savez(folder / "concept_text_vectors.npz", prompt=PROMPTS, names=PROMPTS, vectors=vectors)


def test_a_model_is_like_itself(clip: DummyClip, known: Path) -> None:
    told = compare_known(clip, known)
    assert told == (
        "5 known texts, median cosine 1.0000; 12 of 12 known pictures find themselves, median cosine 1.000"
    )


def test_without_pictures_words_alone_are_compared(clip: DummyClip, known: Path) -> None:
    shutil.rmtree(known.parent / "photos")
    assert compare_known(clip, known).endswith("1.0000; pictures are not compared: there are none")


def test_words_read_in_another_way_are_seen(clip: DummyClip, known: Path) -> None:
    write_texts(known, clip, [f"my own {prompt}" for prompt in PROMPTS])
    with pytest.raises(UserError, match="is another model, or reads words in another way"):
        compare_known(clip, known)


def test_pictures_prepared_in_another_way_are_seen(known: Path, places: Places) -> None:
    class Inverted(DummyClip):
        def encode_pixels(self, pixels: np.ndarray, *, urgent: bool = False) -> np.ndarray:
            return super().encode_pixels(255 - pixels, urgent=urgent)

    with pytest.raises(UserError, match="their preparation is not the one dummy was trained with"):
        compare_known(Inverted(places), known)


def test_vectors_of_another_length_are_of_another_model(clip: DummyClip, known: Path) -> None:
    vectors = np.ones((len(PROMPTS), 8), np.float16)
    np.savez(known / "concept_text_vectors.npz", prompt=PROMPTS, vectors=vectors)
    with pytest.raises(UserError, match="have 8 numbers, those of dummy 64: they are of another model"):
        compare_known(clip, known)


@pytest.mark.parametrize("name", ["concept_text_vectors.npz", "flickr_image_vectors.npz"])
def test_what_cannot_be_read_is_told(clip: DummyClip, known: Path, name: str) -> None:
    (known / name).write_bytes(b"none")
    with pytest.raises(UserError, match=f"{name} cannot be read"):
        compare_known(clip, known)
