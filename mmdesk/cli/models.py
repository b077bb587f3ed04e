"""`mmdesk models`: the models that search and paint."""

import sys
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar, get_args

import click
from rich.table import Table

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import models_document
from mmdesk.cli.output import note, print_json, print_table
from mmdesk.cli.progress import follow
from mmdesk.core.enumeration import all_of
from mmdesk.core.errors import UnreachableError, UserError
from mmdesk.core.language import told, tr, trc
from mmdesk.core.model_catalogue import ModelOffer
from mmdesk.core.models import ModelEntry, Use
from mmdesk.tasks import models
from mmdesk.tasks.measuring import measure_model

KINDS = {
    "clip": "CLIP",
    "vqgan": "VQGAN",
    "tokens": tr("transformer"),
    "unclip": "unCLIP",
    "kandinsky": "Kandinsky",
    "kandinsky-prior": tr("Kandinsky prior"),
    "janus": "Janus",
}

USES = {
    "search": trc("what a model is for", "search"),
    "guidance": trc("what a model is for", "guidance"),
    "painting": trc("what a model is for", "painting"),
}
"""What models are used for, for people."""

Outcome = TypeVar("Outcome")


@click.group("models")
def models_group() -> None:
    """List, fetch, import, choose, verify and remove models."""


@models_group.command("list")
@json_option
@shared_options
@pass_choices
def list_command(choices: Choices) -> None:
    """Say which models there are, which are used, and which can be fetched."""
    entries = models.list_models(choices.places)
    offers = models.list_offers(choices.places, entries)
    if choices.json:
        print_json(models_document(entries, offers))
    else:
        _print_models(entries)
        _print_offers(offers)


@models_group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help=tr("What to call it here (default: as its file or folder)."))
@click.option(
    "--arch", metavar="ARCH", help=tr("open_clip's name of the network, for a weights file: ViT-B-32.")
)
@json_option
@shared_options
@pass_choices
def import_command(choices: Choices, path: Path, name: str | None, arch: str | None) -> None:
    """Import the model at PATH: an open_clip folder, its weights file, or the .yaml or .ckpt of a VQGAN.

    Nothing in the file is executed, and what is not sound is not kept.
    """
    steps = models.import_model(choices.places, path.absolute(), name, arch)
    entry = follow(steps, tr("Importing"), in_bytes=True)
    if entry.note:
        note(entry.note)
    _print_entry(
        choices, entry, tr("{name} is imported; mmdesk models use {name} puts it to work.", name=entry.name)
    )


@models_group.command("fetch")
@click.argument("name")
@click.option("--yes", is_flag=True, help=tr("Do not ask once more."))
@click.option("--addresses", is_flag=True, help=tr("Fetch nothing; say what to carry over by hand."))
@json_option
@shared_options
@pass_choices
def fetch_command(choices: Choices, name: str, *, yes: bool, addresses: bool) -> None:
    """Fetch the model NAME of the catalogue from the internet.

    Broken off, the next fetch goes on where it stood. mmdesk models list shows what there is.
    """
    offer = models.offer_of(choices.places, name)
    if addresses:
        _print_addresses(choices, offer)
        return
    click.echo(describe(offer), err=True)
    if sys.stdin.isatty() and not yes:
        click.confirm(tr("Fetch it?"), default=True, abort=True, err=True)
    entry = _fetched(models.fetch_model(choices.places, name), name)
    _print_entry(choices, entry, tr("{name} is here; mmdesk models use {name} puts it to work.", name=name))


def _fetched(steps: Generator[object, None, Outcome], name: str) -> Outcome:
    """What a fetch brings. Raises UserError, which names the other way where no line leads there."""
    try:
        return follow(steps, tr("Fetching"), in_bytes=True)
    except UnreachableError as error:
        way = tr(
            "mmdesk models fetch {name} --addresses tells what to carry over from another computer.",
            name=name,
        )
        raise UserError(f"{error} {way}") from error


@models_group.command("use")
@click.argument("name")
@click.option(
    "--for", "use", type=click.Choice(get_args(Use)), help=tr("Only for this (default: all it can do).")
)
@json_option
@shared_options
@pass_choices
def use_command(choices: Choices, name: str, use: Use | None) -> None:
    """Search, guide paintings or paint with the model NAME from now on."""
    entry = models.use_model(choices.places, name, use)
    is_to_see = entry.kind == "clip" and use != "guidance"
    told = tr("{name} is used for {uses} from now on.", name=name, uses=all_of(_uses(entry)))
    hint = tr("Photos are looked at anew by mmdesk add.")
    _print_entry(choices, entry, f"{told} {hint}" if is_to_see else told)


@models_group.command("measure")
@click.argument("name")
@json_option
@shared_options
@pass_choices
def measure_command(choices: Choices, name: str) -> None:
    """Measure how fast the model NAME is on this machine, and what memory it takes."""
    speed = follow(measure_model(choices.places, name, choices.device), tr("Measuring"))
    if choices.json:
        print_json({"model": name, **asdict(speed)})
        return
    click.echo(
        tr(
            "{name}: {speed:.1f} pictures a second here, {memory:,.0f} MB at work",
            name=name,
            speed=speed.pictures_per_second,
            memory=speed.memory_bytes / 1e6,
        )
    )


@models_group.command("verify")
@click.argument("name", required=False)
@json_option
@shared_options
@pass_choices
def verify_command(choices: Choices, name: str | None) -> None:
    """Compare the weights of all models, or of NAME, with their checksums."""
    if name is None:
        checked = follow(models.verify_models(choices.places), tr("Verifying"), in_bytes=True)
    else:
        checked = [follow(models.verify_model(choices.places, name), tr("Verifying"), in_bytes=True)]
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
    click.echo(tr("{name} is removed.", name=name))


def describe(offer: ModelOffer) -> str:
    """What a person should know before the model is fetched, in a few lines."""
    model, expected = offer.model, offer.pictures_per_second
    lines = [
        f"{model.name}: {told(model.purpose)}",
        tr(
            "About {size:,.0f} MB from {source}; at work it takes about {memory:.1f} GB of memory.",
            size=model.size_bytes / 1e6,
            source=model.source,
            memory=model.memory_bytes / 1e9,
        ),
        tr(
            "Licence: {licence} ({address}). {note}",
            licence=model.licence,
            address=model.licence_url,
            note=told(model.licence_note),
        ).rstrip(),
    ]
    if offer.fetched_bytes:
        fetched = offer.fetched_bytes / 1e6
        lines.append(tr("{size:,.0f} MB of it are here from an earlier fetch.", size=fetched))
    if expected:
        lines.append(
            tr(
                "Here it should look at about {speed:.1g} photos a second; that is an estimate.",
                speed=expected,
            )
        )
    return "\n".join(lines)


def _print_addresses(choices: Choices, offer: ModelOffer) -> None:
    """File names and addresses for a computer that has no network."""
    model, files = offer.model, offer.addresses
    if choices.json:
        print_json({"model": model.name, "files": [{"name": name, "url": url} for name, url in files]})
        return
    click.echo(
        tr(
            "Put these files, about {size:,.0f} MB, into one folder, {name}, under these names:",
            size=model.size_bytes / 1e6,
            name=model.name,
        )
    )
    for file, (_, url) in zip(model.files, files, strict=True):
        click.echo(f"  {file.called}\n    {url}")
    click.echo(tr("Then bring it here: mmdesk models import {name} --name {name}", name=model.name))


def _print_offers(offers: list[ModelOffer]) -> None:
    if not offers:
        return
    table = Table(tr("can be fetched"), tr("size"), tr("licence"), tr("what for"), box=None, pad_edge=False)
    for offer in offers:
        model = offer.model
        purpose = told(model.purpose)
        words = f"{told(model.advice)}. {purpose}" if model.advice else purpose
        table.add_row(model.name, tr("{size:,.0f} MB", size=model.size_bytes / 1e6), model.licence, words)
    click.echo()
    print_table(table)


def _print_entry(choices: Choices, entry: ModelEntry, sentence: str) -> None:
    """The entry as JSON, or the sentence about it."""
    if choices.json:
        print_json(models_document([entry]))
    else:
        click.echo(sentence)


def _print_models(entries: list[ModelEntry]) -> None:
    table = Table(
        tr("model"), tr("kind"), tr("parameters"), tr("size"), tr("used for"), box=None, pad_edge=False
    )
    for entry in entries:
        table.add_row(entry.name, KINDS[entry.kind], *_facts(entry))
    print_table(table)


def _facts(entry: ModelEntry) -> tuple[str, str, str]:
    """Parameters, size and uses of a model; where it cannot be used, the reason in the place of the last."""
    if not entry.is_ready:
        return ("", "", entry.state)
    uses = ", ".join(_uses(entry)) or "-"
    parameters = tr("{millions:.1f} M", millions=(entry.parameters or 0) / 1e6)
    return (parameters, tr("{size:.1f} MB", size=entry.size_bytes / 1e6), uses)


def _uses(entry: ModelEntry) -> list[str]:
    return [USES[use] for use in entry.used_for]
