"""Which texts go with which pictures.

Several pictures may show a dog, and each of them is right for "a dog": in a batch such texts share the
target (soft targets), instead of every other dog counting as a mistake.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.training.corpus import described_labels
from mmdesk.training.pack import Example
from mmdesk.training.prompts import label_prompts, with_article

WIDTH = 9
"""Meanings kept per picture: four labels, each plain and with its style, and the picture itself."""

CAPTION_SHARE = 0.6
"""Share of the draws in which a picture that has both is paired with a caption, not with a label."""

DESCRIBED_WEIGHT, DRAWN_WEIGHT = 3.0, 2.5
"""Weights in drawing a crop, 1 being usual: of a picture with several captions, which say more than a label,
and of a painting or drawing, which are few."""

NOTHING = -1


@dataclass(frozen=True)
class ChosenTexts:
    """A text chosen for each picture of a batch: its corpus row and its meaning, -1 where there is none."""

    texts: NDArray[np.int64]
    meanings: NDArray[np.int64]


class CaptionPairs:
    """The texts of every example, by corpus row, and what each text means.

    A meaning is a number: that of a label, of a label in a style, or of one picture (its captions).
    `meanings` [examples, 9] lists what is true of each picture.
    """

    def __init__(self, examples: tuple[Example, ...], rows: dict[str, int]) -> None:
        self._numbers: dict[object, int] = {}
        self.meanings = np.full((len(examples), WIDTH), NOTHING - 1, np.int64)
        self._captions: list[list[int]] = []
        self._weights: list[float] = []
        self._labelled: list[list[tuple[int, int]]] = []
        for place, example in enumerate(examples):
            self._add(place, example, rows)

    @property
    def any_text(self) -> bool:
        """Whether any picture has a text."""
        return any(self._captions) or any(self._labelled)

    def chances(self, places: NDArray[np.int32]) -> NDArray[np.float64]:
        """Chances of each crop of the examples `places` to be drawn."""
        weights = np.array(self._weights)[places]
        chances: NDArray[np.float64] = weights / weights.sum()
        return chances

    def draw(self, places: NDArray[np.int32], rng: np.random.Generator) -> ChosenTexts:
        """A text at random for each of the examples `places`."""
        chosen = [self._choose(int(place), rng) for place in places]
        return ChosenTexts(*np.array(chosen, np.int64).reshape(-1, 2).T)

    def matches(self, places: NDArray[np.int32], chosen: ChosenTexts) -> NDArray[np.bool_]:
        """Whether text j is true of picture i, [pictures, texts]."""
        found: NDArray[np.bool_] = (self.meanings[places][:, :, None] == chosen.meanings[None, None, :]).any(
            1
        )
        return found

    def _add(self, place: int, example: Example, rows: dict[str, int]) -> None:
        itself = self._number(place)
        labelled = []
        for label in described_labels(example):
            plain, styled = self._number(label.lower()), self._number((label.lower(), example.style))
            said = with_article(label)
            labelled += [
                (rows[text], plain if text == said else styled)
                for text in label_prompts(label, example.style)
                if text in rows
            ]
        true = [itself, *dict.fromkeys(meaning for _, meaning in labelled)][:WIDTH]
        self.meanings[place, : len(true)] = true
        captions = [rows[caption] for caption in example.captions if caption in rows]
        drawn = DRAWN_WEIGHT if example.style != "photo" else 1.0
        self._captions.append(captions)
        self._weights.append(DESCRIBED_WEIGHT if len(captions) > 1 else drawn)
        self._labelled.append(labelled)

    def _number(self, meaning: object) -> int:
        return self._numbers.setdefault(meaning, len(self._numbers))

    def _choose(self, place: int, rng: np.random.Generator) -> tuple[int, int]:
        captions, labelled = self._captions[place], self._labelled[place]
        if captions and (not labelled or rng.random() < CAPTION_SHARE):
            return captions[int(rng.integers(len(captions)))], int(self.meanings[place, 0])
        return labelled[int(rng.integers(len(labelled)))] if labelled else (NOTHING, NOTHING)
