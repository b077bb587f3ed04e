"""`mmdesk duplicates`: photos that are there more than once."""

import os

import click
from rich.table import Table
from rich.text import Text

from mmdesk.cli.choices import PATH, Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import Document
from mmdesk.cli.output import note, print_json, print_table
from mmdesk.cli.progress import follow
from mmdesk.cli.session import open_session
from mmdesk.core.duplicates import KINDS, Group, Kind, Member
from mmdesk.core.paths import display_path, json_path
from mmdesk.tasks.duplicates.find import DuplicateSearch

TITLES: dict[Kind, str] = {
    "same-bytes": "same bytes",
    "same-shot": "same shot saved again",
    "burst": "burst",
}


@click.command()
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Only groups of this kind (default: all); may be given again.",
)
@click.option("--in", "folder", type=PATH, metavar="FOLDER", help="Only photos below FOLDER.")
@json_option
@shared_options
@pass_choices
def duplicates(choices: Choices, kinds: tuple[Kind, ...], folder: bytes | None) -> None:
    """List photos that are there more than once, and which to keep. Nothing is deleted or changed."""
    with open_session(choices) as session:
        search = DuplicateSearch(
            session.library, session.clip, kinds or KINDS, folder and os.path.abspath(folder)
        )
        groups = follow(search.run(), "Duplicates")
    if choices.json:
        print_json(duplicates_document(groups))
    else:
        _print_groups(groups)


def duplicates_document(groups: list[Group]) -> Document:
    """The JSON document: groups, the best of each first; `proposal` is "keep", "trash", None in bursts."""
    return {"groups": [_group(group) for group in groups], "bytes_to_free": _bytes_to_free(groups)}


def _group(group: Group) -> Document:
    return {
        "kind": group.kind,
        "reasons": list(group.reasons),
        "bytes_to_free": group.bytes_of(group.proposed_for_trash),
        "photos": [
            {
                "path": json_path(member.photo.path),
                "proposal": _proposal(group, member),
                "size_bytes": member.photo.stamp.size,
                "width": member.photo.facts.width,
                "height": member.photo.facts.height,
                "taken_at": member.photo.facts.taken_at,
                "with_raw": member.with_raw,
            }
            for member in group.members
        ],
    }


def _proposal(group: Group, member: Member) -> str | None:
    if member.id in group.proposed_for_trash:
        return "trash"
    return None if group.kind == "burst" else "keep"


def _print_groups(groups: list[Group]) -> None:
    if not groups:
        note("No duplicates were found.")
        return
    table = Table("proposal", "photo", "pixels", "bytes")
    for group in groups:
        table.add_section()
        table.add_row("", Text(f"{TITLES[group.kind]}: {_reasons(group)}", style="bold"), "", "")
        for member in group.members:
            facts = member.photo.facts
            table.add_row(
                _proposal(group, member) or "",
                Text(display_path(member.photo.path), overflow="fold"),
                f"{facts.width} x {facts.height}",
                f"{member.photo.stamp.size}",
            )
    print_table(table)
    note(
        f"{len(groups)} groups; the proposals would free {_bytes_to_free(groups)} bytes. Nothing was changed."
    )


def _reasons(group: Group) -> str:
    reasons = ", ".join(group.reasons)
    return f"the first is {reasons}" if group.kind == "burst" else f"keep the first, {reasons}"


def _bytes_to_free(groups: list[Group]) -> int:
    return sum(group.bytes_of(group.proposed_for_trash) for group in groups)
