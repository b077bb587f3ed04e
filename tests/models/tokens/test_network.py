"""The network beside taming's own."""

from dataclasses import replace

import pytest
import torch

from mmdesk.models.tokens.network import CodeTransformer
from tests.models.tokens.tamed import SHAPE, ours, tamed_gpt

TOKENS = torch.randint(SHAPE.vocab_size, (2, 16), generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("prefix", [0, 6])
@torch.no_grad()
def test_its_logits_are_those_of_the_published_network(monkeypatch: pytest.MonkeyPatch, prefix: int) -> None:
    """Also where the first tokens see each other both ways."""
    shape = replace(SHAPE, n_unmasked=prefix)
    theirs = tamed_gpt(monkeypatch, shape)
    network = ours(theirs, shape)
    for length in (16, 9, 1):
        torch.testing.assert_close(
            network(TOKENS[:, :length]), theirs(TOKENS[:, :length])[0], atol=1e-5, rtol=0
        )


@pytest.mark.parametrize("prefix", [0, 6])
@torch.no_grad()
def test_with_a_cache_they_are_the_same(monkeypatch: pytest.MonkeyPatch, prefix: int) -> None:
    """However the sequence is cut into pieces."""
    shape = replace(SHAPE, n_unmasked=prefix)
    network = ours(tamed_gpt(monkeypatch, shape), shape)
    whole, cache, place = network(TOKENS), network.new_cache(2), 0
    for piece in (6, 1, 1, 4, 3, 1):
        place += piece
        found = network.next_logits(TOKENS[:, place - piece : place], cache)
        torch.testing.assert_close(found, whole[:, place - 1], atol=1e-5, rtol=0)
    with pytest.raises(ValueError, match="17 tokens"):
        network.next_logits(TOKENS[:, :1], cache)


def test_no_token_knows_what_comes_after_it() -> None:
    """A later token changes no logits but its own and those after it."""
    network, changed = CodeTransformer(SHAPE).eval(), TOKENS.clone()
    changed[:, 9] = (changed[:, 9] + 1) % SHAPE.vocab_size
    before, after = network(TOKENS), network(changed)
    assert before[:, :9].equal(after[:, :9])
    assert not before[:, 9:].isclose(after[:, 9:]).all(-1).any()
