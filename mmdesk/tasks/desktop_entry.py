"""The program's entry in the menus of a desktop: files in the user's own XDG folders, and their removal.

What is written is noted with its digest, so that nothing of anybody else is ever overwritten or taken away.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.language import LANGUAGES, catalogue_of, tr
from mmdesk.core.places import desktop_files

COMPONENT = "org.mmdesk.mmdesk"
"""Name of the program among those of a software centre."""

MIME_CACHE = "mimeinfo.cache"
"""What `update-desktop-database` makes of the entries of a folder, of which "open with" is offered."""

NO_TYPES = "[MIME Cache]"
"""All that stands in such a cache where no entry opens anything."""

SAID = ("GenericName", "Comment")
"""Lines of an entry that people read."""

CODES_ELSEWHERE = {"tl": "fil"}
"""What desktops call a language, where that is not the code of its catalogue."""


@dataclass(frozen=True, slots=True)
class DesktopFolder:
    """The user's folder for data of programs ($XDG_DATA_HOME), and what mmdesk has put there."""

    share: Path

    @classmethod
    def default(cls) -> "DesktopFolder":
        """The folder of this user. Raises UserError on systems that have no such thing."""
        if os.name == "nt" or sys.platform == "darwin":
            raise UserError(tr("Menus are made of such files on Linux and BSD only."))
        home = os.environ.get("XDG_DATA_HOME", "")
        return cls(Path(home) if home.startswith("/") else Path.home() / ".local" / "share")

    @property
    def note(self) -> Path:
        """The file that says what was put there."""
        return self.share / "mmdesk" / "desktop-entry.json"

    def install(self, files: Mapping[str, bytes]) -> list[Path]:
        """Write `files` (by their paths below the folder); returns their places.

        Raises UserError, before anything is written, where one of them is there and is somebody else's.
        """
        known = self._read_note()
        for name, content in files.items():
            if not _may_write(self.share / name, content, known["files"].get(name)):
                raise UserError(
                    tr(
                        "{file} is not by mmdesk, or was changed; nothing was written.",
                        file=self.share / name,
                    )
                )
        folders = _absent_folders([self.note, *(self.share / name for name in files)])
        self._remove_files({name: told for name, told in known["files"].items() if name not in files})
        document = {
            "folders": sorted(
                {*known["folders"], *(str(folder.relative_to(self.share)) for folder in folders)}
            ),
            "files": {name: sha256(content).hexdigest() for name, content in files.items()},
            "had_cache": known.get("had_cache", self._cache.exists()),
        }
        self._write({self.note: json.dumps(document, indent=1).encode()})
        self._write({self.share / name: content for name, content in files.items()})
        self._update_cache()
        return [self.share / name for name in files]

    def remove(self) -> list[Path]:
        """Take away what was installed; returns what stays because somebody has changed it."""
        known = self._read_note()
        left = self._remove_files(known["files"])
        self.note.unlink(missing_ok=True)
        self._update_cache()
        if not known.get("had_cache", True):
            _remove_empty_cache(self._cache)
        for folder in sorted(known["folders"], key=len, reverse=True):
            _remove_if_empty(self.share / folder)
        return left

    @property
    def is_installed(self) -> bool:
        """Whether there is anything to be removed."""
        return self.note.exists()

    @property
    def _cache(self) -> Path:
        return self.share / "applications" / MIME_CACHE

    def _read_note(self) -> dict[str, Any]:
        """What was noted; nothing, where there is no note, or none of ours."""
        try:
            note = json.loads(self.note.read_text("utf-8"))
        except (OSError, ValueError):
            return {"folders": [], "files": {}}
        is_ours = isinstance(note, dict) and {"folders", "files"} <= set(note)
        return note if is_ours else {"folders": [], "files": {}}

    def _write(self, contents: Mapping[Path, bytes]) -> None:
        for path, content in contents.items():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UserError(
                    tr(
                        "The folder {folder} cannot be made: {reason}.",
                        folder=path.parent,
                        reason=error.strerror,
                    )
                ) from error
            write_whole(path, content)

    def _remove_files(self, digests: Mapping[str, str]) -> list[Path]:
        """Remove the files that still are as they were written; returns the others that are there."""
        left = []
        for name, digest in digests.items():
            path = self.share / name
            if _digest(path) == digest:
                path.unlink()
            elif path.exists():
                left.append(path)
        return left

    def _update_cache(self) -> None:
        """Let "open with" know, where the desktop has the tool for it."""
        tool = shutil.which("update-desktop-database")
        if tool is not None and self._cache.parent.is_dir():
            subprocess.run([tool, "-q", str(self._cache.parent)], check=False, capture_output=True)


def entry_files(command: Sequence[str], further: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files of the entry, by their paths below a `share` folder, with the `further` ones.

    `command` starts the program; the entry adds what is to be opened.
    """
    source = desktop_files()
    entry = in_all_languages((source / "mmdesk.desktop").read_text("utf-8"))
    files = {
        "applications/mmdesk.desktop": with_command(entry, command).encode(),
        f"metainfo/{COMPONENT}.metainfo.xml": (source / "mmdesk.metainfo.xml").read_bytes(),
        "icons/hicolor/scalable/apps/mmdesk.svg": (source / "icons" / "mmdesk.svg").read_bytes(),
    }
    for picture in sorted((source / "icons").glob("mmdesk-*.png")):
        side = picture.stem.rpartition("-")[2]
        files[f"icons/hicolor/{side}x{side}/apps/mmdesk.png"] = picture.read_bytes()
    return {**files, **further}


def in_all_languages(entry: str) -> str:
    """A desktop entry that says what the program is in every language it speaks."""
    lines = entry.splitlines(keepends=True)
    return "".join(part for line in lines for part in (line, *_translated(line)))


def _translated(line: str) -> Iterator[str]:
    """A line of the entry in other languages, where it is one that people read."""
    key, _, words = line.strip().partition("=")
    if key in SAID:
        for code in LANGUAGES:
            told = catalogue_of(code).gettext(words)
            if told != words:
                yield f"{key}[{CODES_ELSEWHERE.get(code, code)}]={told}\n"


def with_command(entry: str, command: Sequence[str]) -> str:
    """A desktop entry that starts `command` in the place of `mmdesk`."""
    words = " ".join(map(_quoted, command))
    lines = entry.replace("Exec=mmdesk ", f"Exec={words} ", 1).splitlines(keepends=True)
    tried = f"TryExec={_escaped(command[0])}\n"
    return "".join(tried if line.startswith("TryExec=") else line for line in lines)


def own_command() -> list[str]:
    """The command that starts this very program, wherever it is installed."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    beside = Path(sys.executable).with_name("mmdesk")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "mmdesk"]


def _quoted(word: str) -> str:
    """A word of `Exec`, as the Desktop Entry Specification has it quoted."""
    inner = word
    for special in '\\"`$':
        inner = inner.replace(special, f"\\{special}")
    is_plain = all(letter.isalnum() or letter in "/._-+" for letter in word)
    return word if is_plain else _escaped(f'"{inner}"').replace("%", "%%")


def _escaped(value: str) -> str:
    """A value of an entry, in which a backslash begins an escape."""
    return value.replace("\\", "\\\\")


def _may_write(path: Path, content: bytes, digest: str | None) -> bool:
    """Whether there is nothing at `path`, or what we wrote or would write ourselves."""
    if not os.path.lexists(path):
        return True
    return not path.is_symlink() and _digest(path) in {digest, sha256(content).hexdigest()}


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _absent_folders(files: Sequence[Path]) -> set[Path]:
    """Folders below the user's own that will have to be made."""
    above = {folder for path in files for folder in path.parents}
    return {folder for folder in above if not folder.exists()}


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:  # not empty, or gone: both are fine
        return


def _remove_empty_cache(cache: Path) -> None:
    try:
        if cache.read_text("utf-8").strip() == NO_TYPES:
            cache.unlink()
    except OSError:  # none was made
        return
