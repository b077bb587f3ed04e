from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional

from mmdesk.training.losses import contrastive, distillation_kl, soft_cross_entropy, soft_targets
from mmdesk.training.vqgan.losses import VqganLosses


def test_one_text_per_picture_is_the_loss_of_clip():
    logits = torch.randn(6, 6, generator=torch.Generator().manual_seed(1))
    own = torch.arange(6)
    clip = (functional.cross_entropy(logits, own) + functional.cross_entropy(logits.T, own)) / 2
    assert contrastive(logits, torch.eye(6, dtype=torch.bool)).item() == pytest.approx(clip.item(), abs=1e-6)


def test_texts_of_the_same_meaning_share_the_target():
    matches = torch.tensor([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=torch.bool)
    assert soft_targets(matches).tolist() == [[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]


def test_two_dogs_are_not_held_against_each_other():
    matches = torch.tensor([[1, 1], [1, 1]], dtype=torch.bool)
    alike, apart = torch.zeros(2, 2), torch.tensor([[5.0, -5.0], [-5.0, 5.0]])
    assert contrastive(alike, matches) < contrastive(apart, matches)


def test_a_picture_without_a_text_counts_for_nothing():
    logits = torch.randn(3, 2, generator=torch.Generator().manual_seed(2))
    targets = soft_targets(torch.tensor([[1, 0], [0, 1], [0, 0]], dtype=torch.bool))
    known = soft_cross_entropy(logits[:2], targets[:2])
    assert soft_cross_entropy(logits, targets).item() == pytest.approx(known.item())


def test_nothing_known_at_all_is_no_loss():
    assert soft_cross_entropy(torch.randn(3, 2), torch.zeros(3, 2)).item() == 0


def test_equal_scores_cost_nothing_and_others_do():
    scores = torch.tensor([[1.0, 2.0, 3.0]])
    assert distillation_kl(scores + 5, scores).item() == pytest.approx(0, abs=1e-6)
    assert distillation_kl(-scores, scores).item() > 0.1


@pytest.mark.parametrize(
    ("fraction", "has_begun", "begins"),
    [(0.1, False, 0), (0.25, False, 1), (0.9, False, 1), (0.1, True, 0), (0.9, True, 0)],
)
def test_the_codebook_begins_once_when_it_is_time(
    monkeypatch: pytest.MonkeyPatch, fraction: float, has_begun: bool, begins: int
) -> None:
    begun: list[int] = []
    parts = SimpleNamespace(codebook=SimpleNamespace(has_begun=has_begun))
    losses = VqganLosses(parts, None, None, SimpleNamespace(codebook_from=0.25), None)
    monkeypatch.setattr(losses, "_begin_codebook", lambda: begun.append(1))
    monkeypatch.setattr(losses, "_next_batch", lambda: next(iter(())))
    with pytest.raises(StopIteration):
        losses(0, fraction)
    assert len(begun) == begins
