"""What a Kandinsky is to paint: words, pictures, pictures that words change, a way between two."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.kandinsky_settings import KandinskySettings
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.kandinsky.denoising_run import VectorsToPaint
from mmdesk.generation.opening import ReadPicture
from mmdesk.generation.tokens.opening import words_of
from mmdesk.models.kandinsky.loaded import KandinskyPrior
from mmdesk.models.unclip.mixing import on_the_arc


@dataclass(frozen=True)
class KandinskyWish:
    """Words, what it is to be `unlike`, and `pictures` with their `weights`, as `settings` mix them."""

    words: str
    unlike: str
    pictures: Sequence[FullPicture]
    weights: Sequence[float]
    settings: KandinskySettings

    @property
    def texts(self) -> list[str]:
        """The texts that vectors are to be found for by the prior: the words, and what it is to be unlike."""
        if not self.words or self.settings.between or (self.pictures and not self.settings.change):
            return []
        return [self.words, self.unlike] if self.unlike else [self.words]

    @property
    def count(self) -> int:
        """Number of pictures to be painted."""
        return self.settings.between or self.settings.candidates

    def vectors(self, prior: KandinskyPrior, found: Tensor | None) -> VectorsToPaint:
        """The vectors, with those `found` for the texts [texts * candidates, dim]."""
        of_texts = None if found is None else found.chunk(len(self.texts))
        unlike = of_texts[1] if of_texts is not None and len(of_texts) > 1 else prior.nothing()
        if not self.pictures:
            return VectorsToPaint(prior.nothing() if of_texts is None else of_texts[0], unlike)
        seen = prior.see(self.pictures)
        if self.settings.between:
            return VectorsToPaint(_way(seen[0], seen[1], self.settings.between), unlike)
        weights = torch.tensor(self.weights).to(seen)
        wanted = (weights / weights.sum() @ seen).expand(self.settings.candidates, -1)
        if of_texts is not None:
            wanted = torch.lerp(wanted, of_texts[0], self.settings.change)
        return VectorsToPaint(wanted, unlike)


def wish_of(spec: PaintSpec, settings: KandinskySettings, pictures: ReadPicture) -> KandinskyWish:
    """What `spec` wishes for."""
    unlike = ", ".join(part.text for part in parse_prompt(spec.prompt) if part.weight < 0)
    weights = [one.weight for one in spec.image_prompts]
    seen = [pictures(one) for one in spec.image_prompts]
    return KandinskyWish(words_of(spec.prompt), unlike, seen, weights, settings)


def _way(start: Tensor, end: Tensor, count: int) -> Tensor:
    """`count` vectors from `start` to `end`, both included: on an arc, and evenly in length."""
    lengths = torch.stack([start.norm(), end.norm()])
    places = torch.linspace(0, 1, count)
    on_way = [
        on_the_arc(start / lengths[0], end / lengths[1], float(place))
        * torch.lerp(lengths[0], lengths[1], float(place))
        for place in places
    ]
    return torch.stack(on_way)
