"""A painting's file: what it says, and what is made of files that say something else."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.spec import InitImage, PaintSpec
from mmdesk.library.reading.facts import is_generated
from mmdesk.paintings.picture_file import Recipe, read_painting, read_recipe, write_painting

PICTURE = FullPicture(2, 1, bytes([255, 0, 0, 0, 0, 255]))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(max_size=60).filter(lambda text: ":" not in text), st.integers(0, 2**62))
def test_a_spec_comes_back_out_of_its_picture(tmp_path: Path, prompt: str, seed: int) -> None:
    recipe = Recipe(PaintSpec(prompt, seed=seed), {"starter-clip": "starter-clip-1"}, {"mmdesk": "1"})
    path = tmp_path / "a.png"
    write_painting(PICTURE, recipe, path)
    assert read_recipe(os.fsencode(path)) == recipe
    with Image.open(path) as image:
        assert image.tobytes() == PICTURE.rgb


def test_the_file_says_what_it_is_to_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_painting(PICTURE, Recipe(PaintSpec("a & b", seed=7)), path)
    with Image.open(path) as image:
        xmp, parameters = image.getxmp(), image.info["parameters"]
    said = xmp["xmpmeta"]["RDF"]["Description"]
    assert said["DigitalSourceType"].endswith("digitalsourcetype/trainedAlgorithmicMedia")
    assert said["description"]["Alt"]["li"]["text"] == "a & b"
    assert parameters.splitlines()[0] == "a & b"
    assert "Seed: 7" in parameters
    assert is_generated(path.read_bytes())


def test_with_a_photo_to_begin_with_it_is_a_composite(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_painting(PICTURE, Recipe(PaintSpec("a", init=InitImage(b"/photo.jpg"))), path)
    assert b"/compositeWithTrainedAlgorithmicMedia" in path.read_bytes()
    assert is_generated(path.read_bytes())


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "[" * 100_000,
        json.dumps({"painting": {"format": "mmdesk painting", "version": 99}}),
        json.dumps({"painting": PaintSpec("a").to_document() | {"width": 10**9}}),
        json.dumps({"painting": PaintSpec("a").to_document() | {"surprise": 1}}),
        "x" * (3 << 20),
    ],
    ids=["cut", "list", "deep", "newer", "absurd", "unknown", "long"],
)
def test_foreign_settings_get_one_clear_sentence(tmp_path: Path, text: str) -> None:
    texts = PngInfo()
    texts.add_itxt("mmdesk", text)
    Image.new("RGB", (2, 2)).save(tmp_path / "a.png", pnginfo=texts)
    with pytest.raises(UserError) as error:
        read_painting(tmp_path / "a.png")
    assert "\n" not in str(error.value)


def test_other_pictures_are_no_paintings(tmp_path: Path) -> None:
    Image.new("RGB", (2, 2)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    for name, reason in (("a.png", "holds no settings"), ("b.png", "damaged"), ("c.png", "cannot be read")):
        with pytest.raises(UserError, match=reason):
            read_painting(tmp_path / name)
