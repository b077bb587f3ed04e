"""Figures of a bench, in the shape scripts may rely on."""

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """The machine that figures come from. `dtype` is the data type ours ran in."""

    cpu: str
    cores: int
    torch: str
    device: str
    dtype: str

    @classmethod
    def here(cls, device: str, dtype: str) -> Self:
        """This machine. Imports torch: it is asked last, when that weighs on nothing that is measured."""
        from mmdesk.models.device import machine  # noqa: PLC0415

        found = machine(device)
        return cls(found.cpu, found.cores, found.torch, found.device, dtype)


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure as a multiple of the plain way's, or as a share of a limit."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class BenchReport:
    """All figures of one bench; ratios are what counts, seconds differ from machine to machine.

    It is `noisy` where the plain way's own turns differ by more than half: then ratios say little, too.
    """

    bench: str
    machine: MachineFacts
    results: tuple[Result, ...]
    ratios: tuple[Ratio, ...] = ()
    noisy: bool = False

    def to_json(self) -> dict[str, Any]:
        """The report as a document: `bench`, `machine`, `results`, `ratios`, `noisy`."""
        return {
            "bench": self.bench,
            "machine": asdict(self.machine),
            "results": [asdict(result) for result in self.results],
            "ratios": [asdict(ratio) for ratio in self.ratios],
            "noisy": self.noisy,
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        """The report that `to_json` made the document of."""
        return cls(
            document["bench"],
            MachineFacts(**document["machine"]),
            tuple(Result(**result) for result in document["results"]),
            tuple(Ratio(**ratio) for ratio in document["ratios"]),
            document["noisy"],
        )
