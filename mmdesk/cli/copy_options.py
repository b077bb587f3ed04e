"""Options for copies of photos that are made anew, or have other names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import click

from mmdesk.core.copy_shape import CopyFacts, CopyFormat, CopyShape
from mmdesk.core.language import tr
from mmdesk.core.name_pattern import SAME_NAME


@dataclass(frozen=True, slots=True)
class ShapeChoices:
    """What copies are to be like, and whether they may go into a folder of the library."""

    shape: CopyShape = field(default_factory=CopyShape)
    into_library: bool = False


def copy_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add the options, which the command receives as `shape`."""

    @wraps(command)
    def with_shape(**options: Any) -> object:
        shape = CopyShape(
            CopyFormat(options.pop("format")),
            options.pop("long_side"),
            options.pop("quality"),
            CopyFacts(options.pop("facts")),
            options.pop("rename"),
        )
        return command(shape=ShapeChoices(shape, options.pop("into_library")), **options)

    for option in reversed(OPTIONS):
        option(with_shape)
    return with_shape


OPTIONS = (
    click.option(
        "--format",
        type=click.Choice([each.value for each in CopyFormat]),
        default=CopyFormat.AS_IS.value,
        help=tr("With --to: the files as they are, or pictures made anew."),
    ),
    click.option(
        "--long-side",
        type=click.IntRange(min=16),
        metavar="N",
        help=tr("At most N pixels; none is enlarged."),
    ),
    click.option(
        "--quality",
        type=click.IntRange(1, 100),
        default=CopyShape().quality,
        show_default=True,
        metavar="N",
        help=tr("1 to 100, for formats that lose something."),
    ),
    click.option(
        "--facts",
        type=click.Choice([each.value for each in CopyFacts]),
        default=CopyFacts.ALL.value,
        help=tr("What copies made anew say inside: all, all but the position, or nothing."),
    ),
    click.option(
        "--rename", default=SAME_NAME, metavar="PATTERN", help=tr('Names of copies: "{date}-{place}-{nr}".')
    ),
    click.option("--into-library", is_flag=True, help=tr("FOLDER may be one of the library.")),
)
