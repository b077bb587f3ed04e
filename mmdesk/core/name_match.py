"""What counted for a hit beside its picture: a word of the search in one of the names or in the text."""

from dataclasses import dataclass
from typing import Literal

NameKind = Literal["tag", "caption", "text", "name", "folder"]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A tag or a folder that has a word of the search in its name; or the word, in the name of the file, in
    the caption, or in the picture for all to read.
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
        if self.kind == "text":
            return f"“{self.text}” can be read in it"
        if self.kind == "folder":
            return f"its folder is called {self.text}"
        return f"its name has “{self.text}” in it"
