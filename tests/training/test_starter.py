"""What the model that comes with the program can do, on held-out pictures of the development data."""

from contextlib import closing

import pytest

from mmdesk.core.places import builtin_models
from mmdesk.training.evaluator import Evaluator
from mmdesk.training.pack import read_examples

LEAST = {
    "pacs_photo": 0.85,
    "scene15": 0.65,
    "catsdogs": 0.80,
    "houses": 0.75,
    "weather": 0.60,
    "caltech101": 0.35,
}


@pytest.fixture(scope="module")
def figures(test_data):
    with closing(Evaluator(builtin_models() / "starter-clip", read_examples(test_data))) as evaluator:
        yield evaluator.figures()


def test_captions_find_their_photos(figures):
    assert figures.photos == 104
    assert figures.retrieval[10] >= 0.45


@pytest.mark.parametrize("name", sorted(LEAST))
def test_photos_are_named(figures, name):
    assert figures.naming[name].top1 >= LEAST[name]


def test_the_model_is_small_enough_to_come_along():
    folder = builtin_models() / "starter-clip"
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 30_000_000
