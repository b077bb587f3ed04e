"""Lanes run work until they are closed, and none after."""

import threading

from mmdesk.work.lanes import Lanes


def test_a_closed_lane_takes_work_and_never_does_it() -> None:
    lanes = Lanes()
    assert lanes.image.submit(threading.current_thread).result().name.startswith("image")
    lanes.shutdown()
    late = lanes.image.submit(threading.current_thread)
    assert not late.done()
