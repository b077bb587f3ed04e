"""Sentences about the progress of a run, and about its end."""

from mmdesk.core.language import in_figures, tr, trn
from mmdesk.core.photo import IndexSummary
from mmdesk.core.progress import Progress
from mmdesk.ui.formatting import span


def time_left(seconds: float) -> str:
    """Time left, as exact as such a guess deserves."""
    if seconds < 8:
        return tr("a few seconds left")
    if seconds < 55:
        return tr("about {seconds} s left", seconds=5 * round(seconds / 5))
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("about {minutes} min left", minutes=minutes)
    return tr("about {hours:.1f} h left", hours=seconds / 3600)


def summed_up(summary: IndexSummary) -> str:
    """Sentence about a run that is over."""
    if not summary.found:
        return tr("No photos were found there")
    if summary.indexed:
        took = span(summary.seconds)
        parts = [
            trn("{n:,} photo added in {took}", "{n:,} photos added in {took}", summary.indexed, took=took)
        ]
    else:
        parts = [tr("Nothing new")]
    if summary.renamed:
        found = trn(
            "{n:,} photo found again under another name",
            "{n:,} photos found again under another name",
            summary.renamed,
        )
        parts.append(found)
    if summary.other_names and summary.indexed:
        others = trn(
            "{n:,} file of the same photos under another name",
            "{n:,} files of the same photos under another name",
            summary.other_names,
        )
        parts.append(others)
    if summary.unchanged and not summary.indexed:
        parts.append(trn("{n:,} photo unchanged", "{n:,} photos unchanged", summary.unchanged))
    return ", ".join(parts)


def how_many(progress: Progress) -> str:
    """The number of things done, and of all where it is known; empty before anything is known."""
    if progress.total is None:
        return in_figures(progress.done) if progress.done else ""
    return tr("{done:,} of {total:,}", done=progress.done, total=progress.total)


def far_along(progress: Progress) -> str:
    """What is done, and how much of all; without the number of all, what is done."""
    if progress.total is None:
        return progress.note
    how_far = {"what": progress.note, "done": progress.done, "total": progress.total}
    return tr("{what}, {done:,} of {total:,}", **how_far)
