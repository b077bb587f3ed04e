"""What is found and what is decided of it: the arithmetic of the page, without a widget."""

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
        """As it is found."""
        case = cls(group)
        case._mark(group.proposed_for_trash)
        return case

    @property
    def members(self) -> Sequence[Member]:
        """The photos, the best first."""
        return self.group.members

    def keep_only(self, photo: PhotoId) -> None:
        """All others are to go."""
        self._mark(self.group.without(photo))

    def toggle(self, photo: PhotoId) -> None:
        """This one is to go, or to stay after all. The last one stays."""
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
        """What is left when these photos are gone; None where that is no group any more."""
        members = tuple(member for member in self.members if member.id not in gone)
        if len(members) == len(self.members):
            return self
        left = GroupDecision(replace(self.group, members=members))
        left._mark(self.marked.difference(gone))
        return left if len(members) > 1 and left.group.without(left.group.keep) else None


class Decisions:
    """All cases, in their classes: there may be tens of thousands."""

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self._cases: dict[Kind, list[GroupDecision]] = {kind: [] for kind in KINDS}
        for group in groups:
            self._cases[group.kind].append(GroupDecision.of(group))

    def of(self, kind: Kind) -> Sequence[GroupDecision]:
        """The cases of one class, in order."""
        return self._cases[kind]

    @property
    def accepted(self) -> list[GroupDecision]:
        """What the user agreed to."""
        return [case for cases in self._cases.values() for case in cases if case.is_accepted]

    def accept_all(self, kind: Kind) -> None:
        """Agree to everything proposed in a class."""
        for case in self.of(kind):
            case.accept(yes=True)

    def put_away(self, case: GroupDecision) -> int:
        """Take a case out; returns where in its class it was."""
        cases = self._cases[case.group.kind]
        place = next(place for place, one in enumerate(cases) if one is case)
        del cases[place]
        return place

    def put_back(self, case: GroupDecision, place: int) -> None:
        """The other way round."""
        self._cases[case.group.kind].insert(place, case)

    def forget(self, gone: Collection[PhotoId]) -> None:
        """These photos are not there any more."""
        for kind, cases in self._cases.items():
            left = (case.without(gone) for case in cases)
            self._cases[kind] = [case for case in left if case is not None]


def to_go(cases: Iterable[GroupDecision]) -> list[Member]:
    """What would go to the trash of these cases, each photo once, in the order of the page."""
    going = {member.id: member for case in cases for member in case.members if member.id in case.marked}
    return list(going.values())


def count_and_bytes(cases: Collection[GroupDecision]) -> tuple[int, int]:
    """How many photos would go, and the size of their files, each counted once."""
    photos = set[PhotoId]().union(*(case.marked for case in cases))
    if len(photos) == sum(len(case.marked) for case in cases):
        return len(photos), sum(case.bytes for case in cases)
    return len(photos), sum(member.photo.stamp.size for member in to_go(cases))
