"""`mmdesk tag --write-xmp` and its relatives: tags and stars in sidecars, for other programs."""

from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeVar

import click
from rich.table import Table
from rich.text import Text

from mmdesk.cli.documents import Document
from mmdesk.cli.output import note, print_table
from mmdesk.cli.progress import follow
from mmdesk.core.labels import LabelSet
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.paths import display_path, json_path
from mmdesk.core.photo import Skipped
from mmdesk.core.sidecars import Difference, ReadSummary
from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.reading import read_keywords
from mmdesk.tasks.xmp.undoing import undo_sidecars
from mmdesk.tasks.xmp.writing import differences, write_sidecars

Outcome = TypeVar("Outcome")


@dataclass
class SidecarReport:
    """Report of what a run over sidecars did, or would do in a dry run."""

    is_dry_run: bool = False
    changed: list[Difference] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def collect(self, steps: Generator[object, None, Outcome]) -> Generator[object, None, Outcome]:
        """Pass `steps` on, and collect the differences and skipped files among them."""
        with closing(steps):
            while True:
                try:
                    step = next(steps)
                except StopIteration as end:
                    outcome: Outcome = end.value
                    return outcome
                if isinstance(step, Difference):
                    self.changed.append(step)
                elif isinstance(step, Skipped):
                    self.skipped.append(step)
                yield step

    def document(self, *, dry_run: bool) -> Document:
        """The JSON document."""
        return {
            "dry_run": dry_run,
            "files": [
                {
                    "path": json_path(one.picture),
                    "sidecar": json_path(one.sidecar),
                    "new": one.is_new,
                    "added": list(one.added),
                    "removed": list(one.removed),
                    "rating": None if one.rating is None else list(one.rating),
                    "facts": [
                        {"fact": change.fact.value, "before": change.before, "after": change.after}
                        for change in one.facts
                    ],
                }
                for one in self.changed
            ],
            "skipped": [{"path": json_path(one.path), "reason": one.reason} for one in self.skipped],
        }

    @property
    def title(self) -> str:
        """Number of sidecars it was about, in words."""
        count = len(self.changed)
        if self.is_dry_run:
            return trn("{n} sidecar would change", "{n} sidecars would change", count)
        return trn("{n} sidecar written", "{n} sidecars written", count)

    def print(self) -> None:
        """Print a table with a row a file."""
        table = Table(tr("sidecar"), "", tr("change"), caption=self.title)
        for one in self.changed:
            table.add_row(
                Text(display_path(one.sidecar), overflow="fold"),
                trc("of a sidecar", "new") if one.is_new else "",
                Text(one.sentence),
            )
        print_table(table)
        self.print_skipped()

    def print_skipped(self) -> None:
        """Print skipped files and the reasons on stderr."""
        for one in self.skipped:
            note(f"{display_path(one.path)}: {one.reason}")


def write(library: Library, labels: LabelSet, *, dry_run: bool) -> SidecarReport:
    """Write accepted tags and stars to sidecars, or only report what would change."""
    report = SidecarReport(is_dry_run=dry_run)
    follow(
        report.collect((differences if dry_run else write_sidecars)(library, labels=labels)), tr("Sidecars")
    )
    return report


def undo(library: Library) -> None:
    """Undo the last write, and print how many sidecars it concerned."""
    report = SidecarReport()
    summary = follow(report.collect(undo_sidecars(library)), tr("Sidecars"))
    report.print_skipped()
    click.echo(
        trn(
            "{n} sidecar is as it was before the last write.",
            "{n} sidecars are as they were before the last write.",
            summary.written,
        )
    )


def read(
    library: Library, photos: Collection[int] | None = None, report_to: Callable[[str], None] = click.echo
) -> None:
    """Read keywords and stars from the files of these photos, or all; `report_to` gets a sentence of it."""
    report = SidecarReport()
    summary = follow(report.collect(read_keywords(library, photos)), tr("Keywords"))
    report.print_skipped()
    report_to(_what_was_read(summary))


def _what_was_read(summary: ReadSummary) -> str:
    tags = trn("{n} tag", "{n} tags", summary.tags)
    photos = trn("{n} photo", "{n} photos", summary.photos)
    more = ", ".join(_facts_read(summary))
    if not more:
        return tr(
            "{tags} for {photos}, and stars or flags for {rated}, were read.",
            tags=tags,
            photos=photos,
            rated=summary.rated,
        )
    # translators: more is "dates for 3", "places for 2", or both
    return tr(
        "{tags} for {photos}, and stars or flags for {rated}, {more}, were read.",
        tags=tags,
        photos=photos,
        rated=summary.rated,
        more=more,
    )


def _facts_read(summary: ReadSummary) -> Iterator[str]:
    if summary.dated:
        # translators: the number is that of photos
        yield trn("dates for {n}", "dates for {n}", summary.dated)
    if summary.placed:
        # translators: the number is that of photos
        yield trn("places for {n}", "places for {n}", summary.placed)
