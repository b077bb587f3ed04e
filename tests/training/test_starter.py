"""What the model that comes with the program can do, on held-out pictures of the development data."""

from contextlib import closing

import pytest

from mmdesk.core.places import builtin_models
from mmdesk.training.evaluator import Evaluator
from mmdesk.training.pack import read_examples

LEAST = {
    "pacs_photo": 0.97,
    "scene15": 0.85,
    "catsdogs": 0.97,
    "houses": 0.94,
    "weather": 0.90,
    "caltech101": 0.79,
}


@pytest.fixture(scope="module")
def figures(test_data):
    with closing(Evaluator(builtin_models() / "starter-clip", read_examples(test_data))) as evaluator:
        yield evaluator.figures()


def test_captions_find_their_photos(figures):
    assert figures.photos == 104
    assert figures.retrieval[1] >= 0.37
    assert figures.retrieval[5] >= 0.72
    assert figures.retrieval[10] >= 0.82


@pytest.mark.parametrize("name", sorted(LEAST))
def test_photos_are_named(figures, name):
    assert figures.naming[name].top1 >= LEAST[name]


def test_the_model_is_small_enough_to_come_along():
    folder = builtin_models() / "starter-clip"
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 30_000_000
