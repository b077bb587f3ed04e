"""A Kandinsky ready to paint: its prior and its decoder, each loaded when it is needed.

The classes are those of diffusers and transformers, named here one by one, so that nothing in a folder says
what is to be run. All is read from local folders, and from safetensors only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import DDIMScheduler, DDPMScheduler, PriorTransformer, UnCLIPScheduler, UNet2DConditionModel
from diffusers import VQModel as MoVq
from diffusers.utils import logging as diffusers_log
from safetensors import SafetensorError
from torch import Tensor
from transformers import (
    CLIPImageProcessor,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionModelWithProjection,
)
from transformers.utils import logging as transformers_log

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.models.kandinsky import folder as parts
from mmdesk.models.kandinsky.folder import KandinskyFolder, KandinskyPriorFolder
from mmdesk.models.number_type import fastest_type
from mmdesk.models.plan import ProbeCache
from mmdesk.models.published_folder import read_config

SCHEDULERS = {"DDPMScheduler": DDPMScheduler, "DDIMScheduler": DDIMScheduler}
"""Classes that lead from noise to a picture, by their names."""


@dataclass(frozen=True)
class ReadWords:
    """What a CLIP makes of texts: vectors [n, dim], states [n, tokens, width], and which count."""

    vectors: Tensor
    states: Tensor
    counted: Tensor

    def repeated(self, count: int) -> "ReadWords":
        """Each of the texts `count` times, one after the other."""
        parts_ = (self.vectors, self.states, self.counted)
        return ReadWords(*(one.repeat_interleave(count, 0) for one in parts_))


class KandinskyPrior:
    """The networks of a prior: image vectors of words, and of pictures.

    Attributes:
        network: the prior transformer.
        device: where they are.
        dtype: the type of their numbers.
    """

    def __init__(self, folder: KandinskyPriorFolder, device: str, dtype: torch.dtype) -> None:
        path = folder.path
        self.device, self.dtype = device, dtype
        self.network: Any = _network(PriorTransformer, path / parts.PRIOR, device, torch_dtype=dtype)
        self._text: Any = _network(CLIPTextModelWithProjection, path / parts.TEXT, device, dtype=dtype)
        self._image: Any = _network(CLIPVisionModelWithProjection, path / parts.IMAGE, device, dtype=dtype)
        self._tokenizer: Any = _read(CLIPTokenizer, path / parts.TOKENIZER)
        self._pixels: Any = _read(CLIPImageProcessor, path / parts.PIXELS)
        self._scheduler: Any = _read(UnCLIPScheduler, path / parts.SCHEDULER)

    def scheduler(self, steps: int) -> Any:
        """A new scheduler of so many steps."""
        return _new(self._scheduler, steps)

    @torch.inference_mode()
    def read_words(self, texts: Sequence[str]) -> ReadWords:
        """What is made of `texts`, as far as they fit in."""
        told = self._tokenizer(
            list(texts),
            padding="max_length",
            max_length=self._tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        )
        read = self._text(told.input_ids.to(self.device))
        counted = told.attention_mask.bool().to(self.device)
        return ReadWords(read.text_embeds, read.last_hidden_state, counted)

    @torch.inference_mode()
    def see(self, pictures: Sequence[FullPicture]) -> Tensor:
        """Image vectors [n, dim] of `pictures`."""
        seen = [self._image(self._prepared(one).to(self.device, self.dtype)).image_embeds for one in pictures]
        return torch.cat(seen)

    @torch.inference_mode()
    def nothing(self) -> Tensor:
        """The image vector [1, dim] of a black picture, which stands for no wish at all."""
        side = self._image.config.image_size
        black = torch.zeros(1, 3, side, side, device=self.device, dtype=self.dtype)
        vector: Tensor = self._image(black).image_embeds
        return vector

    def _prepared(self, picture: FullPicture) -> Tensor:
        raw = torch.frombuffer(bytearray(picture.rgb), dtype=torch.uint8)
        pixels = raw.view(picture.height, picture.width, 3).permute(2, 0, 1)
        prepared: Tensor = self._pixels(pixels, return_tensors="pt").pixel_values
        return prepared


class KandinskyDecoder:
    """The networks of a decoder: pictures from image vectors.

    The VQGAN's are in fp32: it is small, and what it draws is seen.

    Attributes:
        folder: where they were read from.
        network: the U-Net that takes noise away.
        device: where they are.
        dtype: the type of the U-Net's numbers.
    """

    def __init__(self, folder: KandinskyFolder, device: str, dtype: torch.dtype) -> None:
        self.folder, self.device, self.dtype = folder, device, dtype
        self.network: Any = _network(
            UNet2DConditionModel, folder.path / parts.UNET, device, torch_dtype=dtype
        )
        self._usual_attention = dict(self.network.attn_processors)
        self._movq: Any = _network(MoVq, folder.path / parts.MOVQ, device, torch_dtype=torch.float32)
        named = read_config(folder.path / parts.SCHEDULER / "scheduler_config.json").get("_class_name")
        kind = SCHEDULERS.get(str(named), DDPMScheduler)
        self._scheduler: Any = _read(kind, folder.path / parts.SCHEDULER)

    @property
    def channels(self) -> int:
        """Channels of a latent."""
        return int(self._movq.config.latent_channels)

    @property
    def learns_variance(self) -> bool:
        """Whether the scheduler wants the variance that the U-Net tells, too."""
        return getattr(self._scheduler.config, "variance_type", None) in ("learned", "learned_range")

    def scheduler(self, steps: int) -> Any:
        """A new scheduler of so many steps."""
        return _new(self._scheduler, steps)

    def slice_attention(self, *, sliced: bool) -> None:
        """Let attention be computed in slices, slower and in less memory, or as usual."""
        if sliced:
            self.network.set_attention_slice("auto")
        else:
            self.network.set_attn_processor(dict(self._usual_attention))

    @torch.inference_mode()
    def latents(self, pictures: Tensor) -> Tensor:
        """Latents [n, c, h / factor, w / factor] of `pictures` [n, 3, h, w] of 0 to 1."""
        encoded: Tensor = self._movq.encode(2 * pictures.to(self.device) - 1).latents
        return encoded.to(self.dtype)

    @torch.inference_mode()
    def pictures(self, latents: Tensor) -> Tensor:
        """Pictures of 0 to 1 of `latents`, one after the other: a large one needs all the memory."""
        decoded = [self._movq.decode(one[None].float(), force_not_quantize=True).sample for one in latents]
        return (torch.cat(decoded) / 2 + 0.5).clamp(0, 1)


class LoadedKandinsky:
    """A decoder and its prior, both of them loaded as late as can be: together they take 16 GB in fp32.

    Attributes:
        folder: the decoder's.
        prior_folder: the prior's.
        device: where they are computed.
        dtype: the type of their numbers.
    """

    def __init__(
        self, folder: KandinskyFolder, prior_folder: KandinskyPriorFolder, device: str, dtype: torch.dtype
    ) -> None:
        self.folder, self.prior_folder = folder, prior_folder
        self.device, self.dtype = device, dtype
        self._prior: KandinskyPrior | None = None
        self._decoder: KandinskyDecoder | None = None

    def prior(self) -> KandinskyPrior:
        """The prior. Takes long where it is not there yet. Raises UserError."""
        if self._prior is None:
            self._prior = KandinskyPrior(self.prior_folder, self.device, self.dtype)
        return self._prior

    def decoder(self) -> KandinskyDecoder:
        """The decoder. Takes long where it is not there yet. Raises UserError."""
        if self._decoder is None:
            self._decoder = KandinskyDecoder(self.folder, self.device, self.dtype)
        return self._decoder

    @property
    def has_prior(self) -> bool:
        """Whether the prior is in memory."""
        return self._prior is not None

    @property
    def has_decoder(self) -> bool:
        """Whether the decoder is in memory."""
        return self._decoder is not None

    def forget_prior(self) -> None:
        """Make room."""
        self._prior = None

    def forget_decoder(self) -> None:
        """Make room."""
        self._decoder = None

    def bytes_of(self, folder: KandinskyFolder | KandinskyPriorFolder) -> int:
        """Bytes that the weights of `folder`, one of its two, take in memory."""
        return folder.parameters * self.dtype.itemsize


def load_kandinsky(
    folder: KandinskyFolder, prior_folder: KandinskyPriorFolder, device: str, plans: Path
) -> LoadedKandinsky:
    """The Kandinsky in these folders, in the fastest type of numbers, which is kept in the file `plans`.

    Nothing of it is read yet. `device` comes from `choose_device`. Raises UserError where they do not fit.
    """
    diffusers_log.set_verbosity_error()
    diffusers_log.disable_progress_bar()
    transformers_log.set_verbosity_error()
    transformers_log.disable_progress_bar()
    if folder.vector != prior_folder.vector:
        raise UserError(
            tr(
                "The models {decoder} and {prior} do not go together.",
                decoder=folder.name,
                prior=prior_folder.name,
            )
        )
    return LoadedKandinsky(folder, prior_folder, device, fastest_type(device, ProbeCache(plans)))


def _network(kind: Any, path: Path, device: str, **more: Any) -> Any:
    """The network of the class `kind` with the weights in `path`. Raises UserError."""
    network, told = _read(kind, path, use_safetensors=True, output_loading_info=True, **more)
    lacking = [*told["missing_keys"], *told["mismatched_keys"]]
    if lacking:
        raise UserError(
            tr(
                "The weights in {path} are not of this network: {tensor} is missing.",
                path=path,
                tensor=str(lacking[0])[:80],
            )
        )
    return network.to(device).eval().requires_grad_(requires_grad=False)


def _read(kind: Any, path: Path, **more: Any) -> Any:
    try:
        return kind.from_pretrained(path, local_files_only=True, **more)
    except (OSError, ValueError, RuntimeError, LookupError, TypeError, SafetensorError) as error:
        gist = " ".join(str(error).split())[:200].rstrip(".")
        raise UserError(
            tr("What is in {path} cannot be loaded: {reason}.", path=path, reason=gist)
        ) from error


def _new(scheduler: Any, steps: int) -> Any:
    new = type(scheduler).from_config(scheduler.config)
    new.set_timesteps(steps)
    return new
