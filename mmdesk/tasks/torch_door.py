"""The tasks' one door to torch, and to ONNX Runtime.

Importing torch takes seconds, so nothing imports it to print a help text, to show a window or to read a label
file. What needs it is imported here, when it is first called, and nowhere else in this room; the annotations
name types only. Beside a living window the import is a quiet one.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmdesk.core.collector import resting_collector
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.quiet_import import importing_quietly

if TYPE_CHECKING:
    from mmdesk.core.labels import LabelSet
    from mmdesk.core.painting.frame import Plan
    from mmdesk.core.painting.spec import PaintSpec
    from mmdesk.core.progress import Progress
    from mmdesk.core.vectors import StoredVectors, VectorSource
    from mmdesk.generation.opening import ReadPicture
    from mmdesk.generation.under_way import PaintingUnderWay
    from mmdesk.models.block_scorer import BlockScorer
    from mmdesk.models.clip_encoder import ClipEncoder
    from mmdesk.models.clip_folder import ClipFolder
    from mmdesk.models.label_scorer import LabelScorer
    from mmdesk.models.lance_index import LanceIndex
    from mmdesk.models.onnx_encoder import OnnxEncoder
    from mmdesk.models.onnx_graphs import OnnxGraphs
    from mmdesk.models.patch_encoder import PatchEncoder
    from mmdesk.models.plan import Engine
    from mmdesk.models.tokens.folder import TokensFolder
    from mmdesk.models.tokens.loaded import LoadedTokens
    from mmdesk.models.vector_index import VectorIndex
    from mmdesk.models.vqgan.folder import VqganFolder
    from mmdesk.models.vqgan.loaded import LoadedVqgan
    from mmdesk.tasks.training_requests import (
        ClipTrainingRequest,
        TokensTrainingRequest,
        VqganTrainingRequest,
    )
    from mmdesk.training.evaluation import Figures
    from mmdesk.training.tagging.curve import TagCurve
    from mmdesk.training.tagging.figures import TagFigures
    from mmdesk.training.tokens.figures import TokenFigures
    from mmdesk.training.vqgan.figures import VqganFigures

# Seeing and tagging


def load_encoder(folder: ClipFolder, device: str, plans: Path) -> ClipEncoder:
    """The CLIP model in `folder`, ready to encode on `device` by the plan in `plans`. Raises UserError."""
    with importing_quietly():
        from mmdesk.models.clip_encoder import load_encoder as load
        from mmdesk.models.device import choose_device

    return load(folder, choose_device(device), plans)


def load_patch_encoder(folder: ClipFolder, device: str) -> PatchEncoder:
    """What tells where in a picture the CLIP model in `folder` sees something. Raises UserError."""
    with importing_quietly():
        from mmdesk.models.device import choose_device
        from mmdesk.models.patch_encoder import load_patch_encoder as load

    return load(folder, choose_device(device))


def onnx_encoder(folder: ClipFolder, graphs: OnnxGraphs) -> OnnxEncoder:
    """The CLIP model in `folder`, run by its graphs: without torch."""
    with resting_collector():
        from mmdesk.models.onnx_encoder import OnnxEncoder

    return OnnxEncoder(folder, graphs)


def faster_engine(by_torch: ClipEncoder, by_onnx: OnnxEncoder) -> Engine:
    """The engine that encodes pictures faster on this machine; a trial of seconds."""
    from mmdesk.models.probe import faster_engine as try_both

    return try_both(by_torch, by_onnx, by_torch.folder.recipe.size)


def open_index(matrices: Path, source: VectorSource, key: str, device: str) -> VectorIndex:
    """The search index over `source`, its matrix `key` in the folder `matrices`. Raises OSError.

    On the processor it comes without torch.
    """
    with resting_collector():
        from mmdesk.models.device import choose_device
        from mmdesk.models.vector_index import VectorIndex

    return VectorIndex.open(matrices, source, key, choose_device(device))


def open_lance_index(folder: Path, source: StoredVectors, key: str) -> LanceIndex:
    """The search index over `source` that was built on the disk in `folder`.

    Raises UnreadableTableError where there is none of this source, and OSError.
    """
    with resting_collector():
        from mmdesk.models.lance_index import LanceIndex

    return LanceIndex.open(folder, source, key)


def block_scorer(scorer: LabelScorer, device: str = "auto") -> BlockScorer:
    """`scorer` for many photos, in the data type that suits the device."""
    with importing_quietly():
        from mmdesk.models.block_scorer import BlockScorer, fastest_dtype
        from mmdesk.models.device import choose_device

    place = choose_device(device)
    return BlockScorer(scorer, place, fastest_dtype(place))


def count_operations(folder: ClipFolder) -> float | None:
    """Additions and multiplications the CLIP model in `folder` needs for a picture; None where unknown."""
    from mmdesk.models.operations import count_operations as count

    return count(folder.architecture, folder.recipe.size, folder.path)


# Painting


def load_vqgan(folder: VqganFolder, device: str, plans: Path) -> LoadedVqgan:
    """The VQGAN in `folder`, ready to draw on `device` by the plan in `plans`. Raises UserError."""
    with importing_quietly():
        from mmdesk.models.device import choose_device
        from mmdesk.models.vqgan.loaded import load_vqgan as load

    return load(folder, choose_device(device), plans)


def open_painting(
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    vqgan: LoadedVqgan | None,
    pictures: ReadPicture,
    state: Path | None = None,
) -> PaintingUnderWay:
    """The painting of `spec`, or what is left of it after `state`. Raises UserError."""
    with importing_quietly():
        from mmdesk.generation.opening import open_painting as open_it

    return open_it(spec, clips, vqgan, pictures, state)


def plan_painting(
    spec: PaintSpec, clips: Sequence[ClipEncoder], vqgan: LoadedVqgan | None, pictures: ReadPicture
) -> Plan:
    """Time and memory that painting `spec` would take, from two steps of it. Raises UserError."""
    with importing_quietly():
        from mmdesk.generation.opening import plan_painting as plan

    return plan(spec, clips, vqgan, pictures)


def refuse_too_large(
    spec: PaintSpec, clips: Sequence[ClipEncoder], vqgan: LoadedVqgan | None, pictures: ReadPicture
) -> None:
    """Raises UserError where there is by far not memory enough to paint `spec`."""
    with importing_quietly():
        from mmdesk.generation.opening import refuse_too_large as refuse

    refuse(spec, clips, vqgan, pictures)


def load_tokens(folder: TokensFolder, device: str, plans: Path) -> LoadedTokens:
    """The transformer in `folder` and its VQGAN, ready to draw on `device`. Raises UserError."""
    with importing_quietly():
        from mmdesk.models.device import choose_device
        from mmdesk.models.tokens.loaded import load_tokens as load

    return load(folder, choose_device(device), plans)


def open_token_painting(
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    tokens: LoadedTokens,
    pictures: ReadPicture,
    state: Path | None = None,
) -> PaintingUnderWay:
    """The painting of `spec` by the engine tokens, or what is left of it after `state`. Raises UserError."""
    with importing_quietly():
        from mmdesk.generation.tokens.opening import open_token_painting as open_it

    return open_it(spec, clips, tokens, pictures, state)


def plan_token_painting(
    spec: PaintSpec, clips: Sequence[ClipEncoder], tokens: LoadedTokens, pictures: ReadPicture
) -> Plan:
    """Time and memory that painting `spec` would take, from a row of its codes. Raises UserError."""
    with importing_quietly():
        from mmdesk.generation.tokens.opening import plan_token_painting as plan

    return plan(spec, clips, tokens, pictures)


def save_painting(painting: PaintingUnderWay, path: Path) -> None:
    """Keep everything needed to go on. Raises UserError where the disk will not have it."""
    try:
        painting.save(path)
    except OSError as error:
        raise UserError(
            tr("The painting cannot be saved to {path}: {reason}.", path=path, reason=error.strerror)
        ) from error


# Training


def train_clip(request: ClipTrainingRequest, text_from: Path | None) -> Generator[Any, None, Figures]:
    """Steps of a training run, its text tower starting from that in the folder `text_from`.

    Returns the held-out figures. Raises UserError.
    """
    from mmdesk.models.device import choose_device
    from mmdesk.training.clip import train_clip as train
    from mmdesk.training.spec import TrainSpec

    spec = TrainSpec(
        data=request.data,
        out=request.out,
        resume=request.resume,
        backbone=request.backbone,
        sentence_encoder=request.teacher,
        text_from=text_from,
        nouns=request.nouns,
        device=choose_device(request.device),
        crops=request.crops,
        threads=request.threads,
    )
    return train(spec if request.minutes is None else spec.within(60 * request.minutes))


def train_vqgan(request: VqganTrainingRequest, clip: Path) -> Generator[Any, None, VqganFigures]:
    """Steps of a training run, `clip` judging likeness; returns the held-out figures. Raises UserError."""
    from mmdesk.models.device import choose_device
    from mmdesk.training.vqgan.run import train_vqgan as train
    from mmdesk.training.vqgan.spec import VqganSpec

    spec = VqganSpec(
        data=request.data,
        out=request.out,
        clip=clip,
        resume=request.resume,
        device=choose_device(request.device),
        threads=request.threads,
    )
    return train(replace(spec, stage=replace(spec.stage, seconds=request.minutes * 60)))


def train_tokens(
    request: TokensTrainingRequest, vqgan: Path, words: Path
) -> Generator[Any, None, TokenFigures]:
    """Steps of a training run on the codes of `vqgan`; returns the held-out figures. Raises UserError."""
    from mmdesk.models.device import choose_device
    from mmdesk.training.tokens.run import train_tokens as train
    from mmdesk.training.tokens.spec import TokensSpec

    spec = TokensSpec(
        data=request.data,
        out=request.out,
        vqgan=vqgan,
        words=words,
        resume=request.resume,
        device=choose_device(request.device),
        threads=request.threads,
        side=request.side,
        crops=request.crops,
    )
    return train(replace(spec, stage=replace(spec.stage, seconds=request.minutes * 60)))


def evaluate_clip(folder: Path, data: Path, device: str) -> Figures:
    """All held-out figures of the model in `folder` on `data`. Raises UserError."""
    from mmdesk.models.device import choose_device
    from mmdesk.training.evaluator import Evaluator
    from mmdesk.training.pack import read_examples

    with closing(Evaluator(folder, read_examples(data), choose_device(device))) as evaluator:
        return evaluator.figures()


def evaluate_vqgan(folder: Path, data: Path, device: str) -> VqganFigures:
    """Held-out figures of the VQGAN in `folder` on `data`. Raises UserError."""
    from mmdesk.models.device import choose_device
    from mmdesk.training.vqgan.figures import SIDE
    from mmdesk.training.vqgan.run import evaluate_vqgan as evaluate

    return evaluate(folder, data, SIDE, choose_device(device))


def evaluate_tags(
    folder: Path, data: Path, vocabulary: Sequence[str], labels: LabelSet, device: str
) -> Generator[Progress, None, TagFigures]:
    """Figures of the model in `folder` tagging `data`, before and after teaching. Raises UserError."""
    from mmdesk.models.device import choose_device
    from mmdesk.training.tagging.run import ProgramWords
    from mmdesk.training.tagging.run import evaluate_tags as evaluate

    return evaluate(folder, data, ProgramWords(vocabulary, labels), choose_device(device))


def fit_tag_curve(
    folder: Path, data: Path, vocabulary: Sequence[str], device: str
) -> Generator[Progress, None, TagCurve]:
    """The curve from logits to probabilities of labels, fitted for a model. Raises UserError."""
    from mmdesk.models.device import choose_device
    from mmdesk.training.tagging.run import fit_curve_of

    return fit_curve_of(folder, data, vocabulary, choose_device(device))
