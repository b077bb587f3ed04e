"""Every CLIP of the catalogue, from the hub to a search, with open_clip's own vectors beside ours.

A file of the same form with random weights is served by a hub on this machine, for each architecture with
its own preprocessing and tokenizer. One of each family, and with narrowed towers, so that minutes become
seconds; with MMDESK_TEST_MODELS=narrow all of them, with MMDESK_TEST_MODELS=whole with all their weights.
"""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import pytest
import torch
from click.testing import CliRunner, Result
from PIL import Image
from safetensors.torch import save_file

from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.fetching.catalogue import find_model, read_catalogue
from mmdesk.library.reading.pixels import model_input
from mmdesk.models.architecture import build_network, load_network
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.eight_bits import can_be_quantised
from mmdesk.models.embedding import embed_pixels, place
from mmdesk.models.operations import count_operations
from mmdesk.models.plan import INT8
from mmdesk.models.plan_choice import int8_plans, plans_to_try
from mmdesk.models.tokenizer import read_tokenizer
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.window_door import WindowDoor
from tests.fetching.conftest import hub
from tests.fetching.server import HubServer
from tests.models.test_json_tokenizer import gemma

__all__ = ["gemma", "hub"]

ASKED = os.environ.get("MMDESK_TEST_MODELS", "")
FAMILIES = ("ViT-B-32-256-datacomp", "ViT-B-16-SigLIP2", "MobileCLIP2-S0")

PUBLISHED = {
    "ViT-B-32-256-datacomp": ("ViT-B-32-256", "datacomp_s34b_b86k"),
    "ViT-B-16-SigLIP2": ("ViT-B-16-SigLIP2", "webli"),
    "ViT-B-32-SigLIP2-256": ("ViT-B-32-SigLIP2-256", "webli"),
    "MobileCLIP2-S0": ("MobileCLIP2-S0", "dfndr2b"),
    "MobileCLIP2-S2": ("MobileCLIP2-S2", "dfndr2b"),
    "ViT-L-14-datacomp": ("ViT-L-14", "datacomp_xl_s13b_b90k"),
    "ViT-L-14-dfn2b": ("ViT-L-14-quickgelu", "dfn2b"),
    "ViT-B-32-laion2b": ("ViT-B-32", "laion2b_s34b_b79k"),
    "ViT-B-32-openai": ("ViT-B-32-quickgelu", "openai"),
    "ViT-B-16-openai": ("ViT-B-16-quickgelu", "openai"),
}
"""Names of the catalogue, and open_clip's name of architecture and weights."""

TEXTS = ["a dog in the snow", "", "Ünïcode, 犬!", "word " * 100]


def test_no_clip_of_the_catalogue_is_left_out() -> None:
    assert PUBLISHED.keys() == {model.name for model in read_catalogue() if model.kind == "clip"}


@pytest.mark.parametrize("name", PUBLISHED if ASKED else FAMILIES)
def test_the_catalogue_counts_operations_as_the_network_does(name: str) -> None:
    config = open_clip.get_model_config(PUBLISHED[name][0])
    counted = count_operations(config, config["vision_cfg"].get("image_size", 224), Path())
    assert find_model(name).operations == pytest.approx(counted, rel=0.02)


def narrowed(config: dict[str, Any]) -> dict[str, Any]:
    """An architecture with the same parts, few and thin."""
    vision, text = dict(config["vision_cfg"]), dict(config["text_cfg"])
    if "timm_model_name" not in vision:
        vision |= {"layers": 2, "width": 64, "head_width": 32}
    elif "siglip" in vision["timm_model_name"]:
        vision |= {"timm_model_name": "vit_tiny_patch16_224", "image_size": 224}
        config = config | {"embed_dim": 192}  # it has no projection: its width is that of the embedding
    text |= {"layers": 2, "width": 64, "heads": 2}
    if "hf_tokenizer_name" in text:
        text["vocab_size"] = 1000
    return config | {"vision_cfg": vision, "text_cfg": text}


def write_published(name: str, folder: Path, words: Path) -> Path:
    """A folder as the hub has it: config with preprocessing, weights, and a tokenizer where it has one."""
    arch, tag = PUBLISHED[name]
    config = open_clip.get_model_config(arch)
    config = config if ASKED == "whole" else narrowed(config)
    published = open_clip.get_pretrained_cfg(arch, tag)
    preparation = {key: published[key] for key in ("mean", "std", "interpolation", "resize_mode")}
    folder.mkdir()
    (folder / "open_clip_config.json").write_text(
        json.dumps({"model_cfg": config, "preprocess_cfg": preparation})
    )
    with torch.random.fork_rng():
        torch.manual_seed(1)
        network = build_network(config, name, folder)
    save_file(
        {key: value.contiguous() for key, value in network.state_dict().items()},
        folder / "open_clip_model.safetensors",
    )
    if "hf_tokenizer_name" in config["text_cfg"]:
        for file in words.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        (folder / "special_tokens_map.json").write_text("{}")
    return folder


def run(places: Places, *words: str) -> Result:
    done = CliRunner().invoke(build_cli(WindowDoor()), ["--data-dir", str(places.data_dir), *words])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(params=PUBLISHED if ASKED else FAMILIES)
def fetched(
    request: pytest.FixtureRequest, hub: HubServer, places: Places, tmp_path: Path, gemma: Path
) -> tuple[Places, Path]:
    """A library with that model, fetched from the hub; and the folder as it was published."""
    name = request.param
    folder = write_published(name, tmp_path / "published", gemma)
    repository = next(model.repository for model in read_catalogue() if model.name == name)
    for file in folder.iterdir():
        hub.offer(str(repository), file.name, file.read_bytes())
    run(places, "models", "fetch", name)
    run(places, "models", "verify", name)
    return places, folder


def by_open_clip(folder: Path, pictures: list[Image.Image]) -> tuple[torch.Tensor, torch.Tensor, Any]:
    """Pixels [n, 3, side, side], vectors [n, dim] and the model, all by open_clip alone."""
    model, _, prepare = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    with torch.inference_mode():
        pixels = torch.stack([prepare(picture) for picture in pictures])
        return pixels, model.eval().encode_image(pixels, normalize=True), model


def test_a_fetched_model_searches_and_its_vectors_are_those_of_open_clip(
    fetched: tuple[Places, Path],
) -> None:
    places, published = fetched
    _search(places)
    folder = ClipFolder.read(next(places.models.iterdir()))
    make_sample_pictures(places.sample_library)
    pictures = [Image.open(path).convert("RGB") for path in sorted(places.sample_library.iterdir())[:4]]
    pixels, vectors, model = by_open_clip(published, pictures)
    recipe = folder.recipe
    ours = np.stack([np.asarray(model_input(picture, recipe)) for picture in pictures])
    mean, std = (torch.tensor(value).view(3, 1, 1) for value in (recipe.mean, recipe.std))
    theirs = (pixels * std + mean).permute(0, 2, 3, 1).numpy()
    assert np.abs(theirs - ours / 255).max() <= 1 / 255 + 1e-5

    encoder = load_encoder(folder, "cpu", places.plans)
    similar = (encoder.encode_pixels(ours) * vectors.numpy()).sum(axis=1)
    wanted = 1 - 1e-4 if encoder.plan.dtype == "float32" else 1 - 1e-2
    assert similar.min() >= wanted
    check_data_types(folder, ours, vectors.numpy())
    tokens = torch.from_numpy(read_tokenizer(folder)(TEXTS))
    if "hf_tokenizer_name" not in folder.architecture["text_cfg"]:
        assert torch.equal(tokens, open_clip.SimpleTokenizer(context_length=folder.context_length)(TEXTS))
    with torch.inference_mode():
        words = model.encode_text(tokens, normalize=True).numpy()
    assert (encoder.encode_texts(TEXTS) * words).sum(axis=1).min() >= 1 - 1e-4


def check_data_types(folder: ClipFolder, pixels: np.ndarray, wanted: np.ndarray) -> None:
    """Check the vectors of every data type that this processor is tried with against those of open_clip."""
    checked = []
    for plan in (*plans_to_try("cpu"), *int8_plans("cpu")):
        network = load_network(folder)
        if plan.dtype == INT8 and not can_be_quantised(network.visual):
            continue
        found = embed_pixels(place(network, plan), pixels, folder.recipe, plan)
        least = 1 - (1e-4 if plan.dtype == "float32" else 1e-2)
        assert (found * wanted).sum(axis=1).min() >= least, plan
        checked.append(plan.dtype)
    print(folder.name, *checked)


def _search(places: Places) -> None:
    """Put the model to use, look at a few photos with it, and find them all again."""
    name = next(places.models.iterdir()).name
    make_sample_pictures(places.sample_library)
    few = places.data_dir / "few"
    few.mkdir()
    for path in sorted(places.sample_library.iterdir())[:4]:
        (few / path.name).write_bytes(path.read_bytes())
    run(places, "models", "use", name)
    added = json.loads(run(places, "add", str(few), "--json").stdout)
    assert added["indexed"] == 4
    found = json.loads(run(places, "search", "a dog", "--json").stdout)
    assert {Path(hit["path"]).parent for hit in found["hits"]} <= {few}
    assert found["model"].startswith(name)
