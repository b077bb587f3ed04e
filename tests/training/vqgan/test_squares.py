"""Which pictures a VQGAN learns from, and how often."""

from mmdesk.training.vqgan.squares import WEIGHTS


def test_lines_on_white_and_photographs_no_larger_than_a_crop_are_never_learned_from() -> None:
    never = {name for name, weight in WEIGHTS.items() if weight == 0}
    assert never == {"emoji", "receipts", "pacs_sketch", "cifar10", "tinyimagenet"}
