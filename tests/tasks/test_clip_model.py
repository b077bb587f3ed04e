"""A model by name or by path, asleep until it is needed."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places, builtin_models
from mmdesk.tasks.clip_model import ClipModel, find_model


def test_the_starter_model_is_found_by_name_and_by_path(places: Places) -> None:
    by_name = find_model(places, "starter-clip")
    by_path = find_model(places, str(builtin_models() / "starter-clip"))
    assert by_name.key == by_path.key


def test_a_model_of_the_users_own_is_found_first(places: Places) -> None:
    own = places.models / "starter-clip"
    own.parent.mkdir(parents=True)
    own.symlink_to(builtin_models() / "starter-clip")
    assert find_model(places, "starter-clip").path == own


def test_an_unknown_model_is_answered_with_those_there_are(places: Places) -> None:
    with pytest.raises(UserError, match=r"no model squint.*starter-clip"):
        find_model(places, "squint")


def test_a_model_opens_without_torch_and_loads_with_the_first_words(places: Places, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from mmdesk.core.places import Places\n"
        "from mmdesk.tasks.clip_model import ClipModel\n"
        "clip = ClipModel(Places(Path(sys.argv[1])))\n"
        "assert clip.key and clip.recipe.size and not clip.is_loaded\n"
        "assert 'torch' not in sys.modules\n"
        "vectors = clip.encode_texts(['a cat', 'a dog'])\n"
        "assert clip.is_loaded and 'torch' not in sys.modules\n"
        "assert vectors.shape == (2, clip.folder.dim)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_device_that_is_not_here_is_said_in_a_sentence(places: Places) -> None:
    clip = ClipModel(places, device="mps" if sys.platform != "darwin" else "cuda")
    with pytest.raises(UserError, match="not available"):
        clip.encode_texts(["a cat"])


def test_a_search_waits_for_one_batch_at_most(clip: ClipModel) -> None:
    pixels = np.zeros((clip.load().plan.batch, clip.recipe.size, clip.recipe.size, 3), np.uint8)
    batches, enough = [], threading.Event()

    def index_for_hours() -> None:
        while not enough.is_set():
            batches.append(clip.encode_pixels(pixels))

    indexing = threading.Thread(target=index_for_hours)
    indexing.start()
    try:
        while len(batches) < 2:
            time.sleep(0.01)
        for number in range(5):
            before = len(batches)
            clip.encode_texts([f"{number} cats"])  # none of them is remembered
            assert len(batches) - before <= 2, "one under way, one that may begin right after the search"
    finally:
        enough.set()
        indexing.join()
