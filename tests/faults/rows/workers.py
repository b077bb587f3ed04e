"""What reading processes do."""

from tests.faults.rows.fault import Fault, Without

POOL = "mmdesk/library/reading/pool.py"
CREW = "mmdesk/library/reading/process_pool.py"
STRANGE_WORKER = "test_workers.py::test_a_strange_worker_costs_its_file_and_nothing_else"

WORKERS = (
    Fault(
        "a worker segfaults",
        "it costs the one file, which is listed with the reason",
        STRANGE_WORKER,
        Without(
            POOL,
            "isinstance(error, ProcessExpired | BrokenProcessPool)",
            "isinstance(error, BrokenProcessPool)",
        ),
    ),
    Fault(
        "a worker hangs",
        "it is ended when its time is over, and costs the one file",
        "test_workers.py::test_a_worker_that_hangs_is_ended_and_costs_its_file",
        Without(CREW, "timeout=self._limits.seconds", "timeout=None"),
    ),
    Fault(
        "a worker returns rubbish",
        "it is not taken for a photo, and costs the one file",
        STRANGE_WORKER,
        Without(POOL, "return given if self._is_sound(given, request) else", "return given if True else"),
    ),
    Fault(
        "a worker eats memory",
        "it gets no more than its share, and costs the one file",
        STRANGE_WORKER,
        Without(
            "mmdesk/library/reading/worker.py", "_limit(resource.RLIMIT_AS, limits.memory_bytes)", "pass"
        ),
    ),
    Fault(
        "workers had to be ended",
        "no process is left, not even as a zombie",
        "test_workers.py::test_nothing_is_left_of_processes_that_were_ended",
        Without(CREW, "        self._pool.stop()  # type: ignore[no-untyped-call]\n", ""),
    ),
    Fault(
        "processes are ended while they start",
        "they say nothing of it on the terminal",
        "test_workers.py::test_processes_ended_while_they_start_say_nothing",
        Without(CREW, "context=_LockKeepingContext(),", "context=SpawnContext(),"),
    ),
)
