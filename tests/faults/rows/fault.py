"""A row of the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Without:
    """A protection taken out of the program."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Fault:
    """One row: `test` is named as pytest names it, below this folder. A test may do several faults."""

    what: str
    promise: str
    test: str
    without: Without
