"""What is there, what is away, and what the user may say is gone."""

from pathlib import Path

import pytest

from mmdesk.core.errors import UserError
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.forgetting import missing_by_folder
from mmdesk.tasks.library import Library
from mmdesk.tasks.relocating import accept_missing, refresh_offline, relocate_folder
from tests.tasks.conftest import index


def test_drives_come_and_go_and_empty_folders_are_just_empty(
    library: Library, clip: ClipModel, album: Path, tmp_path: Path
) -> None:
    index(library, clip, album)
    empty = tmp_path / "empty"
    empty.mkdir()
    library.folders.add(bytes(empty))
    assert not refresh_offline(library)
    album.rename(tmp_path / "unplugged")
    assert refresh_offline(library)
    assert not refresh_offline(library)  # no news any more
    assert [folder.offline for folder in library.folders.roots()] == [True, False]
    album.mkdir()  # a bare mount point
    assert not refresh_offline(library)
    with pytest.raises(UserError, match="not there now"):
        accept_missing(library, bytes(album))
    empty.rmdir()
    assert refresh_offline(library)
    assert [folder.offline for folder in library.folders.roots()] == [True, True]
    album.rmdir()
    (tmp_path / "unplugged").rename(album)
    assert refresh_offline(library)
    assert library.folders.tree()[0].offline_since is None


def test_missing_photos_are_put_together_by_their_folders(
    library: Library, clip: ClipModel, album: Path, tmp_path: Path
) -> None:
    files = sorted(album.iterdir())
    (album / "a").mkdir()
    for file in files[:2]:
        file.rename(album / "a" / file.name)
    index(library, clip, album)
    (album / "a").rename(tmp_path / "aside")
    files[3].unlink()
    assert len(library.photos.ids()) == len(files)
    assert accept_missing(library, bytes(album)) == 3
    missing = missing_by_folder(library)
    assert missing.folders == ((bytes(album), 1), (bytes(album / "a"), 2))
    paths = [photo.path for photo in library.photos.by_ids(missing.photos)]
    assert paths == [bytes(files[3]), *(bytes(album / "a" / file.name) for file in files[:2])]


def test_a_backup_is_made_before_a_folder_is_relocated(
    library: Library, clip: ClipModel, album: Path, tmp_path: Path
) -> None:
    index(library, clip, album)
    for backup in library.backups.all():
        backup.path.unlink()
    moved = album.rename(tmp_path / "moved")
    assert relocate_folder(library, bytes(album), bytes(moved)).found == len(list(moved.iterdir()))
    assert library.backups.newest_good() is not None
    assert index(library, clip, moved).indexed == 0
