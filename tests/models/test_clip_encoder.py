import json
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_encoder import ClipEncoder, load_encoder
from mmdesk.models.clip_folder import CONFIG_NAME, ClipFolder
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.models.tokenizer import read_tokenizer

from .clip_folders import (
    OPENAI_LIKE,
    SIGLIP_LIKE,
    SIGLIP_PIXELS,
    TEXT,
    TIMM_TOWER,
    VISION,
    change_weights,
    make_folder,
)
from .conftest import squares

TEXTS = ["the cat", "a dog at the door", "", "ünïcode 🐈", "the cat " * 50]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for an address fails."""

    def refuse(*args: object) -> None:
        raise AssertionError(f"asked the network for {args}")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)


def encoder_with(path: Path, plan: EncodingPlan) -> ClipEncoder:
    folder = ClipFolder.read(path)
    shelf = PlanCache(path.parent / "plans.json")
    return ClipEncoder(folder, load_network(folder), read_tokenizer(folder), plan, shelf)


def by_open_clip(path: Path, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The vectors open_clip itself makes of pictures that already have the right size."""
    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{path}")
    with torch.inference_mode():
        inputs = torch.stack([preprocess(Image.fromarray(picture)) for picture in pictures])
        return model.eval().encode_image(inputs, normalize=True).numpy()


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    ("architecture", "pixels"),
    [
        (OPENAI_LIKE, {}),
        (OPENAI_LIKE, {"mean": [0.1, 0.2, 0.3], "std": [0.9, 0.8, 0.7], "resize_mode": "longest"}),
        (SIGLIP_LIKE, SIGLIP_PIXELS),
        (TIMM_TOWER, {"interpolation": "bilinear"}),
    ],
    ids=["openai", "longest", "siglip", "timm"],
)
def test_pictures_become_the_vectors_open_clip_makes(
    tmp_path: Path, real_pictures: list[Image.Image], architecture: dict[str, Any], pixels: dict[str, Any]
) -> None:
    path = make_folder(tmp_path / "clip", architecture, pixels)
    encoder = encoder_with(path, EncodingPlan("cpu", "float32", 3))
    pictures = squares(real_pictures, encoder.folder.recipe.size)
    vectors = encoder.encode_pixels(pictures)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, by_open_clip(path, pictures), atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("architecture", [OPENAI_LIKE, SIGLIP_LIKE], ids=["openai", "siglip"])
def test_words_become_the_vectors_open_clip_makes(tmp_path: Path, architecture: dict[str, Any]) -> None:
    path = make_folder(tmp_path / "clip", architecture)
    model = open_clip.create_model(f"local-dir:{path}").eval()
    tokenize = open_clip.SimpleTokenizer(bpe_path=str(path / "words.txt.gz"), context_length=16)
    with torch.inference_mode():
        expected = model.encode_text(tokenize(TEXTS), normalize=True).numpy()
    vectors = encoder_with(path, EncodingPlan("cpu")).encode_texts(TEXTS)
    np.testing.assert_allclose(vectors, expected, atol=1e-4)


def test_the_batch_makes_no_difference(small_clip: Path, real_pictures: list[Image.Image]) -> None:
    pictures = squares(real_pictures, 32)[[0, 1, 2, 3, 0, 1, 2]]
    one = encoder_with(small_clip, EncodingPlan("cpu", batch=1)).encode_pixels(pictures)
    many = encoder_with(small_clip, EncodingPlan("cpu", batch=64)).encode_pixels(pictures)
    np.testing.assert_allclose(one, many, atol=1e-5)


def test_nothing_in_nothing_out(small_clip: Path) -> None:
    encoder = encoder_with(small_clip, EncodingPlan("cpu"))
    assert encoder.encode_pixels(np.empty((0, 32, 32, 3), np.uint8)).shape == (0, 24)
    assert encoder.encode_texts([]).shape == (0, 24)


@pytest.mark.parametrize(
    "pictures",
    [np.zeros((2, 31, 32, 3), np.uint8), np.zeros((2, 3, 32, 32), np.uint8), np.zeros((1, 32, 32, 3))],
)
def test_pictures_of_another_shape_are_our_own_mistake(small_clip: Path, pictures: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="pictures must be uint8"):
        encoder_with(small_clip, EncodingPlan("cpu")).encode_pixels(pictures)


def test_the_plan_is_probed_once_and_remembered(small_clip: Path, tmp_path: Path) -> None:
    folder, plans = ClipFolder.read(small_clip), tmp_path / "plans.json"
    first = load_encoder(folder, "cpu", plans)
    written = plans.stat().st_mtime_ns
    assert load_encoder(folder, "cpu", plans).plan == first.plan == PlanCache(plans).get(folder.key, "cpu")
    assert plans.stat().st_mtime_ns == written


def test_the_probe_leaves_the_weights_as_they_are(
    small_clip: Path, tmp_path: Path, real_pictures: list[Image.Image]
) -> None:
    folder, pictures = ClipFolder.read(small_clip), squares(real_pictures, 32)
    probed = load_encoder(folder, "cpu", tmp_path / "plans.json")
    fresh = encoder_with(small_clip, probed.plan)
    np.testing.assert_allclose(probed.encode_pixels(pictures), fresh.encode_pixels(pictures), atol=1e-3)


def test_a_type_too_narrow_for_the_model_is_given_up_for_good(
    small_clip: Path, real_pictures: list[Image.Image]
) -> None:
    weights = load_network(ClipFolder.read(small_clip)).visual.conv1.weight
    change_weights(small_clip, visual__conv1__weight=weights * 1e6)
    pictures = squares(real_pictures, 32)
    encoder = encoder_with(small_clip, EncodingPlan("cpu", "float16", 2))
    vectors = encoder.encode_pixels(pictures)
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(vectors, by_open_clip(small_clip, pictures), atol=1e-4)
    assert encoder.plan == EncodingPlan("cpu", "float32", 2)
    assert PlanCache(small_clip.parent / "plans.json").get(encoder.folder.key, "cpu") == encoder.plan


def test_a_picture_without_a_direction_is_nan_and_costs_the_others_nothing(
    small_clip: Path, real_pictures: list[Image.Image]
) -> None:
    change_weights(small_clip, visual__proj=torch.zeros(32, 24))
    vectors = encoder_with(small_clip, EncodingPlan("cpu")).encode_pixels(squares(real_pictures, 32))
    assert np.isnan(vectors).all()


def test_words_through_damaged_weights_are_refused(small_clip: Path) -> None:
    change_weights(small_clip, text_projection=torch.full((32, 24), torch.nan))
    with pytest.raises(UserError, match="weights are damaged"):
        encoder_with(small_clip, EncodingPlan("cpu")).encode_texts(["a cat"])


def rewrite(path: Path, architecture: dict[str, Any]) -> ClipFolder:
    (path / CONFIG_NAME).write_text(json.dumps({"model_cfg": architecture}), "utf-8")
    return ClipFolder.read(path)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"wings": 2}, "unknown key in model_cfg: wings"),
        ({"vision_cfg": VISION | {"lens": "wide"}}, "unknown key in vision_cfg: lens"),
        ({"text_cfg": TEXT | {"voice": 1}}, "unknown key in text_cfg: voice"),
        ({"vision_cfg": VISION | {"width": 48}}, "do not fit its config"),
        ({"vision_cfg": VISION | {"layers": 2}}, "do not fit its config"),
        ({"vision_cfg": VISION | {"head_width": 0}}, "cannot be built"),
        ({"vision_cfg": {"timm_model_name": "no_such_net", "image_size": 32}}, "cannot be built"),
        ({"vision_cfg": {"timm_model_name": "hf-hub:timm/vit", "image_size": 32}}, "from the internet"),
        (
            {"text_cfg": TEXT | {"hf_model_name": "xlm-roberta-base"}},
            "needs the config.json of its text tower",
        ),
    ],
)
def test_a_config_that_does_not_fit_is_refused_in_one_sentence(
    small_clip: Path, change: dict[str, Any], sentence: str
) -> None:
    folder = rewrite(small_clip, OPENAI_LIKE | change)
    with pytest.raises(UserError, match=sentence) as refusal:
        load_network(folder)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"tokenizer_kwargs": {"bpe_path": "gone.gz"}}, "cannot be read"),
        ({"tokenizer_kwargs": {"bpe_path": "../../words.txt.gz"}}, "outside its folder"),
        ({"tokenizer_kwargs": {"bpe_path": CONFIG_NAME}}, "cannot be read"),
        ({}, "has 49408 tokens, its text tower only"),
        ({"hf_tokenizer_name": "bert-base"}, "transformers|tokenizer files"),
    ],
)
def test_a_tokenizer_that_will_not_do_is_refused(
    small_clip: Path, options: dict[str, Any], sentence: str
) -> None:
    folder = rewrite(small_clip, OPENAI_LIKE | {"text_cfg": TEXT | options})
    with pytest.raises(UserError, match=sentence):
        read_tokenizer(folder)


def test_a_vocabulary_cut_short_is_refused(small_clip: Path) -> None:
    words = small_clip / "words.txt.gz"
    words.write_bytes(words.read_bytes()[:-12])
    with pytest.raises(UserError, match="vocabulary of the model small-clip cannot be read"):
        read_tokenizer(ClipFolder.read(small_clip))


def test_the_starter_model_sees_and_reads(
    starter: ClipFolder, tmp_path: Path, real_pictures: list[Image.Image]
) -> None:
    encoder = load_encoder(starter, "cpu", tmp_path / "plans.json")
    pictures = encoder.encode_pixels(squares(real_pictures, starter.recipe.size))
    words = encoder.encode_texts(["an astronaut", "a cup of coffee", "a cat", "a rocket"])
    assert pictures.shape == words.shape == (4, starter.dim)
    np.testing.assert_allclose(np.linalg.norm(pictures, axis=1), 1, atol=1e-4)
    assert len(np.unique(pictures.round(4), axis=0)) == 4
