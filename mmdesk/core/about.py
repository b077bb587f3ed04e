"""What the program says of itself: versions, what it is built on, and what its models are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackageLicence:
    """An installed package that the program is built on, and the licence it states."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class ProgramDetails:
    """Versions a line each, the packages, and the cards of the models (Markdown) by their names."""

    versions: str
    packages: tuple[PackageLicence, ...]
    cards: tuple[tuple[str, str], ...]
