"""A run with a teacher and a sentence encoder: every stage, some seconds each."""

import numpy as np
import pytest

from mmdesk.core.errors import UserError
from mmdesk.training.clip import train_clip
from mmdesk.training.crops import as_pixels
from mmdesk.training.pack import read_examples
from mmdesk.training.sentences import find_sentence_encoder
from mmdesk.training.spec import Shape, StageSpec, TrainSpec
from mmdesk.training.stage import StageReport
from mmdesk.training.teacher import CLASSES, Teacher
from tests.training.drawn import draw_folder

STAGES = ["anchors", "vision", "language", "joint", "polish"]

TEACHER = "mobilenet_v2_1.0_224_quant.tflite"


@pytest.fixture
def teacher_file(test_data):
    pytest.importorskip("ai_edge_litert", reason="the extra train is not installed")
    return test_data / "teacher" / TEACHER


def test_the_teacher_knows_a_cat_from_its_pooled_features(teacher_file, test_data):
    teacher = Teacher(teacher_file)
    cats = [one for one in read_examples(test_data) if one.source == "catsdogs" and one.labels == ("cat",)][
        :8
    ]
    features = np.stack([teacher.features(as_pixels(one.open(), 224)) for one in cats]) * teacher.step
    best = (features @ teacher.weights.T + teacher.bias).argmax(1)
    assert teacher.weights.shape[0] == CLASSES
    assert np.isin(best, range(281, 286)).mean() > 0.5  # ImageNet's five domestic cats


def test_another_file_is_no_teacher(tmp_path):
    pytest.importorskip("ai_edge_litert", reason="the extra train is not installed")
    (tmp_path / "some.tflite").write_bytes(b"TFL3 but nothing else")
    with pytest.raises(UserError, match="no quantised MobileNetV2"):
        Teacher(tmp_path / "some.tflite")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # transformers' own
def test_all_stages_take_place(teacher_file, tmp_path):
    if find_sentence_encoder() is None:
        pytest.skip("the extra train is not installed")
    shape = Shape(
        "test_resnet", embed_dim=32, merges=60, context_length=12, text_width=32, text_heads=2, text_layers=1
    )
    short = StageSpec(share=1, batch=16, rate=1e-3)
    spec = TrainSpec(
        data=draw_folder(tmp_path / "data", each=3), out=tmp_path / "out", minutes=0.15, crops=64,
        shape=shape, teacher=teacher_file, anchors=short, vision=short, language=short,
        joint=short, polish=short,
    )  # fmt: skip
    told = [event for event in train_clip(spec) if isinstance(event, StageReport)]
    assert list(dict.fromkeys(event.stage for event in told)) == STAGES
    anchors = [event.losses["pairs"] for event in told if event.stage == "anchors"]
    assert anchors[-1] < anchors[0]
    assert all(np.isfinite(list(event.losses.values())).all() for event in told)
    assert (spec.out / "open_clip_model.safetensors").is_file()
