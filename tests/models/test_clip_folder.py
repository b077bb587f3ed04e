import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from mmdesk.core.errors import UserError
from mmdesk.core.pixels import PixelRecipe
from mmdesk.models.clip_folder import CONFIG_NAME, WEIGHTS_NAME, ClipFolder, find_clip_folders, find_weights

from .clip_folders import OPENAI_LIKE, SIDE, SIGLIP_LIKE, SIGLIP_PIXELS, change_weights, make_folder


def rewrite(path: Path, **sections: Any) -> None:
    config = json.loads((path / CONFIG_NAME).read_text("utf-8"))
    (path / CONFIG_NAME).write_text(json.dumps(config | sections), "utf-8")


def test_a_sound_folder_tells_all_about_its_model(small_clip: Path) -> None:
    folder = ClipFolder.read(small_clip)
    assert (folder.name, folder.dim, folder.context_length) == ("small-clip", 24, 16)
    assert folder.recipe == PixelRecipe(SIDE)
    assert folder.parameters > 10_000
    assert folder.weights == small_clip / WEIGHTS_NAME


def test_the_usual_name_of_weights_goes_before_others_and_a_single_other_will_do(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").touch()
    assert find_weights(tmp_path) == tmp_path / "a.safetensors"
    (tmp_path / "b.safetensors").touch()
    with pytest.raises(UserError, match="has no weights"):
        find_weights(tmp_path)
    (tmp_path / WEIGHTS_NAME).touch()
    assert find_weights(tmp_path) == tmp_path / WEIGHTS_NAME


def test_the_recipe_is_the_models_own(tmp_path: Path) -> None:
    folder = ClipFolder.read(make_folder(tmp_path / "siglip", SIGLIP_LIKE, SIGLIP_PIXELS))
    assert folder.recipe == PixelRecipe(SIDE, "squash", "bicubic", (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))


def test_one_number_stands_for_all_channels_and_longest_may_pad_with_grey(small_clip: Path) -> None:
    rewrite(
        small_clip, preprocess_cfg={"mean": 0.5, "std": 0.25, "resize_mode": "longest", "fill_color": 127}
    )
    recipe = ClipFolder.read(small_clip).recipe
    assert (recipe.mean, recipe.std, recipe.resize_mode, recipe.fill) == (
        (0.5,) * 3,
        (0.25,) * 3,
        "longest",
        127,
    )


def test_the_size_is_the_image_towers_whatever_preprocessing_says(small_clip: Path) -> None:
    rewrite(small_clip, preprocess_cfg={"size": 448})
    assert ClipFolder.read(small_clip).recipe.size == SIDE


def test_the_key_stays_with_the_model_and_changes_with_its_weights(tmp_path: Path) -> None:
    first = make_folder(tmp_path / "a" / "clip", OPENAI_LIKE, seed=1)
    again = make_folder(tmp_path / "b" / "clip", OPENAI_LIKE, seed=1)
    other = make_folder(tmp_path / "c" / "clip", OPENAI_LIKE, seed=2)
    keys = [ClipFolder.read(path).key for path in (first, again, other)]
    assert keys[0] == keys[1] != keys[2]
    assert keys[0].startswith("clip-")


def test_a_model_with_a_bias_is_calibrated_by_it(tmp_path: Path) -> None:
    path = make_folder(tmp_path / "siglip", SIGLIP_LIKE)
    change_weights(path, logit_scale=torch.tensor(4.6052), logit_bias=torch.tensor(-12.0))
    calibration = ClipFolder.read(path).calibration
    assert calibration.slope == pytest.approx(100, rel=1e-3)
    assert calibration.midpoint == pytest.approx(0.12, rel=1e-3)


def test_a_calibration_file_wins(small_clip: Path) -> None:
    (small_clip / "calibration.json").write_text('{"slope": 20, "midpoint": 0.4}', "utf-8")
    assert ClipFolder.read(small_clip).calibration.midpoint == 0.4


def test_half_a_folder_is_refused_in_one_sentence(small_clip: Path) -> None:
    weights = small_clip / WEIGHTS_NAME
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(UserError, match=r"broken or incomplete: .*\.$"):
        ClipFolder.read(small_clip)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 7, b"\xff" * 64, b"PK\x03\x04 a zip file, perhaps a pickle"]
)
def test_weights_that_are_no_safetensors_are_refused(small_clip: Path, content: bytes) -> None:
    (small_clip / WEIGHTS_NAME).write_bytes(content)
    with pytest.raises(UserError, match="broken or incomplete"):
        ClipFolder.read(small_clip)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no model folder"):
        ClipFolder.read(tmp_path / "nowhere")


def test_a_folder_without_a_config(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"no CLIP model: {CONFIG_NAME} is missing"):
        ClipFolder.read(tmp_path)


@pytest.mark.parametrize("text", ["not json", "\udcff", "[]", '{"preprocess_cfg": {}}', '{"model_cfg": 5}'])
def test_a_config_that_describes_nothing(small_clip: Path, text: str) -> None:
    (small_clip / CONFIG_NAME).write_text(text, "utf-8", errors="surrogateescape")
    with pytest.raises(UserError, match=CONFIG_NAME):
        ClipFolder.read(small_clip)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"embed_dim": "wide"}, "whole number for embed_dim"),
        ({"text_cfg": None}, "text_cfg is missing"),
        ({"text_cfg": {"context_length": 0}}, "whole number for context_length"),
        ({"vision_cfg": {"image_size": [224, 336]}}, "only square ones"),
    ],
)
def test_a_config_with_nonsense_in_it(small_clip: Path, change: dict[str, Any], sentence: str) -> None:
    rewrite(small_clip, model_cfg=OPENAI_LIKE | change)
    with pytest.raises(UserError, match=sentence):
        ClipFolder.read(small_clip)


@pytest.mark.parametrize(
    "pixels",
    [
        {"mean": [1, 2]},
        {"std": 0},
        {"resize_mode": "stretch"},
        {"interpolation": "magic"},
        {"fill_color": 300},
    ],
)
def test_preprocessing_that_cannot_be_followed(small_clip: Path, pixels: dict[str, Any]) -> None:
    rewrite(small_clip, preprocess_cfg=pixels)
    with pytest.raises(UserError, match="The model"):
        ClipFolder.read(small_clip)


def test_weights_in_a_pickle_are_not_even_opened(small_clip: Path) -> None:
    (small_clip / WEIGHTS_NAME).rename(small_clip / "open_clip_pytorch_model.bin")
    with pytest.raises(UserError, match="only as a pickle"):
        ClipFolder.read(small_clip)


def test_missing_weights_are_named(small_clip: Path) -> None:
    (small_clip / WEIGHTS_NAME).unlink()
    with pytest.raises(UserError, match=f"has no weights: {WEIGHTS_NAME} is missing"):
        ClipFolder.read(small_clip)


def test_all_sound_folders_are_found_and_the_first_root_wins(tmp_path: Path) -> None:
    make_folder(tmp_path / "own" / "same", OPENAI_LIKE, seed=1)
    make_folder(tmp_path / "builtin" / "same", OPENAI_LIKE, seed=2)
    make_folder(tmp_path / "builtin" / "another", OPENAI_LIKE)
    broken = make_folder(tmp_path / "own" / "broken", OPENAI_LIKE)
    (broken / WEIGHTS_NAME).unlink()
    found = find_clip_folders([tmp_path / "own", tmp_path / "builtin", tmp_path / "nowhere"])
    assert [(folder.name, folder.path.parent.name) for folder in found] == [
        ("another", "builtin"),
        ("same", "own"),
    ]


def test_a_folder_is_read_without_torch(small_clip: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mmdesk.models.clip_folder import ClipFolder;"
        "import mmdesk.models.gate; ClipFolder.read(Path(sys.argv[1])).calibration;"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, small_clip], check=False).returncode == 0


def test_the_starter_model_is_sound(starter: ClipFolder) -> None:
    assert starter.dim > 0
    assert starter.recipe.size > 0
    assert starter.weights.stat().st_size <= 30 * 2**20
