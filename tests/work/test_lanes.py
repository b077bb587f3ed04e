"""Lanes run work until they are closed, and none after."""

import threading

from mmdesk.work.lanes import Lanes


def test_a_closed_lane_takes_work_and_never_does_it() -> None:
    lanes = Lanes()
    assert lanes.image.submit(threading.current_thread).result().name.startswith("image")
    lanes.shutdown()
    late = lanes.image.submit(threading.current_thread)
    assert not late.done()


def test_photos_are_indexed_and_pictures_painted_one_at_a_time() -> None:
    workers = {name: lane._max_workers for name, lane in vars(Lanes()).items()}
    assert (workers.pop("quick"), workers.pop("image")) == (4, 2)
    assert workers.pop("afar") == 16, "what other computers paint is only waited for here"
    assert set(workers.values()) == {1}, "the catalogue has one writer, and the model one user"


def test_what_was_decided_is_written_although_the_lanes_are_closed() -> None:
    lanes, is_under_way, done = Lanes(), threading.Event(), list[int]()
    first = lanes.tag.submit(is_under_way.wait, 10)
    waiting = [lanes.tag.submit(done.append, number) for number in range(3)]
    threading.Timer(0.05, is_under_way.set).start()
    lanes.shutdown()
    assert first.result()
    assert all(future.done() for future in waiting)
    assert done == [0, 1, 2]
