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
from mmdesk.tasks.eyes import Eyes, find_model


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


def test_eyes_open_without_torch_and_wake_with_the_first_words(places: Places, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from mmdesk.core.places import Places\n"
        "from mmdesk.tasks.eyes import Eyes\n"
        "eyes = Eyes(Places(Path(sys.argv[1])))\n"
        "assert eyes.key and eyes.recipe.size and not eyes.is_awake\n"
        "assert 'torch' not in sys.modules\n"
        "vectors = eyes.encode_texts(['a cat', 'a dog'])\n"
        "assert eyes.is_awake and 'torch' in sys.modules\n"
        "assert vectors.shape == (2, eyes.folder.dim)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_device_that_is_not_here_is_said_in_a_sentence(places: Places) -> None:
    eyes = Eyes(places, device="mps" if sys.platform != "darwin" else "cuda")
    with pytest.raises(UserError, match="not available"):
        eyes.encode_texts(["a cat"])


def test_a_search_waits_for_one_batch_at_most(eyes: Eyes) -> None:
    pixels = np.zeros((eyes.wake().plan.batch, eyes.recipe.size, eyes.recipe.size, 3), np.uint8)
    batches, enough = [], threading.Event()

    def index_for_hours() -> None:
        while not enough.is_set():
            batches.append(eyes.encode_pixels(pixels))

    indexing = threading.Thread(target=index_for_hours)
    indexing.start()
    try:
        while len(batches) < 2:
            time.sleep(0.01)
        for _ in range(5):
            before = len(batches)
            eyes.encode_texts(["a cat"])
            assert len(batches) - before <= 2, "one under way, one that may begin right after the search"
    finally:
        enough.set()
        indexing.join()
