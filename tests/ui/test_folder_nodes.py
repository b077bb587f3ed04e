"""Folders as a tree."""

import os

from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.paths import is_under
from mmdesk.core.photo import Folder
from mmdesk.ui.folders.nodes import FolderNode, folder_nodes


def _outline(nodes: list[FolderNode]) -> list[object]:
    return [(node.name, _outline(node.children)) for node in nodes]


def _of(*paths: str) -> list[FolderNode]:
    return folder_nodes([Folder(path.encode()) for path in paths])


def test_folders_hang_below_their_nearest_ancestor() -> None:
    nodes = _of("/home/photos", "/home/photos/2019", "/home/photos/2019/July", "/media/card")
    assert _outline(nodes) == [("photos", [("2019", [("July", [])])]), ("card", [])]


def test_a_gap_is_told_in_the_name() -> None:
    assert _outline(_of("/p", "/p/2019/July")) == [("p", [("2019/July", [])])]


def test_a_common_beginning_of_names_is_no_kinship() -> None:
    assert _outline(_of("/p/a", "/p/a-b", "/p/a/c")) == [("a", [("c", [])]), ("a-b", [])]


def test_names_that_are_not_utf8_are_shown() -> None:
    [node] = folder_nodes([Folder(b"/p/caf\xe9")])
    assert node.name == "caf\N{REPLACEMENT CHARACTER}"


_NAMES = st.sampled_from(["a", "b", "a-b", "a b", "ä"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts))


@given(st.sets(_PATHS, max_size=12))
def test_every_folder_is_once_in_the_tree_below_what_it_lies_in(paths: set[str]) -> None:
    def walk(nodes: list[FolderNode], above: bytes | None) -> list[bytes]:
        found = []
        for node in nodes:
            assert above is None or is_under(node.folder.path, above)
            found += [node.folder.path, *walk(node.children, node.folder.path)]
        return found

    everything = [os.fsencode(path) for path in paths]
    assert sorted(walk(folder_nodes([Folder(path) for path in everything]), None)) == sorted(everything)
