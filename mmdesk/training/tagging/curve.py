"""The curve over z that makes probabilities of a model, fitted to photos with known labels (Platt 1999).

Like that of searches it is fitted as if one photo in fifty showed a label.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.models.label_scorer import CURVE_NAME, LabelScorer
from mmdesk.training.calibrate import fit_logistic
from mmdesk.training.tagging.labelled_sets import SURE, UNKNOWN, Space, TagSet
from mmdesk.training.tagging.protocol import untaught


@dataclass(frozen=True)
class TagCurve:
    """`probability = 1 / (1 + exp(-(slope * z + intercept)))`, from `pairs` of photo and label."""

    slope: float
    intercept: float
    pairs: int

    def document(self) -> dict[str, float]:
        """The curve as JSON."""
        return {
            "slope": round(self.slope, 3),
            "intercept": round(self.intercept, 3),
            "pairs": self.pairs,
        }

    def write(self, folder: Path) -> None:
        """Write the curve beside the weights in `folder`, where the program looks for it."""
        document = {name: value for name, value in self.document().items() if name != "pairs"}
        try:
            (folder / CURVE_NAME).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise UserError(f"The curve cannot be written into {folder}: {error.strerror}.") from error


def fit_tag_curve(space: Space, library: TagSet) -> TagCurve:
    """The curve that tells best which labels of `library` its photos show.

    Raises UserError where it holds too few labels.
    """
    if not library.labels:
        raise UserError("There are too few labelled pictures to fit a curve: ten of one label at least.")
    plain = untaught(space, library)
    known = library.truth != UNKNOWN
    slope, intercept = fit_logistic(_heights(plain, space, library)[known], (library.truth == SURE)[known])
    if slope <= 0:
        raise UserError("The model in use sees nothing of these labels: no curve fits.")
    return TagCurve(slope, intercept, int(known.sum()))


def _heights(scorer: LabelScorer, space: Space, library: TagSet) -> NDArray[np.float64]:
    """The z of every photo and label, the label's level in the library taken off as the program does."""
    logits = scorer.logits(space.library[library.rows])
    baseline = scorer.baseline
    return np.asarray((logits - baseline.intercept) / baseline.slope, np.float64)
