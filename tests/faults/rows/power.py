"""What power cuts, full disks, locks and other programs do to the catalogue."""

from tests.faults.rows.fault import Fault, Without

CATALOGUE = "mmdesk/library/catalogue.py"
FAULTS = "mmdesk/library/faults.py"
NO_TRANSACTIONS = Without(
    CATALOGUE,
    '    connection.execute("BEGIN IMMEDIATE")\n    try:\n        yield\n'
    '        connection.execute("COMMIT")\n',
    "    try:\n        yield\n",
)

POWER = (
    Fault(
        "kill -9 at any moment of an `add`",
        "what was committed stays, nothing is there twice, the next run does the rest only",
        "test_power.py::test_killed_at_any_moment_nothing_is_lost_or_doubled_and_only_the_rest_is_done",
        NO_TRANSACTIONS,
    ),
    Fault(
        "the disk is full",
        "one sentence; stored photos stay; with room again the rest is done",
        "test_power.py::test_a_full_disk_is_told_in_a_sentence_and_costs_no_stored_photo",
        Without(FAULTS, "sqlite3.SQLITE_FULL:", "-1:"),
    ),
    Fault(
        "the n-th write of the database fails, n = 1, 2, 3 ... until it succeeds",
        "no batch is stored by halves; the next run does the rest",
        "test_power.py::test_whichever_write_of_the_database_fails_the_next_run_does_the_rest",
        NO_TRANSACTIONS,
    ),
    Fault(
        "two programs add the same folder at once",
        "each photo is stored once, neither fails",
        "test_power.py::test_two_programs_at_once_do_each_photo_once",
        Without(CATALOGUE, "timeout=BUSY_TIMEOUT_S", "timeout=0"),
    ),
    Fault(
        "two programs begin a library at once",
        "the second waits for the first",
        "test_power.py::test_who_begins_a_library_while_another_does_waits_for_it",
        Without(CATALOGUE, "error.sqlite_errorcode != sqlite3.SQLITE_BUSY or", "True or"),
    ),
    Fault(
        "a stale lock: a program was killed while it wrote",
        "nobody waits for it, its half transaction is gone",
        "test_power.py::test_who_died_while_writing_holds_nobody_up",
        Without(
            CATALOGUE,
            "            _make_folder(path.parent)\n",
            "            _make_folder(path.parent)\n"
            '            if path.with_name(f"{path.name}-wal").exists():\n'
            '                raise UserError("Another program uses the library.")\n',
        ),
    ),
    Fault(
        "another program holds the catalogue for long",
        "it is told in a sentence; reading goes on",
        "test_power.py::test_who_lives_and_holds_on_is_told_of",
        Without(FAULTS, "sqlite3.SQLITE_BUSY:", "-1:"),
    ),
    Fault(
        "the model or its device fails in the middle",
        "batches before it are stored, and not encoded again",
        "test_power.py::test_what_was_stored_is_not_encoded_again_after_a_crash_of_the_encoder",
        Without(
            "mmdesk/library/vector_store.py",
            'SEEN = f"SELECT photo_id FROM vectors WHERE shelf_id = {SHELF}"',
            'SEEN = f"SELECT photo_id FROM vectors WHERE 0 AND shelf_id = {SHELF}"',
        ),
    ),
)
