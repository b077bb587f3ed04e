"""Codes that begin among real latents, follow them, and are revived when nothing chooses them."""

import numpy as np
import pytest
import torch

from mmdesk.benchmark.random_vqgan import ARCHITECTURES
from mmdesk.models.vqgan.network import VQModel
from mmdesk.training.vqgan.codebook import MovingCodebook, flattened, k_means
from mmdesk.training.vqgan.colours import recoloured, varied, washed

CODES, DIM = 64, 8


@pytest.fixture
def codebook() -> MovingCodebook:
    torch.manual_seed(0)
    return MovingCodebook(VQModel(ARCHITECTURES["tiny"]["ddconfig"], DIM, CODES))


def clusters(count: int, each: int = 30) -> torch.Tensor:
    """Latents [1, DIM, count, each] around `count` points far apart."""
    middles = torch.randn(count, 1, DIM) * 10
    return (middles + torch.randn(count, each, DIM) * 0.01).movedim(-1, 0)[None]


def test_k_means_finds_every_cluster() -> None:
    torch.manual_seed(1)
    z = clusters(12)
    centres = k_means(flattened(z), 40)
    assert torch.cdist(flattened(z), centres).min(1).values.max() < 0.2


def test_k_means_bears_fewer_places_than_codes() -> None:
    assert k_means(torch.randn(5, DIM), 40).shape == (40, DIM)


def test_codes_begin_among_latents(codebook: MovingCodebook) -> None:
    z = clusters(20)
    assert not codebook.has_begun
    codebook.begin(z)
    assert codebook.has_begun
    chosen, codes = codebook.nearest(z)
    assert codes.shape == z.shape
    assert (codes - z).abs().max() < 1
    assert len(chosen.unique()) > 20


def test_codes_follow_the_latents(codebook: MovingCodebook) -> None:
    z = clusters(20)
    codebook.begin(z)
    moved = z + 0.5
    before = (codebook.nearest(moved)[1] - moved).pow(2).mean()
    for _ in range(60):
        codebook.follow(moved, codebook.nearest(moved)[0])
    assert (codebook.nearest(moved)[1] - moved).pow(2).mean() < before / 2


def test_dead_codes_are_put_among_the_latents(codebook: MovingCodebook) -> None:
    """All latents far from all codes but one: nearly all codes die, and are found elsewhere."""
    torch.manual_seed(2)
    codebook.begin(clusters(3))
    far = clusters(CODES) + 1000
    used_before = len(codebook.nearest(far)[0].unique())
    for _ in range(400):
        codebook.follow(far, codebook.nearest(far)[0])
    used_after = len(codebook.nearest(far)[0].unique())
    assert used_before < 5
    assert used_after > CODES // 2


def test_no_gradient_touches_the_codes(codebook: MovingCodebook) -> None:
    assert not codebook.codes.requires_grad
    assert {"counts", "sums", "steps"} <= codebook.state_dict().keys()


def test_colours_become_stronger_than_in_photographs() -> None:
    rng = np.random.default_rng(0)
    crop = np.full((16, 16, 3), (120, 110, 100), np.uint8) + rng.integers(0, 20, (16, 16, 3), dtype=np.uint8)

    def spread(pixels: np.ndarray) -> float:
        return float(np.ptp(pixels.reshape(-1, 3).mean(0)))

    for change in (recoloured, washed, varied):
        changed = [change(crop, rng) for _ in range(40)]
        assert all(one.dtype == np.uint8 and one.shape == crop.shape for one in changed)
        assert max(map(spread, changed)) > 2 * spread(crop)
