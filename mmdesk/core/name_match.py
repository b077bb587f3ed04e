"""What counted for a hit beside its picture: a word of the search in one of the names or in the text."""

from dataclasses import dataclass
from typing import Literal

from mmdesk.core.language import tr

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
            return tr("it is tagged {text}", text=self.text)
        if self.kind == "caption":
            return tr("its caption says “{text}”", text=self.text)
        if self.kind == "text":
            return tr("“{text}” can be read in it", text=self.text)
        if self.kind == "folder":
            return tr("its folder is called {text}", text=self.text)
        return tr("its name has “{text}” in it", text=self.text)
