"""The queue worked off: what comes out of each entry, and what stays of one that was broken off."""

from dataclasses import replace

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import InitImage, PaintSpec
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.work_off import enqueue, work_off


def test_working_off_paints_and_takes_out(session: PaintingSession, spec: PaintSpec) -> None:
    entry = enqueue(session, replace(spec, steps=2))
    frames = [value for value in work_off(session, entry) if isinstance(value, Frame)]
    assert len(frames) == 2
    assert session.queue.entries() == []
    assert session.runs.all()[0].is_finished


def test_broken_off_it_goes_on_at_its_next_turn(session: PaintingSession, spec: PaintSpec) -> None:
    steps = work_off(session, enqueue(session, spec))
    while not isinstance(next(steps), Frame):
        pass
    steps.close()
    [entry] = session.queue.entries()
    assert (entry.state, entry.run) == ("waiting", session.runs.all()[0].id)
    frames = [value.step for value in work_off(session, entry) if isinstance(value, Frame)]
    assert frames == [2, 3, 4, 5]


def test_what_cannot_be_painted_stays_with_the_reason(session: PaintingSession, spec: PaintSpec) -> None:
    entry = enqueue(session, replace(spec, clips=("nobody",)))
    with pytest.raises(UserError):
        list(work_off(session, entry))
    [failed] = session.queue.entries()
    assert failed.state == "failed"
    assert "nobody" in failed.note


def test_a_picture_that_is_not_there_is_told_when_it_is_asked_for(
    session: PaintingSession, spec: PaintSpec
) -> None:
    with pytest.raises(UserError, match="cannot be used"):
        enqueue(session, replace(spec, init=InitImage(b"/nowhere.jpg")))
    assert session.queue.entries() == []
    assert not session.places.runs.exists()
