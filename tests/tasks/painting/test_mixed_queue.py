"""A queue of paintings by all engines that come along, and a program that is killed while it paints."""

import os
import random
from dataclasses import replace
from pathlib import Path

from mmdesk.benchmark.random_vqgan import write_random_vqgan
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.core.painting.unclip_settings import UnclipSettings
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.work_off import enqueue
from tests.models.tokens.folders import START, tokens_folder
from tests.models.unclip.folders import unclip_folder
from tests.tasks.painting.mortal_queue import killed_after, work_all_off
from tests.tasks.painting.test_paint import pixels

STEPS = 4


def wishes(session: PaintingSession, tmp_path: Path) -> list[PaintSpec]:
    """A small painting by each engine, by tiny models of its own."""
    shelf = session.places.models
    write_random_vqgan("tiny", shelf / "tiny")
    tokens_folder(tmp_path / "brush", START).path.rename(shelf / "brush")
    unclip_folder(tmp_path / "eyes", session.clip.folder).path.rename(shelf / "eyes")
    by_descent = PaintSpec("a red rose", "pixel", 32, 32, steps=STEPS, seed=7, cutouts=2, vqgan="tiny")
    engines = ("pixel", "fft", "lines", "vqgan")
    sampled = PaintSpec("a red rose", "tokens", 32, 32, seed=7, tokens=TokenSettings("brush", candidates=3))
    flowed = UnclipSettings("eyes", candidates=2, flow_steps=STEPS, finish=2)
    return [
        *(replace(by_descent, engine=engine) for engine in engines),
        sampled,
        PaintSpec("a red rose", "unclip", 32, 32, seed=7, cutouts=2, vqgan="tiny", unclip=flowed),
    ]


def test_a_queue_killed_twice_is_painted_to_the_same_pixels(session: PaintingSession, tmp_path: Path) -> None:
    """At random steps of whatever is painted then; nothing is lost, nothing is painted twice."""
    specs = wishes(session, tmp_path)
    for spec in specs:
        enqueue(session, spec)
    whole = [pixels(painted.out) for painted in work_all_off(session)]
    assert len(set(whole)) == len(specs)
    earlier = {run.id for run in session.runs.all()}
    for spec in specs:
        enqueue(session, spec)
    chance = random.Random(os.getpid())
    deaths = [chance.randrange(1, 4 * STEPS), chance.randrange(1, 2 * STEPS)]
    for steps in deaths:
        assert killed_after(steps, session.places.data_dir), f"not killed after {deaths}"
    work_all_off(session)
    runs = [run for run in session.runs.all() if run.id not in earlier]
    assert all(run.is_finished for run in runs)
    assert session.queue.entries() == []
    by_engine = {run.spec.engine: pixels(run.out) for run in runs}
    assert [by_engine[spec.engine] for spec in specs] == whole, f"killed after {deaths}"
