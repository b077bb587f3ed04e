"""`mmdesk paint`: pictures from words."""

import os
import secrets
import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import click

from mmdesk.cli.choices import PATH, Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import paint_document, plan_document, runs_document
from mmdesk.cli.output import note, print_json
from mmdesk.cli.paint_options import build_spec, spec_options
from mmdesk.cli.progress import follow
from mmdesk.cli.story_options import build_story, story_options
from mmdesk.core.errors import UserError
from mmdesk.core.painting.frame import Notice
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.paths import display_path, json_path
from mmdesk.core.photo import Skipped
from mmdesk.paintings.animation import animate, check_film
from mmdesk.paintings.picture_file import read_painting
from mmdesk.paintings.run import Run
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import open_library
from mmdesk.tasks.painting.paint import Painted, begin_branch, begin_run, check_out, plan, resume
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.story import tell

SEEDS = 2**31
"""A seed nobody asked for is below this, short enough to be copied by hand."""


@click.command()
@click.argument("prompt", required=False, default="")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A PNG to write, too.")
@click.option("--resume", "resumed", metavar="RUN", help="Go on with a run: its name, or “last”.")
@click.option(
    "--branch", "branched", metavar="RUN", help="Leave a run at --at with another prompt or settings."
)
@click.option("--at", type=click.IntRange(min=1), metavar="STEP", help="A saved step of --branch.")
@click.option("--like", type=PATH, metavar="FILE", help="Take all settings from a painting.")
@click.option(
    "--film",
    type=click.Path(path_type=Path, dir_okay=False),
    help="How it came about: .webp, .gif, .png (animated), or .mp4 where ffmpeg is installed.",
)
@story_options
@click.option("--plan", "only_plan", is_flag=True, help="Only say what it would take on this machine.")
@click.option("--runs", "list_runs", is_flag=True, help="List the runs there are.")
@spec_options
@json_option
@shared_options
@pass_choices
def paint(choices: Choices, /, prompt: str, **said: Any) -> None:
    """Paint a picture of PROMPT.

    Parts of a prompt stand between “|”, each may end in :weight or :weight:stop; a negative weight keeps
    things out: "a red rose | garden:0.5 | text:-0.3". The picture also becomes a photo of the library.
    """
    check_out(said["out"])
    if said["film"]:
        check_film(said["film"])
    with open_studio(choices) as studio:
        if said["list_runs"]:
            _print_runs(choices, studio)
        elif said["only_plan"]:
            _print_plan(choices, studio, _spec(choices, prompt, said))
        elif said["frames"]:
            _tell(choices, studio, _spec(choices, prompt, said), said)
        else:
            _paint(choices, studio, _run(choices, studio, prompt, said), said)


@contextmanager
def open_studio(choices: Choices) -> Iterator[PaintingSession]:
    """Open what the user chose, and close it whatever happens."""
    clip = ClipModel(choices.places, choices.model_name, choices.device)
    with open_library(choices.places) as library:
        yield PaintingSession(library, clip, choices.device)


def _run(choices: Choices, studio: PaintingSession, prompt: str, said: dict[str, Any]) -> Run:
    """The run to work at: an old one, one that leaves an old one, or a new one."""
    if said["resumed"]:
        return _latest(studio) if said["resumed"] == "last" else studio.runs.get(said["resumed"])
    if said["branched"]:
        origin = studio.runs.get(said["branched"])
        spec = build_spec(replace(origin.spec, prompt=prompt or origin.spec.prompt), said)
        return begin_branch(studio, origin.id, said["at"] or origin.step, spec)
    return begin_run(studio, _spec(choices, prompt, said))


def _latest(studio: PaintingSession) -> Run:
    for run in studio.runs.all():
        if not run.is_finished:
            return run
    raise UserError("There is no painting to go on with; all of them are finished.")


def _spec(choices: Choices, prompt: str, said: dict[str, Any]) -> PaintSpec:
    """What to paint, by all that was said."""
    if said["like"]:
        base = read_painting(said["like"])
        return build_spec(replace(base, prompt=prompt or base.prompt), said)
    base = PaintSpec(
        prompt, clips=choices.judge_names, vqgan=choices.vqgan_name, seed=secrets.randbelow(SEEDS)
    )
    spec = build_spec(base, said)
    if not spec.prompt.strip() and not spec.image_prompts:
        raise UserError("Say what to paint, as in: mmdesk paint 'a red rose'.")
    return spec


def _paint(choices: Choices, studio: PaintingSession, run: Run, said: dict[str, Any]) -> None:
    with first_interrupt_waits() as wish:
        steps = _stopping(resume(studio, run.id, said["out"]), wish, run)
        painted = follow(steps, "Painting")
    if said["film"]:
        follow(animate(run, said["film"]), "Making the film")
    if choices.json:
        print_json(paint_document(painted))
    else:
        click.echo(display_path(os.fsencode(painted.out)))
        note(_in_a_sentence(painted))


def _tell(choices: Choices, studio: PaintingSession, spec: PaintSpec, said: dict[str, Any]) -> None:
    if said["film"] is None:
        raise click.UsageError("--frames needs --film, the file to write.")
    film = follow(tell(studio, spec, build_story(said), said["film"]), "Painting the frames")
    if choices.json:
        print_json(
            {"film": json_path(os.fsencode(film.absolute())), "frames": said["frames"], "seed": spec.seed}
        )
    else:
        click.echo(display_path(os.fsencode(film)))


def _in_a_sentence(painted: Painted) -> str:
    return (
        f"{painted.spec.steps} steps in {painted.seconds:.0f} s, seed {painted.spec.seed}, "
        f"loss {painted.first_loss:.3f} to {painted.last_loss:.3f}, run {painted.run}."
    )


def _stopping(
    steps: Generator[object, None, Painted], wish: threading.Event, run: Run
) -> Generator[object, None, Painted]:
    """`steps`, with their notices told, until the user wishes to stop: then all that is done is saved."""
    try:
        while not wish.is_set():
            value = next(steps)
            if isinstance(value, Notice):
                note(value.text)
            elif isinstance(value, Skipped):
                note(f"{display_path(value.path)}: {value.reason}")
            yield value
    except StopIteration as end:
        painted: Painted = end.value
        return painted
    finally:
        steps.close()
    raise UserError(
        f"Stopped after step {run.step} of {run.spec.steps}; go on with: mmdesk paint --resume {run.id}"
    )


@contextmanager
def first_interrupt_waits() -> Iterator[threading.Event]:
    """The first Ctrl+C sets the event, for the step under way to end well; the second breaks it off."""
    wish = threading.Event()

    def remember(_number: int, _frame: FrameType | None) -> None:
        wish.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield wish
    finally:
        signal.signal(signal.SIGINT, before)


def _print_plan(choices: Choices, studio: PaintingSession, spec: PaintSpec) -> None:
    planned = plan(studio, spec)
    if choices.json:
        print_json(plan_document(planned))
        return
    click.echo(f"About {max(1, round(planned.seconds / 60))} min, {planned.memory_bytes / 1e9:.1f} GB")
    if planned.note:
        note(planned.note)


def _print_runs(choices: Choices, studio: PaintingSession) -> None:
    runs = studio.runs.all()
    if choices.json:
        print_json(runs_document(runs))
        return
    for run in runs:
        state = "finished" if run.is_finished else f"step {run.step} of {run.spec.steps}"
        click.echo(f"{run.id}\t{state}\t{run.spec.prompt}")
