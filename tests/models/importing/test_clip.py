"""CLIP models: folders of open_clip, and weights files with the name of their network."""

import json
from pathlib import Path

import numpy as np
import open_clip
import pytest
import torch
from safetensors.torch import load_file, save_file

from mmdesk.core.errors import UserError
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import CONFIG_NAME, ClipFolder
from mmdesk.models.importing.clip import arch_config
from mmdesk.models.store import ModelStore

from ..clip_folders import OPENAI_LIKE, SIGLIP_LIKE, TIMM_TOWER, make_folder
from .running import converted, outcome

ARCH = "ViT-S-32-alt"


def test_a_folder_comes_over_whole(tmp_path: Path, shelf: ModelStore) -> None:
    folder = make_folder(tmp_path / "mine", SIGLIP_LIKE)
    entry = outcome(shelf.bring_in(folder))
    before, after = ClipFolder.read(folder), ClipFolder.read(entry.path)
    assert load_file(before.weights).keys() == load_file(after.weights).keys()
    plans = tmp_path / "plans.json"
    words = [load_encoder(one, "cpu", plans).encode_texts(["a cat"]) for one in (before, after)]
    assert (words[0] == words[1]).all()


def test_a_folder_with_a_pickle_is_converted(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "mine", OPENAI_LIKE)
    weights = load_file(folder / "open_clip_model.safetensors")
    wrapped = {f"module.{name}": one for name, one in weights.items()}
    torch.save({"epoch": 3, "state_dict": wrapped}, folder / "open_clip_pytorch_model.bin")
    (folder / "open_clip_model.safetensors").unlink()
    converted(folder, tmp_path / "out")
    kept = load_file(tmp_path / "out")
    assert all(torch.equal(kept[name], one) for name, one in weights.items())


def test_a_file_needs_the_name_of_its_network(tmp_path: Path) -> None:
    file, out = tmp_path / "small.safetensors", tmp_path / "out"
    network = open_clip.create_model(ARCH)
    save_file(network.state_dict(), file)
    with pytest.raises(UserError, match="add --arch"):
        converted(file, out)
    with pytest.raises(UserError, match="knows no network nonsense"):
        converted(file, out, "nonsense")
    with pytest.raises(UserError, match="is not of this network"):
        converted(file, out, "ViT-B-32")
    assert not out.exists()
    assert converted(file, out, ARCH)["model_cfg"]["embed_dim"] == 256
    kept = load_file(out)
    assert all(torch.equal(kept[name], one) for name, one in network.state_dict().items())


def test_the_preparation_published_weights_share_is_taken() -> None:
    assert arch_config("ViT-B-16-SigLIP")["preprocess_cfg"]["mean"] == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"embed_dim": 48}, "promises vectors of 48 numbers, but those of pictures would have 512"),
        ({"embed_dim": 512}, "promises vectors of 512 numbers, but those of words would have 32"),
    ],
)
def test_towers_that_do_not_meet_in_one_space_are_refused(
    tmp_path: Path, changed: dict, sentence: str
) -> None:
    bare = {"timm_model_name": "resnet10t", "timm_pool": "avg", "timm_proj": "none", "image_size": 64}
    towers = TIMM_TOWER | {"vision_cfg": bare, "text_cfg": TIMM_TOWER["text_cfg"] | {"proj_type": "none"}}
    folder = make_folder(tmp_path / "mine", towers | changed)
    with pytest.raises(UserError, match=sentence):
        converted(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_put_there_by_hand_is_told_when_its_vectors_do_not_fit(tmp_path: Path) -> None:
    bare = {"timm_model_name": "resnet10t", "timm_pool": "avg", "timm_proj": "none", "image_size": 64}
    folder = ClipFolder.read(make_folder(tmp_path / "mine", TIMM_TOWER | {"vision_cfg": bare}))
    encoder = load_encoder(folder, "cpu", tmp_path / "plans.json")
    assert encoder.encode_texts(["a cat"]).shape == (1, 16)
    with pytest.raises(UserError, match="makes vectors of 512 numbers where its config promises 16"):
        encoder.encode_pixels(np.zeros((1, 64, 64, 3), np.uint8))


@pytest.mark.parametrize(
    ("section", "key", "number"),
    [
        ("vision_cfg", "layers", 1_000_000_000),
        ("vision_cfg", "image_size", 1_000_000),
        ("vision_cfg", "width", 10**12),
        ("text_cfg", "context_length", 10**9),
        ("text_cfg", "vocab_size", 10**15),
    ],
)
def test_absurd_sizes_are_refused_before_anything_is_built(
    tmp_path: Path, section: str, key: str, number: int
) -> None:
    folder = make_folder(tmp_path / "mine", OPENAI_LIKE)
    told = {"model_cfg": OPENAI_LIKE | {section: OPENAI_LIKE[section] | {key: number}}}
    (folder / CONFIG_NAME).write_text(json.dumps(told))
    with pytest.raises(UserError, match=f"asks for {key} of {number:,}, which no model has"):
        converted(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("told", [{"vision_cfg": None}, {"text_cfg": []}, {"embed_dim": "many"}])
def test_a_config_that_makes_no_sense_is_told_in_a_sentence(tmp_path: Path, told: dict) -> None:
    folder = make_folder(tmp_path / "mine", OPENAI_LIKE)
    (folder / CONFIG_NAME).write_text(json.dumps({"model_cfg": OPENAI_LIKE | told}))
    with pytest.raises(UserError):
        converted(folder, tmp_path / "out")
