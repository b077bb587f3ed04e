"""Published VQGANs: from Lightning's pickle to safetensors, and what comes out paints as taming does."""

import hashlib
import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from taming.modules.diffusionmodules.model import Decoder, Encoder
from taming.modules.vqvae.quantize import VectorQuantizer2

from mmdesk.benchmark.random_vqgan import ARCHITECTURES
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.models.importing.source import recognise
from mmdesk.models.importing.taming_yaml import read_taming_yaml
from mmdesk.models.store import ModelStore
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.network import load_vqgan_network, nearest_codes

from .published import NARROW, weights_of, write_checkpoint, write_yaml
from .running import converted, outcome

F16 = ARCHITECTURES["f16-1024"]
F16_NARROW = {**F16, "embed_dim": 32, "ddconfig": {**F16["ddconfig"], "ch": 32, "z_channels": 32}}


def taming_reconstruction(
    config: dict, weights: dict[str, torch.Tensor], pixels: torch.Tensor
) -> torch.Tensor:
    """`pixels` through taming's own modules alone."""
    layers, wide = config["ddconfig"], config["embed_dim"]
    modules = {
        "encoder": Encoder(**layers),
        "decoder": Decoder(**layers),
        "quantize": VectorQuantizer2(config["n_embed"], wide, beta=0.25),
        "quant_conv": torch.nn.Conv2d(layers["z_channels"], wide, 1),
        "post_quant_conv": torch.nn.Conv2d(wide, layers["z_channels"], 1),
    }
    for prefix, module in modules.items():
        own = {
            name.removeprefix(f"{prefix}."): one
            for name, one in weights.items()
            if name.startswith(f"{prefix}.")
        }
        module.load_state_dict(own)
        module.eval()
    with torch.no_grad():
        codes = modules["quantize"](modules["quant_conv"](modules["encoder"](pixels)))[0]
        return modules["decoder"](modules["post_quant_conv"](codes))


def our_reconstruction(path: Path, pixels: torch.Tensor) -> torch.Tensor:
    network = load_vqgan_network(VqganFolder.read(path))
    with torch.no_grad():
        numbers = nearest_codes(network.latent(pixels), network.codebook)
        return network.decode(network.codebook[numbers].movedim(-1, 1))


def pixels_of(side: int) -> torch.Tensor:
    return torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_a_published_pair_reconstructs_as_tamings_own_modules_do(
    published: Path, shelf: ModelStore, places: Places
) -> None:
    entry = outcome(shelf.bring_in(published / "narrow.yaml"))
    assert (entry.name, entry.kind, entry.state, entry.builtin) == ("narrow", "vqgan", "ready", False)
    pixels = pixels_of(32)
    wanted = taming_reconstruction(NARROW, weights_of(NARROW), pixels)
    assert torch.allclose(our_reconstruction(entry.path, pixels), wanted, atol=1e-5)
    file = places.models / "narrow" / "vqgan.safetensors"
    assert entry.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert not any(name.startswith("loss.") for name in load_file(file))
    assert list(places.importing.iterdir()) == []
    told = json.loads((entry.path / "model.json").read_text())
    assert (told["source"], told["sha256"]) == (str(published / "narrow.yaml"), entry.sha256)


def test_all_tensors_of_an_f16_are_kept_and_its_losses_are_not(tmp_path: Path) -> None:
    """The published f16 in all its layers, only not as wide."""
    weights = weights_of(F16_NARROW)
    assert len(weights) == 343, "as published, the losses not counted"
    write_yaml(tmp_path / "model.yaml", F16_NARROW)
    file = write_checkpoint(tmp_path / "vqgan_imagenet_f16_1024.ckpt", weights)
    converted(file, tmp_path / "vqgan.safetensors")
    assert load_file(tmp_path / "vqgan.safetensors").keys() == weights.keys()
    assert recognise(file).name == "vqgan_imagenet_f16_1024"
    (tmp_path / "vqgan_config.json").write_text(json.dumps(recognise(file).config))
    pixels = pixels_of(64)
    wanted = taming_reconstruction(F16_NARROW, weights, pixels)
    # Taming writes a code as z + (code - z), which rounds it: 2e-5 in the picture, and the only difference.
    assert torch.allclose(our_reconstruction(tmp_path, pixels), wanted, atol=1e-4)


def test_the_first_stage_of_a_transformer_is_taken(tmp_path: Path) -> None:
    weights = weights_of(NARROW)
    inner = write_yaml(tmp_path / "inner.yaml", NARROW).read_text()
    indented = inner.replace("model:\n", "").replace("\n", "\n  ")
    (tmp_path / "inner.yaml").unlink()
    (tmp_path / "drin.yaml").write_text(
        "model:\n  target: taming.models.cond_transformer.Net2NetTransformer\n  params:\n"
        "    first_stage_config:\n    " + indented.replace("\n  ", "\n    ")
    )
    staged = {f"first_stage_model.{name}": one for name, one in weights.items()}
    write_checkpoint(tmp_path / "drin.ckpt", staged | {"transformer.head.weight": torch.ones(2, 2)})
    converted(tmp_path, tmp_path / "out.safetensors")
    kept = load_file(tmp_path / "out.safetensors")
    assert all(torch.equal(kept[name], one) for name, one in weights.items())


def test_gumbel_is_known_by_its_target(tmp_path: Path) -> None:
    write_yaml(tmp_path / "g.yaml", ARCHITECTURES["gumbel-f8"])
    assert read_taming_yaml(tmp_path / "g.yaml").vqgan["model"] == "gumbelvq"


def test_progress_is_told_and_a_stop_leaves_nothing(
    published: Path, shelf: ModelStore, places: Places
) -> None:
    steps = shelf.bring_in(published / "narrow.ckpt")
    while True:
        step = next(steps)
        assert isinstance(step, Progress)
        if step.total:
            break
    steps.close()
    assert list(places.importing.iterdir()) == []
    assert not places.models.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("model: !!python/object/apply:os.mkdir [made]", "cannot be read as plain yaml"),
        ("model: [1, 2", "cannot be read as plain yaml"),
        ("- 1\n- 2", "describes no model of taming"),
        ("model: {target: os.system, params: {}}", "describes no VQModel"),
        (
            "model: {target: taming.models.vqgan.VQModel, params: {embed_dim: 8}}",
            "describes no model of taming",
        ),
        (
            "model: {target: taming.models.vqgan.VQModel, params: {embed_dim: 99999999999, ddconfig: {}}}",
            "positive whole number for embed_dim",
        ),
        ("a" * 1_100_000, "far too long"),
    ],
)
def test_a_yaml_that_is_none_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text(text)
    with pytest.raises(UserError, match=sentence):
        read_taming_yaml(tmp_path / "bad.yaml")
    assert not (tmp_path / "made").exists()


def test_a_yaml_that_leaves_out_what_is_usual_describes_a_codebook_all_the_same(tmp_path: Path) -> None:
    layers = {name: one for name, one in NARROW["ddconfig"].items() if name not in ("double_z", "dropout")}
    found = read_taming_yaml(write_yaml(tmp_path / "a.yaml", {**NARROW, "ddconfig": layers})).vqgan
    assert (found["ddconfig"]["double_z"], found["ddconfig"]["dropout"]) == (False, 0.0)
