"""A whole run: from a folder of pictures to an open_clip folder.

`train_clip` is a generator of progress, losses and held-out figures. Nothing is lost by closing it: features
and checkpoints lie under `out/work`, and with `resume` the next run goes on in the stage and at the step
where this one stopped. The same data, spec and packages give the same model.
"""

import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from mmdesk.core.progress import Progress
from mmdesk.training.backbone import find_backbone, load_backbone
from mmdesk.training.checkpoint import open_work
from mmdesk.training.embedding_space import EmbeddingSpace, ImageHead, SpaceLosses
from mmdesk.training.evaluation import Figures
from mmdesk.training.evaluator import Evaluator
from mmdesk.training.features import FeatureStore, extract_features
from mmdesk.training.spec import StageSpec, TrainSpec
from mmdesk.training.stage import Losses, StageReport, TrainingStage
from mmdesk.training.student import export
from mmdesk.training.text_tower import TextTowerLosses, fit_projection, text_weights
from mmdesk.training.training_data import TrainingData, read_training_data, sentence_vectors

MEASURED = 20_000
"""Crops whose features give mean and spread."""

Steps = Generator[Progress | StageReport, None, None]


def train_clip(spec: TrainSpec) -> Generator[Progress | StageReport | Figures, None, Figures]:
    """Train by `spec` and export to `spec.out`; returns the held-out figures of what was exported.

    Raises UserError for data that cannot be used, weights that are not at hand and for a folder that holds
    another run.
    """
    work = open_work(spec.out, spec.described(), resume=spec.resume)
    torch.manual_seed(spec.seed)
    if spec.threads is not None:
        torch.set_num_threads(spec.threads)
    yield Progress(0, None, "Reading pictures and texts")
    data = read_training_data(spec, work)
    run = _Run(spec, work, data)
    store = yield from run.compute_features()
    sentences = yield from sentence_vectors(
        data.corpus.texts, work / "sentences.safetensors", spec.sentence_encoder
    )
    targets = yield from run.train_image_tower(store, sentences.to(spec.device))
    yield from run.train_text_tower(targets)
    return (yield from finish(spec, data))


def finish(spec: TrainSpec, data: TrainingData) -> Generator[Figures, None, Figures]:
    """Export what the last stage came to, with its figures and its calibration."""
    export(data.student, data.student.model.state_dict(), spec.out)
    with closing(Evaluator(spec.out, data.examples, spec.device)) as evaluator:
        figures = evaluator.figures()
        evaluator.calibrate(spec.out / "calibration.json")
    (spec.out / "figures.json").write_text(json.dumps(figures.document(), indent=2) + "\n", encoding="utf-8")
    yield figures
    return figures


class _Run:
    """The stages of one run, each starting from what the ones before it left."""

    def __init__(self, spec: TrainSpec, work: Path, data: TrainingData) -> None:
        self._spec, self._work, self._data = spec, work, data
        self._model = data.student.model.to(spec.device)
        self._weights = spec.backbone or find_backbone(spec.shape.backbone)

    def compute_features(self) -> Generator[Progress, None, FeatureStore]:
        """Fill the store of features, where it is not full yet."""
        spec, backbone = self._spec, self._backbone()
        store = FeatureStore.open(self._work / "features", spec.crops, backbone.num_features)
        yield from extract_features(
            self._data.examples, backbone, store, spec.shape.image_size, spec.seed, spec.threads or 2
        )
        return store

    def train_image_tower(
        self, store: FeatureStore, sentences: Tensor
    ) -> Generator[Progress | StageReport, None, Tensor]:
        """Lay out the embedding space and take its head; returns the vectors of all texts, [texts, d].

        `sentences` [texts, k] are the sentence encoder's.
        """
        spec, data, backbone = self._spec, self._data, self._backbone()
        pooled = torch.from_numpy(store.pooled[: min(MEASURED, store.filled)]).float()
        torch.manual_seed(spec.seed)
        head = ImageHead(pooled.shape[1], spec.shape.embed_dim)
        head.measure(pooled)
        space = EmbeddingSpace(head, sentences.shape[1], spec.shape.embed_dim).to(spec.device)
        losses = SpaceLosses(
            space, store, data.pairs, sentences, data.class_rows, backbone.classifier, spec.space.batch,
            spec.seed,
        )  # fmt: skip
        yield from self._stage("embedding space", space, losses, spec.space)
        self._model.visual.head.load_state_dict(space.head.folded())
        self._model.visual.trunk.load_state_dict(_without_classifier(backbone))
        with torch.no_grad():
            self._model.logit_scale.copy_(space.scale.log())
            return space.texts(sentences)

    def train_text_tower(self, targets: Tensor) -> Steps:
        """Train the text tower towards the vectors `targets` [texts, d] of the corpus."""
        spec, data, model = self._spec, self._data, self._model
        if spec.text_from is not None:
            fit_projection(model, data.tokens, targets, spec.seed)
        losses = TextTowerLosses(
            model, data.tokens, targets, text_weights(data.corpus), spec.text_tower.batch, spec.seed
        )
        yield from self._stage("text tower", _TextTower(model), losses, spec.text_tower)

    def _backbone(self) -> Any:
        return load_backbone(self._spec.shape.backbone, self._weights).to(self._spec.device)

    def _stage(self, name: str, network: nn.Module, losses: Losses, spec: StageSpec) -> Steps:
        """Run one stage to its end and leave its averaged weights in `network`."""
        keep = self._work / f"{name.replace(' ', '-')}.safetensors"
        stage = TrainingStage(name, network, losses, spec, keep)
        network.train()
        with closing(stage.run()) as steps:
            yield from steps
        stage.adopt_average()
        network.eval()


class _TextTower(nn.Module):
    """The parts of a CLIP that read; the image tower shall not move meanwhile."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        for name, part in model.named_children():
            if name != "visual":
                self.add_module(name, part)
        for name, parameter in model.named_parameters(recurse=False):
            if name != "logit_scale":
                self.register_parameter(name, parameter)


def _without_classifier(network: nn.Module) -> dict[str, Tensor]:
    return {name: one for name, one in network.state_dict().items() if not name.startswith("classifier.")}
