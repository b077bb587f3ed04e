"""`mmdesk models`: the models that search and paint."""

from pathlib import Path

import click
from rich.table import Table

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import models_document
from mmdesk.cli.output import print_json, print_table
from mmdesk.cli.progress import follow
from mmdesk.core.models import ModelEntry
from mmdesk.tasks import models

KINDS = {"clip": "CLIP", "vqgan": "VQGAN"}


@click.group("models")
def models_group() -> None:
    """List, import, choose, verify and remove models."""


@models_group.command("list")
@json_option
@shared_options
@pass_choices
def list_command(choices: Choices) -> None:
    """Say which models there are, and which are used."""
    _print_models(choices, models.list_models(choices.places))


@models_group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What to call it here (default: as its file or folder).")
@click.option("--arch", metavar="ARCH", help="open_clip's name of the network, for a weights file: ViT-B-32.")
@json_option
@shared_options
@pass_choices
def import_command(choices: Choices, path: Path, name: str | None, arch: str | None) -> None:
    """Import the model at PATH: an open_clip folder, its weights file, or the .yaml or .ckpt of a VQGAN.

    Nothing in the file is executed, and what is not sound is not kept.
    """
    steps = models.import_model(choices.places, path.absolute(), name, arch)
    entry = follow(steps, "Importing")
    _print_entry(choices, entry, f"{entry.name} is imported; mmdesk models use {entry.name} puts it to work.")


@models_group.command("use")
@click.argument("name")
@json_option
@shared_options
@pass_choices
def use_command(choices: Choices, name: str) -> None:
    """Search, or paint, with the model NAME from now on."""
    entry = models.use_model(choices.places, name)
    hint = " Photos are looked at anew by mmdesk add." if entry.kind == "clip" else ""
    _print_entry(choices, entry, f"{name} is used for {' and '.join(entry.used_for)} from now on.{hint}")


@models_group.command("verify")
@click.argument("name", required=False)
@json_option
@shared_options
@pass_choices
def verify_command(choices: Choices, name: str | None) -> None:
    """Compare the weights of all models, or of NAME, with their checksums."""
    if name is None:
        checked = follow(models.verify_models(choices.places), "Verifying")
    else:
        checked = [follow(models.verify_model(choices.places, name), "Verifying")]
    if choices.json:
        print_json(models_document(checked))
    else:
        for entry in checked:
            click.echo(f"{entry.name}  {entry.sha256}")


@models_group.command("remove")
@click.argument("name")
@shared_options
@pass_choices
def remove_command(choices: Choices, name: str) -> None:
    """Delete the imported model NAME; vectors made with it stay."""
    models.remove_model(choices.places, name)
    click.echo(f"{name} is removed.")


def _print_entry(choices: Choices, entry: ModelEntry, sentence: str) -> None:
    """The entry as JSON, or the sentence about it."""
    if choices.json:
        print_json(models_document([entry]))
    else:
        click.echo(sentence)


def _print_models(choices: Choices, entries: list[ModelEntry]) -> None:
    if choices.json:
        print_json(models_document(entries))
        return
    table = Table("model", "kind", "parameters", "size", "used for", box=None, pad_edge=False)
    for entry in entries:
        table.add_row(entry.name, KINDS[entry.kind], *_facts(entry))
    print_table(table)


def _facts(entry: ModelEntry) -> tuple[str, str, str]:
    """Parameters, size and uses of a model; where it cannot be used, the reason in the place of the last."""
    if not entry.is_ready:
        return ("", "", entry.state)
    uses = ", ".join(entry.used_for) or "-"
    return (f"{(entry.parameters or 0) / 1e6:.1f} M", f"{entry.size_bytes / 1e6:.1f} MB", uses)
