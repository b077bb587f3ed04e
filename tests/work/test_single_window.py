"""Later starts of the program, and the window there is."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from mmdesk.core.errors import UserError
from mmdesk.work import single_window
from mmdesk.work.single_window import WindowRequest, WindowServer, claimed_window, hand_over, server_name

SEND = """
import sys
from pathlib import Path
from mmdesk.work.single_window import WindowRequest, hand_over
hand_over(Path(sys.argv[1]), WindowRequest({folder}, sys.argv[2]))
"""

REQUESTS = [
    WindowRequest(),
    WindowRequest(b"/photos/\xff\nodd", "a dog | a cat"),
    WindowRequest(None, 'ein "Hund"\n'),
]


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_request_arrives_as_it_was(request_: WindowRequest, tmp_path: Path, qtbot: QtBot) -> None:
    server = WindowServer(tmp_path)
    folder = "None" if request_.folder is None else repr(request_.folder)
    command = [sys.executable, "-c", SEND.format(folder=folder), str(tmp_path), request_.query]
    with qtbot.waitSignal(server.requested) as heard, subprocess.Popen(command) as sender:
        qtbot.waitUntil(lambda: sender.poll() is not None)
    assert (heard.args, sender.returncode) == ([request_], 0)
    server.close()


@pytest.mark.parametrize("line", [b"rubbish\n", b"[1, 2]\n", b'{"folder": 3, "query": "a"}\n', b"\xff\n"])
def test_what_is_no_request_is_not_answered(line: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    server = WindowServer(tmp_path)
    heard: list[object] = []
    server.requested.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(server_name(tmp_path))
    assert socket.waitForConnected()
    socket.write(line)
    socket.flush()
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert (heard, socket.readAll().data()) == ([], b"")
    server.close()


def test_a_window_that_is_silent_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(single_window, "ANSWER_MS", 300)
    with pytest.raises(UserError, match="does not answer"):
        hand_over(tmp_path, WindowRequest())
    server = WindowServer(tmp_path)  # which listens, but nobody runs its event loop
    with pytest.raises(UserError, match="does not answer"):
        hand_over(tmp_path, WindowRequest())
    server.close()


HOLD = """
import os, sys
from pathlib import Path
from mmdesk.work.single_window import claimed_window
with claimed_window(Path(sys.argv[1])) as is_ours:
    print(is_ours, flush=True)
    sys.stdin.read()
    os._exit(1)
"""


def test_the_window_of_a_program_that_died_is_free_again(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with claimed_window(tmp_path) as is_ours:
            assert not is_ours
        holder.kill()
        holder.wait()
    with claimed_window(tmp_path) as is_ours:
        assert is_ours
