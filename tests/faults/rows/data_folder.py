"""What disks, clocks and other versions do to the data folder."""

from tests.faults.rows.fault import Fault, Without

CATALOGUE = "mmdesk/library/catalogue.py"
BACKUPS = "mmdesk/library/backups.py"
SURVEY = "mmdesk/library/survey.py"
SCAN = "mmdesk/library/scan.py"
ATOMIC_FILE = "mmdesk/core/atomic_file.py"
FAULTS = "mmdesk/library/faults.py"
DAMAGED_CATALOGUE = (
    "test_data_folder.py::test_a_damaged_catalogue_is_told_kept_and_replaced_by_the_newest_good_backup"
)
CLOCK_SET_BACK = "test_data_folder.py::test_a_clock_set_back_loses_neither_changes_nor_backups"

DATA_FOLDER = (
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
        "the data folder is on a disk of another computer",
        "it is refused before anything is written",
        "test_data_folder.py::test_a_data_folder_on_a_network_disk_is_refused_and_nothing_is_made",
        Without("mmdesk/tasks/library.py", "    _refuse_network_disk(places)\n", ""),
    ),
    Fault(
        "the program is killed while it copies the library",
        "no half library is there, and the next copy is whole",
        "test_data_folder.py::test_a_killed_copy_of_the_library_leaves_none",
        Without("mmdesk/tasks/library_copy/copy.py", 'to.with_name(f".{to.name}.part")', "to"),
    ),
    Fault(
        "the catalogue was made by a newer version",
        "it is refused, and not a byte is changed",
        "test_data_folder.py::test_a_catalogue_of_a_newer_version_is_refused_and_nothing_is_changed",
        Without(CATALOGUE, " - catalogue_migrations.names:", " and False:"),
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
        Without(BACKUPS, "with replacing(path) as part:", "for part in [path]:"),
    ),
    Fault(
        "the n-th request of a restore to the disk fails",
        "neither the damaged file nor the backup is lost, and there always is a catalogue",
        "test_data_folder.py::test_whichever_request_of_a_restore_fails_neither_file_is_lost",
        Without(BACKUPS, "os.link(path, name)", "os.replace(path, name)"),
    ),
    Fault(
        "two programs make a backup at once",
        "none is taken for damaged, and what is there is good",
        "test_data_folder.py::test_two_programs_may_make_a_backup_at_once",
        Without(ATOMIC_FILE, ".{secrets.token_hex(4)}.part", ".part"),
    ),
    Fault(
        "kill -9 before a backup is finished",
        "it does not count, and is removed in time",
        "test_data_folder.py::test_a_backup_that_was_killed_counts_for_nothing_and_leaves_nothing_behind",
        Without(BACKUPS, "            self._remove_unfinished(newest)\n", ""),
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
            "        except OSError as error:\n            reason = tr",
            "        except KeyError as error:\n            reason = tr",
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
)
