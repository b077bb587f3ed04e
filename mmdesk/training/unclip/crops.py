"""Crops of the training pictures as latents and image vectors, made once and kept on disk.

Half of the crops are mirrored, before they are encoded: a mirrored latent is not the latent of the mirrored
picture.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.progress import Progress
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.embedding import place
from mmdesk.models.plan import EncodingPlan
from mmdesk.models.plan_choice import low_precision
from mmdesk.models.unclip.latents import LatentSpace, fit_latent_space
from mmdesk.models.unclip.seeing import seen_vectors
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.network import Vqgan, load_vqgan_network
from mmdesk.training.pack import Example
from mmdesk.training.vqgan.squares import WEIGHTS, as_batch, random_square

GREY = frozenset({"scene15"})
"""Sets without colours, which nothing is to be learned from."""

AT_ONCE = 16
SAVED_EVERY = 64
"""Batches between two savings."""

FITTED = 128
"""Crops that the space of latents is fitted to."""

READING = "Encoding crops"


@dataclass(frozen=True)
class Eyes:
    """The networks that look at crops: a VQGAN, and the image tower of a CLIP."""

    vqgan: Vqgan
    tower: nn.Module
    recipe: PixelRecipe
    plan: EncodingPlan

    @torch.inference_mode()
    def latents(self, pictures: Tensor) -> Tensor:
        """Latents [n, e, h, w] of `pictures` [n, 3, h, w] of -1 to 1, on the processor.

        Computed as narrow as the tower is: in halves they differ by less than a hundredth of their spread.
        """
        with self._narrow():
            return self.vqgan.latent(self._placed(pictures)).float().cpu()

    def vectors(self, pictures: Tensor) -> Tensor:
        """Image vectors [n, dim] of the same."""
        return seen_vectors(self.tower, (pictures + 1) / 2, self.recipe, self.plan)

    @torch.inference_mode()
    def drawn_vectors(self, latents: Tensor) -> Tensor:
        """Image vectors [n, dim] of what the VQGAN draws of `latents`, which is all that can be painted.

        CLIP sees that otherwise than the picture before: of crops of 128 pixels, drawn by the starter VQGAN,
        both vectors have a cosine of about one half.
        """
        with self._narrow():
            drawn = self.vqgan.decode(self._placed(latents)).float()
        return self.vectors(drawn.clamp(-1, 1))

    def _narrow(self) -> torch.autocast:
        return torch.autocast(self.plan.device, self.plan.torch_dtype, enabled=self.plan.dtype != "float32")

    def _placed(self, maps: Tensor) -> Tensor:
        return maps.to(self.plan.device, memory_format=torch.channels_last)


def open_eyes(vqgan: VqganFolder, clip: ClipFolder, device: str) -> Eyes:
    """The networks, computed as narrow as `device` is fast in. Raises UserError."""
    plan = EncodingPlan(device, "bfloat16" if "bfloat16" in low_precision(device) else "float32")
    tower: nn.Module = place(load_network(clip), plan).visual  # type: ignore[assignment]
    network = load_vqgan_network(vqgan).to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return Eyes(network, tower, clip.recipe, plan)


@dataclass(frozen=True)
class SeenCrops:
    """What was seen of crops: `components` [crops, c, h, w] and `vectors` [crops, dim], both fp16; `rows`
    [crops], the picture of each.
    """

    components: Tensor
    vectors: Tensor
    rows: Tensor

    def __len__(self) -> int:
        return len(self.rows)

    def first(self, count: int) -> "SeenCrops":
        """The first `count` of them."""
        return SeenCrops(self.components[:count], self.vectors[:count], self.rows[:count])


class CropSource:
    """Random crops of `examples` at `side` pixels. Crop n is the same in every run of the same `seed`."""

    def __init__(self, examples: Sequence[Example], side: int, seed: int) -> None:
        self._examples, self._side, self._seed = examples, side, seed
        wishes = [0.0 if one.source in GREY else WEIGHTS.get(one.source, 1.0) for one in examples]
        weights = np.array(wishes if any(wishes) else [1.0] * len(examples))
        self._chances = weights / weights.sum()

    def rows(self, count: int) -> NDArray[np.int64]:
        """The pictures of the first `count` crops; a longer row begins as a shorter one."""
        rounds = _rounds(self._chances, np.random.default_rng(self._seed))
        return np.array([row for row, _ in zip(rounds, range(count), strict=False)], np.int64)

    def batch(self, rows: Sequence[int], first: int) -> Tensor:
        """The crops from number `first` on, of the pictures `rows`: floats of -1 to 1, [n, 3, side, side]."""
        return as_batch([self._square(row, first + place) for place, row in enumerate(rows)])

    def _square(self, row: int, place: int) -> NDArray[np.uint8]:
        rng = np.random.default_rng((self._seed, place))
        return np.ascontiguousarray(random_square(self._examples[row].open_large(), self._side, rng))


def _rounds(chances: NDArray[np.float64], rng: np.random.Generator) -> Iterator[int]:
    """Rows without end, as often as their chances say, but as evenly as can be: no picture by luck alone."""
    wanted = chances / chances.max()
    while True:
        yield from rng.permutation(np.flatnonzero(rng.random(len(wanted)) < wanted)).tolist()


def fitted_space(eyes: Eyes, source: CropSource, patch: int, keep: Path) -> LatentSpace:
    """The space of the latents of the first crops, kept in the file `keep`. Raises UserError."""
    if keep.is_file():
        return _stored_space(keep, patch)
    rows = source.rows(FITTED).tolist()
    starts = range(0, len(rows), AT_ONCE)
    latents = [eyes.latents(source.batch(rows[at : at + AT_ONCE], at)) for at in starts]
    space = fit_latent_space(torch.cat(latents), patch)
    with replacing(keep) as part:
        save_file(space.state_dict(), part)
    return space


def see_crops(
    eyes: Eyes, source: CropSource, space: LatentSpace, count: int, keep: Path
) -> Generator[Progress, None, SeenCrops]:
    """The first `count` crops of `source`, seen by `eyes`.

    They are kept in the file `keep`, from which another run goes on. Raises UserError.
    """
    parts = [_load(keep)] if keep.is_file() else []
    done = saved = sum(map(len, parts))
    rows = source.rows(count)
    try:
        while done < count:
            yield Progress(done, count, READING)
            chosen = rows[done : done + AT_ONCE]
            parts.append(_seen(eyes, source.batch(chosen.tolist(), done), space, chosen))
            done += len(chosen)
            if done - saved >= SAVED_EVERY * AT_ONCE:
                parts, saved = [_kept(parts, keep)], done
    finally:
        if done > saved:
            parts = [_kept(parts, keep)]
    return parts[0].first(count)


def _seen(eyes: Eyes, pictures: Tensor, space: LatentSpace, rows: NDArray[np.int64]) -> SeenCrops:
    latents = eyes.latents(pictures)
    components, vectors = space.reduce(latents), eyes.drawn_vectors(latents)
    return SeenCrops(components.half().contiguous(), vectors.half(), torch.from_numpy(rows))


def _kept(parts: Sequence[SeenCrops], keep: Path) -> SeenCrops:
    """All parts in one, in the file `keep`, too."""
    columns = zip(*((one.components, one.vectors, one.rows) for one in parts), strict=True)
    found = SeenCrops(*(torch.cat(column) for column in columns))
    with replacing(keep) as part:
        save_file({"components": found.components, "vectors": found.vectors, "rows": found.rows}, part)
    return found


def _load(path: Path) -> SeenCrops:
    stored = _tensors(path)
    return SeenCrops(stored["components"], stored["vectors"], stored["rows"])


def _stored_space(path: Path, patch: int) -> LatentSpace:
    stored = _tensors(path)
    space = LatentSpace(len(stored["mean"]), len(stored["spread"]), patch)
    space.load_state_dict(stored)
    return space


def _tensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (SafetensorError, OSError) as error:
        raise UserError(f"The file {path} is broken; delete it to have the crops encoded anew.") from error
