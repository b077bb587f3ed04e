"""Codebooks of several levels."""

import torch

from mmdesk.models.tokens.codebooks import Codebooks
from mmdesk.models.tokens.sampling import FREE


def test_each_level_says_what_the_former_left_over() -> None:
    """Latents become tokens of their level and come back nearer with each; unknown codes add nothing."""
    random = torch.Generator().manual_seed(0)
    coarse = torch.randn(8, 12, generator=random)
    books = Codebooks(torch.stack((coarse, 0.2 * torch.randn(8, 12, generator=random))), side=2)
    latents = torch.randn(2, 3, 6, 4, generator=random)
    codes = books.codes(latents)
    assert codes.shape == (2, 6, 2)
    assert int(codes[:, :3].max()) < 8 <= int(codes[:, 3:].min())
    rough = codes.clone()
    rough[:, 3:] = FREE
    errors = [float((books.latents(one) - latents).pow(2).mean()) for one in (rough, codes)]
    assert 0 < errors[1] < errors[0]
    assert books.codes(books.latents(rough))[:, :3].equal(codes[:, :3])
    assert books.latents(torch.full_like(codes, FREE)).abs().max() == 0
