"""Batch norms made part of the convolutions before them.

In evaluation a batch norm (Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167) is a scale and an offset
for each channel, and so is what a convolution does to its outputs: one layer does for both.
"""

import itertools

from open_clip.modified_resnet import Bottleneck, ModifiedResNet
from timm.layers.conv_bn_act import ConvNormAct
from timm.models._efficientnet_blocks import ConvBnAct, DepthwiseSeparableConv, EdgeResidual, InvertedResidual
from timm.models.efficientnet import EfficientNet
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

SEQUENTIAL = (
    Bottleneck, ConvBnAct, ConvNormAct, DepthwiseSeparableConv, EdgeResidual, EfficientNet, InvertedResidual,
    ModifiedResNet, nn.Sequential,
)  # fmt: skip
"""Modules in which a batch norm right after a convolution is applied right after it, too."""


def fold_batch_norms(network: nn.Module) -> None:
    """Fold the batch norms of `network`, in fp32 and evaluation mode: the same numbers, sooner."""
    for module in [one for one in network.modules() if isinstance(one, SEQUENTIAL)]:
        for (name, before), (norm_name, norm) in itertools.pairwise(list(module.named_children())):
            if isinstance(before, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                setattr(module, name, fuse_conv_bn_eval(before, norm))
                # timm's norms carry the activation that follows them.
                setattr(module, norm_name, getattr(norm, "act", nn.Identity()))
