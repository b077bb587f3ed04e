"""Small random Kandinskys, made of the very classes that the published one is made of."""

import json
import string
from pathlib import Path

import torch
from diffusers import (
    DDPMScheduler,
    KandinskyV22InpaintPipeline,
    KandinskyV22Pipeline,
    KandinskyV22PriorPipeline,
    PriorTransformer,
    UnCLIPScheduler,
    UNet2DConditionModel,
    VQModel,
)
from tqdm import tqdm
from transformers import (
    CLIPImageProcessor,
    CLIPTextConfig,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
)
from transformers.utils import logging

logging.disable_progress_bar()
tqdm.monitor_interval = 0  # or a progress bar would leave a thread behind

VECTOR, TOKENS = 32, 16
CARD = "---\nlicense: apache-2.0\ntags:\n- kandinsky\n---\n"


def decoder_folder(path: Path, *, fills_holes: bool = False) -> Path:
    """A decoder of pictures of 16 pixels, a latent for each 2 of them."""
    torch.manual_seed(1)
    unet = UNet2DConditionModel(
        in_channels=9 if fills_holes else 4,
        out_channels=8,
        addition_embed_type="image",
        down_block_types=("ResnetDownsampleBlock2D", "SimpleCrossAttnDownBlock2D"),
        up_block_types=("SimpleCrossAttnUpBlock2D", "ResnetUpsampleBlock2D"),
        mid_block_type="UNetMidBlock2DSimpleCrossAttn",
        block_out_channels=(32, 64),
        layers_per_block=1,
        encoder_hid_dim=VECTOR,
        encoder_hid_dim_type="image_proj",
        cross_attention_dim=32,
        attention_head_dim=4,
        resnet_time_scale_shift="scale_shift",
        sample_size=8,
    )
    movq = VQModel(
        block_out_channels=[32, 64],
        down_block_types=["DownEncoderBlock2D", "AttnDownEncoderBlock2D"],
        up_block_types=["AttnUpDecoderBlock2D", "UpDecoderBlock2D"],
        latent_channels=4,
        layers_per_block=1,
        norm_num_groups=8,
        norm_type="spatial",
        num_vq_embeddings=12,
        vq_embed_dim=4,
    )
    scheduler = DDPMScheduler(
        beta_schedule="linear",
        beta_start=0.00085,
        beta_end=0.012,
        clip_sample=False,
        variance_type="learned_range",
    )
    kind = KandinskyV22InpaintPipeline if fills_holes else KandinskyV22Pipeline
    kind(unet=unet, scheduler=scheduler, movq=movq).save_pretrained(path)
    (path / "README.md").write_text(CARD)
    return path


def prior_folder(path: Path) -> Path:
    """A prior whose words are letters."""
    torch.manual_seed(2)
    prior = PriorTransformer(
        num_attention_heads=2,
        attention_head_dim=12,
        embedding_dim=VECTOR,
        num_layers=1,
        num_embeddings=TOKENS,
        additional_embeddings=4,
    )
    prior.clip_std.data.fill_(1)
    sizes = {"hidden_size": 32, "intermediate_size": 37, "num_attention_heads": 4, "num_hidden_layers": 2}
    text = CLIPTextConfig(
        vocab_size=54,
        projection_dim=VECTOR,
        max_position_embeddings=TOKENS,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
        **sizes,
    )
    image = CLIPVisionConfig(projection_dim=VECTOR, image_size=28, patch_size=14, **sizes)
    KandinskyV22PriorPipeline(
        prior=prior,
        image_encoder=CLIPVisionModelWithProjection(image),
        text_encoder=CLIPTextModelWithProjection(text),
        tokenizer=_tokenizer(path.parent),
        scheduler=UnCLIPScheduler(prediction_type="sample", clip_sample_range=10.0),
        image_processor=CLIPImageProcessor(crop_size=28, size={"shortest_edge": 28}),
    ).save_pretrained(path)
    (path / "README.md").write_text(CARD)
    return path


def _tokenizer(beside: Path) -> CLIPTokenizer:
    letters = list(string.ascii_lowercase)
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{letter}</w>" for letter in letters)]
    vocabulary, merges = beside / "vocab.json", beside / "merges.txt"
    vocabulary.write_text(json.dumps({word: place for place, word in enumerate(words)}))
    merges.write_text("#version: 0.2\n")
    return CLIPTokenizer(str(vocabulary), str(merges), model_max_length=TOKENS)
