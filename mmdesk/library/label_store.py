"""What the catalogue keeps of labels beside the tags: own sets, heads and runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from mmdesk.core.language import trn
from mmdesk.core.vectors import Vectors
from mmdesk.library.catalogue import Catalogue


@dataclass(frozen=True)
class StoredHead:
    """What a label has learned for one model: `weights` [dim], `bias`, and from how many photos."""

    weights: Vectors
    bias: float
    accepted: int
    rejected: int

    @property
    def sentence(self) -> str:
        """Sentence for people: from how many photos it learned."""
        photos = self.accepted + self.rejected
        return trn("learned from {n} photo", "learned from {n} photos", photos)


@dataclass(frozen=True, slots=True)
class TagRun:
    """Extent of the last search for a set: `digest` of set and heads, `stamp` of the vectors, cut-offs."""

    digest: str
    stamp: str
    cutoffs: Mapping[str, float]


class LabelStore:
    """Own label sets (as TOML documents), heads and runs."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def documents(self) -> dict[str, str]:
        """Every stored set, by name."""
        return dict(self._catalogue.rows("SELECT name, document FROM label_sets ORDER BY name"))

    def put_document(self, name: str, document: str) -> None:
        """Store a set in the place of the one of that name."""
        with self._catalogue.writing() as db:
            db.execute("INSERT OR REPLACE INTO label_sets VALUES (?, ?)", [name, document])

    def remove_document(self, name: str) -> None:
        """Forget a set; its tags stay."""
        with self._catalogue.writing() as db:
            db.execute("DELETE FROM label_sets WHERE name = ?", [name])

    def run(self, label_set: str, model: str) -> TagRun | None:
        """The last run of a set with a model."""
        sql = "SELECT digest, stamp, cutoffs FROM tag_runs WHERE label_set = ? AND model = ?"
        rows = self._catalogue.rows(sql, [label_set, model])
        return TagRun(rows[0][0], rows[0][1], json.loads(rows[0][2])) if rows else None

    def put_run(self, label_set: str, model: str, run: TagRun) -> None:
        """Remember a run; of other models nothing is known any more, for their suggestions are replaced."""
        row = [label_set, model, run.digest, run.stamp, json.dumps(dict(run.cutoffs))]
        with self._catalogue.writing() as db:
            db.execute("DELETE FROM tag_runs WHERE label_set = ?", [label_set])
            db.execute("INSERT INTO tag_runs VALUES (?, ?, ?, ?, ?)", row)

    def heads(self, model: str) -> dict[str, StoredHead]:
        """What labels have learned for a model, by label."""
        sql = "SELECT label, weights, bias, accepted, rejected FROM taught WHERE model = ?"
        return {
            label: StoredHead(np.frombuffer(weights, np.float32), bias, accepted, rejected)
            for label, weights, bias, accepted, rejected in self._catalogue.rows(sql, [model])
        }

    def learned_elsewhere(self, model: str) -> set[str]:
        """Labels that have learned for other models, and not for this one."""
        sql = "SELECT label FROM taught GROUP BY label HAVING sum(model = ?) = 0"
        return {label for (label,) in self._catalogue.rows(sql, [model])}

    def put_head(self, label: str, model: str, head: StoredHead) -> None:
        """Remember what a label learned."""
        weights = head.weights.astype(np.float32).tobytes()
        at = datetime.now(UTC).isoformat(timespec="seconds")
        row = [label, model, weights, head.bias, head.accepted, head.rejected, at]
        with self._catalogue.writing() as db:
            db.execute("INSERT OR REPLACE INTO taught VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def remove_heads(self, label: str) -> None:
        """Forget what a label learned, for all models."""
        with self._catalogue.writing() as db:
            db.execute("DELETE FROM taught WHERE label = ?", [label])
