"""`mmdesk tag`: suggest labels for all photos, and report them."""

import click
from rich.table import Table
from rich.text import Text

from mmdesk.cli import tag_xmp
from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import Document
from mmdesk.cli.output import note, print_json, print_table
from mmdesk.cli.progress import follow
from mmdesk.cli.session import Session, open_session
from mmdesk.core.label_names import set_title
from mmdesk.core.labels import LabelSet, Tag, TagState
from mmdesk.core.language import in_figures, tr, trc, trn
from mmdesk.core.paths import display_path, json_path
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.core.tagging.folder_labels import FolderLabel, FolderLabels
from mmdesk.core.tagging.overview import TagSummary
from mmdesk.tasks.tagging import review
from mmdesk.tasks.tagging.folders import folder_labels
from mmdesk.tasks.tagging.sets import DEFAULT_SET, LabelSets
from mmdesk.tasks.tagging.tag import tag_photos


@click.command()
@click.option(
    "--labels",
    "set_name",
    default=DEFAULT_SET,
    show_default=True,
    metavar="SET",
    help=tr("A label set by name, or a file of one (.toml or .txt)."),
)
@click.option("--folders", is_flag=True, help=tr("Say also what each folder shows as a whole."))
@click.option(
    "--accept-above",
    type=click.FloatRange(0, 1),
    metavar="P",
    help=tr("Accept suggestions that are at least so probable."),
)
@click.option("--write-xmp", is_flag=True, help=tr("Write accepted tags and stars to sidecars (x.jpg.xmp)."))
@click.option(
    "--dry-run", is_flag=True, help=tr("With --write-xmp: say what would change, and write nothing.")
)
@click.option("--undo-xmp", is_flag=True, help=tr("Only bring the sidecars of the last write back."))
@click.option("--read-xmp", is_flag=True, help=tr("Only take keywords and stars from sidecars and pictures."))
@json_option
@shared_options
@pass_choices
def tag(
    choices: Choices,
    *,
    set_name: str,
    folders: bool,
    accept_above: float | None,
    write_xmp: bool,
    dry_run: bool,
    undo_xmp: bool,
    read_xmp: bool,
) -> None:
    """Suggest labels for all photos of the library; what was rejected never returns."""
    if dry_run and not write_xmp:
        raise click.UsageError(tr("--dry-run goes with --write-xmp."))
    with open_session(choices) as session:
        if undo_xmp:
            tag_xmp.undo(session.library)
        if read_xmp:
            tag_xmp.read(session.library)
        if not (undo_xmp or read_xmp):
            labels, summary = _suggest(session, set_name, accept_above)
            sidecars = tag_xmp.write(session.library, labels, dry_run=dry_run) if write_xmp else None
            _print(_Report(session, labels, folders=folders), summary, sidecars, choices, dry_run=dry_run)


def _suggest(session: Session, set_name: str, accept_above: float | None) -> tuple[LabelSet, TagSummary]:
    labels = LabelSets(session.library).choose(set_name)
    summary = follow(tag_photos(session.library, session.clip, labels), tr("Tagging"))
    if accept_above is not None:
        accepted = review.accept_above(session.library, labels, accept_above)
        note(trn("{n} tag accepted.", "{n} tags accepted.", accepted))
    return labels, summary


def _print(
    report: "_Report",
    summary: TagSummary,
    sidecars: tag_xmp.SidecarReport | None,
    choices: Choices,
    *,
    dry_run: bool,
) -> None:
    """Print the suggestions and, where sidecars were asked for, what changes in them."""
    if choices.json:
        document = report.document(summary)
        print_json(document if sidecars is None else document | {"xmp": sidecars.document(dry_run=dry_run)})
    elif sidecars is None:
        report.print(summary)
    else:
        sidecars.print()


class _Report:
    """Photos of the library with their tags of the set, and the labels of folders."""

    def __init__(self, session: Session, labels: LabelSet, *, folders: bool) -> None:
        library = session.library
        ids = [PhotoId(int(photo)) for photo in library.photos.ids(order="name")]
        self._photos: dict[PhotoId, Photo] = {photo.id: photo for photo in library.photos.by_ids(ids)}
        self._tags = library.tags.by_photo([label.name for label in labels])
        self._folders = folder_labels(library, session.clip, labels) if folders else None

    def document(self, summary: TagSummary) -> Document:
        """The JSON document: every photo, those without tags too."""
        document: Document = {
            "labels": summary.label_set,
            "model": summary.model,
            "photos": [
                {"path": json_path(photo.path), "tags": [_tag(tag) for tag in self._tags.get(photo.id, [])]}
                for photo in self._photos.values()
            ],
        }
        if self._folders is not None:
            document["folders"] = [self._folder(folder) for folder in self._folders]
        return document

    def print(self, summary: TagSummary) -> None:
        """Print a table of photos with tags, most probable first."""
        table = Table(caption=_caption(summary))
        table.add_column(tr("photo"), overflow="fold")
        table.add_column(tr("tags"))
        for photo in self._photos.values():
            if tags := self._tags.get(photo.id):
                table.add_row(Text(display_path(photo.path)), Text(", ".join(map(_tag_in_words, tags))))
        print_table(table)
        if self._folders is not None:
            print_table(_folder_table(self._folders))

    def _folder(self, folder: FolderLabels) -> Document:
        return {
            "folder": json_path(folder.name),
            "title": folder.title,
            "labels": [self._folder_label(label) for label in folder.labels],
        }

    def _folder_label(self, label: FolderLabel) -> Document:
        return {
            "label": label.label,
            "probability": round(label.probability, 4),
            "share": round(label.share, 4),
            "evidence": [json_path(self._photos[photo].path) for photo in label.evidence],
        }


def _caption(summary: TagSummary) -> str:
    return trn(
        "{n} suggestion from {labels}",
        "{n} suggestions from {labels}",
        summary.tags,
        labels=set_title(summary.label_set),
    )


def _tag(tag: Tag) -> Document:
    """The tag as JSON; one given by hand is certain, and accepted as far as scripts are concerned."""
    given = tag.probability is None
    return {
        "label": tag.label,
        "probability": 1.0 if given else round(tag.probability or 0.0, 4),
        "state": "accepted" if tag.state == "manual" else tag.state.value,
    }


_STATES = {
    TagState.SUGGESTED: trc("state of a tag", "suggested"),
    TagState.ACCEPTED: trc("state of a tag", "accepted"),
    TagState.REJECTED: trc("state of a tag", "rejected"),
    TagState.MANUAL: trc("state of a tag", "manual"),
}


def _tag_in_words(tag: Tag) -> str:
    probability = "" if tag.probability is None else f" {tag.probability:.2f}"
    return f"{tag.label}{probability}" if tag.state == "suggested" else f"{tag.label} ({_STATES[tag.state]})"


def _folder_table(folders: list[FolderLabels]) -> Table:
    table = Table(tr("folder"), tr("photos"), tr("labels"))
    for folder in folders:
        labels = ", ".join(f"{label.label} {in_figures(label.share, '.0%')}" for label in folder.labels)
        table.add_row(Text(display_path(folder.name)), str(folder.photos), Text(labels or "–"))
    return table
