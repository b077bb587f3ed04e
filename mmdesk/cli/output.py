"""Printing: answers go to stdout, notes on the way to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.table import Table

NARROWEST_TABLE = 100
"""Width in characters that a table may always take: a pipe has none, and cut-off paths help nobody."""


def print_json(document: Mapping[str, Any]) -> None:
    """Print the one document on stdout. Pure ASCII, so that no terminal or pipe can spoil it."""
    click.echo(json.dumps(document, indent=2))


def print_table(table: Table) -> None:
    """Print a table on stdout, coloured on a terminal only."""
    from rich.console import Console  # noqa: PLC0415  (what goes into a pipe needs none)

    console = Console()
    if not console.is_terminal:
        console = Console(width=max(console.width, NARROWEST_TABLE))
    console.print(table)


def print_null_separated(paths: list[bytes]) -> None:
    """Print paths exactly as the disk has them, each followed by a NUL, for `xargs -0`."""
    sys.stdout.buffer.write(b"".join(path + b"\0" for path in paths))
    sys.stdout.buffer.flush()


def note(sentence: str) -> None:
    """Print a sentence that is not the answer on stderr."""
    click.echo(sentence, err=True)


def on_terminal() -> bool:
    """Whether stdout is a terminal, with a person before it."""
    return sys.stdout.isatty()
