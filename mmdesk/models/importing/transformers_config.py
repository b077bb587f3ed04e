"""Configs of the package transformers for CLIP and SigLIP, as open_clip would have them.

A folder of Hugging Face holds `config.json` (the network), `preprocessor_config.json` (pictures) and
`tokenizer.json` (words). What stands in none of them has the value that transformers would take.
"""

from collections.abc import Mapping
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

Config = Mapping[str, Any]

_TEXT: Mapping[str, Config] = {
    "clip": {"hidden_size": 512, "intermediate_size": 2048, "num_hidden_layers": 12, "num_attention_heads": 8,
             "max_position_embeddings": 77, "vocab_size": 49408, "hidden_act": "quick_gelu",
             "layer_norm_eps": 1e-5, "eos_token_id": 49407},
    "siglip": {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
               "num_attention_heads": 12, "max_position_embeddings": 64, "vocab_size": 32000,
               "hidden_act": "gelu_pytorch_tanh", "layer_norm_eps": 1e-6},
}  # fmt: skip
_VISION: Mapping[str, Config] = {
    "clip": {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
             "num_attention_heads": 12, "image_size": 224, "patch_size": 32, "hidden_act": "quick_gelu",
             "layer_norm_eps": 1e-5},
    "siglip": {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
               "num_attention_heads": 12, "image_size": 224, "patch_size": 16,
               "hidden_act": "gelu_pytorch_tanh", "layer_norm_eps": 1e-6},
}  # fmt: skip
"""What transformers takes where a config is silent."""

_PIXELS: Mapping[str, Config] = {
    "clip": {},
    "siglip": {"mean": [0.5] * 3, "std": [0.5] * 3, "interpolation": "bicubic", "resize_mode": "squash"},
}
"""What holds where there is no preprocessor_config.json, in open_clip's words."""

_TIMM_SIZES: Mapping[tuple[int, int], str] = {
    (768, 12): "base",
    (1024, 24): "large",
    (1152, 27): "so400m",
    (1536, 40): "giantopt",
}
"""timm's words for the image towers of SigLIP, by their width and number of layers."""

_INTERPOLATIONS = {0: "nearest", 2: "bilinear", 3: "bicubic"}
"""Pillow's numbers."""

OLD_END = 2
"""The end of a text in configs of the first CLIP, which is wrong there: its end is the last token."""


def open_clip_config(config: Config, pixels: Config | None, name: str) -> dict[str, Any]:
    """The open_clip config for `config` and the preprocessor config `pixels` of the model `name`.

    Raises UserError for models that are neither CLIP nor SigLIP, and for what open_clip cannot follow.
    """
    kind = str(config.get("model_type"))
    if kind not in _TEXT:
        raise UserError(
            tr(
                "The model {name} is of the kind {kind!r}; only clip and siglip can be read.",
                name=name,
                kind=kind,
            )
        )
    text = {**_TEXT[kind], **_section(config, "text_config"), **_section(config, "text_config_dict")}
    vision = {**_VISION[kind], **_section(config, "vision_config"), **_section(config, "vision_config_dict")}
    make = _clip if kind == "clip" else _siglip
    try:
        network = make(config, text, vision, name)
        prepared = _PIXELS[kind] if pixels is None else _prepared(pixels, vision["image_size"], name)
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise UserError(tr("The config.json of the model {name} makes no sense.", name=name)) from error
    return {"model_cfg": network, "preprocess_cfg": dict(prepared)}


def _clip(config: Config, text: Config, vision: Config, name: str) -> dict[str, Any]:
    acts = {text["hidden_act"], vision["hidden_act"]}
    if acts not in ({"quick_gelu"}, {"gelu"}):
        raise UserError(
            tr(
                "The model {name} has the activations {activations}, which no CLIP has.",
                name=name,
                activations=", ".join(sorted(acts)),
            )
        )
    seen = {
        "image_size": vision["image_size"],
        "patch_size": vision["patch_size"],
        "head_width": vision["hidden_size"] // vision["num_attention_heads"],
        "norm_kwargs": {"eps": vision["layer_norm_eps"]},
    }
    read: dict[str, Any] = {"norm_kwargs": {"eps": text["layer_norm_eps"]}}
    if text["eos_token_id"] not in (OLD_END, text["vocab_size"] - 1):
        read |= {"pool_type": "eos", "eos_id": text["eos_token_id"]}
    return {
        "embed_dim": config.get("projection_dim", 512),
        "quick_gelu": acts == {"quick_gelu"},
        "vision_cfg": _tower(vision) | seen,
        "text_cfg": _words(text, name, "lower") | read,
    }


def _siglip(config: Config, text: Config, vision: Config, name: str) -> dict[str, Any]:
    del config
    patch, side = vision["patch_size"], vision["image_size"]
    size = _TIMM_SIZES.get((vision["hidden_size"], vision["num_hidden_layers"]))
    if size is None or {text["hidden_act"], vision["hidden_act"]} != {"gelu_pytorch_tanh"}:
        raise UserError(tr("The model {name} has an image tower that no published SigLIP has.", name=name))
    tower = {
        "image_size": side,
        "timm_model_name": f"vit_{size}_patch{patch}_siglip_{side}",
        "timm_model_pretrained": False,
        "timm_pool": "map",
        "timm_proj": "none",
    }
    read = {
        "no_causal_mask": True,
        "proj_bias": True,
        "pool_type": "last",
        "norm_kwargs": {"eps": text["layer_norm_eps"]},
        "act_kwargs": {"approximate": "tanh"},
    }
    return {
        "embed_dim": vision["hidden_size"],
        "init_logit_bias": -10,
        "custom_text": True,
        "vision_cfg": tower,
        "text_cfg": _words(text, name, "canonicalize") | read,
    }


def _tower(section: Config) -> dict[str, Any]:
    """What open_clip's own transformers are made of."""
    width = section["hidden_size"]
    ratio = section["intermediate_size"] / width
    return {"width": width, "layers": section["num_hidden_layers"], "mlp_ratio": ratio}


def _words(text: Config, name: str, clean: str) -> dict[str, Any]:
    """The text tower, and the tokenizer in the model's own folder."""
    return _tower(text) | {
        "heads": text["num_attention_heads"],
        "context_length": text["max_position_embeddings"],
        "vocab_size": text["vocab_size"],
        "hf_tokenizer_name": name,
        "tokenizer_kwargs": {"clean": clean},
    }


def _prepared(pixels: Config, side: int, name: str) -> dict[str, Any]:
    """The preparation of pictures, in open_clip's words."""
    interpolation = _INTERPOLATIONS.get(int(pixels.get("resample", 3)))
    if interpolation is None or not pixels.get("do_resize", True):
        raise UserError(
            tr("The model {name} wants its pictures resized in a way that is not known here.", name=name)
        )
    plain = {"image_mean": [0.0] * 3, "image_std": [1.0] * 3}
    numbers = pixels if pixels.get("do_normalize", True) else plain
    found = {
        "mean": numbers.get("image_mean"),
        "std": numbers.get("image_std"),
        "interpolation": interpolation,
        "resize_mode": _resize_mode(pixels, side, name),
    }
    return {key: value for key, value in found.items() if value is not None}


def _resize_mode(pixels: Config, side: int, name: str) -> str:
    """Squash where both sides are given, shortest where the centre is cropped to the size of the model."""
    size, crop = pixels.get("size", side), pixels.get("crop_size", side)
    sides = size if isinstance(size, Mapping) else {"shortest_edge": size}
    cropped = set(crop.values()) if isinstance(crop, Mapping) else {crop}
    if {sides.get("height"), sides.get("width")} == {side}:
        return "squash"
    if sides.get("shortest_edge") == side and pixels.get("do_center_crop", True) and cropped == {side}:
        return "shortest"
    raise UserError(
        tr("The model {name} wants its pictures cropped in a way that is not known here.", name=name)
    )


def _section(config: Config, key: str) -> Config:
    section = config.get(key)
    return section if isinstance(section, Mapping) else {}
