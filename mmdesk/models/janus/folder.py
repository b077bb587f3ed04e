"""A Janus as it lies on disk: the files it was published in, with a small config of ours beside.

Its own config leaves out what is as the class has it by default.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.models.published_folder import PublishedFiles, read_config, size_in, sizes_in

CONFIG_NAME = "janus_config.json"
THEIR_CONFIG = "config.json"

EYES: dict[str, Any] = {"image_size": 384, "patch_size": 16}
CODES: dict[str, Any] = {"channel_multiplier": [1, 1, 2, 2, 4], "num_embeddings": 16384}
LANGUAGE: dict[str, Any] = {"hidden_size": 4096, "num_hidden_layers": 32}
"""Sizes that hold where the config does not name them."""


@dataclass(frozen=True)
class JanusFolder:
    """A Janus. Its pictures have `rows` of as many codes, and `side` pixels.

    There are `codes` to choose from; `width` and `layers` are those of the language model.
    """

    name: str
    path: Path
    key: str
    rows: int
    side: int
    codes: int
    width: int
    layers: int
    files: PublishedFiles = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> "JanusFolder":
        """The model in the folder `path`. Raises UserError, in one sentence, for anything wrong with it."""
        files, file = PublishedFiles.read(path, CONFIG_NAME), path / THEIR_CONFIG
        config = read_config(file)
        eyes, codes = (
            known | dict(config.get(name) or {})
            for name, known in (("vision_config", EYES), ("vq_config", CODES))
        )
        language = LANGUAGE | dict(config.get("text_config") or {})
        rows = size_in(eyes, "image_size", file) // size_in(eyes, "patch_size", file)
        return cls(
            name=path.name,
            path=path,
            key=files.key,
            rows=rows,
            side=rows * 2 ** (len(sizes_in(codes, "channel_multiplier", file)) - 1),
            codes=size_in(codes, "num_embeddings", file),
            width=size_in(language, "hidden_size", file),
            layers=size_in(language, "num_hidden_layers", file),
            files=files,
        )

    @property
    def parameters(self) -> int:
        """Number of parameters of all its networks."""
        return self.files.parameters
