"""What every test may ask for: real pictures, data folders, and an eye on threads left running."""

import importlib
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies

from mmdesk.core.places import Places
from tests.prepared import starting_prepared
from tests.skips import pytest_sessionfinish, pytest_terminal_summary

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary"]

SCREEN = Path(__file__).with_name("screen.json")
"""Screen of the offscreen platform, whose own has 800 x 800 pixels: too little for most windows."""

if os.environ.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={os.path.relpath(SCREEN)}"  # no colon but this
os.environ["MMDESK_LANGUAGE"] = os.environ.get("MMDESK_TEST_LANGUAGE", "en")  # whatever the system speaks
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as `mmdesk` has it
if beside := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):
    # Threads of torch and numpy wait for the slowest among them, which has no core with tests beside it.
    for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(library, str(max(1, (os.cpu_count() or 1) // beside)))

# A busy machine is no bug, and no run may fail by what the one before was spared: examples are the same
# every time. `--hypothesis-profile=explore` draws others.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("mmdesk", settings.get_profile("explore"), derandomize=True)
settings.load_profile("mmdesk")

collect_ignore = (
    [
        "faults",
        "flows/test_interrupted.py",
        "flows/test_painting.py",
        "generation/test_plan.py",
        "library/reading/test_pool.py",
        "work/test_asked_window.py",
    ]
    if os.name == "nt"
    else []
)
"""Tests that cannot even be imported on Windows: they send signals and limit resources as Unix does."""

LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost", "", None}
"""What tests may ask, and what servers of tests listen at."""

LIBRARY_THREADS = ("LanceDBBackgroundEventLoop", "asyncio", "pydevd", "OMP", "Hypothesis")
"""Names of threads that libraries keep for good."""


@pytest.fixture(autouse=True, scope="session")
def within_this_machine() -> Iterator[None]:
    """Let no test ask beyond this machine; servers of tests listen here."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def checked(host: object) -> None:
        assert host in LOCAL_HOSTS, f"{host} lies beyond this machine"

    def connect_here(asking: socket.socket, address: tuple[object, ...]) -> None:
        if asking.family in (socket.AF_INET, socket.AF_INET6):
            checked(address[0])
        connect(asking, address)

    def look_up_here(host: object, *given: object, **named: object) -> object:
        checked(host)
        return look_up(host, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        patch.setattr(socket, "getaddrinfo", look_up_here)
        yield


@pytest.fixture(autouse=True, scope="session")
def processes_begin_prepared() -> Iterator[None]:
    """Spare processes of the program that read models the import of torch."""
    with starting_prepared():
        yield


@pytest.fixture(autouse=True, scope="session")
def objects_are_looked_through_once() -> None:
    """Let hypothesis find numpy's random numbers before there are threads.

    It asks for all that refer to them, and a tuple that a thread is just building, such as pebble's of its
    processes, breaks when it is found so (https://github.com/python/cpython/issues/39117).
    """
    assert np.random is not None
    given(strategies.none())(lambda _: None)()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A data folder of one's own, not made yet."""
    return Places(tmp_path / "data")


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of development data; tests that want it are skipped where it is not."""
    folder = os.environ.get("MMDESK_TEST_DATA")
    if not folder:
        pytest.skip("MMDESK_TEST_DATA is not set")
    return Path(folder)


@pytest.fixture
def trash_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trash of one's own. Send2Trash reads the environment only once, so it has to be told, too."""
    if sys.platform in {"darwin", "win32"}:
        pytest.skip("not on this system: there is one trash for all")
    plat_other = importlib.import_module("send2trash.plat_other")
    home = tmp_path / "home"
    home.mkdir()
    trash = home / "share" / "Trash"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(trash.parent))
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", bytes(trash.parent))
    monkeypatch.setattr(plat_other, "HOMETRASH_B", bytes(trash))
    monkeypatch.setattr("mmdesk.library.trash.send2trash", plat_other.send2trash)
    return trash


@pytest.fixture
def without_privileges() -> list[str]:
    """What starts a program to which permissions apply; they do not to root, unless it gives that up."""
    if os.name == "nt":
        pytest.skip("not on this system: rights of files are another matter")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("not on this system: nothing is closed to root")
    capabilities = "-dac_override,-dac_read_search"
    return ["setpriv", f"--inh-caps={capabilities}", f"--bounding-set={capabilities}"]


@pytest.fixture(autouse=True)
def no_thread_left_running() -> Iterator[None]:
    """A test that leaves a thread behind fails and says which."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 5
    while (left := _left_since(before)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not left, f"threads left running: {[thread.name for thread in left]}"


def _left_since(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads started since `before` that still run, those of long-lived libraries aside."""
    now = [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    return [thread for thread in now if not thread.name.startswith(LIBRARY_THREADS)]
