"""No line leads out: the program's commands run where every attempt to use the network ends the process."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from tests.looked_before import know_all

GUARD = """
import os, socket

def refuse(*given, **named):
    print("the network was asked for:", given, flush=True)
    os._exit(77)

def connect(self, address, ask=socket.socket.connect):
    return refuse(address) if self.family in (socket.AF_INET, socket.AF_INET6) else ask(self, address)

socket.socket.connect = socket.socket.connect_ex = connect
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""
"""Is run by every Python process before anything else, also by those that the program starts."""


@pytest.fixture
def cut_off(tmp_path: Path) -> dict[str, str]:
    """An environment in which the network ends the process that asks for it."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    paths = [str(tmp_path / "guard"), str(Path(__file__).parents[2])]
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    return environment | {
        "PYTHONPATH": os.pathsep.join(paths),
        "HF_ENDPOINT": "http://127.0.0.1:9",
        "QT_QPA_PLATFORM": "offscreen",
    }


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, timeout=600, check=False
    )


def test_the_guard_bites(cut_off: dict[str, str]) -> None:
    asked = run(cut_off, "-c", "import urllib.request as u; u.urlopen('http://localhost:9')")
    assert asked.returncode == 77
    local = run(cut_off, "-c", "import socket; one, other = socket.socketpair(); one.send(b'x'); print('ok')")
    assert local.stdout == "ok\n"


EVERYTHING = """
import sys
from mmdesk.__main__ import main

_, data, out = sys.argv
for words in (
    ["demo"],
    ["search", "a cat", "--json"],
    ["tag", "--json"],
    ["status", "--json"],
    ["models", "list", "--json"],
    ["paint", "a rose", "--size", "64x64", "--steps", "2", "--cutouts", "4", "--out", out],
):
    sys.argv = ["mmdesk", "--data-dir", data, *words]
    print("begins", words, flush=True)
    try:
        main()
    except SystemExit as end:
        if end.code not in {None, 0, 3}:
            raise

from pathlib import Path
from mmdesk.app import bugs_raised, build_window, make_application, wait_for_rest
from mmdesk.core.places import Places

print("begins the window", flush=True)
with bugs_raised(), build_window(make_application(), Places(Path(data)), "starter-clip", "cpu") as desk:
    desk.window.show()
    desk.window.search_line.set_words("a cat")
    wait_for_rest(desk.workers, 60)
    for open_place in (desk.window.open_tags, desk.window.open_studio, desk.window.open_models):
        open_place()
        wait_for_rest(desk.workers, 60)
    assert desk.window.models.offers.cards
    desk.window.models.offers.cards[0].fetch.click()  # what is told before asks nobody
    wait_for_rest(desk.workers, 60)
"""
"""All in one process: importing torch anew for each would take most of the time."""


def test_everything_but_fetching_works_without_a_network(cut_off: dict[str, str], tmp_path: Path) -> None:
    places = Places(tmp_path / "data")
    know_all(places, ClipModel(places))
    done = run(cut_off, "-c", EVERYTHING, str(places.data_dir), str(tmp_path / "p.png"))
    assert done.returncode == 0, (done.stdout[-2000:], done.stderr[-2000:])
    assert done.stdout.count("begins") == 7
    assert (tmp_path / "p.png").exists()


def test_no_test_reaches_beyond_this_machine() -> None:
    with pytest.raises(AssertionError, match="beyond this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(AssertionError, match="beyond this machine"):
        socket.getaddrinfo("huggingface.co", 443)


def test_fetching_alone_asks_for_it(cut_off: dict[str, str], tmp_path: Path) -> None:
    fetched = run(
        cut_off, "-m", "mmdesk", "--data-dir", str(tmp_path / "data"), "models", "fetch", "ViT-B-32-openai"
    )
    assert "the network was asked for" in fetched.stdout
    assert fetched.returncode == 1
