"""What a run learns from, read once: pictures, texts, tokens, and what the helpers say of them."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.training.caption_pairs import CaptionPairs
from mmdesk.training.checkpoint import Checkpoint
from mmdesk.training.corpus import Corpus, class_names, gather_corpus, read_concepts, read_nouns
from mmdesk.training.pack import Example, read_examples, read_lines
from mmdesk.training.prompts import with_article
from mmdesk.training.sentences import SentenceEncoder, find_sentence_encoder
from mmdesk.training.spec import TrainSpec
from mmdesk.training.student import MERGES_FILE, Student
from mmdesk.training.teacher import Teacher
from mmdesk.training.vocabulary import learn_merges, write_merges

CLASS_FILE = "imagenet_labels.txt"
"""Class names of the teacher, one line a class, lying beside it; the first is "background"."""


@dataclass(frozen=True)
class TrainingData:
    """Pictures and texts of one run."""

    examples: tuple[Example, ...]
    corpus: Corpus
    pairs: CaptionPairs
    student: Student
    tokens: Tensor
    class_rows: Tensor


def read_training_data(spec: TrainSpec, work: Path) -> TrainingData:
    """Read the data, learn a vocabulary unless `work` holds one, and set up the network."""
    examples = read_examples(spec.data)
    names = read_class_names(spec.teacher)
    nouns = read_nouns(spec.nouns) if spec.nouns is not None else ()
    corpus = gather_corpus(examples, read_lines(spec.data), names, (*read_concepts(spec.data), *nouns))
    if not corpus.texts:
        raise UserError(f"The pictures in {spec.data} have neither captions nor labels to learn from.")
    merges = work / MERGES_FILE
    if not merges.exists():
        write_merges(merges, learn_merges(corpus.texts, spec.shape.merges))
    rows = corpus.rows()
    student = Student(spec.shape, merges)
    return TrainingData(
        examples=examples,
        corpus=corpus,
        pairs=CaptionPairs(examples, rows),
        student=student,
        tokens=student.tokens(list(corpus.texts)),
        class_rows=torch.tensor([rows[with_article(name)] for name in names], dtype=torch.long),
    )


def read_class_names(teacher: Path | None) -> tuple[str, ...]:
    """Names of the teacher's classes without "background"; none without a teacher."""
    if teacher is None:
        return ()
    path = teacher.with_name(CLASS_FILE)
    if not path.is_file():
        raise UserError(f"The teacher {teacher} needs its class names in {path}.")
    return class_names(path)[1:]


def sentence_vectors(texts: Sequence[str], keep: Path) -> Generator[Progress, None, Tensor | None]:
    """Vectors of all texts, float32 [texts, 384], kept in the file `keep`; None without the encoder."""
    if keep.exists() and len(stored := Checkpoint.load(keep).groups["sentences"]["vectors"]) == len(texts):
        return stored.float()
    folder = find_sentence_encoder()
    if folder is None:
        return None
    done = 0
    parts: dict[int, NDArray[np.float32]] = {}
    for rows, vectors in SentenceEncoder(folder).encode(texts):
        parts.update(zip(rows.tolist(), vectors, strict=True))
        done += len(rows)
        yield Progress(done, len(texts), "Reading texts")
    found = torch.from_numpy(np.stack([parts[row] for row in range(len(texts))]))
    Checkpoint({"sentences": {"vectors": found.half()}}, {}).save(keep)
    return found


def open_teacher(spec: TrainSpec) -> Teacher | None:
    """The teacher of the run, if it has one."""
    return Teacher(spec.teacher) if spec.teacher is not None else None
