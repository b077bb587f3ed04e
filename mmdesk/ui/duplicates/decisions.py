"""Groups that were found and what is decided of each: the arithmetic of the page, without a widget."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from mmdesk.core.duplicates import KINDS, Group, Kind, Member
from mmdesk.core.photo import PhotoId


@dataclass
class GroupDecision:
    """One group, what would go to the trash of it, and whether the user has agreed.

    `marked` begins with what is proposed; its files have so many `bytes`. One photo stays at least, and so
    does every one with a raw file.
    """

    group: Group
    marked: frozenset[PhotoId] = frozenset()
    bytes: int = 0
    is_accepted: bool = False

    @classmethod
    def of(cls, group: Group) -> "GroupDecision":
        """The decision that is proposed when a group is found."""
        decision = cls(group)
        decision._mark(group.proposed_for_trash)
        return decision

    @property
    def members(self) -> Sequence[Member]:
        """Photos of the group, the best first."""
        return self.group.members

    def keep_only(self, photo: PhotoId) -> None:
        """Mark all others to go."""
        self._mark(self.group.without(photo))

    def toggle(self, photo: PhotoId) -> None:
        """Mark a photo to go, or to stay after all. The last one stays."""
        if photo in self.marked:
            self._mark(self.marked - {photo})
        elif not self._must_stay(photo) and len(self.marked) + 1 < len(self.members):
            self._mark(self.marked | {photo})

    def _mark(self, photos: Iterable[PhotoId]) -> None:
        self.marked = frozenset(photos)
        self.bytes = self.group.bytes_of(self.marked)

    def _must_stay(self, photo: PhotoId) -> bool:
        return any(member.id == photo and member.with_raw for member in self.members)

    def accept(self, *, yes: bool) -> None:
        """Agree to what is marked, or think again; where nothing is marked there is nothing to agree to."""
        self.is_accepted = yes and bool(self.marked)

    def without(self, gone: Collection[PhotoId]) -> "GroupDecision | None":
        """The decision left when these photos are gone; None where that is no group any more."""
        members = tuple(member for member in self.members if member.id not in gone)
        if len(members) == len(self.members):
            return self
        left = GroupDecision(replace(self.group, members=members))
        left._mark(self.marked.difference(gone))
        return left if len(members) > 1 and left.group.without(left.group.keep) else None


class Decisions:
    """Decisions of all groups, in their classes: there may be tens of thousands."""

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self._of_kind: dict[Kind, list[GroupDecision]] = {kind: [] for kind in KINDS}
        for group in groups:
            self._of_kind[group.kind].append(GroupDecision.of(group))

    def of(self, kind: Kind) -> Sequence[GroupDecision]:
        """Decisions of one class, in order."""
        return self._of_kind[kind]

    @property
    def accepted(self) -> list[GroupDecision]:
        """Decisions the user agreed to."""
        return [
            decision for decisions in self._of_kind.values() for decision in decisions if decision.is_accepted
        ]

    def accept_all(self, kind: Kind) -> None:
        """Agree to everything proposed in a class."""
        for decision in self.of(kind):
            decision.accept(yes=True)

    def take_out(self, decision: GroupDecision) -> int:
        """Take a decision out; returns where in its class it was."""
        decisions = self._of_kind[decision.group.kind]
        place = next(place for place, one in enumerate(decisions) if one is decision)
        del decisions[place]
        return place

    def put_back(self, decision: GroupDecision, place: int) -> None:
        """Put a decision back to its place."""
        self._of_kind[decision.group.kind].insert(place, decision)

    def forget(self, gone: Collection[PhotoId]) -> None:
        """Leave out photos that are not there any more."""
        for kind, decisions in self._of_kind.items():
            left = (decision.without(gone) for decision in decisions)
            self._of_kind[kind] = [decision for decision in left if decision is not None]


def to_go(decisions: Iterable[GroupDecision]) -> list[Member]:
    """Photos that would go to the trash by these decisions, each once, in the order of the page."""
    going = {
        member.id: member
        for decision in decisions
        for member in decision.members
        if member.id in decision.marked
    }
    return list(going.values())


def count_and_bytes(decisions: Collection[GroupDecision]) -> tuple[int, int]:
    """Number of photos that would go, and the bytes of their files, each counted once."""
    photos = set[PhotoId]().union(*(decision.marked for decision in decisions))
    if len(photos) == sum(len(decision.marked) for decision in decisions):
        return len(photos), sum(decision.bytes for decision in decisions)
    return len(photos), sum(member.photo.stamp.size for member in to_go(decisions))
