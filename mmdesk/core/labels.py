"""Labels, the sets they come in, and what a photo's tag says of itself.

A label is found by words: its own full sentences (`prompts`), and its name and synonyms put into the
templates of its set. The mean of all these is what a photo is compared with (prompt ensembling, Radford et
al. 2021, section 3.1.4). `background` prompts describe photos that deserve none of the set's labels.

The name of an `unspoken` label is for people alone, in a language that models may not read: its synonyms and
prompts find it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mmdesk.core.errors import UserError
from mmdesk.core.keyword_paths import Path
from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId

TEMPLATES = ("a photo of {}", "a picture of {}", "{}")
"""Prompt templates of a set that has none of its own."""

BACKGROUND = ("a blank picture", "a plain colour", "a smooth gradient", "random noise", "a blurred picture")


@dataclass(frozen=True, slots=True)
class Label:
    """One thing to recognise. `cutoff` is the probability from which it is suggested; None: proposed."""

    name: str
    prompts: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    parent: str = ""
    cutoff: float | None = None
    unspoken: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.name.strip().splitlines()) != 1:
            raise UserError(
                tr("A label cannot be called {name!r}: it needs a name in one line.", name=self.name)
            )
        if self.cutoff is not None and not 0 < self.cutoff < 1:
            raise UserError(tr("The cut-off of {name} must lie between 0 and 1.", name=self.name))

    @property
    def phrases(self) -> tuple[str, ...]:
        """Words that go into the templates: synonyms, and the name where it is spoken, or nothing else is."""
        is_silent = self.unspoken and bool(self.synonyms or self.prompts)
        return self.synonyms if is_silent else (self.name, *self.synonyms)


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Labels that are looked for together. Of an `exclusive` set a photo gets one label at most."""

    name: str
    labels: tuple[Label, ...] = ()
    templates: tuple[str, ...] = TEMPLATES
    background: tuple[str, ...] = BACKGROUND
    exclusive: bool = False
    description: str = ""
    _by_name: dict[str, Label] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        by_name = {label.name: label for label in self.labels}
        object.__setattr__(self, "_by_name", by_name)
        if not self.name.strip():
            raise UserError(tr("A label set needs a name."))
        if len(by_name) != len(self.labels):
            raise UserError(tr("The label set {name} has a label twice.", name=self.name))
        if not self.templates or any("{}" not in template for template in self.templates):
            raise UserError(tr("Every template of {name} needs a {{}} where the label goes.", name=self.name))
        for label in self.labels:
            self._refuse_circle(label)

    def __len__(self) -> int:
        return len(self.labels)

    def __iter__(self) -> Iterator[Label]:
        return iter(self.labels)

    def find(self, name: str) -> Label | None:
        """The label called `name`."""
        return self._by_name.get(name)

    def path(self, name: str) -> tuple[str, ...]:
        """A label's ancestors and itself, outermost first: ("nature", "beach")."""
        label = self._by_name.get(name)
        if label is None or not label.parent:
            return (name,)
        return (*self.path(label.parent), name)

    def texts(self, label: Label) -> tuple[str, ...]:
        """Every text that stands for `label`, each once."""
        spoken = (t.replace("{}", phrase) for phrase in label.phrases for t in self.templates)
        return tuple(dict.fromkeys((*label.prompts, *spoken)))

    def with_label(self, label: Label) -> "LabelSet":
        """This set with `label`, in the place of the one of that name where there is one."""
        if label.name not in self._by_name:
            return replace(self, labels=(*self.labels, label))
        return replace(
            self, labels=tuple(label if known.name == label.name else known for known in self.labels)
        )

    def _refuse_circle(self, label: Label) -> None:
        """Raise UserError where `label` is its own ancestor; its parent need not be a label of the set."""
        seen, parent = {label.name}, label.parent
        while parent:
            if parent in seen:
                raise UserError(tr("In {set}, {label} is its own ancestor.", set=self.name, label=label.name))
            seen.add(parent)
            known = self._by_name.get(parent)
            parent = known.parent if known else ""


class TagState(StrEnum):
    """State of a tag: `SUGGESTED` by a model, accepted or rejected by the user, or given by hand."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Tag:
    """One label of one photo. `probability` and `model` are empty for a tag given by hand.

    `label_set` is the set it came from, `time` when it came into this state (ISO 8601, UTC). `above` are the
    parents that files put the label below, each outermost first; a tag `is_read` while files alone say it.
    """

    photo: PhotoId
    label: str
    label_set: str
    state: TagState
    probability: float | None = None
    model: str = ""
    time: str = ""
    above: tuple[Path, ...] = ()
    is_read: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """The label below each of its parents, or alone."""
        return tuple((*above, self.label) for above in self.above) or ((self.label,),)


@dataclass(frozen=True, slots=True)
class LabelCount:
    """Numbers of photos that have a label, by state."""

    label: str
    suggested: int = 0
    accepted: int = 0
    rejected: int = 0
    manual: int = 0
