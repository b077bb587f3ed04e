"""What can come between when tags are written to files beside the photos."""

from tests.faults.rows.fault import Fault, Without

SIDECARS = "mmdesk/library/xmp/sidecars.py"
ATOMIC_FILE = "mmdesk/core/atomic_file.py"
SAY = """\
        raise UserError(
            tr(
                "The sidecar {path} cannot be written"""

SIDECAR_FILES = (
    Fault(
        "the n-th request of writing a sidecar fails",
        "it is the old one, and listed, or the new one; nothing else lies in the folder",
        "test_sidecars.py::"
        "test_whichever_request_of_writing_a_sidecar_fails_it_is_the_old_one_or_the_new_one",
        Without(
            SIDECARS,
            '        with part.open("xb") as file:\n',
            '        with open(path, "wb") as file:\n',
        ),
    ),
    Fault(
        "the n-th request of taking a sidecar back fails",
        "it is the new one, and listed, or the old one",
        "test_sidecars.py::test_whichever_request_of_taking_a_sidecar_back_fails_it_is_the_one_or_the_other",
        Without(SIDECARS, f"    except OSError as error:\n{SAY}", f"    except KeyError as error:\n{SAY}"),
    ),
    Fault(
        "another program writes the sidecar at the same time",
        "what that wrote stays, and ours is listed as not written",
        "test_sidecars.py::test_a_sidecar_that_another_program_changes_meanwhile_is_left_to_it",
        Without(SIDECARS, "0o777)\n        _refuse_changed(path, before)", "0o777)"),
    ),
    Fault(
        "kill -9 while a sidecar is written",
        "the old one is there, and nothing is to be undone",
        "test_sidecars.py::test_killed_while_it_writes_a_sidecar_leaves_the_old_one",
        Without(ATOMIC_FILE, "os.replace(part, path)", "os.unlink(path)\n        os.link(part, path)"),
    ),
)
