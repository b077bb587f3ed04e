"""A transformer over codes ready to paint with, and the VQGAN whose codes it draws."""

from functools import cached_property
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.byte_pairs import BytePairTokenizer
from mmdesk.models.tokens.codebooks import Codebooks
from mmdesk.models.tokens.folder import CODEBOOKS, PREFIX, WORDS_NAME, TokensFolder
from mmdesk.models.tokens.followed import PictureGuide, load_guide
from mmdesk.models.tokens.network import HEAD, TIED, CodeTransformer, TransformerShape
from mmdesk.models.tokens.sampling import Prefix
from mmdesk.models.tokens.windows import Window
from mmdesk.models.vqgan.loaded import LoadedVqgan, load_vqgan


class LoadedTokens:
    """One model: pictures to codes and back, and what comes before the codes. In fp32 on the VQGAN's device.

    Pictures are [n, 3, h, w] of 0 to 1, codes int64 [n, levels * h / factor, w / factor], see `Codebooks`.
    """

    def __init__(
        self,
        folder: TokensFolder,
        network: CodeTransformer,
        vqgan: LoadedVqgan,
        books: Codebooks,
        guide: PictureGuide | None = None,
    ) -> None:
        self.folder = folder
        self.books = books
        self.device = vqgan.plan.device
        self.network = network.to(self.device)
        self._vqgan, self._guide = vqgan, guide

    @property
    def factor(self) -> int:
        """Side of the square that a code stands for, in pixels."""
        return self.folder.factor

    @torch.inference_mode()
    def encode(self, pictures: Tensor) -> Tensor:
        """The codes of `pictures`, whose sides are multiples of `factor`."""
        return self.books.codes(self._vqgan.encode(2 * pictures - 1))

    @torch.inference_mode()
    def decode(self, codes: Tensor) -> Tensor:
        """The pictures of `codes`, one after the other: a large one needs all the memory there is.

        Codes below 0 are not known yet: a fine one adds nothing to its coarse one then.
        """
        decoded = [self._vqgan.decode(latent[None]) for latent in self.books.latents(codes)]
        return (torch.cat(decoded) / 2 + 0.5).clamp(0, 1)

    def prefix(self, words: str, label: int, size: tuple[int, int], followed: Tensor | None = None) -> Prefix:
        """What tells the transformer to paint `words`, the class `label`, or what the picture `followed`
        [1, 3, h, w] shows, whichever it understands.

        `size` is rows and columns of codes.
        """
        condition = self.folder.condition
        if self._guide is not None and followed is not None:
            codes = self._guide.codes(followed, size)
            return lambda window: _seen(codes, window).flatten()
        if condition["kind"] == "coordinates":
            places = coordinates(size, self.factor, condition["codes"]).to(self.device)
            return lambda window: _seen(places, window).flatten()
        token = condition["token"] if condition["kind"] == "start" else label
        tokens = self.words_to_tokens(words) if self.folder.knows_words else torch.tensor([token])
        tokens = tokens.to(self.device)
        return lambda _window: tokens

    def untold(self) -> Prefix | None:
        """The prefix without any words; None where the transformer never learned to do without."""
        if not self.folder.knows_words:
            return None
        tokens = self.words_to_tokens("").to(self.device)
        return lambda _window: tokens

    def words_to_tokens(self, words: str) -> Tensor:
        """The tokens of a text, int64 [length], behind the codes in the vocabulary; padding where it ends."""
        ids = torch.from_numpy(self._tokenizer([words])[0])
        return with_padding(ids, self.folder.codes, self.folder.condition["words"], is_empty=not words)

    @cached_property
    def _tokenizer(self) -> BytePairTokenizer:
        try:
            return BytePairTokenizer(self.folder.path / WORDS_NAME, self.folder.condition["length"])
        except (OSError, EOFError, ValueError) as error:
            raise UserError(
                tr("The vocabulary of the model {name} cannot be read.", name=self.folder.name)
            ) from error


def load_tokens(folder: TokensFolder, device: str, plans: Path) -> LoadedTokens:
    """The model in `folder`, its VQGAN by the plan in the file `plans`. Raises UserError.

    `device` comes from `choose_device`.
    """
    vqgan = load_vqgan(folder.first_stage, device, plans)
    guide = None if folder.cond_stage is None else load_guide(folder.cond_stage, device)
    return LoadedTokens(folder, load_transformer(folder), vqgan, _codebooks(folder, vqgan), guide)


def _codebooks(folder: TokensFolder, vqgan: LoadedVqgan) -> Codebooks:
    """Its own, else the codebook of the VQGAN. Raises UserError."""
    sizes = folder.codebooks
    if sizes.side == sizes.levels == 1:
        return Codebooks(vqgan.codebook[None], 1)
    tables = _weights(folder).get(CODEBOOKS)
    shape = (sizes.levels, sizes.codes, sizes.side**2 * vqgan.codebook.shape[1])
    if tables is None or tables.shape != shape:
        raise UserError(
            tr("The weights of the model {name} do not fit its config: its codebooks.", name=folder.name)
        )
    return Codebooks(tables.float().to(vqgan.plan.device), sizes.side)


def load_transformer(folder: TokensFolder) -> CodeTransformer:
    """The transformer of `folder` with its weights, in fp32. Raises UserError for weights that do not fit."""
    with torch.device("meta"):
        network = CodeTransformer(TransformerShape(**folder.transformer))
    weights = {
        name.removeprefix(PREFIX): one.float()
        for name, one in _weights(folder).items()
        if name.startswith(PREFIX)
    }
    if TIED in weights:
        weights.setdefault(HEAD, weights[TIED])
    try:
        network.load_state_dict(weights, assign=True)
    except RuntimeError as error:
        gist = " ".join(str(error).split())[:200]
        raise UserError(
            tr(
                "The weights of the model {name} do not fit its config: {reason}.",
                name=folder.name,
                reason=gist,
            )
        ) from error
    return network.eval().requires_grad_(requires_grad=False)


def _weights(folder: TokensFolder) -> dict[str, Tensor]:
    """All tensors of `folder`. Raises UserError."""
    try:
        return load_file(folder.header.path)
    except (SafetensorError, OSError) as error:
        raise UserError(tr("The weights of the model {name} cannot be read.", name=folder.name)) from error


def with_padding(ids: Tensor, codes: int, words: int, *, is_empty: bool) -> Tensor:
    """Token ids [length] of a text, zeros behind its end, as tokens behind `codes` in the vocabulary.

    Padding is a token of its own, the one after all `words`. Of a text without words only the mark of its
    start is left.
    """
    behind = ids == 0
    if is_empty:
        behind[1:] = True
    return torch.where(behind, words, ids) + codes


def coordinates(size: tuple[int, int], factor: int, steps: int) -> Tensor:
    """Where each code of a picture of `size` (rows, columns) is, in reading order, int64 of 0 to `steps`.

    Each pixel has its number in reading order, divided by that of all; a code's is the mean of its pixels',
    in steps: what `CoordStage` of taming-transformers makes of the coordinates of a whole picture.
    """
    rows, columns = (factor * torch.arange(length) + (factor - 1) / 2 for length in size)
    height, width = (factor * length for length in size)
    return (steps * ((rows[:, None] * width + columns) / (height * width))).round().long()


def _seen(places: Tensor, window: Window) -> Tensor:
    side = window.side
    return places[window.top : window.top + side, window.left : window.left + side]
