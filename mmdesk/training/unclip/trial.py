"""An unCLIP put to the test: whether what it paints is found again by what it was painted of.

All pictures are judged at the size they have, by the CLIP whose vectors were painted. It flatters: a picture
made to please a judge pleases it.
"""

import tempfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from mmdesk.core.painting.trial_prompts import TRIAL_PROMPTS
from mmdesk.core.progress import Progress
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.unclip.flow import flow_to_end
from mmdesk.models.unclip.folder import UnclipFolder
from mmdesk.models.unclip.loaded import LoadedUnclip, load_unclip
from mmdesk.models.unclip.mixing import changed, way_between
from mmdesk.training.encoding import FolderEncoder
from mmdesk.training.pack import Example, read_examples, split_of
from mmdesk.training.unclip.crops import GREY, Eyes, open_eyes
from mmdesk.training.vqgan.squares import WEIGHTS, as_batch, centre_square

CHANGES = (
    "at night", "in the snow", "on a beach", "in a forest", "at sunset", "under a blue sky", "in red",
    "in a kitchen", "as a painting", "in the fog",
)  # fmt: skip
"""What the photos varied shall be like, one each."""

CANDIDATES = 6
STEPS, GUIDANCE = 16, 5.0
CHANGE = 0.4
WAY = 6
"""Pictures on a way from one to another."""

PLAIN = "a photo"
"""Words that change nothing."""

PHOTOS = 20
DRAWN = 16


@dataclass(frozen=True)
class UnclipFigures:
    """Shares of prompts whose own picture is the nearest of ten (mean of all seeds): of one picture each, of
    the best of six, and with the vectors of other prompts. Then mean cosines: of held-out photos to what was
    painted from their vectors, and to each other; the share of steps between two photos that come nearer to
    the one and go away from the other; and the share of changes that bring a picture nearer to the words.
    """

    own_first: float
    own_first_best_of_six: float
    own_first_shuffled: float
    variation_cosine: float
    unrelated_cosine: float
    steps_towards: float
    steps_away: float
    changes_followed: float
    seeds: int

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {name: round(one, 4) if name != "seeds" else one for name, one in asdict(self).items()}


def evaluate_unclip(
    folder: UnclipFolder, clip: Path, data: Path, device: str, seeds: int
) -> Generator[Progress, None, UnclipFigures]:
    """The figures of the model in `folder` on held-out pictures of `data`. Raises UserError."""
    found = ClipFolder.read(clip)
    folder.check_clip(found.key)
    examples = read_examples(data)
    with tempfile.TemporaryDirectory() as plans, closing(FolderEncoder(clip, device)) as texts:
        model = load_unclip(folder, device, Path(plans) / "plans.json")
        trial = UnclipTrial(model, texts, open_eyes(folder.first_stage, found, device))
        return (yield from trial.run(_photos(examples, folder.side), seeds))


class UnclipTrial:
    """Paints with `model`, and judges by `texts` and `eyes`."""

    def __init__(self, model: LoadedUnclip, texts: FolderEncoder, eyes: Eyes) -> None:
        self._model, self._eyes, self._encoder = model, eyes, texts

    def run(self, photos: Tensor, seeds: int) -> Generator[Progress, None, UnclipFigures]:
        """The figures, `photos` [n, 3, h, w] of -1 to 1 being varied."""
        said = self._texts(TRIAL_PROMPTS)
        shares = []
        for seed in range(seeds):
            yield Progress(seed, seeds + 1, "Painting prompts")
            shares.append(self._own_first(said, seed))
        yield Progress(seeds, seeds + 1, "Varying photos")
        own = torch.tensor(shares).mean(0).tolist()
        seen = self._eyes.vectors(photos)
        drawn = self._eyes.drawn_vectors(self._eyes.latents(photos))
        varied = self._painted(drawn, 0)
        towards, away = self._steps_right(drawn)
        return UnclipFigures(
            own_first=own[0],
            own_first_best_of_six=own[1],
            own_first_shuffled=own[2],
            variation_cosine=float((varied * seen).sum(1).mean()),
            unrelated_cosine=float((seen * seen.roll(1, 0)).sum(1).mean()),
            steps_towards=towards,
            steps_away=away,
            changes_followed=self._changes_followed(drawn, varied),
            seeds=seeds,
        )

    def _own_first(self, said: Tensor, seed: int) -> tuple[float, float, float]:
        """Shares with one picture a prompt, with the best of six, and with the vectors of other prompts."""
        random = torch.Generator().manual_seed(seed)
        wished = self._model.image_vectors(said.repeat_interleave(CANDIDATES, 0), random).cpu()
        pictures = self._painted(wished, seed).view(len(said), CANDIDATES, -1)
        scores = (pictures * said[:, None]).sum(-1)
        best = pictures[torch.arange(len(said)), scores.argmax(1)]
        shuffled = self._painted(wished[::CANDIDATES].roll(1, 0), seed)
        return _share_first(said, pictures[:, 0]), _share_first(said, best), _share_first(said, shuffled)

    def _steps_right(self, seen: Tensor) -> tuple[float, float]:
        """Shares of the steps between two photos that come nearer to the one, and go away from the other."""
        towards, away = [], []
        for start, end in zip(seen[0::2], seen[1::2], strict=True):
            pictures = self._painted(way_between(start, end, WAY), 0, is_way=True)
            towards += [(pictures @ end).diff() > 0]
            away += [(pictures @ start).diff() < 0]
        return tuple(float(torch.cat(one).float().mean()) for one in (towards, away))  # type: ignore[return-value]

    def _changes_followed(self, seen: Tensor, varied: Tensor) -> float:
        """Share of changes that bring what is painted nearer to the words than it is without them."""
        said = self._texts(CHANGES[: len(seen)])
        random = torch.Generator().manual_seed(0)
        meant, plain = self._mean_meant(said, random), self._mean_meant(self._texts((PLAIN,)), random)
        wished = [changed(seen[place], one, CHANGE) for place, one in enumerate(meant - plain)]
        pictures = self._painted(torch.stack(wished), 0, count=len(seen))
        before = (varied[: len(said)] * said).sum(1)
        return float(((pictures * said).sum(1) > before).float().mean())

    def _mean_meant(self, said: Tensor, random: torch.Generator) -> Tensor:
        """The means [n, dim] of several image vectors of each text."""
        drawn = self._model.image_vectors(said.repeat_interleave(DRAWN, 0), random).cpu()
        return drawn.view(len(said), DRAWN, -1).mean(1)

    def _texts(self, texts: tuple[str, ...]) -> Tensor:
        return torch.from_numpy(self._encoder.texts(texts))

    def _painted(self, vectors: Tensor, seed: int, *, is_way: bool = False, count: int = 0) -> Tensor:
        """Image vectors of what is painted of `vectors`, with noise that depends on the seed alone."""
        side, random = self._model.folder.side, torch.Generator().manual_seed(seed)
        noise = self._model.noise(1 if is_way else max(count, len(vectors)), side, side, random)
        noise = noise.expand(len(vectors), -1, -1, -1) if is_way else noise[: len(vectors)]
        flowed = flow_to_end(self._model.decoder, noise, vectors.to(self._model.device), STEPS, GUIDANCE)
        return torch.cat([self._eyes.vectors(2 * self._model.pictures(one[None]) - 1) for one in flowed])


def _share_first(said: Tensor, pictures: Tensor) -> float:
    """Share of texts to which their own picture, the one at the same place, is the nearest."""
    nearest = (said @ pictures.T).argmax(1)
    return float((nearest == torch.arange(len(said))).float().mean())


def _photos(examples: tuple[Example, ...], side: int) -> Tensor:
    """Some varied photographs in colour, held out where any are: floats of -1 to 1, [n, 3, side, side]."""
    usable = [one for one in split_of(examples, "dev") or examples if one.source not in GREY]
    varied = [one for one in usable if WEIGHTS.get(one.source, 1.0) >= 1] or usable
    chosen = varied[:: max(1, len(varied) // PHOTOS)][:PHOTOS]
    chosen = chosen[: len(chosen) // 2 * 2]
    return as_batch([centre_square(one.open_large(), side) for one in chosen])
