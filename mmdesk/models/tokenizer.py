"""Tokenizers: words to the token ids of a model's text tower."""

import importlib.util
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.byte_pairs import BytePairTokenizer, TokenIds
from mmdesk.models.clip_folder import ClipFolder

FILE_NAME = "tokenizer.json"
"""A tokenizer as the package `tokenizers` reads it."""

HF_FILES = (
    FILE_NAME,
    "vocab.json",
    "vocab.txt",
    "spiece.model",
    "sentencepiece.bpe.model",
    "tokenizer.model",
)
"""Files of which a tokenizer of transformers has one at least."""

Tokenizer = Callable[[Sequence[str]], TokenIds]
"""Texts to token ids, int64 [n, context_length]."""

USUAL_VOCABULARY = "bpe_simple_vocab_16e6.txt.gz"
"""File of the first CLIP's merges, in the package open_clip."""

HF_OPTIONS = ("clean", "strip_sep_token", "language")
"""The options taken from `tokenizer_kwargs`; others could make transformers run code from the folder."""


def read_tokenizer(folder: ClipFolder) -> Tokenizer:
    """The tokenizer of the model in `folder`, read from that folder or open_clip's package, never fetched.

    Raises UserError where its files are missing or broken, or it needs a package that is not installed.
    """
    text: dict[str, Any] = dict(folder.architecture["text_cfg"])
    options: dict[str, Any] = text.get("tokenizer_kwargs") or {}
    if text.get("hf_tokenizer_name"):
        if _is_plain(text) and (folder.path / FILE_NAME).is_file():
            return _from_json(folder, options)
        return _hugging_face(folder, options, text.get("tokenizer_mode"))
    tokenizer = _byte_pairs(folder, options)
    _check_fits(folder, tokenizer.vocab_size, text.get("vocab_size", tokenizer.vocab_size))
    return tokenizer


def check_tokenizer(folder: ClipFolder) -> None:
    """Raises UserError where the files that tell words from words are missing or broken.

    Tokenizers that only transformers reads are not looked at: it would bring torch.
    """
    text = folder.architecture["text_cfg"]
    if not text.get("hf_tokenizer_name") or ((folder.path / FILE_NAME).is_file() and _is_plain(text)):
        read_tokenizer(folder)
    elif not any((folder.path / name).is_file() for name in HF_FILES):
        raise UserError(
            tr("The model {name} cannot read words: {file} is missing.", name=folder.name, file=FILE_NAME)
        )


def _is_plain(text: Mapping[str, Any]) -> bool:
    """Whether the options are those that the package `tokenizers` alone can follow."""
    return text.get("tokenizer_mode") is None and (text.get("tokenizer_kwargs") or {}).keys() <= {"clean"}


def _byte_pairs(folder: ClipFolder, options: dict[str, Any]) -> BytePairTokenizer:
    """CLIP's own byte-pair tokenizer, over its usual vocabulary or the one the folder brings."""
    path = _inside(folder, options["bpe_path"]) if "bpe_path" in options else _usual_vocabulary()
    try:
        return BytePairTokenizer(
            path,
            folder.context_length,
            clean=options.get("clean", "lower"),
            extra=options.get("additional_special_tokens") or (),
        )
    except (OSError, EOFError, zlib.error, ValueError, KeyError) as error:
        raise UserError(
            tr(
                "The vocabulary of the model {name} cannot be read: {file} is missing or broken.",
                name=folder.name,
                file=path.name,
            )
        ) from error


def _usual_vocabulary() -> Path:
    """The vocabulary in open_clip's package, which is not imported: it would bring torch."""
    spec = importlib.util.find_spec("open_clip")
    if spec is None or spec.origin is None:
        raise UserError(tr("The Python package open_clip_torch is missing; install mmdesk anew."))
    return Path(spec.origin).parent / USUAL_VOCABULARY


def _inside(folder: ClipFolder, name: str) -> Path:
    """The file `name` of the folder; a path that leads out of it is refused."""
    path = (folder.path / name).resolve()
    if not path.is_relative_to(folder.path.resolve()):
        raise UserError(
            tr(
                "The model {model} wants to read {name}, which is outside its folder.",
                model=folder.name,
                name=name,
            )
        )
    return path


def _from_json(folder: ClipFolder, options: dict[str, Any]) -> Tokenizer:
    """The tokenizer in the folder's `tokenizer.json`."""
    from mmdesk.models.json_tokenizer import JsonTokenizer  # noqa: PLC0415  (few models need its package)

    try:
        tokenizer = JsonTokenizer(folder.path, folder.context_length, options.get("clean", "whitespace"))
    except (OSError, ValueError, KeyError) as error:
        raise UserError(
            tr("The tokenizer files of the model {name} are missing or broken.", name=folder.name)
        ) from error
    text = folder.architecture["text_cfg"]
    _check_fits(folder, tokenizer.vocab_size, text.get("vocab_size", tokenizer.vocab_size))
    return tokenizer


def _hugging_face(folder: ClipFolder, options: dict[str, Any], mode: str | None) -> Tokenizer:
    """A tokenizer of the transformers package, from files in the folder; it comes with torch."""
    if importlib.util.find_spec("transformers") is None:
        raise UserError(
            tr("The model {name} needs the Python package transformers to read words.", name=folder.name)
        )
    from open_clip.tokenizer import HFTokenizer  # noqa: PLC0415

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
        raise UserError(
            tr("The tokenizer files of the model {name} are missing or broken.", name=folder.name)
        ) from error

    def tokenize(texts: Sequence[str]) -> TokenIds:
        ids: TokenIds = tokenizer(list(texts)).numpy()
        return ids

    return tokenize


def _check_fits(folder: ClipFolder, tokens: int, rows: int) -> None:
    if tokens > rows:
        raise UserError(
            tr(
                "The vocabulary of the model {name} has {tokens} tokens, its text tower only {rows}.",
                name=folder.name,
                tokens=tokens,
                rows=rows,
            )
        )
