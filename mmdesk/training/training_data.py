"""What a run learns from, read once: pictures, texts, tokens, and the sentence encoder's vectors."""

import zlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from timm.data.imagenet_info import ImageNetInfo
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.training.caption_pairs import CaptionPairs
from mmdesk.training.checkpoint import Checkpoint
from mmdesk.training.corpus import Corpus, gather_corpus, read_concepts, read_nouns
from mmdesk.training.pack import Example, read_examples, read_lines
from mmdesk.training.prompts import with_article
from mmdesk.training.sentences import SentenceEncoder, find_sentence_encoder
from mmdesk.training.spec import TrainSpec
from mmdesk.training.student import MERGES_FILE, Student
from mmdesk.training.text_tower import take_over_text_tower
from mmdesk.training.vocabulary import learn_merges, write_merges


@dataclass(frozen=True)
class TrainingData:
    """Pictures and texts of one run.

    `tokens` [texts, context] are those of the corpus; `class_rows` [1000] say which of its texts name
    ImageNet's classes.
    """

    examples: tuple[Example, ...]
    corpus: Corpus
    pairs: CaptionPairs
    student: Student
    tokens: Tensor
    class_rows: Tensor


def read_training_data(spec: TrainSpec, work: Path) -> TrainingData:
    """Read the data, learn a vocabulary unless `work` holds one, and set up the network."""
    examples = read_examples(spec.data)
    classes = class_names()
    nouns = read_nouns(spec.nouns) if spec.nouns is not None else ()
    corpus = gather_corpus(examples, read_lines(spec.data), (*classes, *read_concepts(spec.data)), nouns)
    rows = corpus.rows()
    pairs = CaptionPairs(examples, rows)
    if not pairs.any_text:
        raise UserError(f"The pictures in {spec.data} have neither captions nor labels to learn from.")
    student = _student(spec, work, corpus)
    return TrainingData(
        examples=examples,
        corpus=corpus,
        pairs=pairs,
        student=student,
        tokens=student.tokens(list(corpus.texts)),
        class_rows=torch.tensor([rows[with_article(name)] for name in classes], dtype=torch.long),
    )


def class_names() -> tuple[str, ...]:
    """The first name of each of ImageNet's 1,000 classes, in the order of a classifier's scores."""
    return tuple(names.split(",")[0] for names in ImageNetInfo().label_descriptions())


def _student(spec: TrainSpec, work: Path, corpus: Corpus) -> Student:
    """The network to be trained, its text tower that of `spec.text_from` where there is one."""
    merges = work / MERGES_FILE
    if not merges.exists():
        if spec.text_from is not None:
            merges.write_bytes(_merges_of(spec.text_from).read_bytes())
        else:
            write_merges(merges, learn_merges(corpus.texts, spec.shape.merges))
    student = Student(spec.shape, merges)
    if spec.text_from is not None:
        take_over_text_tower(student, spec.text_from)
    return student


def _merges_of(folder: Path) -> Path:
    path = folder / MERGES_FILE
    if not path.is_file():
        raise UserError(f"The model {folder} has no {MERGES_FILE}, so its text tower cannot be taken over.")
    return path


def sentence_vectors(
    texts: Sequence[str], keep: Path, encoder: Path | None
) -> Generator[Progress, None, Tensor]:
    """Vectors of all texts, float32 [texts, k], by the transformers folder `encoder` or the optional package.

    They are kept in the file `keep`. Raises UserError where there is no encoder.
    """
    digest = zlib.crc32("\n".join(texts).encode())
    if keep.exists() and (stored := Checkpoint.load(keep)).numbers["texts"] == digest:
        return stored.groups["sentences"]["vectors"].float()
    done = 0
    parts: dict[int, NDArray[np.float32]] = {}
    for rows, vectors in SentenceEncoder(encoder or find_sentence_encoder()).encode(texts):
        parts.update(zip(rows.tolist(), vectors, strict=True))
        done += len(rows)
        yield Progress(done, len(texts), "Reading texts")
    found = torch.from_numpy(np.stack([parts[row] for row in range(len(texts))]))
    Checkpoint({"sentences": {"vectors": found.half()}}, {"texts": digest}).save(keep)
    return found.half().float()
