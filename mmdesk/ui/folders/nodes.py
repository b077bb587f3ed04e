"""Folders nested as they lie on disk, worked out from their paths alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mmdesk.core.paths import display_name, display_path, is_under
from mmdesk.core.photo import Folder


@dataclass(slots=True)
class FolderNode:
    """A folder, its name below its parent, and the folders below it."""

    folder: Folder
    name: str
    children: list["FolderNode"] = field(default_factory=list)


def folder_nodes(folders: Sequence[Folder]) -> list[FolderNode]:
    """Trees that `folders` form; a folder is a child of its nearest ancestor among them.

    Where folders between the two hold no photos of their own and are not in the
    list, the name says the way: "2019/July".
    """
    roots: list[FolderNode] = []
    trail: list[FolderNode] = []  # from a root down to the node placed last
    for folder in sorted(folders, key=lambda folder: folder.path.split(b"/")):
        while trail and not is_under(folder.path, trail[-1].folder.path):
            trail.pop()
        parent = trail[-1] if trail else None
        node = FolderNode(folder, _name(folder, parent))
        (parent.children if parent else roots).append(node)
        trail.append(node)
    return roots


def _name(folder: Folder, parent: FolderNode | None) -> str:
    if parent is None:
        return display_name(folder.path) or display_path(folder.path)
    return display_path(folder.path[len(parent.folder.path.rstrip(b"/")) + 1 :])
