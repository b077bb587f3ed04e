"""TorchScript programs, as OpenAI published its CLIPs: their weights are taken, and nothing of them runs."""

import os
import pickle
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import open_clip
import pytest
import torch
from safetensors.torch import load_file

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.importing.clip_shapes import model_config
from mmdesk.models.store import ModelStore

from .published import Creates
from .running import converted, outcome

Write = Callable[[torch.nn.Module], torch.jit.ScriptModule]

TINY = {
    "embed_dim": 32,
    "quick_gelu": True,
    "vision_cfg": {"image_size": 32, "layers": 2, "width": 64, "head_width": 64, "patch_size": 8},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 1, "layers": 1},
}


def small_clip(*, quick_gelu: bool = True) -> open_clip.CLIP:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return open_clip.CLIP(**TINY | {"quick_gelu": quick_gelu}).eval()


def traced(network: open_clip.CLIP) -> torch.jit.ScriptModule:
    pictures, words = torch.ones(1, 3, 32, 32), torch.zeros(1, 77, dtype=torch.int)
    inputs = {"encode_image": pictures, "encode_text": words, "forward": (pictures, words)}
    return torch.jit.trace_module(network, inputs)


def save_program(network: torch.nn.Module, path: Path, write: Write = traced, *, half: bool = False) -> None:
    """Write `network` as a TorchScript program; torch would have us write something newer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = write(network)
        torch.jit.save(program.half() if half else program, path)


@pytest.fixture(scope="module")
def openai_like(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as OpenAI's: a traced CLIP in half precision. Not to be changed."""
    path = tmp_path_factory.mktemp("published") / "ViT-tiny.pt"
    save_program(small_clip(), path, half=True)
    return path


def test_weights_of_a_program_are_imported_and_see_as_the_network_does(
    openai_like: Path, shelf: ModelStore
) -> None:
    entry = outcome(shelf.bring_in(openai_like))
    assert (entry.name, entry.kind, entry.state) == ("ViT-tiny", "clip", "ready")
    folder, network = ClipFolder.read(entry.path), small_clip()
    assert folder.architecture == TINY | {"vision_cfg": TINY["vision_cfg"]}
    assert folder.recipe.mean == pytest.approx(open_clip.OPENAI_DATASET_MEAN)
    kept, given = load_file(folder.weights), network.state_dict()
    assert kept.keys() == given.keys()
    assert all(torch.equal(kept[name], one.half()) for name, one in given.items())
    words = ["a dog in the snow"]
    with torch.no_grad():
        wanted = network.half().float().encode_text(open_clip.tokenize(words), normalize=True).numpy()
    found = load_encoder(folder, "cpu", entry.path / "plans.json").encode_texts(words)
    assert (found * wanted).sum() > 1 - 1e-4


@pytest.mark.parametrize("write", [torch.jit.script, traced])
@pytest.mark.parametrize("quick_gelu", [True, False])
def test_the_activation_is_told_by_the_program(tmp_path: Path, write: Write, *, quick_gelu: bool) -> None:
    network = small_clip(quick_gelu=quick_gelu)
    save_program(network, tmp_path / "clip.pt", write)
    assert converted(tmp_path / "clip.pt", tmp_path / "out")["model_cfg"]["quick_gelu"] is quick_gelu
    kept = load_file(tmp_path / "out")
    assert all(torch.equal(kept[name], one) for name, one in network.state_dict().items())


@pytest.mark.parametrize("arch", ["RN50", "RN50x4", "ViT-B-32-quickgelu", "ViT-L-14-336-quickgelu"])
def test_the_published_networks_are_told_by_their_shapes(arch: str) -> None:
    config = open_clip.get_model_config(arch)
    with torch.device("meta"):
        network = open_clip.CLIP(**config)
    shapes = {name: tuple(one.shape) for name, one in network.state_dict().items()}
    told = model_config(shapes, quick_gelu=True, name="file")
    with torch.device("meta"):
        again = open_clip.CLIP(**told)
    assert {name: tuple(one.shape) for name, one in again.state_dict().items()} == shapes
    assert again.visual.image_size == network.visual.image_size
    assert told["text_cfg"]["heads"] == config["text_cfg"]["heads"]


def test_a_program_that_is_no_clip_is_told_in_a_sentence(tmp_path: Path) -> None:
    save_program(torch.nn.Linear(4, 4), tmp_path / "linear.pt", torch.jit.script)
    with pytest.raises(UserError, match=r"The tensors of linear.pt make no CLIP: text_projection is missing"):
        converted(tmp_path / "linear.pt", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def rewritten(path: Path, out: Path, **parts: bytes) -> Path:
    """The archive with other bytes in some parts; `data_0` stands for "data/0"."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w") as made:
        for part in archive.infolist():
            short = part.filename.partition("/")[2]
            changed = parts.pop(short.replace("/", "_").removesuffix(".pkl"), None)
            made.writestr(part, archive.read(part) if changed is None else changed)
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return out


class Absurd:
    """A tensor that claims more numbers than there are."""

    def __reduce__(self) -> tuple[object, ...]:
        return (torch._utils._rebuild_tensor_v2, (("float32", "0", 4), 0, (1 << 40, 2), (2, 1), False, None))


@pytest.mark.parametrize("function", [os.mkdir, os.system, eval, torch.hub.load, pickle.loads])
def test_a_program_whose_pickle_names_a_function_is_refused(
    openai_like: Path, tmp_path: Path, shelf: ModelStore, places: Places, function: object
) -> None:
    bad = rewritten(openai_like, tmp_path / "bad.pt", data=pickle.dumps(Creates(tmp_path / "made", function)))
    with pytest.raises(UserError, match=r"is refused: it names .*, which weights have no need of"):
        converted(bad, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.pt"]


def test_a_harmful_program_leaves_nothing_on_the_shelf(
    openai_like: Path, tmp_path: Path, shelf: ModelStore, places: Places
) -> None:
    bad = rewritten(openai_like, tmp_path / "bad.pt", data=pickle.dumps(Creates(tmp_path / "made")))
    with pytest.raises(UserError, match="is refused"):
        outcome(shelf.bring_in(bad))
    assert not (tmp_path / "made").exists()
    assert not places.models.exists()
    assert list(places.importing.iterdir()) == []


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"..__..__out": b"x"}, "leads out of it"),
        ({"__out": b"x"}, "leads out of it"),
        ({"data": pickle.dumps(Absurd())}, "broken or cut short"),
        ({"data": b"rubbish"}, "broken or cut short"),
        ({"data_0": b""}, "broken or cut short"),
        ({"data": pickle.dumps([1, "x" * 10])}, "make no CLIP"),
        ({"data": bytes(65_000_000)}, "absurdly long"),
    ],
)
def test_a_program_that_makes_no_sense_leaves_nothing(
    openai_like: Path, tmp_path: Path, parts: dict[str, bytes], sentence: str
) -> None:
    bad = rewritten(openai_like, tmp_path / "bad.pt", **parts)
    with pytest.raises(UserError, match=sentence):
        converted(bad, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.pt"]


def test_a_program_with_changed_numbers_is_noticed(openai_like: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pt"
    content = bytearray(openai_like.read_bytes())
    with zipfile.ZipFile(openai_like) as archive:
        part = max(archive.infolist(), key=lambda one: one.file_size)
    content[part.header_offset + part.file_size // 2] ^= 1
    bad.write_bytes(content)
    with pytest.raises(UserError, match="broken or cut short"):
        converted(bad, tmp_path / "out")
