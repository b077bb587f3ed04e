"""Everything the text tower reads: captions, sentences about labels, names of classes, dictionary nouns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mmdesk.core.errors import UserError
from mmdesk.training.pack import Example, split_of
from mmdesk.training.prompts import ensemble_prompts, label_prompts, with_article

CONCEPTS = Path("clip_space") / "concept_text_vectors.npz"
"""Nouns of four detection data sets, inside a data pack."""

PLAIN_WORDS = re.compile(r"[a-z]+(_[a-z]+)?")
WORDY_SETS = frozenset({"emoji"})
"""Sets whose label lists are code point names rather than what one would search for."""


@dataclass(frozen=True)
class Corpus:
    """Distinct texts in a fixed order, so that a row number stands for a text."""

    texts: tuple[str, ...]

    def rows(self) -> dict[str, int]:
        """The row of each text."""
        return {text: row for row, text in enumerate(self.texts)}


def gather_corpus(
    examples: tuple[Example, ...],
    lines: Sequence[str] = (),
    names: Sequence[str] = (),
    nouns: Sequence[str] = (),
) -> Corpus:
    """The distinct training texts; no caption of a held-out picture is among them.

    `lines` are captions without pictures, `names` those of classes and everyday things, said in every way,
    `nouns` words said alone and with an article.
    """
    held_out = {caption for example in split_of(examples, "dev") for caption in example.captions}
    train = split_of(examples, "train")
    captions = (*(caption for example in train for caption in example.captions), *lines)
    texts = (
        *(caption for caption in captions if caption not in held_out),
        *_sentences(train),
        *(text for name in names for text in (*label_prompts(name), *ensemble_prompts(name), name)),
        *(text for noun in nouns for text in (with_article(noun), noun)),
    )
    return Corpus(tuple(text for text in dict.fromkeys(texts) if text.strip()))


def read_nouns(path: Path) -> tuple[str, ...]:
    """English nouns of one or two words that occur in running text, from WordNet's noun index.

    That is index.noun (Fellbaum 1998; format in wndb(5)). Raises UserError where the file is something else.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        fields = [line.split() for line in lines if not line.startswith(" ")]
        return tuple(parts[0].replace("_", " ") for parts in fields if _common(parts))
    except (OSError, ValueError, IndexError) as error:
        raise UserError(f"The noun list {path} is not WordNet's index.noun.") from error


def read_concepts(data: Path) -> tuple[str, ...]:
    """Names of everyday things that lie beside a data pack; none where the file is missing."""
    path = data / CONCEPTS
    if not path.is_file():
        return ()
    try:
        with np.load(path, allow_pickle=False) as stored:
            return tuple(str(name).replace("_", " ") for name in stored["names"])
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"The list of names {path} is broken.") from error


def _common(parts: list[str]) -> bool:
    """A plain lemma with at least one sense tagged in WordNet's concordance: field 5 + p_cnt of wndb(5)."""
    pointers = int(parts[3])
    return PLAIN_WORDS.fullmatch(parts[0]) is not None and int(parts[5 + pointers]) > 0


def _sentences(examples: Iterable[Example]) -> Iterable[str]:
    seen = {(label, example.style) for example in examples for label in described_labels(example)}
    for label, style in sorted(seen):
        yield from label_prompts(label, style)
    for label in sorted({example.labels[0] for example in examples if _is_named(example)}):
        yield from ensemble_prompts(label)


def _is_named(example: Example) -> bool:
    return bool(example.labels) and example.source not in WORDY_SETS


def described_labels(example: Example) -> tuple[str, ...]:
    """The labels worth a sentence."""
    return example.labels[:1] if example.source in WORDY_SETS else example.labels[:4]
