"""`mmdesk train decoder`, `prior` and `evaluate-decoder`: the two halves of an unCLIP, and its figures."""

from pathlib import Path

import click
from rich.table import Table

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.output import note, print_json, print_table
from mmdesk.cli.progress import follow
from mmdesk.cli.training_notes import with_notes_printed
from mmdesk.tasks.train_unclip import evaluate_decoder, train_decoder, train_prior
from mmdesk.tasks.training_requests import DecoderTrainingRequest, PriorTrainingRequest

DEFAULT_VQGAN = "starter-vqgan"

DATA = click.Path(path_type=Path, exists=True, file_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
CROPS = click.option(
    "--crops", type=click.IntRange(min=1), default=16_000, help="Crops learned from (16000)."
)
RESUME = click.option("--resume", is_flag=True, help="Go on with the run.")
THREADS = click.option("--threads", type=click.IntRange(min=1), help="Processor threads (all).")


@click.command("decoder")
@click.argument("data", type=DATA)
@click.option(
    "--out", type=FOLDER, default=Path("unclip"), help="Where the model and its checkpoints go (./unclip)."
)
@click.option(
    "--vqgan", default=DEFAULT_VQGAN, metavar="NAME", help="Whose latents it learns: a name or folder."
)
@click.option(
    "--size", type=click.IntRange(16, 1024), default=128, help="Side of its pictures in pixels (128)."
)
@CROPS
@RESUME
@click.option("--minutes", type=click.FloatRange(min=0.1), default=60.0, help="How long (60).")
@THREADS
@json_option
@shared_options
@pass_choices
def train_decoder_command(
    choices: Choices,
    *,
    data: Path,
    out: Path,
    vqgan: str,
    size: int,
    crops: int,
    resume: bool,
    minutes: float,
    threads: int | None,
) -> None:
    """Train the decoder of an unCLIP on the pictures in DATA, of which nothing needs to be said.

    It paints what an image vector of the model in use (or --model) shows: a data pack or any folder of photos
    will do. mmdesk train prior then teaches it words. Ctrl+C stops; --resume goes on.
    """
    request = DecoderTrainingRequest(
        data=data, out=out, minutes=minutes, side=size, crops=crops, resume=resume, device=choices.device,
        threads=threads,
    )  # fmt: skip
    steps = train_decoder(request, choices.places, vqgan, choices.model_name)
    _print_errors(choices, follow(with_notes_printed(steps), "Training"))


@click.command("prior")
@click.argument("data", type=DATA)
@click.option("--decoder", type=DATA, default=Path("unclip"), help="The folder of its decoder (./unclip).")
@CROPS
@RESUME
@click.option("--minutes", type=click.FloatRange(min=0.1), default=10.0, help="How long (10).")
@THREADS
@json_option
@shared_options
@pass_choices
def train_prior_command(
    choices: Choices,
    *,
    data: Path,
    decoder: Path,
    crops: int,
    resume: bool,
    minutes: float,
    threads: int | None,
) -> None:
    """Train the prior of an unCLIP on the pictures, captions and labels in DATA: what words look like.

    In a plain folder, a subfolder's name labels its pictures, and photo.txt holds captions of photo.jpg. It
    becomes part of the decoder's folder. Ctrl+C stops; --resume goes on.
    """
    request = PriorTrainingRequest(
        data=data, decoder=decoder, minutes=minutes, crops=crops, resume=resume, device=choices.device,
        threads=threads,
    )  # fmt: skip
    steps = train_prior(request, choices.places, choices.model_name)
    _print_errors(choices, follow(with_notes_printed(steps), "Training"))


@click.command("evaluate-decoder")
@click.argument("data", type=DATA)
@click.option(
    "--unclip", "name", default="unclip", metavar="NAME", help="A model's name or folder (./unclip)."
)
@click.option("--seeds", type=click.IntRange(1, 100), default=5, help="Pictures of each prompt (5).")
@json_option
@shared_options
@pass_choices
def evaluate_decoder_command(choices: Choices, *, data: Path, name: str, seeds: int) -> None:
    """Paint ten fixed prompts and held-out pictures of DATA, and measure whether they are found again.

    The model in use (or --model) judges, at the size that the pictures have.
    """
    steps = evaluate_decoder(data, choices.places, name, choices.model_name, choices.device, seeds)
    document = follow(steps, "Measuring")
    if choices.json:
        print_json(document)
        return
    table = Table(title=f"{document['model']}, {seeds} seeds")
    for column in ("figure", "value"):
        table.add_column(column, justify="left" if column == "figure" else "right")
    for figure, value in document.items():
        if isinstance(value, float):
            table.add_row(figure.replace("_", " "), f"{value:.3f}")
    print_table(table)


def _print_errors(choices: Choices, document: dict[str, float]) -> None:
    """Print how far velocities are missed."""
    if choices.json:
        print_json(document)
    else:
        told, shuffled = document["error"], document["error_with_shuffled_vectors"]
        note(f"error {told} with the right vectors, {shuffled} with shuffled ones")


UNCLIP_COMMANDS = (train_decoder_command, train_prior_command, evaluate_decoder_command)
"""All commands of this file."""
