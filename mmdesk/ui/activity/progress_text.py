"""Sentences about the progress of a run, and about its end."""

from mmdesk.core.photo import IndexSummary
from mmdesk.ui.formatting import counted, span


def time_left(seconds: float) -> str:
    """Time left, as exact as such a guess deserves."""
    if seconds < 8:
        return "a few seconds left"
    if seconds < 55:
        return f"about {5 * round(seconds / 5)} s left"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"about {minutes} min left"
    return f"about {seconds / 3600:.1f} h left"


def summed_up(summary: IndexSummary) -> str:
    """Sentence about a run that is over."""
    if not summary.found:
        return "No photos were found there"
    if summary.indexed:
        parts = [f"{counted(summary.indexed, 'photo')} added in {span(summary.seconds)}"]
    else:
        parts = ["Nothing new"]
    if summary.renamed:
        parts.append(f"{counted(summary.renamed, 'photo')} found again under another name")
    if summary.other_names and summary.indexed:
        parts.append(f"{counted(summary.other_names, 'file')} of the same photos under another name")
    if summary.unchanged and not summary.indexed:
        parts.append(f"{counted(summary.unchanged, 'photo')} unchanged")
    return ", ".join(parts)
