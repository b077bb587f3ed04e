"""`mmdesk doctor`: check that everything is there that the program needs."""

import sys
from pathlib import Path

import click

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.output import print_json
from mmdesk.core.health import Check
from mmdesk.core.language import tr
from mmdesk.tasks.doctor import checks, report_of


@click.command()
@click.option(
    "--known",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help=tr("Compare the model with its published vectors in FOLDER (concept_text_vectors.npz)."),
)
@click.option(
    "--report",
    is_flag=True,
    help=tr("Print a report that may be sent to anybody: no names of photos, folders or people are in it."),
)
@json_option
@shared_options
@pass_choices
def doctor(choices: Choices, known: Path | None, *, report: bool) -> None:
    """Check that everything the program needs is there and works."""
    results = checks(choices.places, choices.model_name, choices.device, known)
    healthy = all(check.ok for check in results)
    if choices.json:
        print_json({"ok": healthy, "checks": [_document(check) for check in results]})
    elif report:
        click.echo(report_of(choices.places, results))
    else:
        for check in results:
            click.echo(f"{_mark(check)} {check.title}: {check.detail}")
    sys.exit(0 if healthy else 1)


def _mark(check: Check) -> str:
    """Whether it is well, in a word; all of them are equally wide."""
    # translators: whether a check was passed
    well, ill = tr("ok"), tr("FAIL")
    return (well if check.ok else ill).ljust(max(len(well), len(ill)))


def _document(check: Check) -> dict[str, object]:
    return {"name": check.name, "ok": check.ok, "detail": check.detail}
