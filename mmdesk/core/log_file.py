"""The log of the window: what was done and what went wrong, in a file that never grows large."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST = 512 * 1024
"""Bytes of a log, after which it is put beside and a new one is begun."""

KEPT = 3
"""Number of older logs."""

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"

LAST_BYTES = 1 << 16


@contextmanager
def logging_to(path: Path) -> Iterator[None]:
    """Write what the program logs to `path`; where that is impossible, go without."""
    logger = logging.getLogger("mmdesk")
    level = logger.level
    try:
        handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True)
    except OSError:
        yield
        return
    handler.setFormatter(logging.Formatter(FORM))
    logger.addHandler(handler)
    logger.setLevel(min(level or logging.INFO, logging.INFO))
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()


def last_lines(path: Path, count: int) -> list[str]:
    """The last lines of a log, at most `count`; none where there is no log."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - LAST_BYTES))
            return log.read().decode("utf-8", "replace").splitlines()[-count:]
    except OSError:
        return []
