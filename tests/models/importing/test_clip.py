"""CLIP models: folders of open_clip, and weights files with the name of their network."""

from pathlib import Path

import open_clip
import pytest
import torch
from safetensors.torch import load_file, save_file

from mmdesk.core.errors import UserError
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.importing.clip import arch_config
from mmdesk.models.store import ModelStore

from ..clip_folders import OPENAI_LIKE, SIGLIP_LIKE, make_folder
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
