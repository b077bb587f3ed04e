"""VQGAN folders and networks: what is on disk, what is loaded, what a painting asks of it."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from taming.modules.diffusionmodules.model import Decoder, Encoder
from taming.modules.vqvae.quantize import VectorQuantizer2

from mmdesk.benchmark.random_vqgan import ARCHITECTURES, write_random_vqgan
from mmdesk.core.errors import UserError
from mmdesk.models.plan import ProbeCache, machine_key
from mmdesk.models.vqgan.folder import CONFIG_NAME, WEIGHTS_NAME, VqganFolder
from mmdesk.models.vqgan.loaded import LoadedVqgan, load_vqgan
from mmdesk.models.vqgan.network import build_vqgan, load_vqgan_network, nearest_codes
from mmdesk.models.vqgan.plan import DecodingPlan, chosen_plan, remember

SMALL_GUMBEL = {
    **ARCHITECTURES["gumbel-f8"],
    "embed_dim": 16,
    "n_embed": 32,
    "ddconfig": {**ARCHITECTURES["gumbel-f8"]["ddconfig"], "ch": 32, "z_channels": 16, "num_res_blocks": 1},
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> VqganFolder:
    path = tmp_path_factory.mktemp("models") / "tiny"
    write_random_vqgan("tiny", path)
    return VqganFolder.read(path)


@pytest.fixture(scope="module")
def pictures() -> torch.Tensor:
    return torch.rand(2, 3, 24, 32, generator=torch.Generator().manual_seed(1)) * 2 - 1


@pytest.fixture
def exact(tiny: VqganFolder, tmp_path: Path) -> LoadedVqgan:
    return LoadedVqgan(
        tiny, load_vqgan_network(tiny), DecodingPlan("cpu"), ProbeCache(tmp_path / "plans.json")
    )


def test_the_folder_tells_what_it_holds(tiny: VqganFolder) -> None:
    assert (tiny.kind, tiny.embed_dim, tiny.codes, tiny.factor) == ("vqmodel", 8, 64, 4)
    assert tiny.parameters == sum(tensor.numel() for tensor in load_file(tiny.path / WEIGHTS_NAME).values())


@pytest.mark.parametrize("arch", ["f16-1024", "f16-16384", "gumbel-f8"])
def test_tensors_are_named_as_in_the_published_checkpoints(arch: str) -> None:
    config = ARCHITECTURES[arch]
    with torch.device("meta"):
        network = build_vqgan(config["model"], config["ddconfig"], config["embed_dim"], config["n_embed"])
    names = network.state_dict().keys()
    book = "quantize.embed.weight" if arch == "gumbel-f8" else "quantize.embedding.weight"
    assert {book, "quant_conv.weight", "post_quant_conv.bias", "encoder.down.0.block.0.norm1.weight"} <= names
    assert {name.partition(".")[0] for name in names} == {
        "encoder", "decoder", "quantize", "quant_conv", "post_quant_conv",
    }  # fmt: skip
    attended = {name for name in names if ".attn." in name and name.endswith("q.weight")}
    assert len(attended) == 5, "two in the encoder, three in the decoder, all at the lowest size"


def test_it_reconstructs_as_tamings_own_modules_do(
    tiny: VqganFolder, exact: LoadedVqgan, pictures: torch.Tensor
) -> None:
    weights = {name: tensor.float() for name, tensor in load_file(tiny.path / WEIGHTS_NAME).items()}

    def part(prefix: str) -> dict[str, torch.Tensor]:
        return {name[len(prefix) :]: one for name, one in weights.items() if name.startswith(prefix)}

    encoder, decoder = Encoder(**tiny.ddconfig), Decoder(**tiny.ddconfig)
    quantiser = VectorQuantizer2(tiny.codes, tiny.embed_dim, beta=0.25)
    before, behind = torch.nn.Conv2d(16, 8, 1), torch.nn.Conv2d(8, 16, 1)
    for module, prefix in (
        (encoder, "encoder."), (decoder, "decoder."), (quantiser, "quantize."),
        (before, "quant_conv."), (behind, "post_quant_conv."),
    ):  # fmt: skip
        module.load_state_dict(part(prefix))
    with torch.no_grad():
        wanted = decoder(behind(quantiser(before(encoder(pictures)))[0]))
        found = exact.decode(exact.quantise(exact.encode(pictures)))
    assert torch.allclose(found, wanted, atol=1e-5)


def test_a_narrow_network_may_have_fewer_groups() -> None:
    config = ARCHITECTURES["tiny"]
    usual = build_vqgan("vqmodel", config["ddconfig"], 8, 64)
    wider = build_vqgan("vqmodel", {**config["ddconfig"], "norm_groups": 8}, 8, 64)
    assert usual.state_dict().keys() == wider.state_dict().keys()
    wider.load_state_dict(usual.state_dict())
    # Where each channel is a group of its own, what is added to all of a channel makes no difference.
    state = torch.rand(1, 32, 6, 6)
    shifted = state + torch.arange(32).view(1, 32, 1, 1)
    norms = [network.decoder.norm_out for network in (usual, wider)]
    assert torch.allclose(norms[0](state), norms[0](shifted), atol=1e-3)
    assert not torch.allclose(norms[1](state), norms[1](shifted), atol=1e-1)


def test_the_nearest_code_is_the_nearest(exact: LoadedVqgan) -> None:
    z = torch.randn(2, 8, 3, 5, generator=torch.Generator().manual_seed(2)) * 0.02
    flat = z.movedim(1, -1).reshape(-1, 8)
    wanted = torch.cdist(flat, exact.codebook).argmin(1).view(2, 3, 5)
    assert torch.equal(nearest_codes(z, exact.codebook), wanted)
    codes = exact.quantise(z)
    assert torch.allclose(codes, exact.quantise(codes), atol=1e-6), "a code is nearest to itself"


def test_the_gradient_passes_straight_through(exact: LoadedVqgan) -> None:
    z = torch.zeros(1, 8, 2, 2, requires_grad=True)
    exact.quantise(z).sum().backward()
    assert z.grad is not None
    assert torch.equal(z.grad, torch.ones_like(z))


def test_codes_lie_within_the_range(exact: LoadedVqgan) -> None:
    low, high = exact.z_range
    book = exact.codebook.T[None, :, :, None]
    assert low.shape == high.shape == (1, 8, 1, 1)
    assert bool(((book >= low) & (book <= high)).all())


def test_sparing_memory_changes_no_number(exact: LoadedVqgan) -> None:
    def picture_and_gradient() -> tuple[torch.Tensor, torch.Tensor]:
        codes = exact.codebook[:12].T.reshape(1, 8, 3, 4).clone().requires_grad_()
        pixels = exact.decode(codes)
        pixels.pow(2).sum().backward()
        assert codes.grad is not None
        return pixels.detach(), codes.grad

    plain = picture_and_gradient()
    assert exact.use_checkpointing()
    assert not exact.use_checkpointing(), "no news the second time"
    checkpointed = picture_and_gradient()
    assert torch.equal(plain[0], checkpointed[0])
    assert torch.allclose(plain[1], checkpointed[1], atol=1e-4)


def test_the_plan_is_tried_out_once_and_remembered(tiny: VqganFolder, tmp_path: Path) -> None:
    plans = tmp_path / "plans.json"
    first = load_vqgan(tiny, "cpu", plans)
    kept = json.loads(plans.read_text())
    assert [value["dtype"] for value in kept.values()] == [first.plan.dtype]
    (name,) = kept
    plans.write_text(json.dumps({name: {"device": "cpu", "dtype": "float32", "channels_last": True}}))
    assert load_vqgan(tiny, "cpu", plans).plan == DecodingPlan("cpu", "float32", channels_last=True)
    plans.write_text(json.dumps({name: {"dtype": "int3", "channels_last": "yes"}}))
    assert chosen_plan(load_vqgan_network(tiny), tiny.key, "cpu", ProbeCache(plans)).device == "cpu"


def test_what_overflows_is_decoded_in_fp32_from_then_on(tiny: VqganFolder, tmp_path: Path) -> None:
    memo = ProbeCache(tmp_path / "plans.json")
    loaded = LoadedVqgan(tiny, load_vqgan_network(tiny), DecodingPlan("cpu", "float16"), memo)
    codes = torch.full((1, 8, 2, 2), 1e6)  # beyond what fp16 can hold
    assert bool(loaded.decode(codes).isfinite().all())
    assert loaded.plan.dtype == "float32"


def test_the_other_kind_encodes_to_codes(tmp_path: Path, pictures: torch.Tensor) -> None:
    network = build_vqgan("gumbelvq", SMALL_GUMBEL["ddconfig"], 16, 32)
    (tmp_path / CONFIG_NAME).write_text(json.dumps(SMALL_GUMBEL))
    save_file(
        {name: tensor.contiguous() for name, tensor in network.state_dict().items()}, tmp_path / WEIGHTS_NAME
    )
    loaded = load_vqgan(VqganFolder.read(tmp_path), "cpu", tmp_path / "plans.json")
    z = loaded.encode(pictures)
    assert z.shape == (2, 16, 3, 4)
    assert torch.allclose(loaded.quantise(z), z, atol=1e-6)
    assert loaded.decode(z).shape == pictures.shape


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"model": "unet"}, "model must be one of"),
        ({"embed_dim": 0}, "positive whole number for embed_dim"),
        ({"n_embed": 1 << 40}, "positive whole number for n_embed"),
        ({"ddconfig": None}, "ddconfig is missing"),
        ({"ddconfig": {**ARCHITECTURES["tiny"]["ddconfig"], "norm_groups": 5}}, "divides ch"),
        ({"model": "gumbelvq"}, "embed_dim and z_channels must be the same"),
        ({"ddconfig": {"ch": True}}, "positive whole number for z_channels"),
    ],
)
def test_nonsense_gets_one_sentence(
    tiny: VqganFolder, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    config = json.loads((tiny.path / CONFIG_NAME).read_text()) | change
    (tmp_path / CONFIG_NAME).write_text(json.dumps(config))
    (tmp_path / WEIGHTS_NAME).write_bytes((tiny.path / WEIGHTS_NAME).read_bytes())
    with pytest.raises(UserError, match=sentence):
        VqganFolder.read(tmp_path)


def test_weights_of_another_model_get_one_sentence(tiny: VqganFolder, tmp_path: Path) -> None:
    (tmp_path / CONFIG_NAME).write_bytes((tiny.path / CONFIG_NAME).read_bytes())
    save_file({"encoder.conv_in.weight": torch.zeros(1)}, tmp_path / WEIGHTS_NAME)
    with pytest.raises(UserError, match="do not fit its config"):
        load_vqgan_network(VqganFolder.read(tmp_path))
    (tmp_path / WEIGHTS_NAME).write_bytes(b"\x07 not safetensors")
    with pytest.raises(UserError, match="broken or incomplete"):
        VqganFolder.read(tmp_path)


def test_an_unknown_architecture_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no VQGAN f99"):
        write_random_vqgan("f99", tmp_path)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
def test_a_remembered_plan_is_taken_as_it_is_and_nonsense_is_not(
    tiny: VqganFolder, tmp_path: Path, dtype: str
) -> None:
    cache, network = ProbeCache(tmp_path / "plans.json"), load_vqgan_network(tiny)
    kept = DecodingPlan("cpu", dtype, channels_last=True)
    remember(kept, tiny.key, cache)
    assert chosen_plan(network, tiny.key, "cpu", cache) == kept
    for nonsense in ({"dtype": "int4", "channels_last": True}, {"dtype": dtype, "channels_last": 1}):
        cache.put(machine_key(f"vqgan {tiny.key}", "cpu"), {"device": "cpu", **nonsense})
        tried = chosen_plan(network, tiny.key, "cpu", cache)
        assert tried.dtype in ("float32", "bfloat16")
        assert tried.channels_last in (True, False)
