"""Published pipelines: which are recognised, and that no pickle is opened."""

import json
from pathlib import Path
from typing import Any

import pytest

from mmdesk.core.errors import UserError
from mmdesk.models import extras
from mmdesk.models.extras import refuse_without
from mmdesk.models.janus.folder import JanusFolder
from mmdesk.models.store import ModelStore

from .pipelines import DECODER, decoder, janus
from .running import outcome


def test_a_decoder_is_copied_whole_and_verified(shelf: ModelStore, tmp_path: Path) -> None:
    folder = decoder(tmp_path / "decoder")
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    entry = outcome(shelf.bring_in(folder))
    assert (entry.kind, entry.state, entry.parameters) == ("kandinsky", "ready", 6)
    for file, content in before.items():
        assert file.read_bytes() == content
        assert (entry.path / file.relative_to(folder)).read_bytes() == content
    assert outcome(shelf.verify("decoder")).sha256 == entry.sha256
    shelf.use("decoder")
    assert shelf.find("decoder").used_for == ("painting",)
    weights = entry.path / "movq" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")
    with pytest.raises(UserError, match="have changed"):
        outcome(shelf.verify("decoder"))


def test_a_pickle_is_refused_unopened(shelf: ModelStore, tmp_path: Path) -> None:
    folder = decoder(tmp_path / "decoder")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(UserError, match=r"are a pickle, which can run code .* get the \.safetensors"):
        outcome(shelf.bring_in(folder))
    assert shelf.entries() == [entry for entry in shelf.entries() if entry.builtin]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"_class_name": "StableDiffusionPipeline"}, "is a StableDiffusionPipeline, which cannot be painted"),
        ({"unet": ["diffusers", "SomethingElse"]}, "The unet of .* is not one that a KandinskyV22Pipeline"),
        ({"movq": ["my_code", "Evil", "more"]}, "The movq of"),
        ({"scheduler": None}, "The scheduler of"),
    ],
)
def test_what_is_another_pipeline_is_told(
    shelf: ModelStore, tmp_path: Path, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        outcome(shelf.bring_in(decoder(tmp_path / "decoder", {**DECODER, **changes})))


def test_a_janus_is_copied_with_both_its_licences(shelf: ModelStore, tmp_path: Path) -> None:
    entry = outcome(shelf.bring_in(janus(tmp_path / "small-janus")))
    assert (entry.kind, entry.state) == ("janus", "ready")
    assert entry.licence == "MIT by its card, DeepSeek Model License by its authors"
    assert "says mit, its authors' repository puts the weights under the DeepSeek Model" in str(entry.note)
    folder = JanusFolder.read(entry.path)
    assert (folder.rows, folder.side, folder.codes, folder.layers) == (24, 384, 16384, 24)


def test_a_janus_in_the_form_of_its_authors_is_refused(shelf: ModelStore, tmp_path: Path) -> None:
    folder = janus(tmp_path / "theirs")
    (folder / "config.json").write_text(json.dumps({"model_type": "multi_modality"}))
    with pytest.raises(UserError, match="get it from deepseek-community instead"):
        outcome(shelf.bring_in(folder))


def test_what_is_missing_is_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "diffusers" else object())
    with pytest.raises(UserError, match=r"needs diffusers, .* pip install 'mmdesk\[diffusion\]'"):
        refuse_without(extras.DIFFUSION, "kandinsky")
