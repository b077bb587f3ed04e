"""Label sets: those that come with the program, called in the user's language, and the user's own."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.label_files import parse_text, parse_toml, to_text, to_toml
from mmdesk.core.label_names import ENGLISH, LabelNames, sets_in_use
from mmdesk.core.labels import LabelSet
from mmdesk.core.language import LANGUAGES, catalogue_of, language_now, tr
from mmdesk.core.places import builtin_labels
from mmdesk.library.label_renaming import rename_labels
from mmdesk.tasks.library import Library

DEFAULT_SET = "everyday"

MOST_BYTES = 4 << 20
"""A label file is text people wrote."""


class LabelSets:
    """Every label set of a library. A stored set hides the starter set of its name.

    Starter sets are called in the first of `languages`, but for labels that photos have by another name.
    """

    def __init__(self, library: Library, languages: Sequence[LabelNames] = ()) -> None:
        self._catalogue, self._labels, self._tags = library.catalogue, library.labels, library.tags
        self._languages = languages

    def all(self) -> list[LabelSet]:
        """Every set, by name; "everyday" first."""
        found = {one.name: one for one in self._starter_sets()}
        found |= {name: parse_toml(text, name) for name, text in self._labels.documents().items()}
        return sorted(found.values(), key=lambda one: (one.name != DEFAULT_SET, one.name))

    def get(self, name: str) -> LabelSet:
        """The set called `name`. Raises UserError, naming those there are."""
        everything = {one.name: one for one in self.all()}
        if name not in everything:
            raise UserError(
                tr(
                    "There is no label set {name}; there is {everything}.",
                    name=name,
                    everything=", ".join(everything),
                )
            )
        return everything[name]

    def _starter_sets(self) -> tuple[LabelSet, ...]:
        languages = self._languages or label_languages()
        names = {name for one in languages for name in one.by_english.values()}
        return sets_in_use(starter_sets(), languages, self._tags.decided_by_set(names))

    def is_starter(self, name: str) -> bool:
        """Whether `remove` would bring back a set that comes with the program."""
        return any(one.name == name for one in starter_sets())

    def save(self, labels: LabelSet, renamed: Mapping[str, str] | None = None) -> None:
        """Store a set in the place of the one of that name.

        Labels that were `renamed`, from old to new, take along their tags and what they learned.
        """
        if renamed:
            others = {label.name for one in self.all() if one.name != labels.name for label in one}
            rename_labels(self._catalogue, labels.name, renamed, others & renamed.keys())
        self._labels.put_document(labels.name, to_toml(labels))

    def remove(self, name: str) -> None:
        """Forget the user's own set of this name; its tags stay."""
        self._labels.remove_document(name)

    def import_file(self, path: Path) -> LabelSet:
        """Store the set in a file (.toml, or plain text), called after the file where it says no name."""
        labels = read_label_file(path)
        self.save(labels)
        return labels

    def choose(self, request: str) -> LabelSet:
        """The set called so, or the one in the file of that path. Raises UserError where there is neither."""
        path = Path(request)
        if path.suffix in {".toml", ".txt"} and path.is_file():
            return read_label_file(path)
        return self.get(request)


@cache
def starter_sets() -> tuple[LabelSet, ...]:
    """The sets that come with the program, in English; read once, for the window asks at every decision."""
    files = sorted(builtin_labels().glob("*.toml"))
    return tuple(parse_toml(file.read_text(encoding="utf-8"), file.stem) for file in files)


@cache
def label_languages() -> tuple[LabelNames, ...]:
    """Names of starter labels in the user's language, in English, then in all others."""
    codes = dict.fromkeys((language_now().code, ENGLISH, *LANGUAGES))
    return tuple(LabelNames(code, catalogue_of(code), starter_sets()) for code in codes)


@cache
def starter_names() -> frozenset[str]:
    """Names that labels of starter sets have in any language."""
    return frozenset(name for one in label_languages() for name in one.by_english.values())


def read_label_file(path: Path) -> LabelSet:
    """The set in a file. Raises UserError where it cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(tr("The file {path} is too large for a label set.", path=path))
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            tr("The label file {path} cannot be read: it must be a text file in UTF-8.", path=path)
        ) from error
    return parse_toml(text, path.stem) if path.suffix == ".toml" else parse_text(text, path.stem)


def export_file(labels: LabelSet, path: Path) -> None:
    """Write a set to `path`, as TOML (.toml) or plain text. Raises UserError where that is impossible."""
    text = to_toml(labels) if path.suffix == ".toml" else to_text(labels)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(
            tr("The label file {path} cannot be written: {reason}.", path=path, reason=error.strerror)
        ) from error
