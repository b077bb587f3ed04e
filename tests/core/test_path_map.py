"""Paths that are others on another computer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.path_map import PathMap, PathRule

NAMES = st.lists(st.binary(min_size=1, max_size=4).filter(lambda name: b"/" not in name), max_size=4)


def rules(*texts: bytes) -> PathMap:
    return PathMap(map(PathRule.of_text, texts))


@pytest.mark.parametrize(
    ("path", "called"),
    [
        (b"/media/anna", b"/srv"),
        (b"/media/anna/2019/\xff.jpg", b"/srv/2019/\xff.jpg"),
        (b"/media/anna/raw/a", b"/raw/a"),  # the longest holds
        (b"/media/anna-too/a", b"/media/anna-too/a"),
        (b"/media/Anna/a", b"/media/Anna/a"),
        (b"d:\\fotos\\2019\\A b.JPG", b"/srv/fotos/2019/A b.JPG"),
        (b"D:/Fotos/x", b"/srv/fotos/x"),
        (b"D:\\Fotos2\\x", b"D:\\Fotos2\\x"),
        (b"\\\\NAS\\share\\q\\r", b"/mnt/nas/q/r"),
        (b"/home/b/u/v\\w", b"E:\\u\\v\\w"),
        (b"/a=b/c", b"/z/c"),
    ],
)
def test_the_longest_folder_holds_on_every_system(path: bytes, called: bytes) -> None:
    mapped = rules(
        b"/media/anna=/srv/", b"/media/anna/raw=/raw", b"D:\\Fotos=/srv/fotos", b"\\\\nas\\share=/mnt/nas",
        b"/home/b=E:\\", b"/a=b=/z",
    )  # fmt: skip
    assert mapped.of(path) == called


@given(NAMES, NAMES)
def test_names_below_a_folder_stay_to_the_byte(names: list[bytes], other: list[bytes]) -> None:
    there = PathMap([PathRule(b"/old/photos", b"/new")])
    path = b"/".join([b"/old/photos", *names])
    assert there.of(path) == b"/".join([b"/new", *names])
    assert PathMap([PathRule(b"/new", b"/old/photos")]).of(there.of(path)) == path
    elsewhere = b"/".join([b"/other", *other])
    assert there.of(elsewhere) == elsewhere


@pytest.mark.parametrize("text", [b"", b"/a", b"a=/b", b"/a=b", b"=", b"/a="])
def test_what_names_no_two_folders_is_refused(text: bytes) -> None:
    with pytest.raises(UserError, match="does not name two folders"):
        PathRule.of_text(text)
