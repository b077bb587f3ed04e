"""Weights of CLIP and SigLIP under the names of the package transformers, renamed to those of open_clip.

The networks are the same. There, queries, keys and values are three matrices, and projections lie the other
way round; here the three are one, as torch's own attention and timm have them.
"""

import re
from collections.abc import Iterator, Mapping

import torch
from torch import Tensor

from mmdesk.models.importing.expected import Weights

MARK = "text_model.embeddings.token_embedding.weight"
"""A name that only transformers gives, to CLIP and SigLIP alike."""

THREE = ("q_proj", "k_proj", "v_proj")

Names = Mapping[str, str]

_OWN_BLOCK: Names = {
    "self_attn.qkv.weight": "attn.in_proj_weight",
    "self_attn.qkv.bias": "attn.in_proj_bias",
    "self_attn.out_proj": "attn.out_proj",
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
}
"""Parts of a block, in open_clip's own transformer."""

_TIMM_BLOCK: Names = {
    "self_attn.qkv": "attn.qkv",
    "self_attn.out_proj": "attn.proj",
    "layer_norm1": "norm1",
    "layer_norm2": "norm2",
    "mlp": "mlp",
}

_CLIP: Names = {
    "text_model.embeddings.token_embedding.weight": "token_embedding.weight",
    "text_model.embeddings.position_embedding.weight": "positional_embedding",
    "text_model.final_layer_norm": "ln_final",
    "text_projection.weight": "text_projection",
    "vision_model.embeddings.class_embedding": "visual.class_embedding",
    "vision_model.embeddings.patch_embedding": "visual.conv1",
    "vision_model.embeddings.position_embedding.weight": "visual.positional_embedding",
    "vision_model.pre_layrnorm": "visual.ln_pre",
    "vision_model.post_layernorm": "visual.ln_post",
    "visual_projection.weight": "visual.proj",
    "logit_scale": "logit_scale",
}

_SIGLIP: Names = {
    "text_model.embeddings.token_embedding.weight": "text.token_embedding.weight",
    "text_model.embeddings.position_embedding.weight": "text.positional_embedding",
    "text_model.final_layer_norm": "text.ln_final",
    "text_model.head": "text.text_projection",
    "vision_model.embeddings.patch_embedding": "visual.trunk.patch_embed.proj",
    "vision_model.embeddings.position_embedding.weight": "visual.trunk.pos_embed",
    "vision_model.post_layernorm": "visual.trunk.norm",
    "vision_model.head.probe": "visual.trunk.attn_pool.latent",
    "vision_model.head.attention.q": "visual.trunk.attn_pool.q",
    "vision_model.head.attention.kv": "visual.trunk.attn_pool.kv",
    "vision_model.head.attention.out_proj": "visual.trunk.attn_pool.proj",
    "vision_model.head.layernorm": "visual.trunk.attn_pool.norm",
    "vision_model.head.mlp": "visual.trunk.attn_pool.mlp",
    "logit_scale": "logit_scale",
    "logit_bias": "logit_bias",
}

_TURNED = ("text_projection", "visual.proj")
"""Matrices of CLIP that lie the other way round."""

_BLOCK = re.compile(r"(text|vision)_model\.encoder\.layers\.(\d+)\.(.+)")


def as_open_clip(given: Weights) -> Weights:
    """The tensors under open_clip's names, where they have those of transformers; else as they are."""
    if MARK not in given:
        return given
    is_siglip = "logit_bias" in given
    joined = dict(_parted(_joined(given)))
    return dict(_siglip(joined) if is_siglip else _clip(joined))


def _clip(given: Weights) -> Iterator[tuple[str, Tensor]]:
    for name, tensor in given.items():
        block = _BLOCK.fullmatch(name)
        tower = {"text": "transformer", "vision": "visual.transformer"}[block[1]] if block else ""
        new = f"{tower}.resblocks.{block[2]}.{_named(block[3], _OWN_BLOCK)}" if block else _named(name, _CLIP)
        yield new, tensor.T if new in _TURNED and tensor.ndim == 2 else tensor


def _siglip(given: Weights) -> Iterator[tuple[str, Tensor]]:
    for name, tensor in given.items():
        block = _BLOCK.fullmatch(name)
        if block and block[1] == "text":
            yield f"text.transformer.resblocks.{block[2]}.{_named(block[3], _OWN_BLOCK)}", tensor
        elif block:
            yield f"visual.trunk.blocks.{block[2]}.{_named(block[3], _TIMM_BLOCK)}", tensor
        else:
            yield _reshaped(_named(name, _SIGLIP), tensor)


def _reshaped(name: str, tensor: Tensor) -> tuple[str, Tensor]:
    """Positions have one dimension more here, and single numbers one less."""
    if name == "visual.trunk.pos_embed":
        return name, tensor.unsqueeze(0)
    return name, tensor.reshape(()) if name in (
        "logit_scale",
        "logit_bias",
    ) and tensor.numel() == 1 else tensor


def _named(name: str, names: Names) -> str:
    """The new name of a tensor, of which `names` knows the beginning; the old one where it does not."""
    for beginning, new in names.items():
        if name == beginning or name.startswith(f"{beginning}."):
            return new + name.removeprefix(beginning)
    return name


def _joined(given: Weights) -> Weights:
    """Queries, keys and values of every block as one tensor, called "qkv"."""
    kept = {}
    for name, tensor in given.items():
        found = re.fullmatch(rf"(.+\.self_attn\.)({'|'.join(THREE)})(\.(?:weight|bias))", name)
        parts = [given.get(f"{found[1]}{one}{found[3]}") for one in THREE] if found else []
        if not found:
            kept[name] = tensor
        elif found[2] == THREE[0] and all(part is not None for part in parts):
            kept[f"{found[1]}qkv{found[3]}"] = torch.cat([part for part in parts if part is not None])
    return kept


def _parted(given: Weights) -> Iterator[tuple[str, Tensor]]:
    """Queries of the attention that pools a picture, apart from its keys and values."""
    for name, tensor in given.items():
        found = re.fullmatch(r"(vision_model\.head\.attention\.)in_proj_(weight|bias)", name)
        if found:
            third = len(tensor) // 3
            yield f"{found[1]}q.{found[2]}", tensor[:third]
            yield f"{found[1]}kv.{found[2]}", tensor[third:]
        else:
            yield name, tensor
