"""What is painted: image vectors of words, of pictures, or of pictures that words change."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.painting.unclip_settings import UnclipSettings
from mmdesk.generation.canvas import Size, centre_cropped, from_picture
from mmdesk.generation.opening import ReadPicture
from mmdesk.generation.tokens.opening import words_of
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.unclip.folder import UnclipFolder
from mmdesk.models.unclip.loaded import LoadedUnclip
from mmdesk.models.unclip.mixing import changed, mean_vector, way_between
from mmdesk.models.unclip.seeing import seen_vectors

PLAIN = "a photo"
"""What words say nothing beyond, where a picture is to be changed by them."""

DRAWN = 16
"""Image vectors of which the mean tells what words change."""


@dataclass(frozen=True)
class VectorWish:
    """The image vectors [n, dim] to be painted, a picture each; zeros where anything will do.

    `is_of_words` tells that words alone were wished for; `is_way`, that the pictures belong in this order.
    """

    vectors: Tensor
    is_of_words: bool = False
    is_way: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything will do."""
        return not bool(self.vectors.any())


def wish_of(
    spec: PaintSpec,
    unclip: UnclipSettings,
    clip: ClipEncoder,
    model: LoadedUnclip,
    pictures: ReadPicture,
    random: torch.Generator,
) -> VectorWish:
    """What `spec` wishes for, as `clip` has it. Raises UserError for words where the model has no prior."""
    seen = [look_at(clip, from_picture(pictures(one)), model) for one in spec.image_prompts]
    words, count = words_of(spec.prompt), unclip.candidates
    if unclip.between:
        return VectorWish(way_between(seen[0], seen[1], unclip.between), is_way=True)
    if seen:
        weights = torch.tensor([one.weight for one in spec.image_prompts])
        vector = mean_vector(torch.stack(seen), weights)
        if words and unclip.change:
            vector = changed(vector, difference_of(words, clip, model, random), unclip.change)
        return VectorWish(vector.expand(count, -1))
    if not words:
        return VectorWish(torch.zeros(count, model.folder.decoder.vector))
    texts = torch.from_numpy(clip.encode_texts([words])).expand(count, -1)
    return VectorWish(model.image_vectors(texts, random).cpu(), is_of_words=True)


def difference_of(words: str, clip: ClipEncoder, model: LoadedUnclip, random: torch.Generator) -> Tensor:
    """Where `words` lead from what any photo shows, [dim]: as pictures, where the model has a prior."""
    texts = torch.from_numpy(clip.encode_texts([words, PLAIN]))
    if model.folder.prior is None:
        return texts[0] - texts[1]
    drawn = model.image_vectors(texts.repeat_interleave(DRAWN, 0), random).cpu()
    means = drawn.view(2, DRAWN, -1).mean(1)
    return means[0] - means[1]


def look_at(clip: ClipEncoder, picture: Tensor, model: LoadedUnclip) -> Tensor:
    """The image vector [dim] of the middle of `picture` [1, 3, h, w], as the VQGAN of `model` draws it."""
    side = model.folder.side
    middle = centre_cropped(picture, Size(side, side))
    return vectors_of(clip, model.pictures(model.components(middle)))[0]


def vectors_of(clip: ClipEncoder, pictures: Tensor) -> Tensor:
    """Image vectors [n, dim] of `pictures` [n, 3, h, w] of 0 to 1, at the size they have."""
    tower = clip.image_tower(clip.plan.dtype)
    return torch.cat([seen_vectors(tower, one[None], clip.folder.recipe, clip.plan) for one in pictures])


def clip_of(clips: Sequence[ClipEncoder], folder: UnclipFolder) -> ClipEncoder:
    """The one of `clips` whose vectors the model in `folder` knows. Raises UserError where there is none."""
    for clip in clips:
        if clip.folder.key.rpartition("-")[2] == folder.clip.key.rpartition("-")[2]:
            return clip
    raise UserError(
        tr(
            "The model {model} knows the vectors of the CLIP {clip} alone, as it was when the "
            "model was trained; choose it with --clip {clip}.",
            model=folder.name,
            clip=folder.clip.name,
        )
    )


def has_words(spec: PaintSpec) -> bool:
    """Whether `spec` wishes for words."""
    return bool(parse_prompt(spec.prompt))
