"""Image towers that see patch by patch: a vector for each patch of a picture.

At its end a tower gathers what it saw at each place into one vector. Here each place goes through that end
alone, so that its vector lies in the same space, and words can be held against it. For transformers see Zhou,
Loy and Dai 2022, "Extract Free Dense Labels from CLIP" (https://arxiv.org/abs/2112.01071); for convolutions
Zhou et al. 2016, "Learning Deep Features for Discriminative Localization".
"""

import math
from typing import Any

import torch
from open_clip.modified_resnet import ModifiedResNet
from open_clip.timm_model import TimmModel
from open_clip.transformer import VisionTransformer
from torch import Tensor, nn

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr


def patch_features(tower: nn.Module, pixels: Tensor) -> Tensor:
    """Features [n, rows, columns, dim] of the places of pictures [n, 3, size, size].

    Raises UserError for a tower of a kind whose end nobody taught this to.
    """
    if isinstance(tower, VisionTransformer):
        return _of_transformer(tower, pixels)
    if isinstance(tower, ModifiedResNet):
        return _of_resnet(tower, pixels)
    if isinstance(tower, TimmModel) and not hasattr(tower.head, "pool"):
        return _of_timm(tower, pixels)
    raise UserError(tr("This model cannot say where in a photo it sees something."))


def _of_transformer(tower: Any, pixels: Tensor) -> Tensor:
    """open_clip's own transformer: patches as the class token, the pooling or the mean sees each of them."""
    last = tower.transformer.resblocks[-1]
    before, after = _around(last, tower, pixels)
    if tower.attn_pool is not None:
        alone = tower.attn_pool(_one_by_one(after[:, 1:]))
    elif tower.pool_type == "tok":
        alone = _attended(last, _one_by_one(before[:, 1:]))
    else:
        alone = _one_by_one(after[:, 1:])
    features = tower.ln_post(alone[:, 0])
    return _in_rows(features if tower.proj is None else features @ tower.proj, len(pixels))


def _around(block: nn.Module, tower: nn.Module, pixels: Tensor) -> tuple[Tensor, Tensor]:
    """Tokens [n, length, dim] before and after a block, while `tower` looks at `pixels`."""
    seen = list[Tensor]()
    hook = block.register_forward_hook(lambda _block, given, made: seen.extend((given[0], made)))
    try:
        tower(pixels)
    finally:
        hook.remove()
    before, after = seen
    return before, after


def _attended(block: Any, alone: Tensor) -> Tensor:
    """What attention takes from tokens [m, 1, dim] that nothing stands beside: the path of its values."""
    seen = block.ln_1(alone)
    if hasattr(block, "attention"):
        return block.attention(q_x=seen)  # type: ignore[no-any-return]
    return block.ln_attn(block.attn(seen))  # type: ignore[no-any-return]


def _of_resnet(tower: Any, pixels: Tensor) -> Tensor:
    """CLIP's ResNets: the path of the values through the attention that pools the last feature map."""
    maps = tower.stem(pixels)
    for layer in (tower.layer1, tower.layer2, tower.layer3, tower.layer4):
        maps = layer(maps)
    places = maps.permute(0, 2, 3, 1)
    pool = tower.attnpool
    places = places + pool.positional_embedding[1:].view(*places.shape[1:])
    return pool.c_proj(pool.v_proj(places))  # type: ignore[no-any-return]


def _of_timm(tower: Any, pixels: Tensor) -> Tensor:
    """A network of timm's: its last feature map or its tokens, each through pooling and head alone."""
    trunk, features = tower.trunk, tower.trunk.forward_features(pixels)
    if features.dim() == 4:
        is_last = getattr(trunk, "output_fmt", "NCHW") == "NHWC"
        places = features if is_last else features.permute(0, 2, 3, 1)
        alone = places.flatten(0, 2)[:, None, None] if is_last else places.flatten(0, 2)[..., None, None]
        seen = tower.head(trunk.forward_head(alone))
        return seen.view(*places.shape[:3], -1)  # type: ignore[no-any-return]
    seen = tower.head(trunk.forward_head(_with_prefix(trunk, features)))
    return _in_rows(seen, len(pixels))


def _with_prefix(trunk: Any, tokens: Tensor) -> Tensor:
    """Sequences [n * patches, ...] of one patch each, behind the tokens that stand before all patches.

    Where the first token is all that counts, the patch takes its place.
    """
    prefix = int(getattr(trunk, "num_prefix_tokens", 0))
    alone = _one_by_one(tokens[:, prefix:])
    if not prefix or trunk.global_pool == "token":
        return alone
    before = tokens[:, :prefix].repeat_interleave(tokens.shape[1] - prefix, dim=0)
    return torch.cat([before, alone], dim=1)


def _one_by_one(tokens: Tensor) -> Tensor:
    """Tokens [n, patches, dim] as sequences of one: [n * patches, 1, dim]."""
    return tokens.flatten(0, 1)[:, None]


def _in_rows(features: Tensor, pictures: int) -> Tensor:
    """Features [n * patches, dim] of square pictures as [n, rows, columns, dim]."""
    side = math.isqrt(len(features) // pictures)
    return features.view(pictures, side, side, -1)
