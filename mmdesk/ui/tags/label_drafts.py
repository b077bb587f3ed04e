"""A label as it is being written, and the set that is made of such drafts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
        )

    def label(self) -> Label:
        """The label that is meant. Raises UserError where it makes none."""
        return Label(
            name=self.name.strip(),
            prompts=tuple(filter(None, map(str.strip, self.prompts.splitlines()))),
            synonyms=tuple(filter(None, map(str.strip, self.synonyms.split(",")))),
            parent=self.parent.strip(),
            cutoff=self.cutoff,
        )


def drafted_set(labels: LabelSet, name: str, drafts: Sequence[LabelDraft], *, exclusive: bool) -> LabelSet:
    """`labels` with another name and the labels of these drafts; children follow a parent that was renamed.

    Raises UserError where that makes no set.
    """
    made, renamed = [draft.label() for draft in drafts], renames_in(drafts)
    names = {label.name for label in made}
    followed = tuple(
        label if label.parent in names else replace(label, parent=renamed.get(label.parent, label.parent))
        for label in made
    )
    return replace(labels, name=name.strip(), labels=followed, exclusive=exclusive)


def renames_in(drafts: Sequence[LabelDraft]) -> dict[str, str]:
    """Labels that have another name now, from old to new."""
    names = {draft.was: draft.name.strip() for draft in drafts if draft.was}
    return {old: new for old, new in names.items() if old != new}
