"""Published transformers over codes: from Lightning's pickle to a folder that paints as taming does."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.models.importing.source import recognise
from mmdesk.models.importing.taming_yaml import read_taming_yaml
from mmdesk.models.store import ModelStore
from mmdesk.models.tokens.folder import TokensFolder
from mmdesk.models.tokens.loaded import coordinates, load_tokens, load_transformer
from mmdesk.models.tokens.windows import Window
from mmdesk.models.vqgan.network import build_vqgan
from tests.models.tokens.tamed import tamed_sample

from .net2net import COORDINATES, FACTOR, LABELS, SIDE, of_pictures, write_net2net
from .published import NARROW, TARGETS, weights_of
from .running import converted, outcome

UNCONDITIONAL = "__is_unconditional__"


def test_a_published_transformer_is_imported_and_its_logits_are_tamings_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: ModelStore, places: Places
) -> None:
    """Through the process apart, with the names of its classes; what was imported can be imported again."""
    theirs = write_net2net(tmp_path / "cin", monkeypatch, LABELS, cond_stage_key="class_label")
    names = [f"kind {number}" for number in range(10)]
    (tmp_path / "cin" / "labels.txt").write_text("\n".join(names))
    entry = outcome(shelf.bring_in(tmp_path / "cin" / "last.ckpt"))
    assert (entry.name, entry.kind, entry.state, entry.note) == ("cin", "tokens", "ready", None)
    folder = TokensFolder.read(entry.path)
    assert folder.labels() == names
    assert (folder.side, folder.size, folder.codes) == (SIDE, SIDE * FACTOR, NARROW["n_embed"])
    tokens = torch.randint(NARROW["n_embed"], (2, folder.transformer["block_size"]))
    with torch.no_grad():
        wanted = theirs(tokens)[0]
        torch.testing.assert_close(load_transformer(folder)(tokens), wanted, atol=1e-5, rtol=0)
    again = outcome(shelf.bring_in(entry.path, "again"))
    assert TokensFolder.read(again.path).key.removeprefix("again") == folder.key.removeprefix("cin")
    assert shelf.use("cin").used_for == ("painting",)
    shelf.remove("cin")
    assert shelf.find("again").used_for == ()


def test_no_mask_and_no_loss_is_kept_and_the_config_says_what_comes_before_the_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unconditional: one token, always the same."""
    write_net2net(tmp_path / "faces", monkeypatch, UNCONDITIONAL, sos_token=3)
    config = converted(tmp_path / "faces", tmp_path / "tokens.safetensors")
    assert config["condition"] == {"kind": "start", "token": 3}
    kept = load_file(tmp_path / "tokens.safetensors")
    assert not any(name.endswith("mask") for name in kept)
    assert {name.partition(".")[0] for name in kept} == {"transformer"}
    below = load_file(tmp_path / "first_stage" / "vqgan.safetensors")
    assert "quantize.embedding.weight" in below
    assert not any("loss" in name for name in below)


def test_codes_are_drawn_as_taming_draws_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Coordinates before the codes, computed as taming computes those of a whole picture."""
    theirs = write_net2net(tmp_path / "faces", monkeypatch, COORDINATES, prefix=SIDE * SIDE)
    config = converted(tmp_path / "faces", tmp_path / "tokens.safetensors")
    (tmp_path / "tokens_config.json").write_text(json.dumps(config))
    model = load_tokens(TokensFolder.read(tmp_path), "cpu", tmp_path / "plans.json")
    side = SIDE * FACTOR
    pixels = (torch.arange(side * side).view(1, 1, side, side) / (side * side)).float()
    means = torch.nn.functional.interpolate(pixels, scale_factor=1 / FACTOR, mode="area")
    wanted = (NARROW["n_embed"] * means).round().long()[0, 0]
    assert coordinates((SIDE, SIDE), FACTOR, NARROW["n_embed"]).equal(wanted)
    prefix = wanted.view(1, -1)
    torch.manual_seed(7)
    expected = tamed_sample(theirs, prefix, 3, temperature=1.0, top_k=20)
    torch.manual_seed(7)
    found, tokens = [], prefix
    for _ in range(3):
        logits = model.network(tokens)[:, -1]
        least = logits.topk(20).values[:, -1:]
        drawn = torch.multinomial(logits.masked_fill(logits < least, float("-inf")).softmax(-1), 1)
        tokens = torch.cat((tokens, drawn), 1)
        found.append(int(drawn))
    assert found == expected[0].tolist()


@pytest.mark.parametrize(
    ("channels", "target"), [(1, TARGETS["vqmodel"]), (5, "taming.models.vqgan.VQSegmentationModel")]
)
def test_the_codes_of_a_picture_that_is_followed_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: ModelStore, channels: int, target: str
) -> None:
    """A depth map from the darkest to the brightest, or kinds of things by the greys that are their numbers:
    the codes that taming's own quantiser gives them, and then its own logits.
    """
    condition, side = of_pictures(channels, target), SIDE * FACTOR
    theirs = write_net2net(tmp_path / "drin", monkeypatch, condition, prefix=SIDE**2, cond_stage_key="depth")
    entry = outcome(shelf.bring_in(tmp_path / "drin" / "last.ckpt"))
    assert (entry.name, entry.kind, entry.state, entry.note) == ("drin", "tokens", "ready", None)
    again = outcome(shelf.bring_in(entry.path, "again"))
    folder = TokensFolder.read(again.path)
    assert folder.condition == {"kind": "picture", "channels": channels, "codes": NARROW["n_embed"]}
    numbers = torch.arange(side * side).view(side, side) * 5 // (side * side)
    if channels == 1:
        seen = (numbers / 2 - 1)[None, None]
    else:
        seen = torch.nn.functional.one_hot(numbers, 5).movedim(-1, 0)[None].float()
    network = build_vqgan("vqmodel", condition["params"]["ddconfig"], NARROW["embed_dim"], NARROW["n_embed"])
    network.load_state_dict(weights_of({**NARROW, "ddconfig": condition["params"]["ddconfig"]}, seed=5))
    with torch.no_grad():
        indices = network.eval().quantize(network.latent(seen))[2][2]
    model = load_tokens(folder, "cpu", tmp_path / "plans.json")
    followed = (numbers / 255).expand(1, 3, side, side)
    prefix = model.prefix("", 0, (SIDE, SIDE), followed)(Window(0, 0, SIDE))
    assert prefix.tolist() == indices.flatten().tolist()
    assert len(set(prefix.tolist())) > 1
    tokens = torch.cat((prefix, torch.arange(SIDE * SIDE - 1)))[None]
    with torch.no_grad():
        torch.testing.assert_close(model.network(tokens), theirs(tokens)[0], atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    ("condition", "params", "sentence"),
    [
        (
            of_pictures(1),
            {"cond_stage_key": "depth", "downsample_cond_size": 64},
            "paints from something .depth. that cannot be given",
        ),
        (LABELS, {"pkeep": 0.0}, "draws all codes at once"),
        (
            LABELS,
            {"permuter_config": {"target": "taming.modules.transformer.permuter.ZCurve", "params": {}}},
            "in another way than line by line",
        ),
    ],
)
def test_of_one_that_cannot_be_painted_with_the_vqgan_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, condition: object, params: dict, sentence: str
) -> None:
    """And it is told why."""
    write_net2net(tmp_path / "drin", monkeypatch, condition, **params)
    source = recognise(tmp_path / "drin")
    assert source.kind == "vqgan"
    with pytest.raises(AssertionError, match=sentence):
        raise AssertionError(source.note)
    assert source.note.endswith("its VQGAN is imported alone.")


def test_absurd_configs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence, before anything is built."""
    labels = {"target": LABELS["target"], "params": {"n_classes": 1 << 19}}
    write_net2net(tmp_path, monkeypatch, labels)
    with pytest.raises(UserError, match="a vocabulary of 524288 tokens"):
        read_taming_yaml(tmp_path / "config.yaml")
    for name, value, sentence in (
        ("n_layer", 100_000, "which no model has"),
        ("n_head", 3, "divides n_embd"),
        ("n_embd", "wide", "positive whole number for n_embd"),
    ):
        write_net2net(tmp_path, monkeypatch, LABELS)
        text = (tmp_path / "config.yaml").read_text()
        lines = [
            f"{line.partition(':')[0]}: {value}" if line.strip().startswith(name) else line
            for line in text.splitlines()
        ]
        (tmp_path / "config.yaml").write_text("\n".join(lines))
        with pytest.raises(UserError, match=sentence):
            read_taming_yaml(tmp_path / "config.yaml")
