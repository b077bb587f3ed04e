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
from mmdesk.cli.engine_specs import Options, changed_spec
from mmdesk.cli.janus_options import janus_options
from mmdesk.cli.kandinsky_options import kandinsky_options
from mmdesk.cli.output import note, print_json
from mmdesk.cli.paint_options import spec_options
from mmdesk.cli.progress import follow
from mmdesk.cli.story_options import build_story, story_options
from mmdesk.cli.token_options import token_options
from mmdesk.cli.unclip_options import unclip_options
from mmdesk.core.cluster import Cluster
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.painting.frame import GivenTo, Notice
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.runs import Painted
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.paths import display_path, json_path
from mmdesk.core.photo import Skipped
from mmdesk.paintings.animation import animate, check_film
from mmdesk.paintings.picture_file import read_painting
from mmdesk.paintings.run import Run
from mmdesk.tasks.cluster.painting.on_cluster import PaintingCluster
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.tasks.library import open_library
from mmdesk.tasks.painting.library_prior import from_library
from mmdesk.tasks.painting.opening import OpenPainting, paint_here
from mmdesk.tasks.painting.paint import begin_branch, begin_run, check_out, last_to_resume, plan, resume
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.story import paint_story

SEEDS = 2**31
"""Number of seeds to draw from where none was given: short enough to be copied by hand."""

UNPROMPTED = ("tokens", "unclip")
"""Engines that paint something where nothing is wished for."""


@click.command()
@click.argument("prompt", required=False, default="")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=tr("A PNG to write, too."))
@click.option(
    "--resume",
    "resumed",
    metavar="RUN",
    help=tr("Go on with a run: its name, or “last”."),
)
@click.option(
    "--branch", "branched", metavar="RUN", help=tr("Leave a run at --at with another prompt or settings.")
)
@click.option("--at", type=click.IntRange(min=1), metavar="STEP", help=tr("A saved step of --branch."))
@click.option("--like", type=PATH, metavar="FILE", help=tr("Take all settings from a painting."))
@click.option(
    "--film",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("How it came about: .webp, .gif, .png (animated), or .mp4 where ffmpeg is installed."),
)
@story_options
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help=tr("Let a computer of a Ray cluster paint: its head node (HOST:PORT), or local:N."),
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="OLD=NEW",
    help=tr("What a folder of models is called on the cluster; may be given several times."),
)
@click.option("--plan", "only_plan", is_flag=True, help=tr("Only say what it would take on this machine."))
@click.option("--runs", "list_runs", is_flag=True, help=tr("List the runs there are."))
@spec_options
@token_options
@unclip_options
@kandinsky_options
@janus_options
@json_option
@shared_options
@pass_choices
def paint(choices: Choices, /, prompt: str, **options: Any) -> None:
    """Paint a picture of PROMPT.

    Parts of a prompt stand between “|”, each may end in :weight or :weight:stop; a negative weight keeps
    things out: "a red rose | garden:0.5 | text:-0.3". After words that end in a digit, a weight needs a blank
    before its colon: "route 66 :2". The picture also becomes a photo of the library.
    """
    _refuse_contradictions(options)
    check_out(options["out"])
    if options["film"]:
        check_film(options["film"])
    with open_painting_session(choices) as session:
        if options["list_runs"]:
            _print_runs(choices, session)
        elif options["only_plan"]:
            _print_plan(choices, session, _spec(choices, prompt, options))
        elif options["frames"]:
            _paint_story(choices, session, _spec(choices, prompt, options), options)
        else:
            _paint(choices, session, _run(choices, session, prompt, options), options)


def _refuse_contradictions(options: Options) -> None:
    if options["maps"] and not options["cluster"]:
        raise click.UsageError(tr("--map says what folders are called on a cluster, and needs --cluster."))
    if options["cluster"] and options["frames"]:
        raise click.UsageError(
            tr("The frames of a story are painted one from the other, here: leave out --cluster.")
        )
    if options["cluster"]:
        Cluster.of_lines(options["cluster"], ";".join(options["maps"]))


@contextmanager
def _painting_place(options: Options) -> Iterator[OpenPainting]:
    """This computer, or the cluster that is asked for."""
    if not options["cluster"]:
        yield paint_here
        return
    cluster = PaintingCluster(options["cluster"], ";".join(options["maps"]))
    try:
        yield cluster.open_painting
    finally:
        cluster.close()


@contextmanager
def open_painting_session(choices: Choices) -> Iterator[PaintingSession]:
    """Open the library and the models chosen, and close the library whatever happens."""
    clip = clip_called(choices.places, choices.model_name, choices.device)
    with open_library(choices.places) as library:
        yield PaintingSession(library, clip, choices.device)


def _run(choices: Choices, session: PaintingSession, prompt: str, options: Options) -> Run:
    """The run to paint: an old one, a branch of an old one, or a new one."""
    if options["resumed"]:
        return (
            last_to_resume(session) if options["resumed"] == "last" else session.runs.get(options["resumed"])
        )
    if options["branched"]:
        origin = session.runs.get(options["branched"])
        spec = changed_spec(choices, replace(origin.spec, prompt=prompt or origin.spec.prompt), options)
        return begin_branch(session, origin.id, options["at"] or origin.step, spec)
    spec = _spec(choices, prompt, options)
    return begin_run(session, from_library(session, spec) if options["prior"] == "library" else spec)


def _spec(choices: Choices, prompt: str, options: Options) -> PaintSpec:
    """The spec that prompt and options describe."""
    if options["like"]:
        base = read_painting(options["like"])
        return changed_spec(choices, replace(base, prompt=prompt or base.prompt), options)
    base = PaintSpec(
        prompt, clips=choices.guidance_names, vqgan=choices.vqgan_name, seed=secrets.randbelow(SEEDS)
    )
    spec = changed_spec(choices, base, options)
    if spec.engine not in UNPROMPTED and not parse_prompt(spec.prompt) and not spec.image_prompts:
        raise UserError(tr("Say what to paint, as in: mmdesk paint 'a red rose'."))
    return spec


@contextmanager
def _without_trace_if_refused(session: PaintingSession, run: Run, options: Options) -> Iterator[None]:
    """Leave no new run behind that was refused before its first step, as one that is too large is."""
    try:
        yield
    except UserError:
        if not options["resumed"]:
            session.runs.drop_unpainted(run.id)
        raise


def _paint(choices: Choices, session: PaintingSession, run: Run, options: Options) -> None:
    with (
        first_interrupt_waits() as interrupted,
        _without_trace_if_refused(session, run, options),
        _painting_place(options) as open_painting,
    ):
        steps = _stopping(resume(session, run.id, options["out"], open_painting), interrupted, run)
        painted = follow(steps, tr("Painting"))
    if options["film"]:
        follow(animate(run, options["film"]), tr("Making the film"))
    if choices.json:
        print_json(paint_document(painted))
    else:
        click.echo(display_path(os.fsencode(painted.out)))
        note(_sentence(painted))
        if painted.candidates is not None:
            note(
                tr(
                    "All candidates, the best first: {path}",
                    path=display_path(os.fsencode(painted.candidates)),
                )
            )


def _paint_story(choices: Choices, session: PaintingSession, spec: PaintSpec, options: Options) -> None:
    if options["film"] is None:
        raise click.UsageError(tr("--frames needs --film, the file to write."))
    if spec.sampling is not None:
        raise UserError(
            tr("The engine {engine} tells no stories; choose another one for --frames.", engine=spec.engine)
        )
    film = follow(
        paint_story(session, spec, build_story(options), options["film"]), tr("Painting the frames")
    )
    if choices.json:
        print_json(
            {"film": json_path(os.fsencode(film.absolute())), "frames": options["frames"], "seed": spec.seed}
        )
    else:
        click.echo(display_path(os.fsencode(film)))


def _sentence(painted: Painted) -> str:
    return trn(
        "{n} step in {seconds:.0f} s, seed {seed}, loss {first:.3f} to {last:.3f}, run {run}.",
        "{n} steps in {seconds:.0f} s, seed {seed}, loss {first:.3f} to {last:.3f}, run {run}.",
        painted.spec.steps,
        seconds=painted.seconds,
        seed=painted.spec.seed,
        first=painted.first_loss,
        last=painted.last_loss,
        run=painted.run,
    )


def _stopping(
    steps: Generator[object, None, Painted], interrupted: threading.Event, run: Run
) -> Generator[object, None, Painted]:
    """Pass `steps` on, and print their notices, until `interrupted`: then `steps` are closed, which saves.

    Raises UserError where it was.
    """
    try:
        while not interrupted.is_set():
            value = next(steps)
            if isinstance(value, Notice):
                note(value.text)
            elif isinstance(value, GivenTo):
                note(tr("Painted on {node}.", node=value.node))
            elif isinstance(value, Skipped):
                note(f"{display_path(value.path)}: {value.reason}")
            yield value
    except StopIteration as end:
        painted: Painted = end.value
        return painted
    finally:
        steps.close()
    raise UserError(
        tr(
            "Stopped after step {step} of {steps}; go on with: mmdesk paint --resume {run}",
            step=run.step,
            steps=run.spec.steps,
            run=run.id,
        )
    )


@contextmanager
def first_interrupt_waits() -> Iterator[threading.Event]:
    """Let the first Ctrl+C set the event, so that the step under way ends well; the second breaks it off."""
    interrupted = threading.Event()

    def remember(_number: int, _frame: FrameType | None) -> None:
        interrupted.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _print_plan(choices: Choices, session: PaintingSession, spec: PaintSpec) -> None:
    planned = plan(session, spec)
    if choices.json:
        print_json(plan_document(planned))
        return
    click.echo(
        tr(
            "About {minutes} min, {memory:.1f} GB",
            minutes=max(1, round(planned.seconds / 60)),
            memory=planned.memory_bytes / 1e9,
        )
    )
    if planned.note:
        note(planned.note)


def _print_runs(choices: Choices, session: PaintingSession) -> None:
    runs = session.runs.all()
    if choices.json:
        print_json(runs_document(runs))
        return
    for run in runs:
        state = (
            trc("of a painting", "finished")
            if run.is_finished
            else tr("step {step} of {steps}", step=run.step, steps=run.spec.steps)
        )
        click.echo(f"{run.id}\t{state}\t{run.spec.prompt}")
