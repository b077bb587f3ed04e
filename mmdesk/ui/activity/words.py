"""Numbers and spans of time in words, as the strip and the bars say them."""

from mmdesk.core.photo import IndexSummary


def counted(number: int, thing: str) -> str:
    """`number` with what it counts: "1 photo" or "1,203 photos"."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def time_left(seconds: float) -> str:
    """As exact as such a guess deserves."""
    if seconds < 8:
        return "a few seconds left"
    if seconds < 55:
        return f"about {5 * round(seconds / 5)} s left"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"about {minutes} min left"
    return f"about {seconds / 3600:.1f} h left"


def quick_span(milliseconds: float) -> str:
    """How long an answer took."""
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def span(seconds: float) -> str:
    """How long something took."""
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def summed_up(summary: IndexSummary) -> str:
    """One line about a run that is over."""
    if not summary.found:
        return "No photos were found there"
    if summary.indexed:
        parts = [f"{counted(summary.indexed, 'photo')} added in {span(summary.seconds)}"]
    else:
        parts = ["Nothing new"]
    if summary.renamed:
        parts.append(f"{counted(summary.renamed, 'photo')} found again under another name")
    if summary.unchanged and not summary.indexed:
        parts.append(f"{counted(summary.unchanged, 'photo')} unchanged")
    return ", ".join(parts)
