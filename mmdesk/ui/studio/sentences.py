"""What is said of paintings: a painting in a line, and the time that one takes."""

from mmdesk.core.language import tr, trn
from mmdesk.core.painting.engines import ENGINE_CARDS
from mmdesk.core.painting.runs import RunCard

SHORT_S = 90
"""Seconds from which on a time is told in minutes."""


def in_short(card: RunCard) -> str:
    """Engine, size, steps and seed of a painting, in a line."""
    spec, steps = card.spec, trn("{n} step", "{n} steps", card.spec.steps)
    if not card.is_finished:
        steps = trn("{step} of {n} step", "{step} of {n} steps", spec.steps, step=card.step)
    return tr(
        "{engine}, {width} × {height}, {steps}, seed {seed}",
        engine=ENGINE_CARDS[spec.engine].title,
        width=spec.width,
        height=spec.height,
        steps=steps,
        seed=spec.seed,
    )


def time_in_short(seconds: float) -> str:
    """A time in seconds or, where it is longer, in minutes."""
    return f"{seconds:.0f} s" if seconds < SHORT_S else f"{seconds / 60:.0f} min"
