"""Likeness of pictures as the image tower of a CLIP sees it."""

import pytest
import torch

from mmdesk.core.errors import UserError
from mmdesk.training.vqgan.perceptual_loss import PerceptualLoss
from tests.models.clip_folders import OPENAI_LIKE, judge_folder, make_folder

TOWERS = ("regnetx_002", "test_efficientnet")


@pytest.fixture(params=TOWERS)
def loss(request, tmp_path) -> PerceptualLoss:
    return PerceptualLoss(judge_folder(tmp_path / "clip", request.param), "cpu", None)


def test_equal_pictures_are_alike_and_the_less_alike_cost_more(loss):
    picture, noise = torch.rand(2, 1, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 2 - 1
    assert float(loss(picture, picture)) == pytest.approx(0, abs=1e-6)
    assert 0 < float(loss(picture.lerp(noise, 0.1), picture)) < float(loss(noise, picture))


def test_its_gradient_leads_towards_the_other_picture(loss):
    picture, noise = torch.rand(2, 1, 3, 64, 64, generator=torch.Generator().manual_seed(1)) * 2 - 1
    painted = noise.clone().requires_grad_()
    before = loss(painted, picture)
    before.backward()
    with torch.no_grad():
        step = 0.02 * painted.grad / painted.grad.abs().max()
        assert float(loss(noise - step, picture)) < float(before)


def test_a_transformer_is_refused(tmp_path):
    with pytest.raises(UserError, match="no RegNet or EfficientNet"):
        PerceptualLoss(make_folder(tmp_path / "clip", OPENAI_LIKE), "cpu", None)
