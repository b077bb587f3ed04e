"""Held-out figures of a model on disk, and its calibration."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mmdesk.training.calibrate import fit_curve
from mmdesk.training.encoding import FolderEncoder
from mmdesk.training.evaluation import Figures, captioned, evaluate
from mmdesk.training.pack import Example, split_of


class Evaluator:
    """Figures of an open_clip folder, exactly as the program will use it, on the held-out of `examples`."""

    def __init__(self, folder: Path, examples: Sequence[Example], device: str = "cpu") -> None:
        self._held_out = split_of(tuple(examples), "dev")
        self._encoder = FolderEncoder(folder, device)

    def figures(self) -> Figures:
        """R@k and zero-shot accuracy."""
        return evaluate(self._held_out, self._encoder.examples, self._encoder.texts)

    def calibrate(self, path: Path) -> None:
        """Fit cosine to relevance on the held-out captions; nothing is written where there are none."""
        photos = captioned(self._held_out)
        if len(photos) < 2:
            return
        owners = [place for place, photo in enumerate(photos) for _ in photo.captions]
        texts = self._encoder.texts([caption for photo in photos for caption in photo.captions])
        cosines = texts @ self._encoder.examples(photos).T
        own = np.zeros(cosines.shape, bool)
        own[np.arange(len(owners)), owners] = True
        fit_curve(cosines[own], cosines[~own]).write(path)

    def close(self) -> None:
        """Remove what the encoder left on disk."""
        self._encoder.close()
