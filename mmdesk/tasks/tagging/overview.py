"""A label set at a glance: its labels in order, and how many photos each of them has."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mmdesk.core.labels import Label, LabelCount, LabelSet
from mmdesk.core.tagging.overview import MANUAL_SET, LabelLine, Overview
from mmdesk.library.label_store import TagRun
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.sets import LabelSets, starter_names


def overview(library: Library, clip: ClipModel, name: str | None = None) -> Overview:
    """The set called `name`, or the first; one more holds the labels that no set has, where there are any."""
    sets = LabelSets(library)
    known = sets.all()
    counts = {count.label: count for count in library.tags.counts()}
    in_sets = {label.name for labels in known for label in labels}
    loose = tuple(
        Label(label) for label, count in counts.items() if label not in in_sets and not _is_left_over(count)
    )
    if loose:
        known.append(LabelSet(MANUAL_SET, loose))
    chosen = next((labels for labels in known if labels.name == name), known[0])
    learned = {label: head.sentence for label, head in library.labels.heads(clip.key).items()}
    return Overview(
        sets=tuple(labels.name for labels in known),
        labels=chosen,
        lines=tuple(_lines(chosen, counts, learned)),
        is_own=chosen.name in library.labels.documents(),
        was_looked_for=_is_of(library.labels.run(chosen.name, clip.key), chosen),
        photos=library.photos.count(),
    )


def set_with(library: Library, name: str) -> LabelSet:
    """The first set that has the label; where none has, that of labels given by hand."""
    sets = LabelSets(library).all()
    return next((labels for labels in sets if labels.find(name)), LabelSet(MANUAL_SET))


def _is_left_over(count: LabelCount) -> bool:
    """Whether nothing but suggestions have the name, which a label has in another language."""
    return not (count.accepted or count.rejected or count.manual) and count.label in starter_names()


def _is_of(run: TagRun | None, labels: LabelSet) -> bool:
    """Whether labels of the set were looked for in a run, by the names they have now."""
    return run is not None and any(label.name in run.cutoffs for label in labels)


def _lines(
    labels: LabelSet, counts: Mapping[str, LabelCount], learned: Mapping[str, str]
) -> Iterator[LabelLine]:
    """Lines by path, so that children stand below their parents; parents that are no labels get a heading."""
    told: set[tuple[str, ...]] = set()
    for path in sorted((labels.path(label.name) for label in labels), key=_folded):
        for depth in range(len(path) - 1):
            if path[: depth + 1] not in told:
                told.add(path[: depth + 1])
                yield LabelLine(path[depth], depth, is_heading=True)
        told.add(path)
        line = LabelLine(path[-1], len(path) - 1, learned=learned.get(path[-1], ""))
        yield _counted(line, counts.get(path[-1]))


def _folded(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in path)


def _counted(line: LabelLine, count: LabelCount | None) -> LabelLine:
    if count is None:
        return line
    given = count.accepted + count.manual
    return replace(line, suggested=count.suggested, given=given, rejected=count.rejected)
