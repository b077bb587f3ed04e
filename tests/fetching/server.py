"""A server on this machine that speaks as the Hugging Face hub does, and misbehaves where a test wants it."""

import hashlib
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class HubServer(ThreadingHTTPServer):
    """Serves `files` by path. `manners` of a path are used up, one a GET; then it behaves. Those of a HEAD
    stand under "HEAD " and the path.

    Manners: an int is answered as a status; "break" sends half and hangs up, "stall" sends a quarter and
    no more, "rubbish" sends other bytes of the same number, "short" hangs up cleanly after half and calls it
    all, "longer" promises more than there is, "redirect" sends elsewhere first. `always` is in force
    whenever a path has no manner of its own left.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.manners: dict[str, deque[int | str]] = defaultdict(deque)
        self.always: dict[str, int | str] = {}
        self.asked: list[tuple[str, str, str | None]] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.server_port}"

    def offer(self, repository: str, name: str, content: bytes) -> str:
        """Put a file into a repository of this hub; returns its path."""
        path = f"/{repository}/resolve/main/{name}"
        self.files[path] = content
        return path

    def ranges(self, path: str) -> list[str | None]:
        """The Range of each GET of a file, in order."""
        return [asked for method, where, asked in self.asked if method == "GET" and where == path]

    def manner(self, path: str) -> int | str | None:
        """How to answer the next GET of `path`."""
        return self.manners[path].popleft() if self.manners[path] else self.always.get(path)


@contextmanager
def serving() -> Iterator[HubServer]:
    """A server that runs until the end of the block."""
    server = HubServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HubServer

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        self.close_connection = True
        path = self._known_path()
        self.server.asked.append((self.command, path, self.headers.get("Range")))
        content = self.server.files.get(path)
        if content is None:
            self._refuse(404, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT})
            return
        manner = self.server.manner(path if with_body else f"HEAD {path}")
        if isinstance(manner, int):
            self._refuse(manner, {"Retry-After": "0"})
        elif manner == "redirect":
            self._refuse(302, {"Location": f"{self.server.url}{path}?again"})
        else:
            self._send(content, manner, with_body=with_body)

    def _known_path(self) -> str:
        path = unquote(urlsplit(self.path).path)
        return path.replace(f"/resolve/{COMMIT}/", "/resolve/main/")

    def _refuse(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": "0", "Connection": "close"}).items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, content: bytes, manner: str | None, *, with_body: bool) -> None:
        begin = self._begin(content)
        self.send_response(206 if begin else 200)
        self._describe(content, begin, manner)
        if not with_body:
            return
        rest = bytes(len(content) - begin) if manner == "rubbish" else content[begin:]
        share = {"break": 0.5, "short": 0.5, "stall": 0.25}.get(manner or "", 1.0)
        self.wfile.write(rest[: int(len(rest) * share)])
        self.wfile.flush()
        if manner == "stall":
            self.server.closing.wait()

    def _begin(self, content: bytes) -> int:
        """Where the answer begins: a range is kept only while the file is the one it was asked of."""
        asked, known = self.headers.get("Range", ""), self.headers.get("If-Range")
        if not asked.startswith("bytes=") or (known and known != f'"{digest(content)}"'):
            return 0
        return int(asked.removeprefix("bytes=").split("-")[0])

    def _describe(self, content: bytes, begin: int, manner: str | None) -> None:
        length = len(content) - begin
        if manner == "short":
            length //= 2
        if manner == "longer":
            length += 1000
        self.send_header("Content-Length", str(length))
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", f'"{digest(content)}"')
        self.send_header("X-Linked-Etag", f'"{digest(content)}"')
        self.send_header("X-Linked-Size", str(len(content)))
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Connection", "close")
        self.end_headers()


def digest(content: bytes) -> str:
    """The SHA-256 by which the hub names a large file."""
    return hashlib.sha256(content).hexdigest()
