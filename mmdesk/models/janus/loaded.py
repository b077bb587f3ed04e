"""A Janus ready to draw: its language model, what tells the next code, and the decoder of codes.

The class is that of transformers; what sees pictures is left out. All is read from a local folder, and from
safetensors only.
"""

from inspect import signature
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor, nn
from transformers import DynamicCache, JanusForConditionalGeneration, PreTrainedTokenizerFast
from transformers.utils import logging as transformers_log

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.janus.folder import JanusFolder
from mmdesk.models.number_type import fastest_type
from mmdesk.models.plan import ProbeCache

USER, ASSISTANT = "<|User|>", "<|Assistant|>"
"""Marks of who speaks, as Janus-Pro knows them; the first Janus knows plain words."""

PICTURE_BEGINS = "<begin_of_image>"


class LoadedJanus:
    """One model.

    Attributes:
        folder: where it was read from.
        device: where it is computed.
        dtype: the type of its numbers.
    """

    def __init__(self, folder: JanusFolder, network: Any, tokenizer: Any, device: str) -> None:
        self.folder, self.device = folder, device
        self._network, self._tokenizer = network, tokenizer
        self.dtype: torch.dtype = network.dtype

    def prompt(self, words: str) -> list[int]:
        """The tokens of a request for a picture of `words`, up to where its codes begin."""
        tokenizer, known = self._tokenizer, self._tokenizer.get_vocab()
        user, assistant = (USER, ASSISTANT) if USER in known else ("User", "Assistant")
        begins = getattr(tokenizer, "boi_token", None) or PICTURE_BEGINS
        ids = list(tokenizer(f"{user}: {words}\n\n{assistant}:{begins}").input_ids)
        return ids if ids[0] == tokenizer.bos_token_id else [tokenizer.bos_token_id, *ids]

    def without_words(self, prompt: list[int]) -> list[int]:
        """`prompt` with nothing asked for, which guidance leads away from; as long as it is."""
        kept = (self._tokenizer.bos_token_id, prompt[-1])
        return [one if one in kept else self._tokenizer.pad_token_id for one in prompt]

    @torch.inference_mode()
    def embedded_prompts(self, prompts: list[list[int]]) -> Tensor:
        """Vectors [n, tokens, width] of `prompts`, which are of one length."""
        tokens = torch.tensor(prompts, device=self.device)
        vectors: Tensor = self._network.get_input_embeddings()(tokens)
        return vectors

    @torch.inference_mode()
    def embedded_codes(self, codes: Tensor) -> Tensor:
        """Vectors [n, count, width] of `codes` [n, count]."""
        vectors: Tensor = self._network.prepare_embeddings_for_image_generation(codes.to(self.device))
        return vectors

    def reading(self) -> "JanusReading":
        """A new text, of which nothing is read yet."""
        return JanusReading(self._network)

    @torch.inference_mode()
    def pictures(self, codes: Tensor) -> Tensor:
        """Pictures [n, 3, side, side] of 0 to 1 of `codes` [n, rows, rows], one after the other."""
        vq = self._network.model.vqmodel
        decoded = [vq.decode(one.reshape(1, -1).to(self.device)) for one in codes]
        return (torch.cat(decoded).float() / 2 + 0.5).clamp(0, 1)


class JanusReading:
    """What the language model has read so far, in a key-value cache: nothing is computed twice."""

    def __init__(self, network: Any) -> None:
        self._model = network.model
        self._cache: Any = DynamicCache(config=network.config.text_config)
        taken = signature(type(self._model.language_model).forward).parameters
        self._argument = "cache" if "cache" in taken else "past_key_values"  # as it was called before

    @torch.inference_mode()
    def scores(self, vectors: Tensor) -> Tensor:
        """Logits [n, codes] of the code that follows, when `vectors` [n, tokens, width] are read, too."""
        read = self._model.language_model(
            inputs_embeds=vectors, use_cache=True, **{self._argument: self._cache}
        )
        told: Tensor = self._model.generation_head(read.last_hidden_state[:, -1])
        return told.float()


def load_janus(folder: JanusFolder, device: str, plans: Path) -> LoadedJanus:
    """The Janus in `folder`, in the fastest type of numbers, which is kept in the file `plans`.

    `device` comes from `choose_device`. Raises UserError.
    """
    transformers_log.set_verbosity_error()
    transformers_log.disable_progress_bar()
    dtype = fastest_type(device, ProbeCache(plans))
    try:
        network, told = JanusForConditionalGeneration.from_pretrained(
            folder.path, local_files_only=True, use_safetensors=True, output_loading_info=True, dtype=dtype
        )
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder.path, local_files_only=True)
    except (OSError, ValueError, RuntimeError, LookupError, TypeError, SafetensorError) as error:
        gist = " ".join(str(error).split())[:200].rstrip(".")
        raise UserError(
            tr("What is in {path} cannot be loaded: {reason}.", path=folder.path, reason=gist)
        ) from error
    lacking = [*told["missing_keys"], *told["mismatched_keys"]]
    if lacking:
        gist = str(lacking[0])[:80]
        raise UserError(
            tr(
                "The weights in {path} are not of this network: {reason} is missing.",
                path=folder.path,
                reason=gist,
            )
        )
    network.model.vision_model = network.model.aligner = nn.Identity()
    return LoadedJanus(
        folder, network.to(device).eval().requires_grad_(requires_grad=False), tokenizer, device
    )
