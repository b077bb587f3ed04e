"""Tokenizers: words to the token ids of a model's text tower."""

import importlib.util
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from open_clip.tokenizer import HFTokenizer, SimpleTokenizer
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.models.clip_folder import ClipFolder

Tokenizer = Callable[[list[str]], Tensor]
"""Texts to token ids, int64 [n, context_length]."""

SIMPLE_OPTIONS = ("additional_special_tokens", "clean", "reduction_mask")
HF_OPTIONS = ("clean", "strip_sep_token", "language")
"""The options taken from `tokenizer_kwargs`; others could make transformers run code from the folder."""


def read_tokenizer(folder: ClipFolder) -> Tokenizer:
    """The tokenizer of the model in `folder`, read from that folder or open_clip itself, never fetched.

    Raises UserError where its files are missing or broken, or it needs a package that is not installed.
    """
    text: dict[str, Any] = dict(folder.architecture["text_cfg"])
    options: dict[str, Any] = text.get("tokenizer_kwargs") or {}
    if text.get("hf_tokenizer_name"):
        return _hugging_face(folder, options, text.get("tokenizer_mode"))
    tokenizer = _byte_pairs(folder, options)
    _check_fits(folder, tokenizer.vocab_size, text.get("vocab_size", tokenizer.vocab_size))
    return _callable(tokenizer)


def _byte_pairs(folder: ClipFolder, options: dict[str, Any]) -> Any:
    """CLIP's own byte-pair tokenizer, over its usual vocabulary or the one the folder brings."""
    allowed = {name: options[name] for name in SIMPLE_OPTIONS if name in options}
    if "bpe_path" in options:
        allowed["bpe_path"] = str(_inside(folder, options["bpe_path"]))
    try:
        return SimpleTokenizer(context_length=folder.context_length, **allowed)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise UserError(f"The vocabulary of the model {folder.name} cannot be read: {error}.") from error


def _inside(folder: ClipFolder, name: str) -> Path:
    """The file `name` of the folder; a path that leads out of it is refused."""
    path = (folder.path / name).resolve()
    if not path.is_relative_to(folder.path.resolve()):
        raise UserError(f"The model {folder.name} wants to read {name}, which is outside its folder.")
    return path


def _hugging_face(folder: ClipFolder, options: dict[str, Any], mode: str | None) -> Tokenizer:
    """A tokenizer of the transformers package, from files in the folder."""
    if importlib.util.find_spec("transformers") is None:
        raise UserError(f"The model {folder.name} needs the Python package transformers to read words.")
    allowed = {name: options[name] for name in HF_OPTIONS if name in options}
    try:
        tokenizer = HFTokenizer(
            str(folder.path),
            context_length=folder.context_length,
            tokenizer_mode=mode,
            local_files_only=True,
            trust_remote_code=False,
            **allowed,
        )
    except (OSError, ValueError, ImportError, KeyError, TypeError) as error:
        raise UserError(f"The tokenizer files of the model {folder.name} are missing or broken.") from error
    return _callable(tokenizer)


def _check_fits(folder: ClipFolder, tokens: int, rows: int) -> None:
    if tokens > rows:
        raise UserError(
            f"The vocabulary of the model {folder.name} has {tokens} tokens, its text tower only {rows}."
        )


def _callable(tokenizer: Any) -> Tokenizer:
    """`tokenizer` with a type."""

    def tokenize(texts: Sequence[str]) -> Tensor:
        tokens: Tensor = tokenizer(list(texts))
        return tokens

    return tokenize
