"""A whole run on pictures drawn by code, from small networks with random weights: short and real."""

import json
from dataclasses import replace

import numpy as np
import open_clip
import pytest
import timm
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from mmdesk.core.errors import UserError
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.training.backbone import find_backbone, load_backbone
from mmdesk.training.checkpoint import Checkpoint
from mmdesk.training.clip import train_clip
from mmdesk.training.embedding_space import ImageHead
from mmdesk.training.encoding import FolderEncoder
from mmdesk.training.evaluation import Figures
from mmdesk.training.features import FeatureStore
from mmdesk.training.pack import read_examples
from mmdesk.training.spec import Shape, StageSpec, TrainSpec
from mmdesk.training.stage import StageReport
from mmdesk.training.student import encode_short_texts
from tests.training.drawn import draw_folder

transformers = pytest.importorskip("transformers", reason="the extra train is not installed")

STAGES = ["embedding space", "text tower"]
SHAPE = Shape(
    backbone="test_efficientnet",
    image_size=64,
    embed_dim=32,
    merges=60,
    context_length=12,
    text_width=32,
    text_heads=2,
    text_layers=1,
)


@pytest.fixture(scope="module")
def helpers(tmp_path_factory):
    """A classifier's weights file and a sentence encoder's folder, both random and tiny."""
    folder = tmp_path_factory.mktemp("helpers")
    torch.manual_seed(0)
    weights = folder / "backbone.safetensors"
    save_file(timm.create_model("test_efficientnet").state_dict(), weights)
    return weights, _sentence_encoder(folder / "sentences")


@pytest.fixture(scope="module")
def trained(tmp_path_factory, helpers):
    """The spec, the events and the outcome of a run of some steps."""
    folder = tmp_path_factory.mktemp("run")
    spec = _spec(draw_folder(folder / "data", each=12), folder / "out", helpers)
    events, figures = _run(spec)
    return spec, events, figures


def test_all_stages_take_place_and_their_losses_fall(trained):
    reports = [event for event in trained[1] if isinstance(event, StageReport)]
    assert list(dict.fromkeys(report.stage for report in reports)) == STAGES
    for name in STAGES:
        sums = [sum(report.losses.values()) for report in reports if report.stage == name]
        assert np.isfinite(sums).all()
        assert sums[-1] < sums[0]


def test_it_names_held_out_colours_and_shapes_better_than_chance(trained):
    spec, _, figures = trained
    examples = [one for one in read_examples(spec.data) if one.split == "dev"]
    encoder = FolderEncoder(spec.out)
    labels = sorted({one.labels[0] for one in read_examples(spec.data)})
    scores = encoder.examples(examples) @ encoder.texts([f"a {label}" for label in labels]).T
    encoder.close()
    right = [labels[best] == one.labels[0] for best, one in zip(scores.argmax(1), examples, strict=True)]
    assert np.mean(right) > 2 / len(labels)
    assert isinstance(figures, Figures)


def test_open_clip_loads_what_was_exported(trained):
    out = trained[0].out
    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{out}")
    assert preprocess.transforms[0].size == SHAPE.image_size
    assert model.visual.head.mlp.fc2.out_features == ClipFolder.read(out).dim == 32
    assert json.loads((out / "figures.json").read_text())["retrieval"]["photos"] > 0
    tokens = torch.zeros(2, 12, dtype=torch.long)
    tokens[0, :3], tokens[1, :5] = torch.tensor([5, 6, 99]), torch.tensor([9, 8, 7, 6, 99])
    model.eval()
    with torch.no_grad():
        whole, short = model.encode_text(tokens, normalize=True), encode_short_texts(model, tokens)
    assert torch.allclose(whole, short, atol=1e-5)


def test_the_backbone_stays_as_it_was(trained, helpers):
    before, after = load_file(helpers[0]), load_file(trained[0].out / "open_clip_model.safetensors")
    kept = [name for name in before if not name.startswith("classifier.")]
    assert "bn2.running_mean" in kept
    for name in kept:
        stored = after[f"visual.trunk.{name}"]
        assert torch.equal(stored, before[name].to(stored.dtype))


def test_the_exported_head_gives_the_vectors_it_was_trained_for(trained):
    """Standardisation is folded into the first layer, and that into half precision."""
    spec = trained[0]
    store = FeatureStore.open(spec.out / "work" / "features", spec.crops, 256)
    weights = load_file(spec.out / "open_clip_model.safetensors")
    state = Checkpoint.load(spec.out / "work" / "embedding-space.safetensors").groups["average"]
    head = ImageHead(256, 32).eval()
    head.load_state_dict({name[5:]: one for name, one in state.items() if name.startswith("head.")})
    features = torch.from_numpy(store.pooled[:8]).float()
    exported = {name.removeprefix("visual.head.mlp."): one.float() for name, one in weights.items()}
    hidden = functional.linear(features, exported["fc1.weight"], exported["fc1.bias"])
    found = functional.linear(functional.gelu(hidden), exported["fc2.weight"], exported["fc2.bias"])
    assert functional.cosine_similarity(found, head(features)).min() > 0.999


def test_a_run_with_another_text_tower_to_start_from_reads_at_once(trained, helpers, tmp_path):
    spec = replace(trained[0], out=tmp_path / "out", text_from=trained[0].out)
    spec = replace(spec, text_tower=replace(spec.text_tower, steps=20))
    events, _ = _run(spec)
    first = next(one for one in events if isinstance(one, StageReport) and one.stage == "text tower")
    fresh = next(one for one in trained[1] if isinstance(one, StageReport) and one.stage == "text tower")
    assert first.losses["cosine"] < fresh.losses["cosine"] / 2


def test_a_text_tower_of_another_shape_is_refused(trained, tmp_path):
    spec = replace(trained[0], out=tmp_path / "out", text_from=trained[0].out)
    with pytest.raises(UserError, match="another shape"):
        list(train_clip(replace(spec, shape=replace(SHAPE, text_width=64))))


def test_a_finished_run_is_not_trampled_on(trained):
    with pytest.raises(UserError, match="already holds a run"):
        next(train_clip(trained[0]))


def test_a_stopped_run_is_resumed_and_comes_to_the_same(trained, tmp_path):
    spec = replace(trained[0], out=tmp_path / "out")
    for note, count in (("Computing features of crops", 2), ("text tower", 3), (None, 0)):
        seen, steps = 0, train_clip(spec)
        for event in steps:
            seen += getattr(event, "note", "") == note
            if note is not None and seen == count:
                break
        steps.close()
        spec = replace(spec, resume=True)
    former, resumed = (load_file(out / "open_clip_model.safetensors") for out in (trained[0].out, spec.out))
    assert former.keys() == resumed.keys()
    assert [name for name in former if not torch.equal(former[name], resumed[name])] == []


def test_pictures_without_words_teach_nothing(tmp_path, helpers):
    data = draw_folder(tmp_path / "data", each=1)
    for number, picture in enumerate(sorted(data.rglob("*.png"))):
        picture.rename(tmp_path / "data" / f"{number}.png")
    for text in data.rglob("*.txt"):
        text.unlink()
    with pytest.raises(UserError, match="neither captions nor labels"):
        list(train_clip(_spec(data, tmp_path / "out", helpers)))


def test_weights_that_are_not_at_hand_are_asked_for():
    with pytest.raises(UserError, match="can be given as a file"):
        find_backbone("test_efficientnet")


def test_weights_under_other_names_are_taken_in_their_order(helpers, tmp_path):
    stored = load_file(helpers[0])
    names = {name: f"_{name.replace('blocks', '_stages')}" for name in stored}
    ordered = timm.create_model("test_efficientnet").state_dict()
    path = tmp_path / "renamed.pth"
    torch.save({names[name]: stored[name] for name in ordered}, path)
    loaded = load_backbone("test_efficientnet", path).state_dict()
    assert all(torch.equal(loaded[name], stored[name]) for name in stored)


def test_weights_of_another_network_are_refused(helpers, tmp_path):
    stored = load_file(helpers[0])
    path = tmp_path / "backwards.pth"
    torch.save({f"_{name}": stored[name] for name in reversed(stored)}, path)
    with pytest.raises(UserError, match="does not hold the weights"):
        load_backbone("test_efficientnet", path)
    path.write_bytes(b"no weights at all")
    with pytest.raises(UserError, match="broken"):
        load_backbone("test_efficientnet", path)


def _sentence_encoder(folder):
    """A transformers folder whose vocabulary is letters."""
    letters = [*"abcdefghijklmnopqrstuvwxyz"]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words))
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = transformers.BertConfig(vocab_size=len(words), **sizes)
    transformers.BertModel(config).save_pretrained(folder, safe_serialization=True)
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def _spec(data, out, helpers) -> TrainSpec:
    weights, sentences = helpers
    stage = StageSpec(batch=32, rate=3e-3, steps=60, ema_decay=0.9)
    return TrainSpec(
        data=data, out=out, backbone=weights, sentence_encoder=sentences, crops=160, threads=1, shape=SHAPE,
        space=stage, text_tower=replace(stage, steps=150),
    )  # fmt: skip


def _run(spec):
    events, steps = [], train_clip(spec)
    while True:
        try:
            events.append(next(steps))
        except StopIteration as end:
            return events, end.value
