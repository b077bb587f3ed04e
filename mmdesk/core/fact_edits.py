"""Facts of photos that are decided by the user, or said beside the file, against what the file says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mmdesk.core.clock_shifts import ClockChange
from mmdesk.core.language import tr, trc
from mmdesk.core.photo import PhotoId
from mmdesk.core.turns import in_words


class FactKind(StrEnum):
    """A fact that can be edited. The values are stored."""

    CAPTION = "caption"
    TAKEN = "taken_at"
    ZONE = "zone"
    TURN = "turn"


Edits = Mapping[FactKind, str | None]
"""Facts of one photo as they are to be, as text; None for none at all."""

NAMES = {
    FactKind.CAPTION: tr("caption"),
    FactKind.TAKEN: tr("date"),
    FactKind.ZONE: tr("time zone"),
    FactKind.TURN: tr("turned"),
}


@dataclass(frozen=True, slots=True)
class FactWish:
    """What is to become of facts of some photos; None leaves one as it is.

    An empty `caption` takes captions away. `clock` changes dates. `turn` is added to what a photo is turned
    already, as `core.turns` numbers them.
    """

    caption: str | None = None
    clock: ClockChange | None = None
    turn: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is wished for."""
        return self.caption is None and self.clock is None and self.turn is None

    @property
    def is_turn_alone(self) -> bool:
        """Whether photos are only to be turned."""
        return self.turn is not None and self.caption is None and self.clock is None

    @property
    def name(self) -> str:
        """The facts it is about, in words that are stored, and so English ones: "caption and date"."""
        wanted = {"caption": self.caption, "date": self.clock, "direction": self.turn}
        return " and ".join(word for word, wish in wanted.items() if wish is not None)


@dataclass(frozen=True, slots=True)
class FactsDecided:
    """Photos whose facts are others from now on, their turn or date among them; their sidecars follow."""

    ids: tuple[PhotoId, ...]
    turned: bool
    dated: bool


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact in a sidecar before and after."""

    fact: FactKind
    before: str | None
    after: str | None

    @property
    def sentence(self) -> str:
        """The change for people: "date 2019-07-14 18:03:22 → 2019-07-14 19:06:22"."""
        name = NAMES[self.fact]
        if self.fact is FactKind.TURN:
            # translators: a fact of a photo and what it is from now on: "turned to the right".
            return tr("{fact} {now}", fact=name, now=in_words(int(self.after or 1)))
        if self.after is None:
            return tr("no {fact}", fact=name)
        before, after = _told(self.fact, self.before), _told(self.fact, self.after)
        if self.before is None:
            return tr("{fact} {now}", fact=name, now=after)
        return tr("{fact} {before} → {now}", fact=name, before=before, now=after)


def _told(fact: FactKind, value: str | None) -> str:
    said = value or trc("a caption or date of a photo", "none")
    return f"“{said}”" if fact is FactKind.CAPTION else said.replace("T", " ")
