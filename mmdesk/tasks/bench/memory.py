"""How much memory a piece of work took at most."""

try:
    import resource
except ImportError:  # Windows keeps no such account
    resource = None  # type: ignore[assignment]

import sys


def peak_rss_mb(children: int) -> float | None:
    """This process at its peak so far, and `children` times the largest of its ended children, in MiB.

    None where the platform does not say.
    """
    if resource is None:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + children * child) * unit / 2**20
