"""What counted for a hit beside its picture: a word of the search in one of the photo's names."""

from dataclasses import dataclass
from typing import Literal

NameKind = Literal["tag", "caption", "name", "folder"]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A tag or a folder that has a word of the search in its name; or the word, in the name of the file or in
    the caption.
    """

    kind: NameKind
    text: str

    @property
    def sentence(self) -> str:
        """The reason in words."""
        if self.kind == "tag":
            return f"it is tagged {self.text}"
        if self.kind == "caption":
            return f"its caption says “{self.text}”"
        if self.kind == "folder":
            return f"its folder is called {self.text}"
        return f"its name has “{self.text}” in it"
