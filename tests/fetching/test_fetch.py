"""Models fetched from a server that behaves, and from one that does not."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mmdesk.core.errors import UnreachableError, UserError
from mmdesk.core.model_catalogue import CatalogueModel, RemoteFile
from mmdesk.core.progress import Progress
from mmdesk.fetching.fetch import discard, fetch, fetched_bytes
from mmdesk.fetching.hub import find_on_hub
from mmdesk.fetching.web import WebFile
from tests.fetching.server import HubServer, digest

WEIGHTS = os.urandom(3_000_000)
CONFIG = b'{"model_cfg": {}}'

ON_HUB = CatalogueModel(
    name="model",
    kind="clip",
    purpose="Stands for one.",
    files=(RemoteFile(("config.json",)), RemoteFile(("weights.safetensors", "weights.bin"))),
    size_bytes=len(WEIGHTS),
    memory_bytes=0,
    licence="MIT",
    licence_url="",
    repository="people/model",
)


def on_web(hub: HubServer, *, sha256: str | None = digest(WEIGHTS)) -> CatalogueModel:
    """The same files at plain addresses, with the checksum of the weights where it is known."""
    hub.files |= {"/config.json": CONFIG, "/weights": WEIGHTS}
    files = (
        RemoteFile(("config.json",), f"{hub.url}/config.json"),
        RemoteFile(("weights.safetensors",), f"{hub.url}/weights?dl=1", sha256=sha256),
    )
    return replace(ON_HUB, files=files, repository=None)


@pytest.fixture(params=["hub", "web"])
def offered(request: pytest.FixtureRequest, hub: HubServer) -> tuple[CatalogueModel, str]:
    """A model, and the path of its weights on the server."""
    if request.param == "web":
        return on_web(hub), "/weights"
    hub.offer("people/model", "config.json", CONFIG)
    return ON_HUB, hub.offer("people/model", "weights.safetensors", WEIGHTS)


def whole(steps: Generator[Progress, None, Path]) -> tuple[Path, list[Progress]]:
    """What a fetch that runs to its end returns, and all it told."""
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return end.value, told


def weights_in(folder: Path) -> bytes:
    return (folder / "weights.safetensors").read_bytes()


def test_a_model_arrives_whole_and_tells_how_far_it_is(
    offered: tuple[CatalogueModel, str], tmp_path: Path
) -> None:
    folder, told = whole(fetch(offered[0], tmp_path))
    assert weights_in(folder) == WEIGHTS
    assert (folder / "config.json").read_bytes() == CONFIG
    done = [step.done for step in told]
    assert done == sorted(done)
    assert done[-1] == len(CONFIG) + len(WEIGHTS)
    assert told[-1].note == "Fetching weights.safetensors"


@pytest.mark.parametrize("manner", ["break", "redirect", 429, 500, "longer"])
def test_what_passes_is_passed(
    offered: tuple[CatalogueModel, str], hub: HubServer, tmp_path: Path, manner: int | str
) -> None:
    model, path = offered
    hub.manners[path].append(manner)
    assert weights_in(whole(fetch(model, tmp_path))[0]) == WEIGHTS


@pytest.mark.parametrize("status", [429, 503])
def test_a_hub_that_is_busy_is_asked_again(hub: HubServer, tmp_path: Path, status: int) -> None:
    hub.offer("people/model", "config.json", CONFIG)
    path = hub.offer("people/model", "weights.safetensors", WEIGHTS)
    hub.manners[f"HEAD {path}"].append(status)
    assert weights_in(whole(fetch(ON_HUB, tmp_path))[0]) == WEIGHTS
    assert [method for method, where, _ in hub.asked if where == path] == ["HEAD", "HEAD", "GET"]


def test_after_a_break_only_the_rest_is_fetched(
    offered: tuple[CatalogueModel, str], hub: HubServer, tmp_path: Path
) -> None:
    model, path = offered
    hub.manners[path].extend(["break", "break"])
    assert weights_in(whole(fetch(model, tmp_path))[0]) == WEIGHTS
    assert hub.ranges(path)[0] is None
    assert all(asked is not None for asked in hub.ranges(path)[1:])


@pytest.mark.parametrize(("status", "words"), [(401, "401"), (403, "403"), (404, "404"), (418, "418")])
def test_a_refusal_is_told_in_one_sentence(
    offered: tuple[CatalogueModel, str], hub: HubServer, tmp_path: Path, status: int, words: str
) -> None:
    model, path = offered
    hub.always[path] = status
    with pytest.raises(UserError) as refused:
        whole(fetch(model, tmp_path))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("manner", ["rubbish", "short"])
def test_other_bytes_are_not_kept(
    offered: tuple[CatalogueModel, str], hub: HubServer, tmp_path: Path, manner: str
) -> None:
    model, path = offered
    hub.always[path] = manner
    with pytest.raises(UserError):
        whole(fetch(model, tmp_path))
    assert not (tmp_path / "model" / "weights.safetensors").exists()
    del hub.always[path]
    assert weights_in(whole(fetch(model, tmp_path))[0]) == WEIGHTS


def test_a_stop_ends_a_stalled_fetch_and_the_next_goes_on(
    offered: tuple[CatalogueModel, str], hub: HubServer, tmp_path: Path
) -> None:
    model, path = offered
    hub.manners[path].append("stall")
    with closing(fetch(model, tmp_path)) as steps:
        arrived = next(step.done for step in steps if step.done > len(CONFIG) + 100_000)
    assert arrived <= (fetched_bytes(model, tmp_path) or 0)
    assert weights_in(whole(fetch(model, tmp_path))[0]) == WEIGHTS
    assert hub.ranges(path)[-1] is not None


KILLED = """
import sys
from pathlib import Path
from tests.fetching.test_fetch import ON_HUB
from mmdesk.fetching.fetch import fetch
if __name__ == "__main__":
    for step in fetch(ON_HUB, Path(sys.argv[1])):
        if step.done > 100_000:
            print("here", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="not on this system: a process cannot be killed so")
def test_a_killed_program_goes_on_where_it_stood(hub: HubServer, tmp_path: Path) -> None:
    hub.offer("people/model", "config.json", CONFIG)
    path = hub.offer("people/model", "weights.safetensors", WEIGHTS)
    hub.manners[path].append("stall")
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    command = [sys.executable, str(script), str(tmp_path / "fetching")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"here\n"
        program.send_signal(signal.SIGKILL)
    assert weights_in(whole(fetch(ON_HUB, tmp_path / "fetching"))[0]) == WEIGHTS
    assert hub.ranges(path)[-1] is not None


def test_a_file_that_changed_meanwhile_is_fetched_anew(hub: HubServer, tmp_path: Path) -> None:
    model = on_web(hub, sha256=None)
    hub.manners["/weights"].append("stall")
    with closing(fetch(model, tmp_path)) as steps:
        next(step for step in steps if step.done > len(CONFIG) + 100_000)
    other = os.urandom(2_000_000)
    hub.files["/weights"] = other
    assert weights_in(whole(fetch(model, tmp_path))[0]) == other


def test_a_range_past_the_end_begins_anew(hub: HubServer, tmp_path: Path) -> None:
    model = on_web(hub)
    hub.manners["/weights"].extend(["break", 416])
    assert weights_in(whole(fetch(model, tmp_path))[0]) == WEIGHTS
    assert hub.ranges("/weights")[-1] is None


def test_what_is_far_too_large_is_not_fetched(offered: tuple[CatalogueModel, str], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="far larger than the model: 3,000,000 bytes"):
        whole(fetch(replace(offered[0], size_bytes=1_000_000), tmp_path))
    assert (fetched_bytes(offered[0], tmp_path) or 0) < 100_000


def test_the_first_name_that_is_there_is_taken(hub: HubServer, tmp_path: Path) -> None:
    hub.offer("people/model", "config.json", CONFIG)
    hub.offer("people/model", "weights.bin", WEIGHTS)
    folder = whole(fetch(ON_HUB, tmp_path))[0]
    assert (folder / "weights.bin").read_bytes() == WEIGHTS


def test_a_file_that_is_gone_is_named(hub: HubServer, tmp_path: Path) -> None:
    hub.offer("people/model", "config.json", CONFIG)
    with pytest.raises(UserError, match=r"has no weights.safetensors and no weights.bin any more"):
        whole(fetch(ON_HUB, tmp_path))


def test_no_server_is_told(hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match=r"people/model cannot be reached \(Connection refused\)\."):
        whole(fetch(ON_HUB, tmp_path))
    assert fetched_bytes(ON_HUB, tmp_path) is None, "there is nothing to go on with"
    web = on_web(hub)
    gone = replace(web, files=(replace(web.files[0], url="http://127.0.0.1:9/config.json"),))
    with pytest.raises(UnreachableError, match=r"127.0.0.1:9/config.json cannot be reached"):
        whole(fetch(gone, tmp_path))


def test_where_nobody_listens_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")  # these are set otherwise, for good
    monkeypatch.setenv("HF_HUB_VERBOSITY", "critical")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    waited: list[float] = []
    sleep, ours = time.sleep, threading.current_thread()

    def noted(seconds: float) -> None:
        """Threads that other tests left sleep on."""
        if threading.current_thread() is ours:
            waited.append(seconds)
        else:
            sleep(seconds)

    monkeypatch.setattr(time, "sleep", noted)
    web = WebFile("http://127.0.0.1:9/weights", tmp_path / "weights", 10, "weights")
    with pytest.raises(UserError, match="cannot be reached"):
        web.fetch(lambda _done: None)
    with pytest.raises(UserError, match="cannot be reached"):
        find_on_hub(ON_HUB, ON_HUB.files[0], tmp_path)
    assert waited == []


def test_room_on_the_disk_is_asked_for_before(tmp_path: Path, hub: HubServer) -> None:
    with pytest.raises(UserError, match=r"needs 2000000.0 GB while it is fetched; the disk"):
        whole(fetch(replace(ON_HUB, size_bytes=10**15), tmp_path))
    assert hub.asked == []


def test_one_fetch_at_a_time(offered: tuple[CatalogueModel, str], hub: HubServer, tmp_path: Path) -> None:
    model, path = offered
    hub.manners[path].append("stall")
    with closing(fetch(model, tmp_path)) as steps:
        next(step for step in steps if step.done > 100_000)
        with pytest.raises(UserError, match="is being fetched already"):
            whole(fetch(model, tmp_path))


def test_what_is_discarded_is_gone(offered: tuple[CatalogueModel, str], tmp_path: Path) -> None:
    assert fetched_bytes(offered[0], tmp_path) is None
    whole(fetch(offered[0], tmp_path))
    assert (fetched_bytes(offered[0], tmp_path) or 0) >= len(WEIGHTS)
    discard(offered[0], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_bytes_are_those_of_the_server(offered: tuple[CatalogueModel, str], tmp_path: Path) -> None:
    folder, _ = whole(fetch(offered[0], tmp_path))
    assert hashlib.sha256(weights_in(folder)).hexdigest() == digest(WEIGHTS)
