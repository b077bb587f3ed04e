"""Writing a model folder."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from mmdesk.core.atomic_file import replacing
from mmdesk.models.tokens.codebooks import Codebooks
from mmdesk.models.tokens.folder import (
    CODEBOOKS,
    CONFIG_NAME,
    FIRST_STAGE,
    PREFIX,
    WEIGHTS_NAME,
    WORDS_NAME,
)
from mmdesk.models.tokens.network import HEAD, CodeTransformer
from mmdesk.models.vqgan import folder as vqgan_folder


def export_tokens(
    network: CodeTransformer,
    side: int,
    condition: Mapping[str, Any],
    first_stage: Path,
    out: Path,
    words: Path | None = None,
    books: Codebooks | None = None,
    advised: Mapping[str, float] | None = None,
) -> None:
    """Make `out` the model folder of `network`, its weights in fp16, with a copy of the VQGAN `first_stage`.

    `side` and `condition` are those of the config, `words` the vocabulary of a model that reads words,
    `books` the codebooks where they are not the VQGAN's own, `advised` settings that suit it. A head that
    is tied is left out.
    """
    below = out / FIRST_STAGE
    below.mkdir(parents=True, exist_ok=True)
    for name in (vqgan_folder.CONFIG_NAME, vqgan_folder.WEIGHTS_NAME):
        shutil.copyfile(first_stage / name, below / name)
    if words is not None:
        shutil.copyfile(words, out / WORDS_NAME)
    shape = asdict(network.shape)
    config = {"model": "tokens", "transformer": shape, "side": side, "condition": dict(condition)}
    weights = {f"{PREFIX}{name}": one.cpu().half().contiguous() for name, one in network.state_dict().items()}
    if network.is_tied and books is not None:
        del weights[PREFIX + HEAD]
    if advised:
        config["advised"] = dict(advised)
    if books is not None:
        config[CODEBOOKS] = asdict(books.sizes)
        weights[CODEBOOKS] = books.tables.cpu().half().contiguous()
    (out / CONFIG_NAME).write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    with replacing(out / WEIGHTS_NAME) as part:
        save_file(weights, part)
