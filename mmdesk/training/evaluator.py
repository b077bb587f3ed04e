"""Who looks at the held-out pictures: for a model in training or one on disk."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from torch.nn import functional

from mmdesk.core.vectors import Vectors
from mmdesk.training.calibrate import fit_curve
from mmdesk.training.encoding import BATCH, FolderEncoder, centre_pixels
from mmdesk.training.evaluation import EncodeExamples, EncodeTexts, Figures, captioned, evaluate
from mmdesk.training.pack import Example, split_of
from mmdesk.training.student import Student, encode_short_texts, prepared


class Evaluator:
    """Figures of a model on the held-out part of `examples`."""

    def __init__(self, examples: Sequence[Example], see: EncodeExamples, read: EncodeTexts) -> None:
        self._held_out = split_of(tuple(examples), "dev")
        self._see, self._read = see, read
        self._folder: FolderEncoder | None = None

    @classmethod
    def of_folder(cls, folder: Path, examples: Sequence[Example], device: str = "cpu") -> Self:
        """For the open_clip folder `folder`, exactly as the program will use it."""
        encoder = FolderEncoder(folder, device)
        judge = cls(examples, encoder.examples, encoder.texts)
        judge._folder = encoder
        return judge

    @classmethod
    def of_student(cls, student: Student, examples: Sequence[Example], device: str = "cpu") -> Self:
        """For a network in training, which is left in training mode."""
        clip = _StudentEyes(student, device)
        return cls(examples, clip.examples, clip.texts)

    def figures(self) -> Figures:
        """R@k and zero-shot naming."""
        return evaluate(self._held_out, self._see, self._read)

    def calibrate(self, path: Path) -> None:
        """Fit cosine to relevance on the held-out captions; nothing is written where there are none."""
        photos = captioned(self._held_out)
        if len(photos) < 2:
            return
        owners = [place for place, photo in enumerate(photos) for _ in photo.captions]
        texts = self._read([caption for photo in photos for caption in photo.captions])
        cosines = texts @ self._see(photos).T
        own = np.zeros(cosines.shape, bool)
        own[np.arange(len(owners)), owners] = True
        fit_curve(cosines[own], cosines[~own]).write(path)

    def close(self) -> None:
        """Give up what the model in a folder needed."""
        if self._folder is not None:
            self._folder.close()


class _StudentEyes:
    """Encodes with the network as it is; batch norms must not learn from what they are shown."""

    def __init__(self, student: Student, device: str) -> None:
        self._student, self._device = student, device
        self._model: Any = student.model

    def examples(self, examples: Sequence[Example]) -> Vectors:
        """Unit vectors [n, d]."""
        return self._in_batches(examples, self._pictures)

    def texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, d]."""
        return self._in_batches(texts, self._sentences)

    def _in_batches(self, things: Sequence[Any], encode: Any) -> Vectors:
        self._model.eval()
        with torch.inference_mode():
            parts = [encode(things[start : start + BATCH]) for start in range(0, len(things), BATCH)]
        self._model.train()
        found: Vectors = torch.cat(parts).cpu().numpy()
        return found

    def _pictures(self, examples: Sequence[Example]) -> torch.Tensor:
        side = self._student.shape.image_size
        pixels = np.stack([centre_pixels(example.open(), side) for example in examples])
        inputs = prepared(torch.from_numpy(pixels).permute(0, 3, 1, 2).to(self._device))
        return functional.normalize(self._model.encode_image(inputs).float(), dim=-1)

    def _sentences(self, texts: Sequence[str]) -> torch.Tensor:
        return encode_short_texts(self._model, self._student.tokens(list(texts)).to(self._device))
