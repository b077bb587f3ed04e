"""The folders of the library: those the user added, and the tree of those that hold photos."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mmdesk.core.errors import UserError
from mmdesk.core.excluding import Exclusion, ExclusionChange
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path, is_under
from mmdesk.core.photo import Folder
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.excludes import Excludes, pattern_of
from mmdesk.library.other_names import OtherNames, drop_names, go_by_other_names
from mmdesk.library.path_range import below, in_folder
from mmdesk.library.photos import LEFT_OUT, MISSING, THERE
from mmdesk.library.taken_out import come_back


class Folders:
    """What the user added. A folder covers everything below it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def add(self, path: bytes) -> int:
        """Add a folder; returns its id, or that of the added folder it lies in.

        Folders added before that lie in `path` are from now on covered by it; their photos stay, and
        what was left out of them still is. Photos whose folder was taken out come back as they were.
        Raises UserError when `path` is not a folder.
        """
        path = os.path.abspath(path)
        if not os.path.isdir(path):
            raise UserError(tr("There is no folder {path}.", path=display_path(path)))
        with self._catalogue.writing() as db:
            known = db.execute("SELECT id, path FROM folders").fetchall()
            covering = [folder_id for folder_id, known_path in known if is_under(path, known_path)]
            if covering:
                return int(covering[0])
            excludes = list(dict.fromkeys([*come_back(db, path), *_taken_over(db, path)]))
            db.execute("DELETE FROM folders WHERE path >= ? AND path < ?", below(path))
            sql = "INSERT INTO folders (path, excludes) VALUES (?, ?)"
            return int(db.execute(sql, [path, json.dumps(excludes)]).lastrowid or 0)

    def all(self) -> list[Folder]:
        """The folders the user added, by path, with what lies in them."""
        sql = "SELECT path, offline, lost, excludes, offline_since, unread FROM folders ORDER BY path"
        return [
            Folder(
                path,
                self._count_shown(path),
                self._count("skipped WHERE", path),
                bool(offline),
                self._count(f"photos WHERE missing > 0 AND missing = {MISSING} AND", path),
                lost,
                tuple(json.loads(excludes)),
                since,
                unread,
            )
            for path, offline, lost, excludes, since, unread in self._catalogue.rows(sql)
        ]

    def roots(self) -> list[Folder]:
        """The folders the user added, by path; what lies in them is not counted."""
        rows = self._catalogue.rows("SELECT path, offline, lost, offline_since FROM folders ORDER BY path")
        return [
            Folder(path, offline=bool(offline), lost=lost, offline_since=since)
            for path, offline, lost, since in rows
        ]

    def tree(self) -> list[Folder]:
        """Every folder that holds photos, in it or below it, and the added ones; parents before children.

        What lies in an offline folder is offline with it; `lost` is said of the added folder alone.
        """
        roots = {root.path: root for root in self.roots()}
        photos = _summed_upwards(self._photos_by_directory(), roots) + self._only_by_other_names(roots)
        skipped = _summed_upwards(self._skipped_by_directory(), roots)
        paths = sorted({*roots, *photos}, key=_family)
        folders = []
        for path in paths:
            root = next((root for root in roots.values() if is_under(path, root.path)), Folder(path))
            lost = root.lost if path == root.path else 0
            folders.append(replace(root, path=path, photos=photos[path], skipped=skipped[path], lost=lost))
        return folders

    def known_as(self, path: bytes) -> bytes:
        """The absolute path of a folder; below an added folder's name, where it is that, or lies in it, and
        was called by another name that leads there through links.
        """
        path = os.path.abspath(path)
        roots = [root.path for root in self.roots()]
        if any(is_under(path, root) for root in roots):
            return path
        real = os.path.realpath(path)
        for root in roots:
            real_root = os.path.realpath(root)
            if is_under(real, real_root):
                return root + real[len(real_root) :]
        return path

    def set_offline(self, path: bytes, *, offline: bool) -> None:
        """Remember that an added folder is not there now, or is there again."""
        with self._catalogue.writing() as db:
            since = "coalesce(offline_since, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))" if offline else "NULL"
            db.execute(
                f"UPDATE folders SET offline = ?, offline_since = {since} WHERE path = ?", [offline, path]
            )

    def set_lost(self, path: bytes, photos: int) -> None:
        """Remember how many photos of an added folder were not found, too many to be believed."""
        with self._catalogue.writing() as db:
            db.execute("UPDATE folders SET lost = ? WHERE path = ?", [photos, path])

    def set_unread(self, files: Mapping[bytes, int | None]) -> None:
        """Remember how many files of added folders wait to be read; None: the listing has just begun."""
        with self._catalogue.writing() as db:
            rows = [(unread, path) for path, unread in files.items()]
            db.conn.executemany("UPDATE folders SET unread = ? WHERE path = ?", rows)

    def unread(self) -> int:
        """Number of files that were listed and wait to be read; a drive that is away does not count."""
        return int(self._catalogue.value("SELECT coalesce(sum(unread), 0) FROM folders WHERE offline = 0"))

    def set_excludes(self, path: bytes, patterns: Sequence[str]) -> ExclusionChange:
        """Leave out of an added folder, from now on, what these glob patterns cover, and nothing else.

        Photos that they cover are hidden at once, and keep all they have; those that were left out, and are
        so no longer, count as there, until a scan knows better. Raises UserError when the folder was not
        added itself.
        """
        path = os.path.abspath(path)
        with self._catalogue.writing() as db:
            row = db.execute("SELECT excludes FROM folders WHERE path = ?", [path]).fetchone()
            if row is None:
                raise UserError(
                    tr(
                        "The folder {path} lies in another folder of the library; say there what to leave "
                        "out.",
                        path=display_path(path),
                    )
                )
            db.execute("UPDATE folders SET excludes = ? WHERE path = ?", [json.dumps(list(patterns)), path])
            return _hide_and_show(db, Excludes(path, json.loads(*row)), Excludes(path, patterns))

    def exclude(self, path: bytes) -> ExclusionChange:
        """Leave out, from now on, a folder that lies in an added one.

        Raises UserError when it lies in none, or was added itself.
        """
        path, known = os.path.abspath(path), self.excludes(path)
        if path == known.base:
            raise UserError(
                tr("{path} lies in no folder of the library that could exclude it.", path=display_path(path))
            )
        return self.set_excludes(known.base, [*known.patterns, pattern_of(known.base, path)])

    def exclusion(self, path: bytes, patterns: Sequence[str] | None = None) -> Exclusion:
        """What is left out of the added folder that `path` is or lies in, or what `patterns` would leave out
        of it.
        """
        known = self.excludes(path)
        patterns = known.patterns if patterns is None else patterns
        sql = "SELECT id, path FROM photos WHERE missing IN (?, ?) AND path >= ? AND path < ?"
        photos = self._catalogue.rows(sql, [THERE, LEFT_OUT, *below(known.base)])
        counts = (len(Excludes(known.base, [pattern]).covered(photos)) for pattern in patterns)
        return Exclusion(known.base, tuple(patterns), tuple(counts))

    def excludes(self, path: bytes) -> Excludes:
        """What is left out of the added folder that `path` is, or lies in."""
        path = os.path.abspath(path)
        for root, patterns in self._catalogue.rows("SELECT path, excludes FROM folders"):
            if is_under(path, root):
                return Excludes(root, json.loads(patterns))
        return Excludes(path)

    def remove_empty(self, path: bytes) -> None:
        """Take an added folder that is not there, and of which no photo is known, out of the library."""
        nothing_known = "NOT EXISTS (SELECT 1 FROM photos WHERE path >= ? AND path < ?)"
        if not os.path.lexists(path):
            with self._catalogue.writing() as db:
                db.execute(f"DELETE FROM folders WHERE path = ? AND {nothing_known}", [path, *below(path)])

    def _count_shown(self, folder: bytes) -> int:
        condition, bounds = in_folder(self._catalogue, folder)
        sql = f"SELECT count(*) FROM photos INDEXED BY photos_shown_by_path WHERE missing = 0 AND {condition}"
        return int(self._catalogue.value(sql, bounds))

    def _count(self, what: str, folder: bytes) -> int:
        return int(
            self._catalogue.value(f"SELECT count(*) FROM {what} path >= ? AND path < ?", below(folder))
        )

    def _photos_by_directory(self) -> Iterable[tuple[bytes, int]]:
        return self._catalogue.rows(
            """
            SELECT directories.path, found.photos FROM directories JOIN (
                SELECT directory_id, count(*) AS photos FROM photos WHERE missing = 0 GROUP BY directory_id
            ) AS found ON found.directory_id = directories.id
            """
        )

    def _only_by_other_names(self, roots: Iterable[bytes]) -> Counter[bytes]:
        """Number of photos that are in each folder by another name than the one they go by."""
        ends = {os.path.dirname(root) for root in roots}
        folders: dict[bytes, set[bytes]] = defaultdict(set)
        for name, photo in OtherNames(self._catalogue).all():
            folders[photo].update(_upwards(os.path.dirname(name), ends))
        return Counter(
            folder
            for photo, around in folders.items()
            for folder in around.difference(_upwards(os.path.dirname(photo), ends))
        )

    def _skipped_by_directory(self) -> Iterable[tuple[bytes, int]]:
        return Counter(
            os.path.dirname(path) for (path,) in self._catalogue.rows("SELECT path FROM skipped")
        ).items()


def _hide_and_show(db: Database, before: Excludes, now: Excludes) -> ExclusionChange:
    """Let the photos of a folder follow its patterns."""
    if before.patterns == now.patterns:
        return ExclusionChange(now.base, before.patterns, now.patterns)
    names = db.execute("SELECT photo_id, path FROM other_names WHERE path >= ? AND path < ?", below(now.base))
    drop_names(db, [path for _, path in now.covered(names.fetchall())])
    sql = "SELECT id, path FROM photos WHERE missing = ? AND path >= ? AND path < ?"
    hidden = now.covered(db.execute(sql, [THERE, *below(now.base)]).fetchall())
    left_out = before.covered(db.execute(sql, [LEFT_OUT, *below(now.base)]).fetchall())
    still = {photo for photo, _ in now.covered(left_out)}
    kept = go_by_other_names(db, hidden)
    gone = [photo for photo, _ in hidden if photo not in kept]
    shown = [photo for photo, _ in left_out if photo not in still]
    states = [(LEFT_OUT, photo) for photo in gone] + [(THERE, photo) for photo in shown]
    db.conn.executemany("UPDATE photos SET missing = ? WHERE id = ?", states)
    return ExclusionChange(now.base, before.patterns, now.patterns, len(gone), len(shown))


def _taken_over(db: Database, path: bytes) -> list[str]:
    """What is left out of the added folders that lie in `path`, said of `path`."""
    rows = db.execute("SELECT path, excludes FROM folders WHERE path >= ? AND path < ?", below(path))
    return [
        pattern for root, patterns in rows for pattern in Excludes(root, json.loads(patterns)).seen_from(path)
    ]


def _summed_upwards(counts: Iterable[tuple[bytes, int]], roots: Iterable[bytes]) -> Counter[bytes]:
    """Counts of each directory and all below it, up to the root it lies in."""
    summed: Counter[bytes] = Counter()
    ends = {os.path.dirname(root) for root in roots}
    for directory, count in counts:
        for ancestor in _upwards(directory, ends):
            summed[ancestor] += count
    return summed


def _upwards(directory: bytes, ends: set[bytes]) -> Iterable[bytes]:
    """`directory` and its parents, until one of `ends` or the top of the disk."""
    while directory not in ends:
        yield directory
        parent = os.path.dirname(directory)
        if parent == directory:
            return
        directory = parent


def _family(path: bytes) -> list[bytes]:
    """Sorts children right behind their parent (`/a/b` before `/a-b`)."""
    return path.split(b"/")
