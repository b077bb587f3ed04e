"""A whole run: from a folder of pictures to an open_clip folder.

`train_clip` is a generator of progress, losses and held-out figures. Nothing is lost by closing it: each
stage keeps a checkpoint under `out/work`, and with `resume` the next run goes on in the stage and at the
step where this one stopped. Every stage has a share of the time; those that cannot take place for want of
a teacher or a sentence encoder leave theirs to the others.
"""

import json
import os
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn

from mmdesk.core.progress import Progress
from mmdesk.training.anchors import AnchorLosses, Anchors
from mmdesk.training.checkpoint import open_work
from mmdesk.training.crops import CropStore
from mmdesk.training.evaluation import Figures
from mmdesk.training.evaluator import Evaluator
from mmdesk.training.fine_tuning import CROPS_SHARE, FineTuningLosses, ViewReader
from mmdesk.training.image_tower import ImageTowerLosses, Lessons
from mmdesk.training.joint import JointLosses
from mmdesk.training.producer import CropOrder, Producers
from mmdesk.training.reading import CropReader
from mmdesk.training.spec import StageSpec, TrainSpec
from mmdesk.training.stage import Losses, StageReport, TrainingStage
from mmdesk.training.student import encode_all, export
from mmdesk.training.teacher import FEATURES, Teacher
from mmdesk.training.text_tower import TextTowerLosses, text_weights
from mmdesk.training.training_data import TrainingData, open_teacher, read_training_data, sentence_vectors

FIRST_CROPS = 0.25
"""Share of the crops that must be there before anything is learned from them."""

MEASURED = 20_000
"""Crops whose features give mean and spread."""

JUDGED_EVERY = 180.0
"""Seconds of joint training between two looks at the held-out pictures."""

Steps = Generator[Progress | StageReport | Figures, None, None]


def train_clip(spec: TrainSpec) -> Generator[Progress | StageReport | Figures, None, Figures]:
    """Train by `spec` and export to `spec.out`; returns the held-out figures of what was exported.

    Raises UserError for data that cannot be used and for a folder that holds another run.
    """
    work = open_work(spec.out, spec.described(), resume=spec.resume)
    torch.manual_seed(spec.seed)
    if spec.threads is not None:
        torch.set_num_threads(spec.threads)
    yield Progress(0, None, "Reading pictures and texts")
    material = read_training_data(spec, work)
    with Producers(_orders(spec, work)) as producers:
        yield from producers.wait_for(max(1, int(spec.crops * FIRST_CROPS)))
        yield from _Run(spec, work, material).stages()
    return (yield from finish(spec, material))


def finish(spec: TrainSpec, material: TrainingData) -> Generator[Figures, None, Figures]:
    """Export what the last stage came to, with its figures and its calibration."""
    export(material.student, material.student.model.state_dict(), spec.out)
    judge = Evaluator.of_folder(spec.out, material.examples, spec.device)
    with closing(judge):
        figures = judge.figures()
        judge.calibrate(spec.out / "calibration.json")
    (spec.out / "figures.json").write_text(json.dumps(figures.document(), indent=2) + "\n", encoding="utf-8")
    yield figures
    return figures


class _Run:
    """The stages of one run, in order, each starting from what the ones before it left."""

    def __init__(self, spec: TrainSpec, work: Path, material: TrainingData) -> None:
        self._spec, self._work, self._material = spec, work, material
        self._store = CropStore(work / "crops")
        self._model = material.student.model.to(spec.device).to(memory_format=torch.channels_last)

    def stages(self) -> Steps:
        teacher = open_teacher(self._spec)
        lessons: Lessons | None = None
        if teacher is not None:
            sentences = yield from sentence_vectors(
                self._material.corpus.texts, self._work / "sentences.safetensors"
            )
            if sentences is not None:
                paces = _seconds(self._spec, with_lessons=True)
                lessons = yield from self._lay_out(teacher, sentences.to(self._spec.device), paces["anchors"])
        paces = _seconds(self._spec, with_lessons=lessons is not None)
        if lessons is not None:
            yield from self._learn_to_see(lessons, paces["vision"])
            yield from self._learn_to_read(lessons, paces["language"])
        yield from self._learn_together(lessons, paces["joint"])
        yield from self._polish(lessons, paces["polish"])

    def _lay_out(
        self, teacher: Teacher, sentences: Tensor, pace: StageSpec
    ) -> Generator[Progress | StageReport, None, Lessons]:
        """Train the anchors and freeze them."""
        spec, material = self._spec, self._material
        anchors = Anchors(FEATURES, sentences.shape[1], spec.shape.embed_dim)
        crops = self._store.everything()
        anchors.measure(torch.from_numpy(crops.features[:MEASURED]).float() * teacher.step)
        anchors.to(spec.device)
        weights = torch.from_numpy(teacher.weights).to(spec.device)
        bias = torch.from_numpy(teacher.bias).to(spec.device)
        losses = AnchorLosses(
            anchors, crops, material.pairs, sentences, material.class_rows, (weights, bias),
            teacher.step, pace.batch, spec.seed,
        )  # fmt: skip
        yield from self._course("anchors", anchors, losses, pace)
        anchors.eval().requires_grad_(requires_grad=False)
        texts = anchors.texts(sentences)
        return Lessons(anchors, texts, texts[material.class_rows], weights, bias, teacher.step)

    def _learn_to_see(self, lessons: Lessons, pace: StageSpec) -> Steps:
        visual = self._model.visual
        network = nn.ModuleDict(
            {"visual": visual, "imitation": nn.Linear(visual.trunk.num_features, FEATURES)}
        ).to(self._spec.device)
        with closing(CropReader(self._store, pace.batch, self._spec.seed, self._spec.device)) as reader:
            losses = ImageTowerLosses(network, reader, self._material.pairs, lessons, self._spec.seed)
            yield from self._course("vision", network, losses, pace)

    def _learn_to_read(self, lessons: Lessons, pace: StageSpec) -> Steps:
        material = self._material
        texts = nn.ModuleDict({"model": _TextTower(self._model)})
        losses = TextTowerLosses(
            self._model,
            material.tokens,
            lessons.texts,
            text_weights(material.corpus),
            pace.batch,
            self._spec.seed,
        )
        yield from self._course("language", texts, losses, pace)

    def _learn_together(self, lessons: Lessons | None, pace: StageSpec) -> Steps:
        material, spec = self._material, self._spec
        network = nn.ModuleDict({"model": self._model})
        judge = Evaluator.of_student(material.student, material.examples, spec.device)
        with closing(CropReader(self._store, pace.batch, spec.seed + 1, spec.device)) as reader:
            losses = JointLosses(self._model, reader, material.pairs, material.tokens, lessons, spec.seed)
            steps = self._course("joint", network, losses, pace)
            with closing(steps):
                yield from _judged(steps, judge)

    def _polish(self, lessons: Lessons | None, pace: StageSpec) -> Steps:
        spec, examples = self._spec, self._material.examples
        visual, side = self._model.visual, spec.shape.image_size
        with ExitStack() as closing_all:
            views = ViewReader(examples, pace.batch, side, spec.seed, spec.device)
            closing_all.callback(views.close)
            crops = None
            if lessons is not None:
                crops = CropReader(self._store, pace.batch // CROPS_SHARE, spec.seed + 2, spec.device)
                closing_all.callback(crops.close)
            texts = encode_all(self._model, self._material.tokens, spec.device)
            losses = FineTuningLosses(visual, views, crops, self._material.pairs, texts, lessons, spec.seed)
            yield from self._course("polish", nn.ModuleDict({"visual": visual}), losses, pace)

    def _course(
        self, name: str, network: nn.Module, losses: Losses, pace: StageSpec
    ) -> Generator[Progress | StageReport, None, None]:
        """Run one stage to its end and leave its averaged weights in `network`."""
        keep = self._work / f"{name}.safetensors"
        course = TrainingStage(name, network, losses, pace, pace.share, keep, steps=pace.steps)
        network.train()
        with closing(course.run()) as steps:
            yield from steps
        course.adopt_average()


def _judged(steps: Generator[Progress | StageReport, None, None], judge: Evaluator) -> Steps:
    """`steps`, and from time to time the held-out figures of the network as it then is."""
    due = JUDGED_EVERY
    for event in steps:
        yield event
        if isinstance(event, StageReport) and event.seconds >= due:
            due = event.seconds + JUDGED_EVERY
            yield judge.figures()


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


def _orders(spec: TrainSpec, work: Path) -> list[CropOrder]:
    """One producer; on a machine with many cores more."""
    count = max(1, (os.cpu_count() or 1) // 4)
    capacity = max(1, spec.crops // count)
    return [
        CropOrder(spec.data, work / "crops" / str(number), capacity, spec.teacher, spec.seed + number)
        for number in range(count)
    ]


def _seconds(spec: TrainSpec, *, with_lessons: bool) -> dict[str, StageSpec]:
    """The paces of the stages that take place, their shares made seconds."""
    paces = {"joint": spec.joint, "polish": spec.polish}
    if with_lessons:
        paces |= {"anchors": spec.anchors, "vision": spec.vision, "language": spec.language}
    whole = sum(pace.share for pace in paces.values())
    return {name: replace(pace, share=pace.share / whole * spec.minutes * 60) for name, pace in paces.items()}
