"""What computers of a cluster do."""

from tests.faults.rows.fault import Fault, Without

CHUNKS = "mmdesk/tasks/cluster/chunks.py"
DISTANT = "mmdesk/tasks/cluster/painting/distant.py"

CLUSTER = (
    Fault(
        "a computer of a cluster dies while it looks at photos",
        "others look at its photos",
        "test_cluster.py::test_a_worker_that_dies_costs_no_photo",
        Without(CHUNKS, "self._suspects.append(replace(chunk, files=(file,), suspect=True))", "pass"),
    ),
    Fault(
        "a photo kills every computer of a cluster that looks at it",
        "it may kill two, and is listed with the reason",
        "test_cluster.py::test_a_photo_that_kills_workers_is_left_out",
        Without(CHUNKS, "if self._deaths[file.path] >= DEADLY_FOR:", "if self._deaths[file.path] >= 99:"),
    ),
    Fault(
        "a computer of a cluster dies while it paints",
        "another one goes on from the state that was saved last, and tells no step twice",
        "test_cluster.py::test_a_painter_that_dies_costs_no_step_and_repeats_none",
        Without(
            DISTANT,
            "while self._painter is None or self._there < self._step:",
            "while self._painter is None:",
        ),
    ),
    Fault(
        "a painting kills every computer of a cluster that paints it",
        "it may kill three, and stays in the queue with the reason",
        "test_cluster.py::test_a_painting_that_kills_painters_is_given_up",
        Without(DISTANT, "if self._losses >= DEADLY_FOR:", "if self._losses >= 99:"),
    ),
)
