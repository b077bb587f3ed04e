"""What a folder leaves out, by its patterns."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.library.excludes import Excludes
from mmdesk.library.folders import Folders
from mmdesk.library.scan import walk
from tests.library.test_scan import make


@pytest.mark.parametrize(
    ("pattern", "left_out"),
    [
        ("*.png", {b"a.png", b"sub/b.png", b"sub/deep/c.png"}),
        ("sub", {b"sub/b.png", b"sub/d.jpg", b"sub/deep/c.png"}),
        ("deep/", {b"sub/deep/c.png"}),
        ("sub/*.png", {b"sub/b.png"}),
        ("sub/**/*.png", {b"sub/b.png", b"sub/deep/c.png"}),
        ("**/deep/**", {b"sub/deep/c.png"}),
        ("???????", set()),
        ("/sub/deep", {b"sub/deep/c.png"}),
        ("deep/*", set()),
        ("*\xff*", set()),
        ("[", set()),
    ],
)
def test_a_pattern_covers_names_or_paths(album: Path, pattern: str, left_out: set[bytes]) -> None:
    names = {b"a.png", b"e.jpg", b"sub/b.png", b"sub/d.jpg", b"sub/deep/c.png"}
    make(album, *names)
    excludes = Excludes(bytes(album), [pattern])
    found = {path for listing in walk(bytes(album), excludes) for path in listing.files}
    assert {os.path.relpath(path, bytes(album)) for path in found} == names - left_out
    assert {name for name in names if excludes.covers(bytes(album) + b"/" + name)} == left_out


def test_names_that_are_no_text_can_be_left_out(album: Path) -> None:
    excludes = Excludes(bytes(album), [os.fsdecode(b"\xff*.jpg")])
    assert excludes.covers(bytes(album) + b"/\xff\xfe.jpg")
    assert not excludes.covers(bytes(album) + b"/a.jpg")


def test_what_lies_elsewhere_is_not_meant(album: Path) -> None:
    assert not Excludes(bytes(album), ["*"]).covers(bytes(album) + b"-2/a.jpg")
    assert not Excludes(bytes(album), ["*"]).covers(bytes(album))


NAMES = st.text("ab[*?.", min_size=1, max_size=4).filter(lambda name: name not in (".", ".."))


@given(st.lists(NAMES, min_size=1, max_size=3), st.lists(NAMES, min_size=1, max_size=3), NAMES)
def test_patterns_say_the_same_when_a_parent_takes_them_over(
    below: list[str], parts: list[str], pattern: str
) -> None:
    base = b"/photos/" + os.fsencode("/".join(below))
    path = base + b"/" + os.fsencode("/".join(parts))
    own = Excludes(base, [pattern])
    assert Excludes(b"/photos", own.seen_from(b"/photos")).covers(path) == own.covers(path)


def test_a_folder_keeps_its_patterns_when_a_larger_one_covers_it(album: Path, folders: Folders) -> None:
    make(album, "sub/a.png", "sub/deep/b.png", "c.png")
    folders.add(bytes(album / "sub"))
    folders.set_excludes(bytes(album / "sub"), ["*.png"])
    again = folders.set_excludes(bytes(album / "sub"), ["*.png"])
    assert (again.hidden, again.shown, again.before) == (0, 0, again.now)
    folders.add(bytes(album))
    found = [path for one in walk(bytes(album), folders.excludes(bytes(album))) for path in one.files]
    assert found == [bytes(album / "c.png")]
    with pytest.raises(UserError, match="another folder"):
        folders.set_excludes(bytes(album / "sub"), ["*.jpg"])
