"""`mmdesk duplicates`: photos that are there more than once."""

import os
from typing import Literal

import click
from rich.table import Table
from rich.text import Text

from mmdesk.cli.choices import PATH, Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import Document
from mmdesk.cli.output import note, print_json, print_table
from mmdesk.cli.progress import follow
from mmdesk.cli.session import open_session
from mmdesk.core.duplicates import KINDS, Group, Kind, Member
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.paths import display_path, json_path
from mmdesk.core.photo import Photo
from mmdesk.tasks.duplicates.find import DuplicateSearch
from mmdesk.tasks.duplicates.linked import LinkedNames, hard_linked
from mmdesk.tasks.search_document import kind_document

SAME_FILE = "same-file"

ONE_FILE = tr("one file under several names; it takes no extra space")

TITLES: dict[Kind, str] = {
    "same-bytes": tr("same bytes"),
    "same-shot": tr("same shot saved again"),
    "burst": tr("burst"),
}

PROPOSALS = {"keep": trc("to keep a photo", "keep"), "trash": trc("to move a photo there", "trash")}
"""What is proposed for a photo, for people."""


@click.command()
@click.option(
    "--kind",
    "kinds",
    type=click.Choice((*KINDS, SAME_FILE)),
    multiple=True,
    help=tr("Only groups of this kind (default: all); may be given again."),
)
@click.option("--in", "folder", type=PATH, metavar="FOLDER", help=tr("Only photos below FOLDER."))
@json_option
@shared_options
@pass_choices
def duplicates(
    choices: Choices, kinds: tuple[Kind | Literal["same-file"], ...], folder: bytes | None
) -> None:
    """List photos that are there more than once, and which to keep. Nothing is deleted or changed.

    Hard links are listed, too (same-file): they are one file, and none of them takes space of its own.
    """
    folder = folder and os.path.abspath(folder)
    searched = [kind for kind in KINDS if kind in (kinds or KINDS)]
    groups: list[Group] = []
    linked: list[LinkedNames] = []
    with open_session(choices) as session:
        if searched:
            groups = follow(
                DuplicateSearch(session.library, session.clip, searched, folder).run(), tr("Duplicates")
            )
        if SAME_FILE in kinds or not kinds:
            linked = hard_linked(session.library, folder)
    if choices.json:
        print_json(duplicates_document(groups, linked))
    else:
        _print_groups(groups, linked)


def duplicates_document(groups: list[Group], linked: list[LinkedNames]) -> Document:
    """The JSON document: groups, the best of each first; `proposal` is "keep", "trash", None in bursts and
    of hard links.
    """
    return {
        "groups": [*map(_group, groups), *map(_same_file, linked)],
        "bytes_to_free": _bytes_to_free(groups),
    }


def _group(group: Group) -> Document:
    return {
        "kind": group.kind,
        "reasons": list(group.reasons),
        "bytes_to_free": group.bytes_of(group.proposed_for_trash),
        "photos": [
            _named(member.photo, member.photo.path, _proposal(group, member), with_raw=member.with_raw)
            for member in group.members
        ],
    }


def _same_file(linked: LinkedNames) -> Document:
    photo, names = linked
    return {
        "kind": SAME_FILE,
        "reasons": [ONE_FILE],
        "bytes_to_free": 0,
        "photos": [_named(photo, name, None, with_raw=False) for name in names],
    }


def _named(photo: Photo, name: bytes, proposal: str | None, *, with_raw: bool) -> Document:
    return {
        "path": json_path(name),
        "proposal": proposal,
        "size_bytes": photo.stamp.size,
        "width": photo.facts.width,
        "height": photo.facts.height,
        "taken_at": photo.facts.taken_at,
        "with_raw": with_raw,
        **kind_document(photo),
    }


def _proposal(group: Group, member: Member) -> str | None:
    if member.id in group.proposed_for_trash:
        return "trash"
    return None if group.kind == "burst" else "keep"


def _print_groups(groups: list[Group], linked: list[LinkedNames]) -> None:
    if not groups and not linked:
        note(tr("No duplicates were found."))
        return
    table = Table(tr("proposal"), tr("photo"), tr("pixels"), tr("bytes"))
    for group in groups:
        table.add_section()
        table.add_row(
            "",
            Text(tr("{kind}: {reasons}", kind=TITLES[group.kind], reasons=_reasons(group)), style="bold"),
            "",
            "",
        )
        for member in group.members:
            _add_row(
                table, PROPOSALS.get(_proposal(group, member) or "", ""), member.photo.path, member.photo
            )
    for photo, names in linked:
        table.add_section()
        table.add_row("", Text(ONE_FILE, style="bold"), "", "")
        for name in names:
            _add_row(table, "", name, photo)
    print_table(table)
    note(
        tr(
            "{groups}; the proposals would free {bytes}. Nothing was changed.",
            groups=trn("{n} group", "{n} groups", len(groups) + len(linked)),
            bytes=trn("{n} byte", "{n} bytes", _bytes_to_free(groups)),
        )
    )


def _add_row(table: Table, proposal: str, name: bytes, photo: Photo) -> None:
    table.add_row(
        proposal,
        Text(display_path(name), overflow="fold"),
        f"{photo.facts.width} x {photo.facts.height}",
        f"{photo.stamp.size}",
    )


def _reasons(group: Group) -> str:
    reasons = ", ".join(group.reasons)
    if group.kind == "burst":
        return tr("the first is {reasons}", reasons=reasons)
    return tr("keep the first, {reasons}", reasons=reasons)


def _bytes_to_free(groups: list[Group]) -> int:
    return sum(group.bytes_of(group.proposed_for_trash) for group in groups)
