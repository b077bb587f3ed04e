"""Ranges of numbers as a search line has them: `3`, `>=3`, `3+`, `<0.5`, `2..4`."""

import math
import re
from dataclasses import dataclass

_NUMBER = r"(\d{1,6}(?:\.\d{1,6})?)(%?)"
_RANGE = re.compile(rf"(?:{_NUMBER})?\.\.(?:{_NUMBER})?", re.ASCII)
_COMPARED = re.compile(rf"(>=|<=|>|<|=|)\s?{_NUMBER}(\+?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Numbers from `low` to `high`, both included."""

    low: float = -math.inf
    high: float = math.inf

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high


def bounds_of(text: str) -> Bounds | None:
    """The numbers that a text stands for; None where it stands for none."""
    ranged, compared = _RANGE.fullmatch(text), _COMPARED.fullmatch(text)
    if ranged and (ranged[1] or ranged[3]):
        low = _number(ranged[1], ranged[2]) if ranged[1] else -math.inf
        return Bounds(low, _number(ranged[3], ranged[4]) if ranged[3] else math.inf)
    if compared is None or (compared[1] and compared[4]):
        return None
    return _beside(">=" if compared[4] else compared[1], _number(compared[2], compared[3]))


def _beside(sign: str, number: float) -> Bounds:
    if sign in {">", ">="}:
        return Bounds(low=number if sign == ">=" else math.nextafter(number, math.inf))
    if sign in {"<", "<="}:
        return Bounds(high=number if sign == "<=" else math.nextafter(number, -math.inf))
    return Bounds(number, number)


def _number(digits: str, percent: str) -> float:
    return float(digits) / 100 if percent else float(digits)
