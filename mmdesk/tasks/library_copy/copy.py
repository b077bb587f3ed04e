"""A library copied while it is in use: whole, of one moment, checked, and there all at once or not at all."""

import json
import os
import shutil
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from mmdesk.core.enumeration import all_of
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.library_copy import LibraryCopy
from mmdesk.core.path_map import PathMap, PathRule
from mmdesk.core.paths import display_path, is_under, json_path, path_from_json
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.online_copy import copied_in_steps, make_one_file
from mmdesk.library.remapping import paths_told, remap
from mmdesk.library.thumbnails import count_thumbnails
from mmdesk.tasks.library_copy.own_files import OwnFile, copy_file, own_files

Steps = Generator[Progress, None, LibraryCopy]


def copy_library(places: Places, to: Path, rules: Sequence[PathRule] = ()) -> Steps:
    """Copy the library in `places` to the folder `to`, where folders are called as `rules` say.

    Only reads it, and the window may be open. Closed early, nothing is left. Raises UserError where there is
    no library, `to` holds something, there is no room, a rule is about nothing, or the disk says no.
    """
    to = to.absolute()
    if not places.catalogue.is_file():
        raise UserError(tr("There is no library in {data_dir}.", data_dir=places.data_dir))
    _refuse_place(places, to)
    files, paths = own_files(places), _paths(places, to, rules)
    _refuse_without_room(places, to, files)
    with _unfinished(to) as part:
        copy = Places(part)
        yield from copied_in_steps(
            places.catalogue,
            copy.catalogue,
            (tr("Copying the catalogue"), tr("Checking: copying the catalogue")),
        )
        yield Progress(0, None, tr("Writing down where its folders are"))
        photos, moved = _retell(copy, paths, rules)
        if places.thumbnails.is_file():
            yield from copied_in_steps(
                places.thumbnails,
                copy.thumbnails,
                (tr("Copying the thumbnails"), tr("Checking: copying the thumbnails")),
            )
        yield from _copy_files(files, part, paths)
        copy.copied.write_text(json.dumps({"data_dir": json_path(os.fsencode(to))}), "utf-8")
        thumbnails = count_thumbnails(copy.thumbnails)
        size = sum(file.stat().st_size for file in part.rglob("*") if file.is_file())
        _put_in_place(part, to)
    return LibraryCopy(to, photos, thumbnails, len(files), size, moved)


def _paths(places: Places, to: Path, rules: Iterable[PathRule]) -> PathMap:
    """The user's rules, and that the data folder's own pictures go where it goes."""
    homes = {os.fsencode(places.data_dir), _former_home(places) or os.fsencode(places.data_dir)}
    return PathMap([*(PathRule(home, os.fsencode(to)) for home in homes), *rules])


def _former_home(places: Places) -> bytes | None:
    """Where a library that is a copy itself was made for, before it was carried on."""
    try:
        return path_from_json(json.loads(places.copied.read_text("utf-8"))["data_dir"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _refuse_place(places: Places, to: Path) -> None:
    """Raise UserError where `to` holds something, lies in the data folder, or cannot be made."""
    own, there = (os.fsencode(os.path.realpath(path)) for path in (places.data_dir, to))
    if is_under(there, own):
        raise UserError(tr("{to} lies in the data folder itself; choose a folder elsewhere.", to=to))
    if not to.parent.is_dir():
        raise UserError(tr("There is no folder {folder} to copy the library into.", folder=to.parent))
    if os.path.lexists(to) and not (to.is_dir() and not any(to.iterdir())):
        raise UserError(
            tr("{to} holds something already; choose a new or empty folder. Nothing was copied.", to=to)
        )


def _refuse_without_room(places: Places, to: Path, files: Iterable[OwnFile]) -> None:
    databases = (path.stat().st_size for path in (places.catalogue, places.thumbnails) if path.is_file())
    needed, free = sum(file.size for file in files) + sum(databases), shutil.disk_usage(to.parent).free
    if free < needed:
        raise UserError(
            tr(
                "The library takes {needed:,.0f} MB; only {free:,.0f} MB are free in {folder}.",
                needed=needed / 1e6,
                free=free / 1e6,
                folder=to.parent,
            )
        )


@contextmanager
def _unfinished(to: Path) -> Iterator[Path]:
    """A folder beside `to` where the copy grows. It goes in the end, and so does one of a killed program."""
    part, lock = to.with_name(f".{to.name}.part"), FileLock(to.with_name(f".{to.name}.lock"))
    with _told(to):
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            raise UserError(tr("Another mmdesk is copying a library to {to} already.", to=to)) from error
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            yield part
        finally:
            shutil.rmtree(part, ignore_errors=True)
            lock.release()
            Path(lock.lock_file).unlink(missing_ok=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            tr(
                "The library cannot be copied to {folder}: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            )
        ) from error


def _retell(
    copy: Places, paths: PathMap, rules: Sequence[PathRule]
) -> tuple[int, tuple[tuple[PathRule, int], ...]]:
    """Bring the tables up to date, and call folders as they will be; returns the photos, of each rule too."""
    with Catalogue.open(copy.catalogue) as catalogue:
        _refuse_idle_rules(catalogue, paths, rules)
        found = remap(catalogue, paths)
        photos = int(catalogue.value("SELECT count(*) FROM photos"))
    make_one_file(copy.catalogue)
    return photos, tuple((rule, found[rule]) for rule in rules)


def _refuse_idle_rules(catalogue: Catalogue, paths: PathMap, rules: Sequence[PathRule]) -> None:
    """A rule that is about no folder and no file was mistyped."""
    idle = set(rules)
    for path in paths_told(catalogue):
        if not idle:
            return
        if (rule := paths.rule_for(path)) is not None:
            idle.discard(rule)
    if idle:
        names = all_of(sorted(display_path(rule.old) for rule in idle))
        raise UserError(tr("Nothing in the library lies in {names}; nothing was copied.", names=names))


def _copy_files(files: Sequence[OwnFile], part: Path, paths: PathMap) -> Generator[Progress, None, None]:
    done, total = 0, sum(file.size for file in files)
    for file in files:
        yield Progress(done, total, tr("Copying models and paintings"))
        copy_file(file, part, paths)
        done += file.size


def _put_in_place(part: Path, to: Path) -> None:
    """Let the finished folder take the name `to`, which nothing or an empty folder has."""
    if to.is_dir():
        to.rmdir()
    part.rename(to)
