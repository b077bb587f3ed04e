"""Keywords of files, taken into the catalogue as tags."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from mmdesk.core.acts import ActKind
from mmdesk.core.keyword_paths import Path, Pieces, pieces
from mmdesk.core.labels import Tag, TagState
from mmdesk.core.tagging.overview import MANUAL_SET
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.history import noting
from mmdesk.library.tag_rows import COLUMNS, Row, above_text, now, numbers, stored_rows, tag_of, write_rows
from mmdesk.library.tags import GIVEN

Parents = dict[int, tuple[Path, ...]]
"""Parents a label stands below, for each photo that has it."""


class FileTags:
    """Tags that files have, as far as they were read."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def take(self, found: Mapping[int, Iterable[Path]]) -> tuple[int, int]:
        """Give photos the keywords of their files, and tags the parents they have there.

        What the user decided stays: a rejected tag does not come back. All of it is one act.
        Returns how many photos got a tag, and how many tags there were.
        """
        known = self._known(found)
        fresh: defaultdict[str, Parents] = defaultdict(dict)
        learned: list[tuple[str, int, str]] = []
        for photo, paths in found.items():
            for label, above in _by_label(paths).items():
                tag = known[photo].get(pieces(label))
                if tag is None or tag.state is TagState.SUGGESTED:
                    fresh[tag.label if tag else label][photo] = above
                elif tag.state in GIVEN and _keys(parents := _parents_now(tag, above)) != _keys(tag.above):
                    learned.append((above_text(parents), photo, tag.label))
        with noting(self._catalogue, ActKind.READ) as db:
            _learn(db, learned)
            given = {label: _give(db, label, parents) for label, parents in fresh.items()}
        return len(set().union(*given.values())), sum(map(len, given.values()))

    def _known(self, photos: Iterable[int]) -> defaultdict[int, dict[Pieces, Tag]]:
        sql = f"SELECT {COLUMNS} FROM tags WHERE photo_id IN (SELECT value FROM json_each(?))"
        known: defaultdict[int, dict[Pieces, Tag]] = defaultdict(dict)
        for tag in map(tag_of, self._catalogue.rows(sql, [numbers(photos)])):
            same = known[tag.photo].get(pieces(tag.label))
            if same is None or same.state is TagState.SUGGESTED:  # what was decided counts
                known[tag.photo][pieces(tag.label)] = tag
        return known


def _learn(db: Database, parents: list[tuple[str, int, str]]) -> None:
    db.conn.executemany("UPDATE tags SET above = ? WHERE photo_id = ? AND label = ?", parents)


def _give(db: Database, label: str, parents: Parents) -> set[int]:
    """Photos that have the label from now on; what was decided of it meanwhile stays."""
    stored = stored_rows(db, label, parents)
    before = {photo: row for photo, row in stored.items() if row is None or row[3] == TagState.SUGGESTED}
    after = [
        (photo, label, *_origin(row), now(), above_text(parents[photo]), 1) for photo, row in before.items()
    ]
    write_rows(db, label, before, after)
    return set(before)


def _by_label(paths: Iterable[Path]) -> dict[str, tuple[Path, ...]]:
    """Each keyword, with the parents it stands below; there are none where it stands alone."""
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for path in paths:
        found[path[-1]] += [path[:-1]] if len(path) > 1 else []
    return {label: tuple(above) for label, above in found.items()}


def _parents_now(tag: Tag, above: tuple[Path, ...]) -> tuple[Path, ...]:
    """Parents of a tag: those it has in files where they alone say it; else these are added to its own."""
    if tag.is_read:
        return above
    return (*tag.above, *(path for path in above if pieces(*path) not in _keys(tag.above)))


def _keys(paths: Iterable[Path]) -> set[Pieces]:
    return {pieces(*path) for path in paths}


def _origin(row: Row | None) -> tuple[str, TagState, float | None, str]:
    """Set, state, probability and model of a tag that was read: those of a suggestion stay with it."""
    label_set, probability, model = (MANUAL_SET, None, "") if row is None else (row[2], row[4], row[5])
    return label_set, TagState.MANUAL, probability, model
