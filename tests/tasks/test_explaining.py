"""Explaining: where the starter model sees things in the sample pictures."""

import os
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.heat_map import Shares
from mmdesk.core.query import Term
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.explaining import Explainer, Explanation, open_explainer
from mmdesk.tasks.heat_picture import check_map_out, write_heat_picture
from mmdesk.tasks.library import Library

OBJECTS: dict[str, tuple[str, Shares]] = {
    "a cat": ("chelsea.png", (0.05, 0.0, 0.78, 1.0)),
    "a cup": ("coffee.png", (0.287, 0.045, 0.393, 0.725)),
    "a rocket": ("rocket.jpg", (0.455, 0.29, 0.1, 0.67)),
    "a flower": ("flower.jpg", (0.262, 0.197, 0.436, 0.642)),
}
"""Objects, the pictures that show them, and the boxes around them, by hand."""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.name: path for path in make_sample_pictures(tmp_path_factory.mktemp("pictures"))}


def explained(explainer: Explainer, path: Path, *words: str) -> Explanation:
    steps = explainer.explain(os.fsencode(path), [Term(word) for word in words])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def is_within(place: tuple[float, float], box: Shares) -> bool:
    left, top, width, height = box
    return left <= place[0] <= left + width and top <= place[1] <= top + height


def test_the_hottest_place_is_on_the_object(
    library: Library, clip: ClipModel, pictures: dict[str, Path]
) -> None:
    found = {}
    with open_explainer(library, clip) as explainer:
        for words, (name, box) in OBJECTS.items():
            [seen] = explained(explainer, pictures[name], words).terms
            found[words] = is_within(seen.map.hottest, box) or seen.map.hottest
    assert found == dict.fromkeys(OBJECTS, True)


def test_nothing_of_a_long_photo_is_unseen(
    library: Library, clip: ClipModel, pictures: dict[str, Path], tmp_path: Path
) -> None:
    """The square that the model sees of it in a search shows only the grass."""
    with Image.open(pictures["grass.png"]) as grass, Image.open(pictures["chelsea.png"]) as cat:
        long = grass.convert("RGB").resize((1200, 300))
        long.paste(cat.convert("RGB"), (0, 0))
    long.save(tmp_path / "long.png")
    with open_explainer(library, clip) as explainer:
        [seen] = explained(explainer, tmp_path / "long.png", "a cat").terms
    assert is_within(seen.map.hottest, (0, 0, 451 / 1200, 1))
    assert seen.map.heat.shape == (28, 112)


def test_each_term_has_its_own_map_and_relevance(
    library: Library, clip: ClipModel, pictures: dict[str, Path]
) -> None:
    with open_explainer(library, clip) as explainer:
        cup, spoon, cat = explained(explainer, pictures["coffee.png"], "a cup", "a spoon", "a cat").terms
    assert [cup.text, spoon.text, cat.text] == ["a cup", "a spoon", "a cat"]
    assert cup.relevance > 0.1 > 0.02 > cat.relevance
    assert cup.score > cat.score
    assert (cup.map.heat.max(), cat.map.heat.max()) == pytest.approx((1, 0.5))


def test_pictures_that_cannot_be_read_are_refused(library: Library, clip: ClipModel, tmp_path: Path) -> None:
    (tmp_path / "no.jpg").write_bytes(b"nothing")
    with open_explainer(library, clip) as explainer, pytest.raises(UserError):
        explained(explainer, tmp_path / "no.jpg", "a cat")


def test_the_picture_of_a_map_glows_where_it_is_hot(
    library: Library, clip: ClipModel, pictures: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "heat.png"
    check_map_out(out)
    with open_explainer(library, clip) as explainer:
        flower = explained(explainer, pictures["flower.jpg"], "a flower")
    write_heat_picture(flower.picture, flower.terms[0].map, out)
    with Image.open(out) as image:
        assert (image.format, image.size) == ("PNG", (640, 427))
        x, y = flower.terms[0].map.hottest
        hot, cold = (image.convert("L").getpixel(at) for at in ((int(640 * x), int(427 * y)), (620, 20)))
    assert hot > 3 * cold
    with pytest.raises(UserError, match="is a file"):
        check_map_out(out)
    with pytest.raises(UserError, match=r"heat\.png"):
        check_map_out(tmp_path / "heat.jpg")
    with pytest.raises(UserError, match="no folder"):
        check_map_out(tmp_path / "nowhere" / "heat.png")
