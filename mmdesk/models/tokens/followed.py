"""Pictures that a transformer follows, depth maps and maps of what is where, as codes of another VQGAN.

Esser et al. 2021, "Taming Transformers", section 4.2: the codes of the other picture come before those of the
picture that is drawn.
"""

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.models.vqgan.folder import COLOURS, VqganFolder
from mmdesk.models.vqgan.network import Vqgan, load_vqgan_network, nearest_codes

GREYS = 255


class PictureGuide:
    """Makes codes of pictures that are followed, by the VQGAN `network` for pictures of so many `channels`.

    One channel is depth: greys, from the darkest to the brightest that there is. More than three are kinds of
    things, whose number is the grey of each place. Three are colours.
    """

    def __init__(self, network: Vqgan, channels: int, factor: int) -> None:
        self._network, self._channels, self._factor = network, channels, factor

    @torch.inference_mode()
    def codes(self, picture: Tensor, size: tuple[int, int]) -> Tensor:
        """The codes, int64 [rows, columns] as `size` says, of `picture` [1, 3, h, w] of 0 to 1."""
        pixels = (size[0] * self._factor, size[1] * self._factor)
        seen = self._seen(_cropped(picture, pixels), pixels).to(self._network.codebook.device)
        return nearest_codes(self._network.latent(seen), self._network.codebook)[0]

    def _seen(self, picture: Tensor, pixels: tuple[int, int]) -> Tensor:
        """`picture` as the network wants it, [1, channels, h, w]."""
        if self._channels > COLOURS:  # numbers must not be mixed with those beside them
            numbers = functional.interpolate(picture[:, :1], pixels, mode="nearest")
            kinds = (numbers * GREYS).round().long()[:, 0].clamp(max=self._channels - 1)
            return functional.one_hot(kinds, self._channels).movedim(-1, 1).float()
        resized = functional.interpolate(picture, pixels, mode="bilinear", antialias=True)
        if self._channels == COLOURS:
            return 2 * resized - 1
        grey = resized.mean(1, keepdim=True)
        low, high = grey.amin(), grey.amax()
        return 2 * (grey - low) / (high - low).clamp(min=1 / GREYS) - 1


def load_guide(folder: VqganFolder, device: str) -> PictureGuide:
    """The guide of the VQGAN in `folder`. Raises UserError."""
    network = load_vqgan_network(folder).to(device)
    return PictureGuide(network, folder.ddconfig["in_channels"], folder.factor)


def _cropped(picture: Tensor, pixels: tuple[int, int]) -> Tensor:
    """The largest middle part of `picture` that has the aspect of `pixels`."""
    height, width = picture.shape[-2:]
    wanted_height = min(height, max(1, round(width * pixels[0] / pixels[1])))
    wanted_width = min(width, max(1, round(height * pixels[1] / pixels[0])))
    top, left = (height - wanted_height) // 2, (width - wanted_width) // 2
    return picture[..., top : top + wanted_height, left : left + wanted_width]
