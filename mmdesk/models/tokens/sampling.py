"""The sampler: codes of a picture in reading order, each drawn by what the transformer makes of those before.

There is one for all that a transformer can be asked: with a prefix of any kind, with some codes given, which
are kept (completion), at the size it was trained on or larger, for several candidates at once. Where codes
have levels, all coarse ones of the picture are drawn first, and may be judged before the finer ones.

Where another run of the same codes is gone on with, the transformer reads what was drawn just as it did when
it drew it: read in larger pieces, its logits would differ in the last digits, and some day a code with them.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass

import torch
from torch import Tensor

from mmdesk.models.tokens.logits import SamplingRule, draw, guided
from mmdesk.models.tokens.network import CodeTransformer, KeyValueCache
from mmdesk.models.tokens.windows import Window, window_at

FREE = -1
"""Stands in `CodePlan.given` for a code that is to be drawn."""

Prefix = Callable[[Window], Tensor]
"""The tokens before the codes of a window, int64 [p]."""


@dataclass(frozen=True)
class CodePlan:
    """What is to be drawn: `candidates` pictures of codes, `given` [levels * rows, columns] where known.

    The tokens below `codes` are those of the first of the `levels`, those of the next come behind them;
    `side` is that of the square the transformer was trained on. `prefix` tells it what to draw, `untold` is
    the prefix that says nothing, for guidance. `stride` is that of the window, None for the usual one.
    """

    candidates: int
    given: Tensor
    codes: int
    side: int
    prefix: Prefix
    untold: Prefix | None = None
    stride: int | None = None
    levels: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of a level."""
        return self.given.shape[0] // self.levels, self.given.shape[1]


class CodeSampler:
    """Draws the codes of a plan, row by row.

    Attributes:
        codes: int64 [candidates, levels * rows, columns]; what is not drawn yet is `FREE`.
        row: number of rows that are drawn, those of all levels counted.
    """

    def __init__(
        self, network: CodeTransformer, plan: CodePlan, rule: SamplingRule, random: torch.Generator
    ) -> None:
        if rule.is_guided and plan.untold is None:
            raise ValueError("guidance needs a prefix that says nothing")
        self.codes = plan.given.expand(plan.candidates, -1, -1).clone()
        self.row = 0
        self._network, self._plan, self._rule, self._random = network, plan, rule, random
        self._seen: tuple[int, Window] | None = None
        self._cache: KeyValueCache | None = None
        self._unread: list[Tensor] = []

    def restore(self, codes: Tensor, row: int) -> None:
        """Go on after the first `row` rows of `codes` [candidates, ...]; the rest is drawn anew.

        The generator of random numbers must stand where it stood then.
        """
        self.codes = self._plan.given.expand(len(codes), -1, -1).clone()
        self.codes[:, :row] = codes[:, :row]
        first = self._first_needed(row)
        for place in range(first, row):
            for column in range(self._plan.size[1]):
                self._place(place, column, draws=False)
        self.row = row

    @property
    def is_level_done(self) -> bool:
        """Whether all codes of a level are drawn, and finer ones are left."""
        return 0 < self.row < len(self._plan.given) and self.row % self._plan.size[0] == 0

    def keep(self, chosen: Tensor) -> None:
        """Go on with the candidates `chosen`, by number, in that order; for when a level is done."""
        self.codes, self._seen = self.codes[chosen], None

    def rows(self) -> Generator[float, None, None]:
        """Draw the rows that are left. Yields after each the mean negative log-likelihood of its codes."""
        while self.row < len(self._plan.given):
            costs = [
                cost
                for column in range(self._plan.size[1])
                if (cost := self._place(self.row, column, draws=True)) is not None
            ]
            self.row += 1
            yield float(torch.stack(costs).mean()) if costs else 0.0

    def _first_needed(self, row: int) -> int:
        """The first row whose codes are in the cache when `row` is begun."""
        last = self._plan.size[1] - 1
        while row > 0 and self._seen_at(row - 1, last) == self._seen_at(row, 0):
            row -= 1
        return row

    def _seen_at(self, row: int, column: int) -> tuple[int, Window]:
        """The level of a row, and the window in which its code is drawn."""
        level, place = divmod(row, self._plan.size[0])
        return level, window_at(place, column, self._plan.size, self._plan.side, self._plan.stride)

    @torch.inference_mode()
    def _place(self, row: int, column: int, *, draws: bool) -> Tensor | None:
        """See to one code. Returns what it costs, its negative log-likelihood, or None for one not drawn."""
        seen, cost = self._seen_at(row, column), None
        if seen != self._seen:
            self._enter(*seen, row, column)
        if self._plan.given[row, column] == FREE:
            logits = self._logits(seen[0])
            if draws:
                drawn = draw(logits, self._rule, self._random)
                self.codes[:, row, column] = drawn + seen[0] * self._plan.codes
                cost = -logits.log_softmax(-1).gather(1, drawn[:, None]).mean()
        self._unread.append(self._streams(self.codes[:, row, column, None]))
        return cost

    def _enter(self, level: int, window: Window, row: int, column: int) -> None:
        """Read the codes of another window from now on, as far as they are drawn, coarser levels first."""
        rows, end = self.codes[:, :, window.left : window.left + window.side], column - window.left
        tops = [window.top + one * self._plan.size[0] for one in range(level + 1)]
        coarser = [rows[:, top : top + window.side].flatten(1) for top in tops[:-1]]
        before = torch.cat((*coarser, rows[:, tops[-1] : row].flatten(1), rows[:, row, :end]), dim=1)
        self._seen = level, window
        self._cache = self._network.new_cache(len(self._streams(before)))
        self._unread = [self._prefix(window), self._streams(before)]

    def _prefix(self, window: Window) -> Tensor:
        told = self._plan.prefix(window).expand(len(self.codes), -1)
        if not self._rule.is_guided or self._plan.untold is None:
            return told
        return torch.cat((told, self._plan.untold(window).expand(len(self.codes), -1)))

    def _streams(self, codes: Tensor) -> Tensor:
        """`codes` for every stream: twice, where logits without the condition are needed, too."""
        return codes.repeat(2, 1) if self._rule.is_guided else codes

    def _logits(self, level: int) -> Tensor:
        """Logits [candidates, codes] of the next code, of that level, after reading what is unread."""
        if self._cache is None:
            raise RuntimeError("no window was entered")
        logits = self._network.next_logits(torch.cat(self._unread, dim=1), self._cache)
        self._unread = []
        logits = logits[:, level * self._plan.codes : (level + 1) * self._plan.codes].float()
        return guided(logits, self._rule.guidance) if self._rule.is_guided else logits
