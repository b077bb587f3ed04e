"""What can come between when files are renamed or moved to the trash."""

from tests.faults.rows.fault import Fault, Without

MOVING = "mmdesk/library/moving.py"
RENAMING = "mmdesk/tasks/files/renaming.py"
TRASHING = "mmdesk/tasks/files/trashing.py"

MOVED = (
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
)
