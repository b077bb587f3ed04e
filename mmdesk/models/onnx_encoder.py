"""A CLIP model run by ONNX Runtime in fp32: there in a moment, in little memory, without torch."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.encoding import pixels_in_batches, texts_in_batches
from mmdesk.models.onnx_graphs import OnnxGraphs, shortened
from mmdesk.models.onnx_tower import OnnxTower
from mmdesk.models.plan import EncodingPlan
from mmdesk.models.tokenizer import Tokenizer, read_tokenizer

BATCH = 8
"""Pictures encoded at once: more gain nothing on a processor."""


class OnnxEncoder:
    """An `Encoder` on the processor. A tower is loaded when it is first used; that may raise UserError."""

    def __init__(self, folder: ClipFolder, graphs: OnnxGraphs) -> None:
        self.folder = folder
        self._graphs = graphs

    @property
    def plan(self) -> EncodingPlan:
        """Always fp32 on the processor."""
        return EncodingPlan("cpu", "float32", BATCH)

    def encode_pixels(self, pixels: NDArray[np.uint8]) -> Vectors:
        """Unit vectors [n, dim] of pictures, see `Encoder`."""
        return pixels_in_batches(self.folder, pixels, BATCH, self._image_tower.run)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, dim] of texts, see `Encoder`."""
        return texts_in_batches(self.folder, texts, self._encode_batch)

    def _encode_batch(self, texts: Sequence[str]) -> Vectors:
        tokens = self._tokenize(texts)
        return self._text_tower.run(shortened(tokens) if self._graphs.shortens else tokens)

    @cached_property
    def _image_tower(self) -> OnnxTower:
        return OnnxTower(self._graphs.image)

    @cached_property
    def _text_tower(self) -> OnnxTower:
        return OnnxTower(self._graphs.text)

    @cached_property
    def _tokenize(self) -> Tokenizer:
        return read_tokenizer(self.folder)
