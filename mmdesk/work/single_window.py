"""One window for each library: a second start hands what it was asked for to the window there is.

A file lock says who has the window; the system lets go of it however that process ends. The words go
over a local socket (a named pipe on Windows) that only this user can open.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from shiboken6 import isValid

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import json_path, path_from_json
from mmdesk.tasks.running_window import SearchQuestion, server_name

ANSWER_MS = 5000
"""Longest wait for the window to listen, and to answer: it may be starting just now."""

Reply = Callable[[Mapping[str, Any] | None], None]
"""Takes the answer to a question, on the GUI thread; None where there is none."""

UNDERSTOOD = b"understood\n"

SILENT = tr("mmdesk is open already with this library, but does not answer; close it, or wait until it does.")


@dataclass(frozen=True, slots=True)
class WindowRequest:
    """What a start of the program asks of its window: a folder or photo (absolute), words to search."""

    folder: bytes | None = None
    query: str = ""
    photo: bytes | None = None

    @classmethod
    def to_open(cls, path: bytes | None, query: str = "") -> "WindowRequest":
        """The request for what is at `path`, a photo where that is a file."""
        if path is not None and os.path.isfile(path):
            return cls(None, query, path)
        return cls(path, query)

    def to_line(self) -> bytes:
        """Encode as one line of JSON."""
        paths = {"folder": self.folder, "photo": self.photo}
        told = {name: None if path is None else json_path(path) for name, path in paths.items()}
        return json.dumps({**told, "query": self.query}).encode() + b"\n"

    @classmethod
    def of_line(cls, line: bytes) -> "WindowRequest":
        """Decode what `to_line` encodes. Raises ValueError, KeyError or TypeError for others."""
        document = json.loads(line)
        if not isinstance(document, dict) or not isinstance(document.get("query"), str):
            raise TypeError("no request")
        folder, photo = (
            None if told is None else path_from_json(told)
            for told in (document.get("folder"), document.get("photo"))
        )
        return cls(folder, document["query"], photo)


class WindowServer(QObject):
    """Receives the requests of later starts, for the one window of the library in `data_dir`.

    Signals:
        requested(WindowRequest): the program was started once more.
        asked(SearchQuestion, Reply): the command line wants to know something.
    """

    requested = Signal(object)
    asked = Signal(object, object)

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        QLocalServer.removeServer(server_name(data_dir))  # left by one that was killed: its lock is ours now
        self._server.listen(server_name(data_dir))

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(partial(self._receive, socket))
            socket.disconnected.connect(socket.deleteLater)

    def _receive(self, socket: QLocalSocket) -> None:
        """Answer a whole line; what is no request is not answered."""
        if not socket.canReadLine():
            return
        line = bytes(socket.readLine().data())
        try:
            request = _understood(line)
        except (ValueError, KeyError, TypeError):
            socket.abort()
            return
        if isinstance(request, SearchQuestion):
            self.asked.emit(request, partial(_reply, socket))
            return
        socket.write(UNDERSTOOD)
        socket.flush()
        self.requested.emit(request)


def _understood(line: bytes) -> WindowRequest | SearchQuestion:
    """What `line` stands for. Raises ValueError, KeyError or TypeError where it is nothing of the kind."""
    document = json.loads(line)
    is_question = isinstance(document, dict) and "search" in document
    return SearchQuestion.of_line(line) if is_question else WindowRequest.of_line(line)


def _reply(socket: QLocalSocket, answer: Mapping[str, Any] | None) -> None:
    """Send `answer`, or hang up where it is None. Whoever asked may be gone by now."""
    if not isValid(socket):
        return
    if answer is None:
        socket.abort()
        return
    socket.write(json.dumps(answer).encode("ascii") + b"\n")
    socket.disconnectFromServer()  # when all of it is sent


@contextmanager
def claimed_window(data_dir: Path) -> Iterator[bool]:
    """Whether the window of this library is ours to open; it stays ours until the block ends.

    Where the disk knows no locks, it is.
    """
    lock = FileLock(data_dir / "window.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    except (OSError, NotImplementedError):
        yield True
        return
    try:
        yield True
    finally:
        lock.release()


def hand_over(data_dir: Path, request: WindowRequest) -> None:
    """Hand `request` to the window with the library in `data_dir`. Raises UserError where it is silent."""
    deadline = time.monotonic() + ANSWER_MS / 1000
    socket = QLocalSocket()
    socket.connectToServer(server_name(data_dir))
    while not socket.waitForConnected(200):
        if time.monotonic() > deadline:
            raise UserError(SILENT)
        time.sleep(0.1)
        socket.connectToServer(server_name(data_dir))
    socket.write(request.to_line())
    socket.flush()
    if not socket.waitForReadyRead(ANSWER_MS) or socket.readAll().data() != UNDERSTOOD:
        raise UserError(SILENT)
