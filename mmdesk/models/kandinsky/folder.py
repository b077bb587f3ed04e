"""A Kandinsky as it lies on disk: the decoder in one folder, the prior in another.

Each is as it was published, a folder for each network, with a small config of ours beside.
"""

from dataclasses import dataclass, field
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.published_folder import PublishedFiles, read_config, size_in, sizes_in

CONFIG_NAME = "kandinsky_config.json"
PRIOR_CONFIG_NAME = "kandinsky_prior_config.json"
UNET, MOVQ, SCHEDULER = "unet", "movq", "scheduler"
PRIOR, TEXT, IMAGE, TOKENIZER, PIXELS = (
    "prior", "text_encoder", "image_encoder", "tokenizer", "image_processor",
)  # fmt: skip
"""Folders of the parts, as they are published."""


@dataclass(frozen=True)
class KandinskyFolder:
    """A decoder. `side` is that of its pictures in pixels, `factor` that of the square a latent stands for.

    `vector` is the length of the vectors it paints from. Where `fills_holes`, it was trained to complete
    pictures, and is shown what is there of one.
    """

    name: str
    path: Path
    key: str
    side: int
    factor: int
    vector: int
    fills_holes: bool
    files: PublishedFiles = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> "KandinskyFolder":
        """The decoder in the folder `path`. Raises UserError, in one sentence, for anything wrong with it."""
        files = PublishedFiles.read(path, CONFIG_NAME)
        unet_file, movq_file = path / UNET / "config.json", path / MOVQ / "config.json"
        unet, movq = read_config(unet_file), read_config(movq_file)
        latent, taken = size_in(movq, "latent_channels", movq_file), size_in(unet, "in_channels", unet_file)
        if taken not in (latent, 2 * latent + 1):
            raise UserError(
                tr("The model {path} has a decoder for other latents than those of its VQGAN.", path=path)
            )
        factor = 2 ** (len(sizes_in(movq, "block_out_channels", movq_file)) - 1)
        return cls(
            name=path.name,
            path=path,
            key=files.key,
            side=size_in(unet, "sample_size", unet_file) * factor,
            factor=factor,
            vector=size_in(unet, "encoder_hid_dim", unet_file),
            fills_holes=taken != latent,
            files=files,
        )

    @property
    def parameters(self) -> int:
        """Number of parameters of all its networks."""
        return self.files.parameters

    @property
    def step(self) -> int:
        """Number of pixels that the sides of its pictures are multiples of."""
        return self.factor**2


@dataclass(frozen=True)
class KandinskyPriorFolder:
    """A prior, with the CLIP that reads words and sees pictures; `vector` is the length of its vectors."""

    name: str
    path: Path
    key: str
    vector: int
    files: PublishedFiles = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> "KandinskyPriorFolder":
        """The prior in the folder `path`. Raises UserError, in one sentence, for anything wrong with it."""
        files = PublishedFiles.read(path, PRIOR_CONFIG_NAME)
        file = path / PRIOR / "config.json"
        return cls(path.name, path, files.key, size_in(read_config(file), "embedding_dim", file), files)

    @property
    def parameters(self) -> int:
        """Number of parameters of all its networks."""
        return self.files.parameters
