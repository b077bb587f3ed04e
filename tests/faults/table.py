"""What can go wrong, what is promised then, which test does it, and what the promise rests on.

`without` takes a protection out: in `file`, `old` becomes `new`. The test must fail then;
`python -m tests.faults.unprotected` tries it, row by row, on a copy of the program.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Without:
    """A protection taken out of the program."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Fault:
    """One row: `test` is named as pytest names it, below this folder. A test may do several faults."""

    what: str
    promise: str
    test: str
    without: Without


CATALOGUE = "mmdesk/library/catalogue.py"
BACKUPS = "mmdesk/library/backups.py"
SURVEY = "mmdesk/library/survey.py"
SCAN = "mmdesk/library/scan.py"
POOL = "mmdesk/library/reading/pool.py"
CREW = "mmdesk/library/reading/crew.py"
READER = "mmdesk/library/reading/reader.py"
REASONS = "mmdesk/library/reading/reasons.py"
FAULTS = "mmdesk/library/faults.py"
MOVING = "mmdesk/library/moving.py"
RENAMING = "mmdesk/tasks/files/renaming.py"
TRASHING = "mmdesk/tasks/files/trashing.py"

NO_TRANSACTIONS = Without(
    CATALOGUE,
    '    connection.execute("BEGIN IMMEDIATE")\n    try:\n        yield\n'
    '        connection.execute("COMMIT")\n',
    "    try:\n        yield\n",
)

DAMAGED_CATALOGUE = (
    "test_data_folder.py::test_a_damaged_catalogue_is_told_kept_and_replaced_by_the_newest_good_backup"
)
CLOCK_SET_BACK = "test_data_folder.py::test_a_clock_set_back_loses_neither_changes_nor_backups"
STRANGE_WORKER = "test_workers.py::test_a_strange_worker_costs_its_file_and_nothing_else"

TABLE = (
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
            "mmdesk/library/vectors.py",
            'SEEN = f"SELECT photo_id FROM vectors WHERE shelf_id = {SHELF}"',
            'SEEN = f"SELECT photo_id FROM vectors WHERE 0 AND shelf_id = {SHELF}"',
        ),
    ),
    Fault(
        "the catalogue is cut off",
        "it is told, and the way out, before anything is changed",
        "test_data_folder.py::test_a_catalogue_that_is_cut_off_is_refused_before_anything_is_changed",
        Without(CATALOGUE, "            _refuse_cut_off(path)\n", ""),
    ),
    Fault(
        "the catalogue is overwritten with noise",
        "it is told what can be done",
        DAMAGED_CATALOGUE,
        Without(FAULTS, "sqlite3.SQLITE_CORRUPT: MET_DAMAGE", "sqlite3.SQLITE_CORRUPT: DAMAGED"),
    ),
    Fault(
        "the newest backup is damaged, too",
        "the newest good one is offered, and put back",
        DAMAGED_CATALOGUE,
        Without(
            BACKUPS,
            "next((backup for backup in self.all() if _is_good(backup.path)), None)",
            "next(iter(self.all()), None)",
        ),
    ),
    Fault(
        "a catalogue is backed up that nobody knows to be damaged",
        "it is told, and takes no good backup's place",
        DAMAGED_CATALOGUE,
        Without(BACKUPS, "    if not _is_good(target):", "    if False:"),
    ),
    Fault(
        "what is in a damaged catalogue is wanted after a backup was put back",
        "the damaged file is kept",
        DAMAGED_CATALOGUE,
        Without(BACKUPS, "_keep(catalogue, kept)", "pass"),
    ),
    Fault(
        "the store of thumbnails is overwritten with noise",
        "it is set aside, and thumbnails are made again",
        "test_data_folder.py::test_a_damaged_store_of_thumbnails_is_set_aside_and_filled_again",
        Without("mmdesk/library/thumbnails.py", "os.replace(path, path.with_name", "str(path.with_name"),
    ),
    Fault(
        "the catalogue was made by a newer version",
        "it is refused, and not a byte is changed",
        "test_data_folder.py::test_a_catalogue_of_a_newer_version_is_refused_and_nothing_is_changed",
        Without(CATALOGUE, "if applied - migration_names():", "if False:"),
    ),
    Fault(
        "the data folder is closed to the user",
        "one sentence, nothing is changed",
        "test_data_folder.py::test_a_data_folder_that_cannot_be_written_is_told",
        Without(FAULTS, "sqlite3.SQLITE_READONLY:", "-1:"),
    ),
    Fault(
        "the disk of the data folder is read-only",
        "one sentence, nothing is changed",
        "test_data_folder.py::test_a_data_folder_on_a_disk_that_is_read_only_is_told",
        Without(FAULTS, "raise kind(sentence.format(path=path)) from error", "raise"),
    ),
    Fault(
        "the n-th request of a backup to the disk fails",
        "the catalogue and the older backups stay, no half backup counts",
        "test_data_folder.py::test_whichever_request_of_a_backup_fails_the_catalogue_and_older_backups_stay",
        Without(BACKUPS, 'path.with_suffix(".part")', "path"),
    ),
    Fault(
        "the n-th request of a restore to the disk fails",
        "neither the damaged file nor the backup is lost, and there always is a catalogue",
        "test_data_folder.py::test_whichever_request_of_a_restore_fails_neither_file_is_lost",
        Without(BACKUPS, "os.link(path, name)", "os.replace(path, name)"),
    ),
    Fault(
        "kill -9 at any moment of a restore",
        "neither file is lost, there always is a catalogue, and it can be done again",
        "test_data_folder.py::test_a_restore_that_was_killed_loses_neither_file_and_can_be_done_again",
        Without(BACKUPS, "_keep(catalogue, kept)", "os.replace(catalogue, kept)"),
    ),
    Fault(
        "the n-th request about the photos fails",
        "each is indexed or listed, none is taken for deleted, the next run has them all",
        "test_data_folder.py::"
        "test_whichever_request_about_the_photos_fails_each_is_indexed_or_listed_and_then_found",
        Without(
            SCAN,
            "        except OSError as error:\n            reason = f",
            "        except KeyError as error:\n            reason = f",
        ),
    ),
    Fault(
        "files are from before 1970 or after 2100, or seem older than what they were",
        "changes are seen whichever way times go",
        CLOCK_SET_BACK,
        Without(SURVEY, "self.mtime_ns == stamp.mtime_ns", "self.mtime_ns >= stamp.mtime_ns"),
    ),
    Fault(
        "the clock is set back",
        "backups are made each day, and keep their order",
        CLOCK_SET_BACK,
        Without(BACKUPS, "newest.day == date.today().isoformat()", "newest.day >= date.today().isoformat()"),
    ),
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
        STRANGE_WORKER,
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
    Fault(
        "a file vanishes between listing and reading",
        "it is listed as gone, and taken when it is back",
        "test_files.py::test_a_file_that_vanishes_after_it_was_listed_is_told_and_comes_back",
        Without(REASONS, "RefusedError(GONE, for_good=False)", "RefusedError(BROKEN)"),
    ),
    Fault(
        "a file changes between listing and reading",
        "it is stored as it was read, with the stamp it had then",
        "test_files.py::test_a_file_that_changes_after_it_was_listed_is_stored_as_it_is_now",
        Without(
            READER,
            "return _photo(request.path, data, stamp, recipe, limits)",
            "return _photo(request.path, data, request.stamp or stamp, recipe, limits)",
        ),
    ),
    Fault(
        "a file is still being copied",
        "it is listed as cut off, and taken when it is whole",
        "test_files.py::test_a_file_still_being_copied_is_taken_when_it_is_whole",
        Without(SURVEY, "self._broken[path].stamp == stamp", "True"),
    ),
    Fault(
        "no permission to read a file or a folder",
        "both are listed, what was known of them stays",
        "test_files.py::test_what_may_not_be_read_is_listed_and_nothing_known_of_it_is_lost",
        Without(REASONS, "RefusedError(NO_PERMISSION, for_good=False)", "RefusedError(NO_PERMISSION)"),
    ),
    Fault(
        "names that are not UTF-8, of 255 bytes, with newlines, `<b>`, `%`, `:`, quotes",
        "a photo like others, found, renamed and told of without loss",
        "test_files.py::test_any_name_a_disk_can_have_is_a_photo_like_others",
        Without(
            "mmdesk/library/path_range.py", 'stem = folder.rstrip(b"/")', 'stem = folder.strip().rstrip(b"/")'
        ),
    ),
    Fault(
        "photos of such names are gone",
        "they can be told and forgotten like others",
        "test_files.py::test_a_photo_of_a_strange_name_can_be_missing_and_forgotten",
        Without(
            SCAN,
            "return sorted(visible, key=lambda entry: entry.name), not everything",
            "return sorted(visible, key=lambda entry: entry.name.decode()), not everything",
        ),
    ),
    Fault(
        "200,000 files in one folder",
        "the work grows with their number and no faster",
        "test_files.py::test_many_files_in_one_folder_are_no_trouble",
        Without(SURVEY, "if size not in self._contents:", "if True:"),
    ),
    Fault(
        "links that lead in circles",
        "each folder is looked at once",
        "test_files.py::test_loops_of_links_end",
        Without(SCAN, "        if identity in seen:\n            continue\n", ""),
    ),
    Fault(
        "a folder is away, empty at once, or has lost more than a fifth",
        "nothing is taken for deleted; all is back with the drive, nothing is encoded again",
        "test_files.py::test_a_drive_that_is_not_there_empties_nothing",
        Without(SURVEY, "if len(gone) > BELIEVED * self._known:", "if False:"),
    ),
    Fault(
        "the n-th request of a rename to the disk fails",
        "a photo, its raw file and its sidecars all have the new name or all the old one",
        "test_moved.py::test_whichever_request_of_a_rename_fails_what_belongs_together_keeps_one_name",
        Without(MOVING, "        move_back(done)\n        raise", "        raise"),
    ),
    Fault(
        "kill -9 in the middle of a rename",
        "the files that were moved have their old names after the next start",
        "test_moved.py::test_a_rename_that_was_killed_is_taken_back",
        Without(RENAMING, "    library.files.plan_rename(batch, photo, moves)\n", ""),
    ),
    Fault(
        "kill -9 in the middle of a move to the trash",
        "every file is in its place or in the trash, and it can be undone",
        "test_moved.py::test_a_move_to_the_trash_that_was_killed_can_be_undone",
        Without(TRASHING, "        library.files.note_trash(batch, photo.id, files)\n", ""),
    ),
    Fault(
        "the catalogue cannot be written after a rename",
        "the files have their old names again",
        "test_moved.py::test_files_go_back_when_the_catalogue_cannot_follow",
        Without(
            RENAMING,
            "    except BaseException:\n        _move_back(moves)\n        raise\n",
            "    except KeyError:\n        raise\n",
        ),
    ),
    Fault(
        "the n-th request of a move to the trash fails",
        "a photo goes with all that belongs to it, or stays with it and is told",
        "test_moved.py::test_whichever_request_of_the_trash_fails_what_belongs_together_stays_together",
        Without(TRASHING, "if number == 0 or _restore(files[:number]):", "if number == 0:"),
    ),
    Fault(
        "the n-th request of an undo of the trash fails",
        "no file is lost: each is back, or still in the trash and told",
        "test_moved.py::test_whichever_request_of_an_undo_fails_no_file_is_lost",
        Without(
            MOVING,
            "        os.unlink(before)\n    except OSError:\n        os.unlink(after)\n",
            "        os.unlink(before)\n    except OSError:\n",
        ),
    ),
    Fault(
        "everything in a folder is moved to the trash on purpose, more than a fifth",
        "it is not taken for lost, and nothing known of it is forgotten",
        "test_moved.py::test_what_went_to_the_trash_on_purpose_is_not_taken_for_lost",
        Without("mmdesk/library/file_log.py", "[TRASHED, photo, path]", "[THERE, photo, path]"),
    ),
    Fault(
        "thousands of hostile files",
        "each is indexed or listed; no crash, no hang, no zombie, memory bounded",
        "test_fuzzed.py::test_every_hostile_file_is_indexed_or_listed_and_no_process_suffers",
        Without(READER, "raise reasons.refused_by_pillow(error, limits) from error", "raise"),
    ),
)
