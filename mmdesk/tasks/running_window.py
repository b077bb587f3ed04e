"""Questions of the command line to the window that is open with the same library, and where they are put.

The window has the model and the index at hand, so it answers in a moment. The question and the answer go over
its local socket, each one line of JSON. Where no window answers in time, the command does the work itself.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from mmdesk import __version__
from mmdesk.core.paths import json_path, path_from_json
from mmdesk.core.query import Query, parse_query, picture_query


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """A search on the command line: for `words`, or for photos like those in `files` (absolute paths).

    `model` is the key of the model that the command would use itself, on `device`. A window of another
    `version` may understand words in another way, and does not answer.
    """

    model: str
    device: str
    words: str = ""
    files: tuple[bytes, ...] = ()
    folder: bytes | None = None
    limit: int = 20
    version: str = __version__

    @property
    def query(self) -> Query:
        """The query it stands for."""
        if self.files:
            return picture_query(list(self.files), self.folder)
        return parse_query(self.words, self.folder)

    def to_line(self) -> bytes:
        """Encode as one line of JSON."""
        paths = {
            "files": [json_path(path) for path in self.files],
            "folder": None if self.folder is None else json_path(self.folder),
        }
        return json.dumps({"search": {**asdict(self), **paths}}).encode("ascii") + b"\n"

    @classmethod
    def of_line(cls, line: bytes) -> "SearchQuestion":
        """Decode what `to_line` encodes. Raises ValueError, KeyError or TypeError for others."""
        told = json.loads(line)["search"]
        words = {name: told[name] for name in ("model", "device", "words", "version")}
        if not all(isinstance(one, str) for one in words.values()) or not isinstance(told["limit"], int):
            raise TypeError("no question")
        return cls(
            **words,
            files=tuple(map(path_from_json, told["files"])),
            folder=None if told["folder"] is None else path_from_json(told["folder"]),
            limit=told["limit"],
        )


def socket_path(data_dir: Path) -> Path:
    """The place where Qt puts the window's socket."""
    return Path(os.environ.get("TMPDIR") or "/tmp") / server_name(data_dir)  # noqa: S108  (Qt's choice)


def server_name(data_dir: Path) -> str:
    """Name of the socket: short, and different for each data folder."""
    return "mmdesk-" + hashlib.sha256(os.fsencode(os.path.realpath(data_dir))).hexdigest()[:20]
