"""What can be the matter with photos, their names and their folders."""

from tests.faults.rows.fault import Fault, Without

SURVEY = "mmdesk/library/survey.py"
SCAN = "mmdesk/library/scan.py"
READER = "mmdesk/library/reading/reader.py"
REASONS = "mmdesk/library/reading/reasons.py"
NO_PERMISSION = "test_files.py::test_what_may_not_be_read_is_listed_and_nothing_known_of_it_is_lost"
DRIVE_AWAY = "test_files.py::test_a_drive_that_is_not_there_empties_nothing"

FILES = (
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
            "return _photo(request.path, data, stamp, recipe, limits, request.turn)",
            "return _photo(request.path, data, request.stamp or stamp, recipe, limits, request.turn)",
        ),
    ),
    Fault(
        "a file is still being copied",
        "it is listed as cut off, and taken when it is whole",
        "test_files.py::test_a_file_still_being_copied_is_taken_when_it_is_whole",
        Without(SURVEY, "self._broken[path].stamp == stamp", "True"),
    ),
    Fault(
        "no permission to read a file",
        "it is listed, and taken once there is",
        NO_PERMISSION,
        Without(REASONS, "RefusedError(NO_PERMISSION, for_good=False)", "RefusedError(NO_PERMISSION)"),
    ),
    Fault(
        "no permission to read a folder",
        "it is listed, and its photos are not taken for gone",
        NO_PERMISSION,
        Without(
            SCAN,
            "skipped=[Skipped(directory, reason)], is_complete=False)",
            "skipped=[Skipped(directory, reason)])",
        ),
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
        "names that look like HTML in the window",
        "they are shown letter by letter, in tooltips, too",
        "test_window.py::test_a_name_that_looks_like_html_is_shown_letter_by_letter",
        Without(
            "mmdesk/ui/parts/tooltip.py",
            "Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text",
            "text",
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
        "a folder is away, or empty at once",
        "nothing is taken for deleted; all is back with the drive, nothing is encoded again",
        DRIVE_AWAY,
        Without(
            "mmdesk/tasks/indexing.py",
            "[folder for folder in folders if folder in known and is_offline(folder)]",
            "list[bytes]()",
        ),
    ),
    Fault(
        "a folder has lost more than a fifth",
        "nothing is taken for deleted before the user says so",
        DRIVE_AWAY,
        Without(SURVEY, "if len(gone) > BELIEVED * self._known:", "if False:"),
    ),
    Fault(
        "thousands of hostile files",
        "each is indexed or listed; no crash, no hang, no zombie, memory bounded",
        "test_fuzzed.py::test_every_hostile_file_is_indexed_or_listed_and_no_process_suffers",
        Without(
            "mmdesk/library/reading/decoding.py",
            "raise refused_by_pillow(error, wanted.limits, unread_kind(data, error)) from error",
            "raise",
        ),
    ),
)
