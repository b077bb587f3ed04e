"""A small random Janus, made of the very class that the published one is made of."""

import string
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from tqdm import tqdm
from transformers import (
    GenerationConfig,
    JanusConfig,
    JanusForConditionalGeneration,
    JanusVisionConfig,
    JanusVQVAEConfig,
    LlamaConfig,
    PreTrainedTokenizerFast,
)
from transformers.utils import logging

logging.disable_progress_bar()
tqdm.monitor_interval = 0  # or a progress bar would leave a thread behind

BEGIN, END, PAD, PICTURE = "<bos>", "<eos>", "<pad>", "<begin_of_image>"
CARD = "---\nlicense: mit\n---\n"


def janus_folder(path: Path) -> Path:
    """A Janus whose pictures have 4 x 4 codes and 16 pixels."""
    torch.manual_seed(4)
    tokenizer = _tokenizer()
    begin, end, pad, picture = (tokenizer.convert_tokens_to_ids(word) for word in (BEGIN, END, PAD, PICTURE))
    text = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=37,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        bos_token_id=begin,
        eos_token_id=end,
        pad_token_id=pad,
    )
    eyes = JanusVisionConfig(
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        image_size=64,
        patch_size=16,
        projection_dim=32,
        num_image_tokens=16,
    )
    codes = JanusVQVAEConfig(
        embed_dim=8,
        num_embeddings=48,
        latent_channels=32,
        base_channels=32,
        channel_multiplier=[1, 1, 1],
        num_res_blocks=1,
        projection_dim=32,
        image_token_embed_dim=32,
    )
    config = JanusConfig(text_config=text, vision_config=eyes, vq_config=codes, image_token_id=pad)
    network = JanusForConditionalGeneration(config).eval()
    network.generation_config = GenerationConfig(
        bos_token_id=begin,
        eos_token_id=end,
        pad_token_id=pad,
        guidance_scale=5.0,
        generation_kwargs={"boi_token_id": picture},
    )
    network.save_pretrained(path)
    tokenizer.save_pretrained(path)
    (path / "README.md").write_text(CARD)
    return path


def _tokenizer() -> PreTrainedTokenizerFast:
    known = [BEGIN, END, PAD, PICTURE, "<|User|>", "<|Assistant|>", *string.ascii_letters, ":"]
    raw = Tokenizer(models.WordLevel({word: place for place, word in enumerate(known)}, unk_token=PAD))
    raw.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return PreTrainedTokenizerFast(
        tokenizer_object=raw,
        bos_token=BEGIN,
        eos_token=END,
        pad_token=PAD,
        additional_special_tokens=[PICTURE, "<|User|>", "<|Assistant|>"],
    )
