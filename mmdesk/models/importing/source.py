"""Recognition of what a path given to an import is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models import clip_folder
from mmdesk.models.clip_folder import find_weights
from mmdesk.models.importing.archive_parts import is_script
from mmdesk.models.importing.pipelines import INDEX, PublishedModel, is_janus, read_janus, read_pipeline
from mmdesk.models.importing.taming_yaml import read_taming_yaml
from mmdesk.models.importing.transformers_config import open_clip_config
from mmdesk.models.onnx_graphs import INDEX_NAME
from mmdesk.models.tokens import folder as tokens_folder
from mmdesk.models.vqgan import folder as vqgan_folder
from mmdesk.models.vqgan.folder import check_config

WEIGHTS = (".safetensors", ".pt", ".pth", ".bin")
YAML = (".yaml", ".yml")
SMALL_FILES = (".json", ".txt", ".gz", ".model", ".md")
"""Suffixes of what a tokenizer is made of, and of the card."""

HF_CONFIG, HF_PIXELS, HF_TOKENIZER = "config.json", "preprocessor_config.json", "tokenizer.json"
HF_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
"""Files of a folder of transformers."""

CONFIGS = (clip_folder.CONFIG_NAME, vqgan_folder.CONFIG_NAME, tokens_folder.CONFIG_NAME, HF_CONFIG, INDEX)
"""Files that make a folder a model."""

MAX_SMALL_BYTES = 50_000_000
MAX_CONFIG_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class ImportSource:
    """A model before it is imported.

    `config` goes into the new folder, or is None where only `arch`, a name open_clip knows, tells what the
    network is; a TorchScript program needs neither. `extras` are small files that come along as they are.
    `note` says in a sentence what is left out, if anything is. One that stays as it was published has `files`
    to be copied, and the `licence` that its card names.
    """

    name: str
    kind: Literal["clip", "vqgan", "tokens", "kandinsky", "kandinsky-prior", "janus"]
    weights: Path
    config: Mapping[str, Any] | None
    arch: str | None = None
    extras: tuple[Path, ...] = ()
    note: str = ""
    files: tuple[Path, ...] = ()
    licence: str | None = None


def recognise(path: Path, arch: str | None = None) -> ImportSource:
    """The model at `path`, a folder or a file. Raises UserError where it is nothing that can be imported."""
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise UserError(tr("There is no file or folder {path}.", path=path))
    suffix = path.suffix.lower()
    if suffix in YAML:
        return _taming(path, _beside(path, ".ckpt"))
    if suffix == ".ckpt" and arch is None:
        return _taming(_yaml_of(path), path)
    if suffix in (*WEIGHTS, ".ckpt"):
        return _weights(path, arch)
    raise UserError(
        tr(
            "{path} is no model: it should be a folder, or end in .safetensors, .pt, .yaml or .ckpt.",
            path=path,
        )
    )


def _folder(path: Path) -> ImportSource:
    if (path / clip_folder.CONFIG_NAME).is_file():
        return _clip_folder(path)
    if (path / INDEX).is_file():
        return _published(path, read_pipeline(path))
    if (path / HF_CONFIG).is_file():
        is_theirs = is_janus(_read_json(path / HF_CONFIG))
        return _published(path, read_janus(path)) if is_theirs else _hugging_face(path)
    if (path / vqgan_folder.CONFIG_NAME).is_file():
        config = check_config(_read_json(path / vqgan_folder.CONFIG_NAME), str(path))
        weights = _only(path, vqgan_folder.WEIGHTS_NAME)
        return ImportSource(path.name, "vqgan", weights, config, extras=_small_files(path))
    if (path / tokens_folder.CONFIG_NAME).is_file():
        return _tokens_folder(path)
    described = [file for suffix in YAML for file in path.glob(f"*{suffix}")]
    if len(described) == 1:
        return _taming(described[0], _only(path, "*.ckpt"))
    raise UserError(
        tr(
            "The folder {path} is no model: it has neither {file}, nor {other_file}, nor a .yaml "
            "with a .ckpt.",
            path=path,
            file=clip_folder.CONFIG_NAME,
            other_file=HF_CONFIG,
        )
    )


def _tokens_folder(path: Path) -> ImportSource:
    """A transformer over codes as we keep it ourselves."""
    config = _read_json(path / tokens_folder.CONFIG_NAME)
    below = tokens_folder.first_stage_of(path, config) / vqgan_folder.CONFIG_NAME
    first_stage = check_config(_read_json(below), str(below))
    tokens = tokens_folder.check_tokens_config(config, first_stage["n_embed"], str(path))
    weights = _only(path, tokens_folder.WEIGHTS_NAME)
    parts: dict[str, Any] = {"tokens": tokens, "first_stage": first_stage}
    if tokens["condition"]["kind"] == "picture":
        stage = path / tokens_folder.COND_STAGE / vqgan_folder.CONFIG_NAME
        parts["cond_stage"] = check_config(_read_json(stage), str(stage), tokens["condition"]["channels"])
    return ImportSource(path.name, "tokens", weights, parts, extras=_small_files(path))


def _published(path: Path, model: PublishedModel) -> ImportSource:
    """A model that stays in the files it came in."""
    weights = next(file for file in model.files if file.suffix == ".safetensors")
    return ImportSource(
        path.name,
        model.kind,
        weights,
        model.config,
        note=model.note,
        files=model.files,
        licence=model.licence,
    )


def _clip_folder(path: Path) -> ImportSource:
    """An open_clip folder, whose weights may be a pickle."""
    config = _read_json(path / clip_folder.CONFIG_NAME)
    pickles = [file for suffix in (".bin", ".pt", ".pth") for file in path.glob(f"*{suffix}")]
    only_pickle = len(pickles) == 1 and not any(path.glob("*.safetensors"))
    weights = pickles[0] if only_pickle else find_weights(path)
    return ImportSource(path.name, "clip", weights, config, extras=_small_files(path))


def _hugging_face(path: Path) -> ImportSource:
    """A folder of transformers, whose tokenizer is in its files."""
    pixels = path / HF_PIXELS
    told = _read_json(pixels) if pixels.is_file() else None
    config = open_clip_config(_read_json(path / HF_CONFIG), told, path.name)
    if not (path / HF_TOKENIZER).is_file():
        raise UserError(
            tr(
                "The model {path} needs its {file}: without it no words can be read.",
                path=path,
                file=HF_TOKENIZER,
            )
        )
    found = [path / name for name in HF_WEIGHTS if (path / name).is_file()]
    if not found:
        raise UserError(
            tr(
                "The model {path} has no weights in one piece: {file} is missing.",
                path=path,
                file=HF_WEIGHTS[0],
            )
        )
    extras = tuple(file for file in _small_files(path) if file.name not in (HF_CONFIG, HF_PIXELS))
    return ImportSource(path.name, "clip", found[0], config, extras=extras)


def _weights(path: Path, arch: str | None) -> ImportSource:
    """A weights file alone, or the one of the folder it lies in."""
    if arch is not None:
        return ImportSource(path.stem, "clip", path, None, arch)
    if any((path.parent / name).is_file() for name in CONFIGS):
        return _folder(path.parent)
    if is_script(path):
        return ImportSource(path.stem, "clip", path, None)
    raise UserError(
        tr("What network {name} belongs to must be said: add --arch, for example ViT-B-32.", name=path.name)
    )


def _taming(described: Path, checkpoint: Path) -> ImportSource:
    name = checkpoint.stem if described.stem in ("model", "config") else described.stem
    if name in ("last", "model"):
        name = described.parent.name
    model = read_taming_yaml(described)
    if model.tokens is None:
        return ImportSource(name, "vqgan", checkpoint, model.vqgan, note=model.note)
    config: dict[str, Any] = {"tokens": model.tokens, "first_stage": model.vqgan}
    if model.followed is not None:
        config["cond_stage"] = model.followed
    labels = described.parent / tokens_folder.LABELS_NAME
    return ImportSource(name, "tokens", checkpoint, config, extras=(labels,) if _is_small(labels) else ())


def _yaml_of(checkpoint: Path) -> Path:
    """The yaml of a checkpoint: beside it, or in `configs` as taming's own runs have it."""
    near = checkpoint.parent.parent / "configs" / "model.yaml"
    if near.is_file() and not checkpoint.with_suffix(".yaml").is_file():
        return near
    return _beside(checkpoint, ".yaml", ".yml")


def _beside(path: Path, *suffixes: str) -> Path:
    """The file of the same name with another suffix, or the only one with that suffix."""
    for suffix in suffixes:
        if path.with_suffix(suffix).is_file():
            return path.with_suffix(suffix)
    others = [file for suffix in suffixes for file in sorted(path.parent.glob(f"*{suffix}"))]
    if len(others) == 1:
        return others[0]
    raise UserError(
        tr(
            "A VQGAN is a .yaml and a .ckpt; beside {path} the {suffix} is missing.",
            path=path,
            suffix=suffixes[0],
        )
    )


def _only(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise UserError(
            tr("The folder {folder} needs exactly one {kind} file.", folder=folder, kind=pattern.lstrip("*"))
        )
    return found[0]


def _small_files(path: Path) -> tuple[Path, ...]:
    """Tokenizer, calibration and card; no link, nothing large, nothing that we write ourselves."""
    configs = (part.CONFIG_NAME for part in (clip_folder, vqgan_folder, tokens_folder))
    ours = (*configs, "model.json", INDEX_NAME)
    files = [file for file in sorted(path.iterdir()) if file.suffix in SMALL_FILES and file.name not in ours]
    return tuple(filter(_is_small, files))


def _is_small(file: Path) -> bool:
    return file.is_file() and not file.is_symlink() and file.stat().st_size <= MAX_SMALL_BYTES


def _read_json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_CONFIG_BYTES:
            raise UserError(tr("The file {path} is far too long for a config.", path=path))
        config = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(tr("The file {path} cannot be read as JSON.", path=path)) from error
    if not isinstance(config, dict):
        raise UserError(tr("The file {path} describes no model.", path=path))
    return config
