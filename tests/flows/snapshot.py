"""What a folder looks like, to the nanosecond."""

import hashlib
from pathlib import Path

Entry = tuple[int, int, str]


def snapshot(folder: Path) -> dict[str, Entry]:
    """Size, modification time and content of everything below `folder`, by relative path."""
    return {str(path.relative_to(folder)): _entry(path) for path in sorted(folder.rglob("*"))}


def _entry(path: Path) -> Entry:
    stat = path.lstat()
    content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return (stat.st_size, stat.st_mtime_ns, content)
