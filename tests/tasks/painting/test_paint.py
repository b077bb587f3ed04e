"""A painting from its spec to the library: the same pixels again, also after it was cut off."""

import gc
import json
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.runs import Painted
from mmdesk.core.painting.spec import ImagePrompt, InitImage, Mask, PaintSpec
from mmdesk.core.query import parse_query
from mmdesk.paintings.run import ABOUT_NAME
from mmdesk.tasks.painting.paint import PaintSteps, begin_run, last_to_resume, plan, resume
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.work_off import enqueue
from mmdesk.tasks.searching import Searcher
from tests.tasks.painting.painting import branch, paint


def finish(steps: PaintSteps) -> Painted:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def stop_after(steps: PaintSteps, count: int) -> None:
    """Pull `count` frames and close, as a user who stops."""
    for value in steps:
        count -= isinstance(value, Frame)
        if count <= 0:
            break
    steps.close()


def pixels(path: Path) -> bytes:
    with Image.open(path) as image:
        return image.tobytes()


def test_the_same_spec_gives_the_same_pixels_and_another_seed_another_picture(
    session: PaintingSession, spec: PaintSpec
) -> None:
    first, again = finish(paint(session, spec)), finish(paint(session, spec))
    other = finish(paint(session, replace(spec, seed=8)))
    assert first.run != again.run
    assert pixels(first.out) == pixels(again.out) != pixels(other.out)
    with Image.open(first.out) as image:
        assert image.size == (32, 32)


def test_nobody_paints_a_run_that_is_being_painted(session: PaintingSession, spec: PaintSpec) -> None:
    steps = paint(session, spec)
    while not isinstance(next(steps), Frame):
        pass
    run = session.runs.all()[0]
    with pytest.raises(UserError, match="is being painted already"):
        finish(resume(session, run.id))
    steps.close()
    assert finish(resume(session, run.id)).out.is_file()


def test_a_run_whose_folder_is_taken_away_ends_with_a_sentence(
    session: PaintingSession, spec: PaintSpec
) -> None:
    steps = paint(session, spec)
    while not isinstance(next(steps), Frame):
        pass
    shutil.rmtree(session.runs.all()[0].folder)
    with pytest.raises(UserError, match="cannot be"):
        finish(steps)


@pytest.mark.parametrize("count", [1, 3])
def test_stopped_and_resumed_it_comes_to_the_same_pixels(
    session: PaintingSession, spec: PaintSpec, count: int
) -> None:
    whole = finish(paint(session, spec))
    stop_after(paint(session, spec), count)
    run = session.runs.all()[0]
    assert (run.step, run.is_finished) == (count, False)
    resumed = finish(resume(session, run.id))
    assert pixels(resumed.out) == pixels(whole.out)
    assert [step for step, _ in run.losses()] == [1, 2, 3, 4, 5]
    assert run.losses() == session.runs.get(whole.run).losses()


def test_a_run_that_goes_on_tells_of_a_model_that_has_changed(
    session: PaintingSession, spec: PaintSpec
) -> None:
    stop_after(paint(session, spec), 2)
    run = session.runs.all()[0]
    assert notices(resume(session, run.id)) == []
    about = json.loads((run.folder / ABOUT_NAME).read_text())
    about["models"]["starter-clip"] = "another"
    (run.folder / ABOUT_NAME).write_text(json.dumps(about))
    assert notices(resume(session, run.id)) == [
        "The model starter-clip has changed since this painting was begun; it will differ."
    ]


def notices(steps: PaintSteps) -> list[str]:
    """What is told before the next frame, at which it is stopped."""
    told = []
    for value in steps:
        if isinstance(value, Frame):
            break
        told += [value.text] if isinstance(value, Notice) else []
    steps.close()
    return told


def test_the_copy_goes_where_it_was_to_go_when_the_run_was_broken_off(
    session: PaintingSession, spec: PaintSpec, tmp_path: Path
) -> None:
    stop_after(paint(session, spec, tmp_path / "wanted.png"), 2)
    run = session.runs.all()[0]
    assert finish(resume(session, run.id)).out == tmp_path / "wanted.png"
    (tmp_path / "wanted.png").unlink()
    finish(resume(session, run.id))
    assert not (tmp_path / "wanted.png").exists(), "it went there once"


def test_a_place_that_is_gone_keeps_nobody_from_finishing(
    session: PaintingSession, spec: PaintSpec, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    stop_after(paint(session, spec, tmp_path / "stick" / "wanted.png"), 2)
    (tmp_path / "stick").rmdir()
    run = session.runs.all()[0]
    assert finish(resume(session, run.id)).out == run.out


def test_what_was_noted_after_the_last_saved_state_is_painted_again(
    session: PaintingSession, spec: PaintSpec
) -> None:
    whole = finish(paint(session, spec))
    stop_after(paint(session, spec), 4)
    run = session.runs.all()[0]
    run.keep_states({2})  # as if killed before the later ones were written
    with open(run.folder / "steps.jsonl", "a") as log:
        log.write('{"step": 5, "los')
    resumed = finish(resume(session, run.id))
    assert pixels(resumed.out) == pixels(whole.out)
    assert [step for step, _ in run.losses()] == [1, 2, 3, 4, 5]


def test_a_finished_run_is_handed_over_again(
    session: PaintingSession, spec: PaintSpec, tmp_path: Path
) -> None:
    painted = finish(paint(session, spec))
    again = finish(resume(session, painted.run, tmp_path / "copy.png"))
    assert again.out.read_bytes() == painted.out.read_bytes()
    assert replace(again, out=painted.out) == painted
    assert painted.seconds > 0


def test_a_branch_leaves_its_run_and_goes_elsewhere(session: PaintingSession, spec: PaintSpec) -> None:
    origin = finish(paint(session, spec))
    left = finish(branch(session, origin.run, 2, replace(spec, prompt="all blue")))
    assert session.runs.get(left.run).branched_from == (origin.run, 2)
    assert pixels(left.out) != pixels(origin.out)
    same = finish(branch(session, origin.run, 2, spec))
    assert pixels(same.out) == pixels(origin.out)
    with pytest.raises(UserError, match="Nothing was saved after step 99"):
        finish(branch(session, origin.run, 99, spec))


def test_pictures_of_the_user_take_part(session: PaintingSession, spec: PaintSpec, album: Path) -> None:
    first, second, third = (os.fsencode(path) for path in sorted(album.iterdir())[:3])
    mask = album / "mask.png"
    Image.new("L", (8, 8), 255).save(mask)
    wish = replace(
        spec,
        init=InitImage(first),
        image_prompts=(ImagePrompt(second),),
        mask=Mask(os.fsencode(mask)),
        steps=2,
    )
    painted = finish(paint(session, wish))
    assert painted.spec.init is not None
    assert len(painted.spec.init.sha256) == 64
    untouched = finish(paint(session, replace(wish, seed=99)))
    assert pixels(painted.out) == pixels(untouched.out), "all of it was to be kept"
    Path(os.fsdecode(first)).write_bytes(Path(os.fsdecode(third)).read_bytes())
    with pytest.raises(UserError, match="has changed since"):
        finish(paint(session, painted.spec))


def test_a_painting_is_found_by_search_and_can_be_hidden(session: PaintingSession, spec: PaintSpec) -> None:
    painted = finish(paint(session, spec))
    photo = session.library.photos.by_path(os.fsencode(painted.out))
    assert photo is not None
    assert photo.facts.generated
    search = Searcher(session.library, session.clip).search
    assert [hit.photo for hit in search(parse_query("a rose")).hits] == [photo.id]
    assert [hit.photo for hit in search(parse_query("a rose generated:only")).hits] == [photo.id]
    assert not search(parse_query("a rose generated:no")).hits
    assert len(session.library.photos.ids(generated="only")) == 1
    assert photo.id not in session.library.photos.ids(generated="without")


def test_names_that_cannot_be_written_are_refused_before_any_work(
    session: PaintingSession, spec: PaintSpec, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.png"
    letter.write_text("not a painting")
    for out, reason in (
        (tmp_path / "a.jpg", "written as PNG"),
        (tmp_path / "no" / "a.png", "There is no folder"),
        (letter, "no painting of this program"),
    ):
        with pytest.raises(UserError, match=reason):
            finish(paint(session, spec, out))
    assert letter.read_text() == "not a painting"
    assert not session.runs.all()


def test_unknown_models_are_refused(session: PaintingSession, spec: PaintSpec) -> None:
    with pytest.raises(UserError, match="There is no model nobody"):
        finish(paint(session, replace(spec, clips=("nobody",))))
    with pytest.raises(UserError, match="There is no VQGAN called nothing"):
        finish(paint(session, replace(spec, engine="vqgan", vqgan="nothing")))


@pytest.mark.parametrize("words", ["|", " | ", ""])
def test_where_nothing_is_wished_for_no_run_is_made(
    session: PaintingSession, spec: PaintSpec, words: str
) -> None:
    for begin in (begin_run, plan, enqueue):
        with pytest.raises(UserError, match="There is nothing to paint"):
            begin(session, replace(spec, prompt=words))
    assert not list(session.places.runs.glob("*"))
    assert session.queue.entries() == []


def test_the_last_to_resume_is_the_last_that_can_be(session: PaintingSession, spec: PaintSpec) -> None:
    with pytest.raises(UserError, match="all of them are finished"):
        last_to_resume(session)
    good = begin_run(session, spec)
    wishless = session.runs.begin(replace(spec, prompt="|"), {})  # as earlier versions left it
    strange = session.runs.begin(replace(spec, clips=("nobody",)), {})
    gone = ImagePrompt(os.fsencode(session.places.runs / "gone.png"))
    without_picture = session.runs.begin(replace(spec, image_prompts=(gone,)), {})
    finished = begin_run(session, spec)
    finished.finish(finished.folder / "done.png")
    damaged = begin_run(session, spec)
    (damaged.folder / "spec.json").write_text("{")
    for number, run in enumerate((good, wishless, strange, without_picture, finished, damaged)):
        run.folder.rename(run.folder.with_name(f"{number}"))
    assert last_to_resume(session).id == "0"
    with session.runs.get("0").held(), pytest.raises(UserError) as refused:
        last_to_resume(session)
    assert str(refused.value) == (
        "There is no painting that can be gone on with."
        " The last, 5: The painting 5 is damaged: its settings cannot be read."
    )


def test_out_of_memory_is_answered_by_smaller_steps_and_a_notice(
    session: PaintingSession, spec: PaintSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    tower = session.clip.load().image_tower("float32")
    forward = type(tower).forward
    most = 4  # the probe of the judge needs so many

    def forward_with_little_memory(self, pixels, *rest, **more):
        if len(pixels) > most:
            raise RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: not enough memory")
        return forward(self, pixels, *rest, **more)

    monkeypatch.setattr(type(tower), "forward", forward_with_little_memory)
    values = list(paint(session, replace(spec, cutouts=8, steps=2)))
    notices = [value.text for value in values if isinstance(value, Notice)]
    assert any("Memory ran out" in text for text in notices), notices
    assert [value.step for value in values if isinstance(value, Frame)] == [1, 2]


def test_a_plan_says_time_and_memory(session: PaintingSession, spec: PaintSpec) -> None:
    found = plan(session, replace(spec, steps=100))
    assert found.seconds > 0
    assert found.memory_bytes > 4 * 3 * 32 * 32, "more than the picture itself"
    assert not session.runs.all(), "planning leaves nothing behind"


def test_200_starts_and_stops_leave_nothing_behind(session: PaintingSession, spec: PaintSpec) -> None:
    tiny = replace(spec, width=16, height=16, cutouts=1, steps=3)
    process = psutil.Process()
    for number in range(200):
        stop_after(paint(session, tiny), number % 2)
        shutil.rmtree(session.runs.all()[0].folder)
        if number == 20:  # all that is made once has been made
            gc.collect()
            before = (threading.active_count(), process.num_fds(), process.memory_info().rss)
    gc.collect()
    assert threading.active_count() <= before[0]
    assert process.num_fds() <= before[1]
    assert process.memory_info().rss < before[2] + (48 << 20)
    assert not list(session.places.runs.iterdir())
