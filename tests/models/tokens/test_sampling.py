"""The sampler."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from mmdesk.models.tokens.logits import SamplingRule, draw, nucleus, top_k_logits
from mmdesk.models.tokens.network import CodeTransformer
from mmdesk.models.tokens.sampling import FREE, CodePlan, CodeSampler
from mmdesk.models.tokens.windows import Window, window_at
from tests.models.tokens.tamed import SHAPE, ours, tamed_gpt, tamed_sample

CODES, SIDE = 32, 4
RULE = SamplingRule(temperature=0.9, top_k=9)


def always(token: int) -> Callable[[Window], Tensor]:
    """A prefix of one token."""
    return lambda _window: torch.tensor([token])


def free(rows: int = SIDE, columns: int = SIDE) -> Tensor:
    """No code is given."""
    return torch.full((rows, columns), FREE)


def sampler(
    network: CodeTransformer, given: Tensor, rule: SamplingRule = RULE, *, codes: int = CODES, **more: object
) -> CodeSampler:
    """A sampler of three candidates with the label 33, from the seed 7."""
    plan = CodePlan(3, given, codes, SIDE, always(33), always(34), **more)  # type: ignore[arg-type]
    return CodeSampler(network, plan, rule, torch.Generator().manual_seed(7))


def sampled(network: CodeTransformer, given: Tensor, rule: SamplingRule = RULE, **more: object) -> Tensor:
    """All codes of `sampler`."""
    made = sampler(network, given, rule, **more)  # type: ignore[arg-type]
    assert len(list(made.rows())) == len(given)
    return made.codes


@pytest.fixture
def network() -> CodeTransformer:
    """A transformer with strong opinions."""
    torch.manual_seed(3)
    made = CodeTransformer(SHAPE).eval()
    for weight in made.parameters():
        weight.data = torch.randn_like(weight) * 0.3
    return made


def test_it_draws_the_codes_that_taming_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the cache and row by row, but by the same random numbers."""
    theirs = tamed_gpt(monkeypatch)
    torch.manual_seed(7)
    expected = tamed_sample(theirs, torch.full((3, 1), 33), 16, temperature=0.9, top_k=9)
    assert sampled(ours(theirs), free(), codes=SHAPE.vocab_size).flatten(1).equal(expected)


def test_the_same_seed_gives_the_same_codes_and_candidates_differ(network: CodeTransformer) -> None:
    """And none of them is a token that is no code."""
    first, second = sampled(network, free()), sampled(network, free())
    assert first.equal(second)
    assert not first[0].equal(first[1])
    assert 0 <= int(first.min()) <= int(first.max()) < CODES


def test_given_codes_are_kept_and_read(network: CodeTransformer) -> None:
    """A left half and a mask of any shape; the rest is drawn by what is given."""
    given = free()
    given[:, :2] = torch.arange(8).view(4, 2)
    given[3, 3] = 20
    found = sampled(network, given)
    assert (found[:, given != FREE] == given[given != FREE]).all()
    other = given.clone()
    other[0, 0] = 31
    assert not sampled(network, other)[:, 1:, 2:].equal(found[:, 1:, 2:])


@pytest.mark.parametrize("size", [(4, 4), (7, 9), (6, 4)])
@pytest.mark.parametrize("row", [1, 3])
def test_gone_on_with_it_comes_to_the_same_codes(
    network: CodeTransformer, size: tuple[int, int], row: int
) -> None:
    """Broken off after any row, at the size it was trained on and in larger pictures."""
    whole, begun = sampled(network, free(*size)), sampler(network, free(*size))
    rows = begun.rows()
    for _ in range(row):
        next(rows)
    plan = CodePlan(3, free(*size), CODES, SIDE, always(33))
    random = torch.Generator()
    random.set_state(begun._random.get_state())
    other = CodeSampler(network, plan, RULE, random)
    other.restore(begun.codes, row)
    list(other.rows())
    assert other.codes.equal(whole)


def test_with_a_stride_of_one_a_large_picture_is_that_of_the_published_window(
    network: CodeTransformer,
) -> None:
    """By the arithmetic of taming's script: the code in the middle of the window, unless at an edge."""
    rows, columns = 7, 9
    found = sampled(network, free(rows, columns), SamplingRule(top_k=1), stride=1)[:1]
    for row in range(rows):
        for column in range(columns):
            top, left = published_corner(row, rows), published_corner(column, columns)
            patch = found[:, top : top + SIDE, left : left + SIDE].flatten(1)
            place = (row - top) * SIDE + column - left
            logits = network(torch.cat((torch.tensor([[33]]), patch[:, :-1]), 1))[:, place, :CODES]
            assert int(logits.argmax()) == int(found[0, row, column])


def published_corner(place: int, length: int) -> int:
    """Where the window of taming's script begins along an axis."""
    half = SIDE // 2
    local = place if place <= half else SIDE - (length - place) if length - place < half else half
    return place - local


def test_the_window_moves_rarely_and_sees_around_the_code() -> None:
    """A square of 16 moves once in four codes, and always has half of itself before and a quarter after."""
    windows = [window_at(20, column, (40, 48), 16) for column in range(48)]
    assert len(set(windows)) == 9
    for column, window in enumerate(windows):
        assert window.left <= column < window.left + 16
        assert column - window.left >= 8 or window.left == 0
        assert window.left + 16 - column > 4 or window.left == 32


def test_guidance_leads_away_from_what_says_nothing(network: CodeTransformer) -> None:
    """At 0 the prefix is not heard, at 1 nothing else is."""
    untold = CodeSampler(
        network, CodePlan(3, free(), CODES, SIDE, always(34)), RULE, torch.Generator().manual_seed(7)
    )
    list(untold.rows())
    assert sampled(network, free(), SamplingRule(0.9, 9, guidance=0.0)).equal(untold.codes)
    assert not sampled(network, free(), SamplingRule(0.9, 9, guidance=3.0)).equal(sampled(network, free()))


def test_only_the_likeliest_are_drawn_from() -> None:
    """By number (top-k) and by their probability together (nucleus); one is always left."""
    logits = torch.tensor([[0.5, 0.3, 0.15, 0.05]]).log()
    assert top_k_logits(logits, 2).isfinite().tolist() == [[True, True, False, False]]
    for p, kept in ((0.0001, 1), (0.49, 1), (0.51, 2), (0.79, 2), (0.81, 3), (1.0, 4)):
        assert int((nucleus(logits.exp(), p) > 0).sum()) == kept
    rule, random = SamplingRule(top_p=0.6), torch.Generator().manual_seed(0)
    assert {int(draw(logits, rule, random)) for _ in range(40)} == {0, 1}


@pytest.fixture
def far_sighted() -> CodeTransformer:
    """One that sees coarse and fine codes of a square."""
    torch.manual_seed(3)
    made = CodeTransformer(replace(SHAPE, block_size=2 * SIDE * SIDE)).eval()
    for weight in made.parameters():
        weight.data = torch.randn_like(weight) * 0.3
    return made


def test_fine_codes_are_drawn_behind_all_coarse_ones(far_sighted: CodeTransformer) -> None:
    """By logits of the whole stream, among those of their level; the chosen ones go on alone."""
    made = sampler(far_sighted, free(8, 4), SamplingRule(top_k=1), codes=CODES // 2, levels=2)
    rows = made.rows()
    for _ in range(4):
        next(rows)
    assert made.is_level_done
    made.keep(torch.tensor([2, 0]))
    list(rows)
    stream = torch.cat((torch.full((2, 1), 33), made.codes.flatten(1)), dim=1)
    logits = far_sighted(stream[:, :-1])
    coarse, fine = logits[:, :16, :16], logits[:, 16:, 16:32]
    assert stream[:, 1:].equal(torch.cat((coarse.argmax(-1), 16 + fine.argmax(-1)), dim=1))


@pytest.mark.parametrize("row", [5, 8, 11])
def test_gone_on_with_among_fine_codes_it_comes_to_the_same(far_sighted: CodeTransformer, row: int) -> None:
    """In a picture larger than those it was trained on, after fewer candidates were left."""

    def drawn(made: CodeSampler, until: int) -> None:
        rows = made.rows()
        while made.row < until:
            next(rows)
            if made.is_level_done:
                made.keep(torch.tensor([1, 0]))

    whole, begun, resumed = (sampler(far_sighted, free(12, 5), codes=CODES // 2, levels=2) for _ in range(3))
    drawn(whole, 12)
    drawn(begun, row)
    resumed._random.set_state(begun._random.get_state())
    resumed.restore(begun.codes, row)
    drawn(resumed, 12)
    assert resumed.codes.equal(whole.codes)
