import threading
import time

import pytest

from mmdesk.models.gate import Gate


def test_only_one_is_inside() -> None:
    gate, inside, most = Gate(), [], []

    def visit(index: int) -> None:
        for _ in range(20):
            with gate.urgent() if index % 2 else gate.patient():
                inside.append(index)
                most.append(len(inside))
                time.sleep(0.0001)
                inside.pop()

    visitors = [threading.Thread(target=visit, args=(index,)) for index in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(most) == 80
    assert max(most) == 1


def test_the_urgent_one_passes_all_patient_ones_that_wait() -> None:
    gate, order = Gate(), []

    def wait(name: str) -> None:
        with gate.urgent() if name == "urgent" else gate.patient():
            order.append(name)

    waiting = [threading.Thread(target=wait, args=(name,)) for name in ("first", "second", "third", "urgent")]
    with gate.patient():
        for thread in waiting:
            thread.start()
        while not gate._urgent_waiting:
            time.sleep(0.001)
    for thread in waiting:
        thread.join()
    assert order[0] == "urgent"
    assert len(order) == 4


def test_the_gate_opens_after_an_error() -> None:
    gate = Gate()
    with pytest.raises(RuntimeError), gate.urgent():
        raise RuntimeError
    with pytest.raises(RuntimeError), gate.patient():
        raise RuntimeError
    with gate.patient():
        pass
