"""Tokenizers in the form of `tokenizer.json`, by the `tokenizers` package: no torch and no transformers.

SigLIP 2 (Tschannen et al. 2025, https://arxiv.org/abs/2502.14786) reads words so, with Gemma's vocabulary and
always to the full length of its context.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing

from mmdesk.models.byte_pairs import CLEANERS, TokenIds

FILE_NAME = "tokenizer.json"
CONFIG_NAME = "tokenizer_config.json"

MARKS = ("bos", "eos")
"""Marks that may stand before and behind a text, as the config names them."""


class JsonTokenizer:
    """Turns texts to token ids by the files in `folder`, each text padded or cut to `context_length`.

    `clean` is one of `CLEANERS`. Raises OSError, ValueError or KeyError where the files are missing or do
    not fit each other.
    """

    def __init__(self, folder: Path, context_length: int, clean: str = "whitespace") -> None:
        config = _read_config(folder / CONFIG_NAME)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / FILE_NAME))
        except Exception as error:  # the package raises nothing narrower
            raise ValueError(f"{FILE_NAME} cannot be read: {error}") from error
        self._clean = CLEANERS[clean]
        _put_marks(self._tokenizer, config)
        pad = _token(config, "pad") or _token(config, "eos")
        self._tokenizer.enable_truncation(context_length)
        self._tokenizer.enable_padding(
            direction=str(config.get("padding_side", "right")),
            pad_id=_id_of(self._tokenizer, pad),
            pad_token=pad,
            length=context_length,
        )

    @property
    def vocab_size(self) -> int:
        """Number of tokens."""
        return int(self._tokenizer.get_vocab_size())

    def __call__(self, texts: Sequence[str]) -> TokenIds:
        """Token ids of `texts`, int64 [n, context_length]."""
        encoded = self._tokenizer.encode_batch([self._clean(text) for text in texts])
        return np.array([one.ids for one in encoded], np.int64)


def _read_config(path: Path) -> Mapping[str, Any]:
    config = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if not isinstance(config, dict):
        raise ValueError(f"{path.name} describes no tokenizer")  # noqa: TRY004  (what is wrong is the file)
    return config


def _put_marks(tokenizer: Tokenizer, config: Mapping[str, Any]) -> None:
    """Put start and end around each text as the config wants it, where the file itself says nothing of it."""
    wanted = {mark: config.get(f"add_{mark}_token") for mark in MARKS}
    if tokenizer.post_processor is not None or not any(wanted.values()):
        return
    names = {mark: _token(config, mark) for mark in MARKS if wanted[mark]}
    before, after = (f"{names[mark]} " if mark in names else "" for mark in MARKS)
    tokenizer.post_processor = TemplateProcessing(
        single=f"{before}$A {after}".strip(),
        special_tokens=[(name, _id_of(tokenizer, name)) for name in names.values()],
    )


def _token(config: Mapping[str, Any], mark: str) -> str:
    """The token of that name, which stands in the config as it is or as a table with more about it."""
    told = config.get(f"{mark}_token")
    content = told.get("content") if isinstance(told, dict) else told
    return content if isinstance(content, str) else ""


def _id_of(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"{CONFIG_NAME} names the token {token!r}, which {FILE_NAME} has not")
    return int(number)
