"""The photos that are culled: which are shown, which one is looked at, and what was judged of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.culling import CullCounts, CullFilter, Judgements
from mmdesk.core.photo import PhotoId, Pick
from mmdesk.core.vectors import Ids

_FLAG = {
    CullFilter.PICKS: Pick.PICKED,
    CullFilter.REJECTS: Pick.REJECTED,
    CullFilter.UNMARKED: Pick.UNFLAGGED,
}


@dataclass(frozen=True, slots=True)
class BurstStack:
    """Number of shots of a burst that the filter shows, and whether they are seen one by one."""

    shots: int
    is_open: bool


class CulledPhotos:
    """Photos `ids` in their order, of which those that pass the filter are shown.

    Of a closed stack only the best shot is. A photo that does not pass the filter any more stays until one
    goes on from it. Behind the last photo is the end, where none is looked at.
    """

    def __init__(self, ids: Ids, current: int | None = None) -> None:
        count = len(ids)
        self._ids = ids
        self._position = {int(photo): number for number, photo in enumerate(ids)}
        self._picks = np.zeros(count, np.int8)
        self._ratings = np.zeros(count, np.int8)
        self._is_there = np.ones(count, np.bool_)
        self._stack_of = np.full(count, -1, np.int64)
        self._rank = np.zeros(count, np.int64)
        self._stacks: list[NDArray[np.int64]] = []
        self._open: set[int] = set()
        self._filter = CullFilter.ALL
        self._current = self._position.get(current or 0, 0) if count else None
        self._shown = self._passing()

    # What is shown

    @property
    def shown(self) -> Ids:
        """Ids of the photos shown, in order."""
        return self._ids[self._shown]

    @property
    def all_ids(self) -> Ids:
        """Ids of all photos, shown or not."""
        return self._ids

    @property
    def place(self) -> int:
        """Number among those shown of the one that is looked at; their number at the end."""
        if self._current is None:
            return len(self._shown)
        return int(np.searchsorted(self._shown, self._current))

    @property
    def current(self) -> PhotoId | None:
        """The photo that is looked at; None at the end."""
        return None if self._current is None else PhotoId(int(self._ids[self._current]))

    @property
    def filter(self) -> CullFilter:
        """Which photos are looked at."""
        return self._filter

    @property
    def counts(self) -> CullCounts:
        """Number of all photos that are there, by their flags."""
        picks = self._picks[self._is_there]
        return CullCounts(*(int(np.count_nonzero(picks == flag)) for flag in (1, -1, 0)))

    @property
    def rejects(self) -> list[int]:
        """Ids of all photos that are rejected, seen or not."""
        listed: list[int] = self._ids[self._is_there & (self._picks == Pick.REJECTED)].tolist()
        return listed

    def pick_of(self, photo: int) -> Pick:
        """The flag of a photo."""
        return Pick(int(self._picks[self._position[photo]]))

    def rating_of(self, photo: int) -> int:
        """The stars of a photo."""
        return int(self._ratings[self._position[photo]])

    def stack_of(self, photo: int) -> BurstStack | None:
        """The burst that a photo is part of, if any."""
        number = int(self._stack_of[self._position[photo]])
        if number < 0:
            return None
        return BurstStack(len(self._passing_of(number)), number in self._open)

    def shots_with(self, photo: int) -> list[int]:
        """Ids of the shots of a photo's burst that are there, the best first, or of it alone."""
        number = int(self._stack_of[self._position[photo]])
        positions = self._stacks[number] if number >= 0 else np.array([self._position[photo]])
        listed: list[int] = self._ids[positions[self._is_there[positions]]].tolist()
        return listed

    def ahead(self, reach: int) -> list[int]:
        """Ids of the photo that is looked at, of those after it, and of the one before."""
        here = self.place
        places = [*range(here, min(here + reach + 1, len(self._shown))), *([here - 1] if here else [])]
        listed: list[int] = self._ids[self._shown[places]].tolist()
        return listed

    def beside(self, count: int) -> list[int]:
        """Ids of the photo that is looked at and of those next to it, so many where there are."""
        first = max(0, min(self.place, len(self._shown) - count))
        listed: list[int] = self.shown[first : first + count].tolist()
        return listed

    def surveyed(self, most: int) -> list[int]:
        """Ids of the best shots of the burst, so many at most; without one, of the photos side by side."""
        shots = [] if self.current is None else self.shots_with(self.current)[:most]
        return shots if len(shots) > 1 else self.beside(most)

    # Going on

    def step(self, by: int) -> None:
        """Look at the next photo but so many, or one before; past the last one is the end."""
        here = self._current
        self._shown = self._passing()
        place = len(self._shown) if here is None else int(np.searchsorted(self._shown, here))
        is_shown = here is not None and place < len(self._shown) and self._shown[place] == here
        self._go_to_place(place + by - (0 if is_shown or by < 0 else 1))

    def go_to(self, photo: int) -> None:
        """Look at this photo, where it is one of them; it need not be shown."""
        if photo in self._position:
            self._current = self._position[photo]
            self._show_again()

    def go_to_end(self, *, first: bool) -> None:
        """Look at the first photo, or at the last one."""
        self._shown = self._passing()
        self._go_to_place(0 if first else len(self._shown) - 1)

    def choose(self, wanted: CullFilter) -> None:
        """Show other photos; from the end, begin with the first of them."""
        self._filter = wanted
        self._shown = self._passing()
        here = self._current
        self._go_to_place(0 if here is None else int(np.searchsorted(self._shown, here)))

    def toggle_stack(self) -> None:
        """See the shots of this burst one by one, or its best alone."""
        number = -1 if self._current is None else int(self._stack_of[self._current])
        if number >= 0:
            self._open ^= {number}
            self._leave_hidden(number)
            self._show_again()

    def toggle_stacks(self) -> None:
        """See the shots of all bursts one by one, or the best of each alone."""
        every = set(range(len(self._stacks)))
        self._open = set() if self._open == every else every
        if self._current is not None:
            self._leave_hidden(int(self._stack_of[self._current]))
        self._show_again()

    # What is judged

    def set_pick(self, photos: Collection[int], pick: Pick) -> None:
        """Pick, reject or unflag photos."""
        self._picks[[self._position[photo] for photo in photos]] = pick

    def mark(self, photo: int, mark: Pick | int) -> None:
        """Give a photo a flag or a number of stars."""
        if isinstance(mark, Pick):
            self.set_pick([photo], mark)
        else:
            self.set_rating([photo], mark)

    def set_rating(self, photos: Collection[int], stars: int) -> None:
        """Give photos stars."""
        self._ratings[[self._position[photo] for photo in photos]] = stars

    def note(self, photo: int, pick: Pick, stars: int) -> None:
        """Take note of what the library says of a photo, where it is one of them."""
        if photo in self._position:
            position = self._position[photo]
            self._picks[position], self._ratings[position] = pick, stars

    def take(self, told: Judgements) -> list[int]:
        """Take over what the library says of all of them; returns those of which it is news."""
        positions = np.array([self._position[photo] for photo in told.ids.tolist()], np.int64)
        before = (self._picks.copy(), self._ratings.copy(), self._is_there)
        self._picks[positions], self._ratings[positions] = told.picks, told.ratings
        self._is_there = np.zeros(len(self._ids), np.bool_)
        self._is_there[positions] = True
        now = (self._picks, self._ratings, self._is_there)
        changed = np.any([old != new for old, new in zip(before, now, strict=True)], axis=0) & self._is_there
        self._show_again()
        listed: list[int] = self._ids[changed].tolist()
        return listed

    def take_away(self, gone: Collection[int]) -> None:
        """Take photos out that are no more."""
        positions = [self._position[photo] for photo in gone if photo in self._position]
        self._is_there[positions] = False
        self._show_again()

    def take_stacks(self, stacks: Sequence[Sequence[int]]) -> None:
        """Know the bursts, each with its best shot first; all of them are closed."""
        self._stacks = [np.array([self._position[photo] for photo in shots], np.int64) for shots in stacks]
        self._stack_of[:] = -1
        for number, positions in enumerate(self._stacks):
            self._stack_of[positions] = number
            self._rank[positions] = np.arange(len(positions))
        self._open = set()
        self._show_again()

    # How it is found

    def _passes(self) -> NDArray[np.bool_]:
        """Whether each photo passes the filter."""
        if self._filter is CullFilter.ALL:
            return self._is_there.copy()
        passes: NDArray[np.bool_] = self._is_there & (self._picks == _FLAG[self._filter])
        return passes

    def _passing(self) -> NDArray[np.int64]:
        """Positions of the photos that are to be shown: of a closed stack, the best that passes."""
        passes = self._passes()
        is_open = np.array([*(number in self._open for number in range(len(self._stacks))), True])
        folded = np.flatnonzero(passes & ~is_open[self._stack_of])
        best = np.full(len(is_open), len(self._ids), np.int64)
        np.minimum.at(best, self._stack_of[folded], self._rank[folded])
        passes[folded] = self._rank[folded] == best[self._stack_of[folded]]
        return np.flatnonzero(passes)

    def _passing_of(self, number: int) -> NDArray[np.int64]:
        """Positions of the shots of a burst that pass the filter, the best first."""
        positions = self._stacks[number]
        return positions[self._passes()[positions]]

    def _leave_hidden(self, number: int) -> None:
        """Look at the best shot of a burst that was closed."""
        if number >= 0 and number not in self._open and len(shots := self._passing_of(number)):
            self._current = int(shots[0])

    def _show_again(self) -> None:
        """Show what is to be shown, and the photo that is looked at as long as it is there."""
        shown, here = self._passing(), self._current
        if here is not None and self._is_there[here]:
            shown = np.union1d(shown, np.array([here]))
        self._shown = shown
        if here is not None and not self._is_there[here]:
            self._go_to_place(int(np.searchsorted(shown, here)))

    def _go_to_place(self, place: int) -> None:
        """Look at a photo by its number among those shown; before the first is the first."""
        place = max(place, 0)
        self._current = int(self._shown[place]) if place < len(self._shown) else None
