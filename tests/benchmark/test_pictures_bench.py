"""Ten prompts painted by tiny models, judged by a tiny one."""

from pathlib import Path

import pytest
from PIL import Image

from mmdesk.benchmark.engine_specs import usual_spec
from mmdesk.benchmark.pictures import PictureWishes, bench_pictures
from mmdesk.core.errors import UserError
from mmdesk.core.painting.trial_prompts import TRIAL_PROMPTS
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import DEFAULT_MODEL
from tests.models.clip_folders import USUAL_WORDS, make_folder
from tests.models.importing.running import outcome
from tests.models.tokens.folders import START, tokens_folder

SHEET = (78 + 10 * 134, 40 + 134)
"""One row of ten pictures of 128 pixels, with room for words and gaps."""


def test_every_prompt_is_painted_with_every_seed_and_judged(places: Places, tmp_path: Path) -> None:
    """A model that knows no words paints one picture whatever is said: it is the nearest to one prompt."""
    places.create()
    make_folder(places.models / DEFAULT_MODEL, USUAL_WORDS)
    tokens_folder(tmp_path / "brush", START).path.rename(places.models / "brush")
    wishes = PictureWishes(("tokens",), seeds=2, candidates=1)
    report = outcome(bench_pictures(wishes, places, "cpu", tmp_path / "sheet.png"))
    assert [(one.name, one.unit) for one in report.results] == [
        ("tokens_own_first", "share"),
        ("tokens_seconds", "s"),
    ]
    assert report.results[0].value == pytest.approx(1 / len(TRIAL_PROMPTS))
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == SHEET


def test_an_engine_without_a_model_says_how_to_get_one(places: Places) -> None:
    places.create()
    with pytest.raises(UserError, match="No Kandinsky is installed"):
        usual_spec(TRIAL_PROMPTS[0], "kandinsky", places)
