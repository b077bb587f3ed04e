"""A label set as it is being written: its labels as yet unchecked, and the set that is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mmdesk.core.labels import Label, LabelSet


@dataclass
class LabelDraft:
    """The fields of a label, as yet unchecked; `was` is the name it had before, empty for a new one."""

    name: str = ""
    parent: str = ""
    synonyms: str = ""
    prompts: str = ""
    cutoff: float | None = None
    was: str = ""
    unspoken: bool = False

    @classmethod
    def of(cls, label: Label) -> "LabelDraft":
        """The draft that shows a label."""
        return cls(
            label.name,
            label.parent,
            ", ".join(label.synonyms),
            "\n".join(label.prompts),
            label.cutoff,
            label.name,
            label.unspoken,
        )

    def label(self) -> Label:
        """The label that is meant. Raises UserError where it makes none."""
        return Label(
            name=self.name.strip(),
            prompts=tuple(filter(None, map(str.strip, self.prompts.splitlines()))),
            synonyms=tuple(filter(None, map(str.strip, self.synonyms.split(",")))),
            parent=self.parent.strip(),
            cutoff=self.cutoff,
            unspoken=self.unspoken,
        )


@dataclass(frozen=True, slots=True)
class SetDraft:
    """The fields of the set that is called `edited` so far; a new one has no such name yet."""

    edited: str
    name: str
    exclusive: bool = False
    labels: tuple[LabelDraft, ...] = field(default=())

    @classmethod
    def of(cls, labels: LabelSet) -> "SetDraft":
        """The draft that shows a set."""
        return cls(labels.name, labels.name, labels.exclusive, tuple(map(LabelDraft.of, labels)))

    @classmethod
    def new(cls, name: str) -> "SetDraft":
        """The draft of a new set: one label without a name."""
        return cls("", name, labels=(LabelDraft(),))

    def made_from(self, labels: LabelSet) -> LabelSet:
        """`labels` as the draft has them; children follow a parent that was renamed.

        Raises UserError where that makes no set.
        """
        made, renamed = [draft.label() for draft in self.labels], renames_in(self.labels)
        names = {label.name for label in made}
        followed = tuple(
            label if label.parent in names else replace(label, parent=renamed.get(label.parent, label.parent))
            for label in made
        )
        return replace(labels, name=self.name.strip(), labels=followed, exclusive=self.exclusive)


def renames_in(drafts: Sequence[LabelDraft]) -> dict[str, str]:
    """Labels that have another name now, from old to new."""
    names = {draft.was: draft.name.strip() for draft in drafts if draft.was}
    return {old: new for old, new in names.items() if old != new}
