"""Files that mean harm or make no sense: one sentence, nothing executed, nothing written."""

import builtins
import json
import shutil
import webbrowser
import zipfile
from pathlib import Path

import pytest
import torch

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.models.clip_folder import WEIGHTS_NAME
from mmdesk.models.importing.child import ImportLimits
from mmdesk.models.importing.importer import Importer
from mmdesk.models.importing.pickles import read_checkpoint
from mmdesk.models.store import ModelStore
from tests.prepared import starting_as_people_do

from ..clip_folders import OPENAI_LIKE, make_folder
from .published import NARROW, Creates, weights_of, write_checkpoint
from .running import converted, outcome


@pytest.mark.parametrize("function", [None, builtins.open, webbrowser.open, torch.hub.load, shutil.rmtree])
def test_a_pickle_that_names_a_function_is_refused(tmp_path: Path, function: object) -> None:
    (tmp_path / "kept").mkdir()
    path, made = tmp_path / "bad.ckpt", tmp_path / ("kept" if function is shutil.rmtree else "made")
    torch.save({"state_dict": weights_of(NARROW), "run": Creates(made, function)}, path)
    with pytest.raises(UserError, match="is refused: it names"):
        read_checkpoint(path)
    assert not (tmp_path / "made").exists()
    assert (tmp_path / "kept").exists()


def test_a_harmful_import_writes_nothing(
    published: Path, tmp_path: Path, shelf: ModelStore, places: Places
) -> None:
    shutil.copy(published / "narrow.yaml", tmp_path / "bad.yaml")
    torch.save({"state_dict": weights_of(NARROW), "run": Creates(tmp_path / "made")}, tmp_path / "bad.ckpt")
    with pytest.raises(UserError, match="is refused: it names"):
        outcome(shelf.bring_in(tmp_path / "bad.yaml"))
    assert not (tmp_path / "made").exists()
    assert not places.models.exists()
    assert list(places.importing.iterdir()) == []


def spoiled(how: str) -> dict[str, torch.Tensor]:
    weights = weights_of(NARROW)
    name = "quant_conv.weight"
    changes = {
        "missing": None,
        "shape": torch.zeros(8, 16, 1, 2),
        "nan": torch.full_like(weights[name], torch.nan),
        "whole": weights[name].to(torch.int64),
        "huge": torch.zeros(1).expand(8, 16, 100_000, 100_000),
    }
    change = changes[how]
    rest = {other: one for other, one in weights.items() if other != name}
    return rest if change is None else rest | {name: change}


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("missing", "1 of .* tensors are missing, quant_conv.weight for one"),
        ("shape", "quant_conv.weight has the shape 8×16×1×2, not 8×16×1×1"),
        ("nan", "not finite"),
        ("whole", "no weights"),
        ("huge", "has the shape 8×16×100000×100000"),
    ],
)
def test_weights_of_something_else_are_told_in_a_sentence(
    published: Path, tmp_path: Path, how: str, sentence: str
) -> None:
    shutil.copy(published / "narrow.yaml", tmp_path / "bad.yaml")
    write_checkpoint(tmp_path / "bad.ckpt", spoiled(how))
    with pytest.raises(UserError, match=sentence):
        converted(tmp_path / "bad.ckpt", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.99])
def test_a_file_cut_short_is_told(published: Path, tmp_path: Path, share: float) -> None:
    whole = (published / "narrow.ckpt").read_bytes()
    (tmp_path / "cut.ckpt").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UserError, match="cut short"):
        read_checkpoint(tmp_path / "cut.ckpt")


def inflating(source: Path, out: Path, zeros: int) -> Path:
    """`source`, its parts compressed, the first number of all followed by so many zeros."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part) + bytes(zeros * part.filename.endswith("/data/0")))
    return out


def test_a_zip_bomb_is_refused(published: Path, tmp_path: Path) -> None:
    bomb = inflating(published / "narrow.ckpt", tmp_path / "bomb.ckpt", 200_000_000)
    assert bomb.stat().st_size < 20_000_000
    with pytest.raises(UserError, match="compressed"):
        read_checkpoint(bomb)


def test_a_storage_larger_than_its_part_is_told(tmp_path: Path) -> None:
    """Trimmed numbers must not be filled up from memory that belongs to others."""
    path = tmp_path / "whole.ckpt"
    torch.save({"state_dict": {"a": torch.ones(100_000)}}, path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "trimmed.ckpt", "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part)[: 16 if "/data/" in part.filename else None])
    with pytest.raises(UserError, match="broken"):
        read_checkpoint(tmp_path / "trimmed.ckpt")


def test_reading_that_takes_too_long_is_given_up(published: Path, places: Places) -> None:
    importer = Importer(places.models, places.importing, limits=ImportLimits(seconds=0.01))
    with starting_as_people_do(), pytest.raises(UserError, match="far too long"):
        outcome(importer.bring_in(published / "narrow.ckpt"))
    assert list(places.importing.iterdir()) == []


def test_reading_that_takes_too_much_memory_is_given_up(published: Path, places: Places) -> None:
    importer = Importer(places.models, places.importing, limits=ImportLimits(memory=1_000_000, file_times=0))
    with starting_as_people_do(), pytest.raises(UserError, match="memory"):
        outcome(importer.bring_in(published / "narrow.ckpt"))
    assert not places.models.exists()


@pytest.mark.parametrize("name", ["../../made", "/mmdesk-made", "narrow/../../made", "..\\..\\made"])
def test_names_that_lead_out_of_an_archive_lead_nowhere(published: Path, tmp_path: Path, name: str) -> None:
    inner = tmp_path / "in" / "here"
    inner.mkdir(parents=True)
    with zipfile.ZipFile(published / "narrow.ckpt") as old, zipfile.ZipFile(inner / "bad.ckpt", "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))
        new.writestr(name, b"made")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError, match="names a part that leads out of it"):
        read_checkpoint(inner / "bad.ckpt")
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/mmdesk-made").exists()


def header_of(shape: list[int], end: int) -> bytes:
    """A file of safetensors that claims one tensor of this shape, and holds 64 bytes."""
    header = json.dumps({"x": {"dtype": "F32", "shape": shape, "data_offsets": [0, end]}}).encode()
    return len(header).to_bytes(8, "little") + header + bytes(64)


@pytest.mark.parametrize(
    "content",
    [
        header_of([1 << 40, 1 << 40], 64),
        header_of([4, 4], 1 << 60),
        header_of([-4, 4], 64),
        header_of([0, 1 << 62], 64),
        (1 << 62).to_bytes(8, "little") + b"{}",
        b"",
    ],
)
def test_safetensors_of_absurd_shape_are_told_and_leave_nothing(tmp_path: Path, content: bytes) -> None:
    folder = make_folder(tmp_path / "bad", OPENAI_LIKE)
    (folder / WEIGHTS_NAME).write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError):
        converted(folder, tmp_path / "out")
    assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_that_is_no_model_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as archive:
        archive.writestr("../made/open_clip_config.json", "{}")
    with pytest.raises(UserError, match="is no model"):
        converted(tmp_path / "model.zip", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["model.zip"]
