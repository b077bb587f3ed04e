"""Paintings on nodes that are made up, but paint really: what becomes of them when nodes die."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.painting.frame import Frame, GivenTo, Notice
from mmdesk.core.painting.runs import Painted
from mmdesk.core.painting.spec import Engine, InitImage, PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.core.painting.unclip_settings import UnclipSettings
from mmdesk.core.path_map import PathMap, PathRule
from mmdesk.core.places import Places
from mmdesk.models.plan import EncodingPlan, PlanCache, ProbeCache
from mmdesk.paintings.run import Run
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.cluster.painting.distant import DEADLY_FOR, DistantPainting
from mmdesk.tasks.cluster.painting.on_cluster import order_of
from mmdesk.tasks.cluster.painting.orders import PainterAnswer, PainterLostError, PaintOrder
from mmdesk.tasks.cluster.painting.painter import Painter
from mmdesk.tasks.painting.opening import OpenPainting
from mmdesk.tasks.painting.paint import PaintStep, begin_run, resume
from mmdesk.tasks.painting.session import PaintingSession
from tests.looked_before import know_machine
from tests.skips import SLOW

Dies = Callable[[str, int], bool]
"""Whether a node dies of what it is asked, after so many steps of its own."""


class MortalPainter:
    """A painter without Ray around it, on a node that dies when it is time."""

    def __init__(self, node: str, painter: Painter, order: PaintOrder, dies: Dies) -> None:
        self.node, self._painter, self._dies = node, painter, dies
        self._steps, self.is_free, self.is_dead = 0, False, False
        painter.open(order)

    def plans(self) -> Mapping[str, Any]:
        return self._painter.plans()

    def step(self) -> PainterAnswer:
        self._live("step")
        answer = self._painter.step()
        self._steps += isinstance(answer, Frame)
        return answer

    def state(self) -> bytes:
        self._live("state")
        return self._painter.state()

    def leave(self) -> None:
        self.is_free = True

    def _live(self, asked: str) -> None:
        self.is_dead = self.is_dead or self._dies(asked, self._steps)
        if self.is_dead:
            raise PainterLostError(self.node)


class MortalNodes:
    """Nodes, each of which dies as its place in `deaths` says; the last lives."""

    def __init__(self, session: PaintingSession, *deaths: Dies, busy: int = 0) -> None:
        know_machine(session.places, session.clip)  # data types are chosen by speed, and tell in the pixels
        self.places = Places(session.places.data_dir.with_name("node"))
        self._painter, self._deaths, self._busy = Painter(self.places), list(deaths), busy
        self.taken: list[MortalPainter] = []
        self.orders: list[PaintOrder] = []

    def take(self, order: PaintOrder) -> MortalPainter | None:
        if self._busy:
            self._busy -= 1
            return None
        dies = self._deaths.pop(0) if self._deaths else lambda _asked, _steps: False
        self.orders.append(order)
        self.taken.append(MortalPainter(f"node-{len(self.taken) + 1}", self._painter, order, dies))
        return self.taken[-1]


def on(nodes: MortalNodes) -> OpenPainting:
    @contextmanager
    def open_painting(session: PaintingSession, run: Run) -> Iterator[DistantPainting]:
        step = run.step
        keep = ProbeCache(session.places.plans).put_all
        painting = DistantPainting(nodes, order_of(session, run, step, PathMap([])), step, keep)
        yield painting
        painting.leave()

    return open_painting


def painted(
    session: PaintingSession, spec: PaintSpec, nodes: MortalNodes | None = None
) -> tuple[Painted, list[PaintStep]]:
    steps, told = resume(session, begin_run(session, spec).id), list[PaintStep]()
    if nodes is not None:
        steps = resume(session, begin_run(session, spec).id, open_painting=on(nodes))
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return end.value, told


def pixels(path: Path) -> bytes:
    with Image.open(path) as image:
        return image.tobytes()


def numbers(told: list[PaintStep]) -> list[int]:
    return [value.step for value in told if isinstance(value, Frame)]


def after(steps: int, asked: str = "step") -> Dies:
    return lambda now, done: now == asked and done >= steps


@pytest.mark.parametrize("engine", ["pixel", "fft"])
def test_on_a_node_it_is_the_picture_that_it_would_be_here(
    session: PaintingSession, spec: PaintSpec, engine: str
) -> None:
    spec = replace(spec, engine=engine, steps=3)
    nodes = MortalNodes(session, busy=1)
    here, _ = painted(session, spec)
    there, told = painted(session, spec, nodes)
    assert pixels(there.out) == pixels(here.out)
    assert numbers(told) == [1, 2, 3]
    assert [value for value in told if isinstance(value, GivenTo | Notice)] == [GivenTo("node-1")]
    one, other = (session.runs.get(each.run) for each in (here, there))
    assert (other.saved_steps(), other.losses()) == (one.saved_steps(), one.losses())
    assert [moment.step for moment in other.history()] == [moment.step for moment in one.history()]
    assert nodes.taken[0].is_free


@pytest.mark.parametrize(
    "deaths",
    [
        pytest.param([after(3)], id="in a step"),
        pytest.param([after(4, "state")], id="while its state is got"),
        pytest.param([after(0)], id="before the first step"),
        pytest.param([after(8)], id="before the picture"),
        pytest.param([after(3), after(1), after(2)], id="thrice"),
    ],
)
def test_a_node_that_dies_costs_no_pixel_and_no_step_is_told_twice(
    session: PaintingSession, spec: PaintSpec, deaths: list[Dies]
) -> None:
    spec = replace(spec, steps=8)
    nodes = MortalNodes(session, *deaths)
    here, _ = painted(session, spec)
    there, told = painted(session, spec, nodes)
    assert numbers(told) == list(range(1, 9))
    assert pixels(there.out) == pixels(here.out)
    assert session.runs.get(there.run).losses() == session.runs.get(here.run).losses()
    assert len([value for value in told if isinstance(value, Notice)]) == len(deaths)
    assert len(nodes.taken) == len(deaths) + 1


def test_the_next_node_goes_on_from_the_state_that_was_saved_last(
    session: PaintingSession, spec: PaintSpec
) -> None:
    nodes = MortalNodes(session, after(5))
    there, _ = painted(session, replace(spec, steps=10), nodes)
    run = session.runs.get(there.run)
    assert [order.state is None for order in nodes.orders] == [True, False]
    assert nodes.orders[1].state == run.state_path(4).read_bytes()


def test_left_in_the_middle_all_steps_are_kept(session: PaintingSession, spec: PaintSpec) -> None:
    spec = replace(spec, steps=30)
    run = begin_run(session, spec)
    nodes = MortalNodes(session)
    with closing(resume(session, run.id, open_painting=on(nodes))) as steps:
        assert next(value.step for value in steps if isinstance(value, Frame) and value.step == 5) == 5
    assert run.step == 5
    dying = MortalNodes(session, after(2, "state"))
    with closing(resume(session, run.id, open_painting=on(dying))) as steps:
        assert next(value.step for value in steps if isinstance(value, Frame) and value.step == 8) == 8
    assert run.step == 6  # each sixth step is saved anyway


def test_a_painting_that_kills_one_node_after_the_other_is_given_up(
    session: PaintingSession, spec: PaintSpec
) -> None:
    nodes = MortalNodes(session, after(2), after(0), after(0))
    with pytest.raises(UserError, match="at step 3"):
        painted(session, spec, nodes)
    assert len(nodes.taken) == DEADLY_FOR


def test_pictures_travel_and_models_are_found_by_name_or_by_path(
    session: PaintingSession, spec: PaintSpec, tmp_path: Path
) -> None:
    start = tmp_path / "start.png"
    Image.new("RGB", (40, 40), "navy").save(start)
    run = begin_run(session, replace(spec, steps=2, init=InitImage(bytes(start))))
    elsewhere = PathMap([PathRule.between(bytes(session.places.models), bytes(tmp_path / "share"))])
    order = order_of(session, run, 0, elsewhere)
    start.unlink()
    node = Painter(Places(tmp_path / "node"))
    with pytest.raises(UserError, match="other weights of starter-clip"):
        node.open(order)
    session.places.models.rename(tmp_path / "share")
    node.open(order)
    assert isinstance(node.step(), Frame)


def test_what_a_machine_found_to_be_fastest_holds_for_all_of_its_kind(
    session: PaintingSession, spec: PaintSpec
) -> None:
    nodes = MortalNodes(session, after(1))
    key = session.clip.key
    PlanCache(nodes.places.plans).remember(f"{key} painting", EncodingPlan("cpu", "bfloat16", 4))
    PlanCache(nodes.places.plans).remember("another model", EncodingPlan("cpu", "bfloat16", 4))
    there, _ = painted(session, spec, nodes)
    here, _ = painted(session, spec)
    assert pixels(there.out) == pixels(here.out)
    assert PlanCache(session.places.plans).get("another model", "cpu") == EncodingPlan("cpu", "bfloat16", 4)
    assert all(order.plans for order in nodes.orders)


@SLOW
@pytest.mark.parametrize("engine", ["vqgan", "lines", "tokens", "unclip"])
def test_every_engine_goes_on_elsewhere(session: PaintingSession, engine: Engine) -> None:
    shutil.rmtree(session.places.models)  # they were trained with the CLIP that comes along
    session = PaintingSession(session.library, ClipModel(session.places))
    own = {
        "tokens": {"tokens": TokenSettings("starter-tokens", candidates=2)},
        "unclip": {"unclip": UnclipSettings("starter-unclip", candidates=2)},
    }
    wished = PaintSpec(
        "a meadow", engine=engine, width=128, height=128, steps=4, cutouts=2, **own.get(engine, {})
    )
    spec = session.models.settled(wished)
    nodes = MortalNodes(session, after(0), after(2))
    here, _ = painted(session, spec)
    there, told = painted(session, spec, nodes)
    assert numbers(told) == list(range(1, spec.steps + 1))
    assert len(nodes.taken) == 3
    assert pixels(there.out) == pixels(here.out)
    if here.candidates is not None:
        assert there.candidates is not None
        assert pixels(there.candidates) == pixels(here.candidates)
