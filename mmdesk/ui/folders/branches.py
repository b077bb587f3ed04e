"""Folders nested as they lie on disk, worked out from their paths alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mmdesk.core.paths import display_name, display_path, is_under
from mmdesk.core.photo import Folder


@dataclass(slots=True)
class Branch:
    """A folder, what to call it where it hangs, and the folders below it."""

    folder: Folder
    name: str
    below: list["Branch"] = field(default_factory=list)


def branches_of(folders: Sequence[Folder]) -> list[Branch]:
    """The trees that `folders` form; a folder hangs below its nearest ancestor among them.

    Where folders between the two hold no photos of their own and are not in the
    list, the name says the way: "2019/July".
    """
    roots: list[Branch] = []
    trail: list[Branch] = []  # from a root down to the branch placed last
    for folder in sorted(folders, key=lambda folder: folder.path.split(b"/")):
        while trail and not is_under(folder.path, trail[-1].folder.path):
            trail.pop()
        parent = trail[-1] if trail else None
        branch = Branch(folder, _name(folder, parent))
        (parent.below if parent else roots).append(branch)
        trail.append(branch)
    return roots


def _name(folder: Folder, parent: Branch | None) -> str:
    if parent is None:
        return display_name(folder.path) or display_path(folder.path)
    return display_path(folder.path[len(parent.folder.path.rstrip(b"/")) + 1 :])
