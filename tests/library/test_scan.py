"""Walking over the disk."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mmdesk.library import scan
from mmdesk.library.reading import formats
from mmdesk.library.scan import Listing, is_offline, walk
from mmdesk.library.sniffing import LARGEST


def make(root: Path, *names: str | bytes) -> None:
    """Make files, with the folders they lie in."""
    for name in names:
        path = os.path.join(bytes(root), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(b"x")


def files(root: Path) -> list[bytes]:
    """The files found below `root`, relative to it, in the order they are found."""
    return [os.path.relpath(path, bytes(root)) for listing in walk(bytes(root)) for path in listing.files]


def skipped(root: Path) -> dict[bytes, str]:
    return {
        os.path.relpath(file.path, bytes(root)): file.reason
        for listing in walk(bytes(root))
        for file in listing.skipped
    }


def test_pictures_are_found_by_their_extension_in_any_case(album: Path) -> None:
    make(
        album,
        "a.jpg",
        "b.JPEG",
        "c.Png",
        "d.webp",
        "e.gif",
        "f.bmp",
        "g.TIF",
        "h.avif",
        "notes.txt",
        "jpg",
        "i.jpg.part",
    )
    assert files(album) == [b"a.jpg", b"b.JPEG", b"c.Png", b"d.webp", b"e.gif", b"f.bmp", b"g.TIF", b"h.avif"]
    assert skipped(album) == {}


def test_pictures_of_other_kinds_are_listed(album: Path) -> None:
    make(album, "a.exr", "b.XCF", "c.psb", "movie.mpg", "d.exr/e.jpg")
    assert skipped(album).keys() == {b"a.exr", b"b.XCF", b"c.psb"}
    assert "high dynamic range" in skipped(album)[b"a.exr"]
    assert files(album) == [b"d.exr/e.jpg"]


JPEG_BEGINS = b"\xff\xd8\xff\xe0"

UNKNOWN_NAMES = [
    "IMG_0001",
    "photo.jpg_large",
    "a.jps",
    "b.insp",
    "c.1",
    "d.xcf",
    "e.svg",
    "f.nef",
    "g.jpg!d",
    "IMG.JPG.1",
]


def test_pictures_are_found_by_their_first_bytes_whatever_their_names_say(album: Path) -> None:
    for name in UNKNOWN_NAMES:
        (album / name).write_bytes(JPEG_BEGINS)
    (album / "letter").write_text("Dear diary")
    (album / "film").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(20))
    assert sorted(files(album)) == sorted(os.fsencode(name) for name in UNKNOWN_NAMES)
    assert skipped(album) == {}


@pytest.mark.parametrize(
    "name",
    [
        "a.part",
        "a.jpg.crdownload",
        "a.jpg~",
        "a.jpg_original",
        "a.bak",
        "a.tmp",
        "clip.THM",
        "a.lrprev",
        "a.pdf",
    ],
)
def test_unfinished_files_backups_and_thumbnails_of_films_are_no_pictures(album: Path, name: str) -> None:
    (album / name).write_bytes(JPEG_BEGINS)
    assert files(album) == []
    assert skipped(album) == {}


def test_large_files_pipes_and_links_to_nothing_are_not_looked_into(album: Path) -> None:
    with (album / "large").open("wb") as file:
        file.write(JPEG_BEGINS)
        file.truncate(LARGEST + 1)
    os.mkfifo(album / "pipe")
    (album / "empty").touch()
    (album / "nowhere").symlink_to(album / "gone")
    (album / "folder").mkdir()
    assert files(album) == []
    assert skipped(album) == {}


def test_a_link_to_a_picture_without_a_name_is_one(album: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(JPEG_BEGINS)
    (album / "link").symlink_to(tmp_path / "elsewhere")
    assert files(album) == [b"link"]


@pytest.mark.parametrize(
    ("module", "head"), [("heic", b"\0\0\0\x18ftypheic"), ("jxl", b"\0\0\0\x0cJXL \r\n\x87\n")]
)
def test_a_picture_that_needs_an_addition_is_listed_by_its_content(
    album: Path, module: str, head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "is_installed", lambda _: False)
    (album / "IMG_0001").write_bytes(head)
    assert files(album) == []
    assert f"mmdesk[{module}]" in skipped(album)[b"IMG_0001"]


def test_raw_files_stay_raw_files_where_nothing_reads_them(
    album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most are built like a TIFF, and would show a thumbnail."""
    monkeypatch.setattr(formats, "is_installed", lambda _: False)
    for module in (formats, scan):
        monkeypatch.setattr(module, "READ", formats.ALWAYS_READ)
    (album / "a.nef").write_bytes(b"II*\0" + bytes(40))
    (album / "b.cr3").write_bytes(b"\0\0\0\x18ftypcrx " + bytes(40))
    assert files(album) == []
    assert all("mmdesk[raw]" in reason for reason in skipped(album).values())
    assert len(skipped(album)) == 2


def test_films_wait_for_their_extra_and_those_of_live_photos_need_none(
    album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(album, "a.JPG", "a.mov", "b.mp4", "c.WEBM", "d.mp3")
    for module in (formats, scan):
        monkeypatch.setattr(module, "READ", formats.ALWAYS_READ)
    [listing] = walk(bytes(album))
    assert files(album) == [b"a.JPG"]
    assert skipped(album) == dict.fromkeys((b"b.mp4", b"c.WEBM"), formats.FILMS_NEED)
    assert listing.companions == {bytes(album / "a.mov"): bytes(album / "a.JPG")}


WALK = """
import os, sys
from mmdesk.library.scan import walk
for listing in walk(os.fsencode(sys.argv[1])):
    print(sorted(listing.files), [file.path for file in listing.skipped])
"""


def test_what_cannot_be_opened_is_known_by_its_name_alone(album: Path, without_privileges: list[str]) -> None:
    for name in ("IMG_0001", "a.xcf"):
        (album / name).write_bytes(JPEG_BEGINS)
        (album / name).chmod(0)
    command = [*without_privileges, sys.executable, "-c", WALK, str(album)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout == f"[] [{bytes(album / 'a.xcf')!r}]\n"


def test_hidden_things_trash_and_thumbnail_folders_are_left_alone(album: Path) -> None:
    make(
        album,
        ".hidden.jpg",
        "._a.jpg",
        "a.jpg",
        ".thumbnails/b.jpg",
        "@eaDir/c.jpg",
        "#recycle/d.jpg",
        ".Trash-1000/e.jpg",
    )
    make(album, "$RECYCLE.BIN/f.jpg", "lost+found/g.jpg", "sub/@eaDir/h.jpg", "sub/i.jpg")
    make(album, "$Recycle.Bin/j.jpg", "@__thumb/k.jpg", ".@__thumb/l.jpg", ".Trashes/501/m.jpg")
    assert files(album) == [b"a.jpg", b"sub/i.jpg"]


def test_any_name_is_found_in_a_fixed_order(album: Path) -> None:
    odd = [
        b"\xff\xfe.jpg",
        b"new\nline.jpg",
        b"<b>.jpg",
        b"100%.jpg",
        b"a:b.jpg",
        b"\xc3\xa9.jpg",
        b"x" * 251 + b".jpg",
        b" .jpg",
    ]
    make(album, *odd)
    assert files(album) == sorted(odd)


def test_folders_come_before_their_neighbours(album: Path) -> None:
    make(album, "b/2.jpg", "a/1.jpg", "a/z/3.jpg", "c.jpg")
    assert files(album) == [b"c.jpg", b"a/1.jpg", b"a/z/3.jpg", b"b/2.jpg"]


def test_the_stamp_is_size_and_time(album: Path) -> None:
    make(album, "a.jpg")
    os.utime(album / "a.jpg", ns=(1, 1_600_000_000_123_456_789))
    (listing,) = walk(bytes(album))
    (stamp,) = listing.files.values()
    assert (stamp.size, stamp.mtime_ns) == (1, 1_600_000_000_123_456_789)


def test_loops_of_links_end_and_real_names_win(album: Path) -> None:
    make(album, "z/real.jpg")
    (album / "a-link").symlink_to(album / "z")
    (album / "z" / "up").symlink_to(album)
    (album / "z" / "self").symlink_to("self")
    assert files(album) == [b"z/real.jpg"]


def test_linked_folders_elsewhere_are_followed_once(album: Path, tmp_path: Path) -> None:
    make(tmp_path / "elsewhere", "a.jpg")
    (album / "one").symlink_to(tmp_path / "elsewhere")
    (album / "two").symlink_to(tmp_path / "elsewhere")
    assert files(album) == [b"one/a.jpg"]


def test_linked_files_are_files_and_broken_links_are_listed(album: Path, tmp_path: Path) -> None:
    make(tmp_path / "elsewhere", "a.jpg")
    (album / "link.jpg").symlink_to(tmp_path / "elsewhere" / "a.jpg")
    (album / "broken.jpg").symlink_to(tmp_path / "nowhere.jpg")
    assert files(album) == [b"link.jpg"]
    assert skipped(album).keys() == {b"broken.jpg"}


def test_a_link_to_nothing_is_told_from_a_disk_that_cannot_be_read(album: Path) -> None:
    """What the disk says of an ordinary file is passed on; what it says of a link is that its end is gone."""
    (album / "link.jpg").symlink_to(album / "gone.jpg")
    with os.scandir(bytes(album)) as scan_of_album:
        entries = {entry.name: entry for entry in scan_of_album}

    class Unreadable:
        """An entry of a failing disk: nothing else can make one."""

        name, path = b"b.jpg", bytes(album / "b.jpg")

        def stat(self) -> os.stat_result:
            raise OSError(errno.EIO, "Input/output error")

        def is_symlink(self) -> bool:
            return False

        def is_dir(self) -> bool:
            return False

    listing = Listing(bytes(album))
    for entry in (entries[b"link.jpg"], Unreadable()):
        scan._add_file(entry, listing)  # type: ignore[arg-type]
    assert {os.path.basename(file.path): file.reason for file in listing.skipped} == {
        b"link.jpg": "This is a link to a file that is not there.",
        b"b.jpg": "The disk could not read this file (Input/output error).",
    }


def test_what_is_no_ordinary_file_is_listed(album: Path) -> None:
    os.mkfifo(album / "pipe.jpg")
    (album / "folder.jpg").mkdir()
    assert files(album) == []
    assert skipped(album) == {b"pipe.jpg": "This is not an ordinary file."}


def test_a_folder_that_cannot_be_listed_is_told(album: Path) -> None:
    listings = list(walk(bytes(album / "gone")))
    assert [(listing.directory, listing.is_complete) for listing in listings] == [
        (bytes(album / "gone"), False)
    ]
    assert "could not be read" in listings[0].skipped[0].reason


def test_what_vanishes_while_walking_costs_only_itself(album: Path) -> None:
    make(album, "a/1.jpg", "b/2.jpg", "c/3.jpg")
    listings: list[Listing] = []
    for listing in walk(bytes(album)):
        if listing.directory.endswith(b"a"):
            (album / "b" / "2.jpg").unlink()
            (album / "b").rmdir()
        listings.append(listing)
    assert [listing.is_complete for listing in listings] == [True, True, False, True]


@pytest.mark.parametrize(("content", "offline"), [((), True), (("a.jpg",), False), ((".hidden",), False)])
def test_an_empty_folder_may_be_an_unplugged_drive(
    album: Path, content: tuple[str, ...], offline: bool
) -> None:
    make(album, *content)
    assert is_offline(bytes(album)) is offline
    assert is_offline(bytes(album / "nowhere"))
