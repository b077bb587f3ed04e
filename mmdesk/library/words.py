"""Photos whose captions, text, file names, folders or tags say a word, and names that have a text in them."""

import json
import os
import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from mmdesk.core.paths import display_path
from mmdesk.core.plain_text import words_of
from mmdesk.core.search_line.matching import file_name_test
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.photo_texts import FOUND
from mmdesk.library.word_tables import ODD_MARK

LABELS = """
    WITH RECURSIVE labels(label) AS (
        SELECT min(label) FROM tags
        UNION ALL SELECT (SELECT min(label) FROM tags WHERE label > labels.label) FROM labels
        WHERE labels.label IS NOT NULL
    ) SELECT label FROM labels WHERE label IS NOT NULL
"""
"""Every label, by one look into the index for each, however many tags there are."""

SCANNED_FROM = 0.25
"""Share of the photos from which it is quicker to look at every name than at those that may be meant."""

IN_LIST = "IN (SELECT value FROM json_each(?))"


class NamedPhotos:
    """Photos by words of their names. Of a word that more than `most` photos have, none are told."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def named(self, word: str, most: int) -> Ids:
        """Photos with the word in the name of their file; neither case nor accents count."""
        sql = "SELECT rowid FROM name_words WHERE name_words MATCH ? LIMIT ?"
        return self._up_to(most, sql, [quoted(word), most + 1])

    def captioned(self, word: str, most: int) -> Ids:
        """Photos with the word in their caption; neither case nor accents count."""
        sql = "SELECT rowid FROM caption_words WHERE caption_words MATCH ? LIMIT ?"
        return self._up_to(most, sql, [quoted(word), most + 1])

    def reading(self, word: str, most: int) -> Ids:
        """Photos in which the word can be read; neither case nor accents count."""
        return self._up_to(most, f"{FOUND} LIMIT ?", [quoted(word), most + 1])

    def in_folders(self, word: str, most: int) -> Ids:
        """Photos in a folder with the word in its name, or below one, as far up as the folder added."""
        sql = (
            "SELECT id, path FROM directories WHERE id IN"
            " (SELECT rowid FROM directory_words WHERE directory_words MATCH ?)"
        )
        above = self.above()
        wanted = words_of(word)
        meant = [
            number
            for number, path in self._catalogue.rows(sql, [quoted(word)])
            if any(set(wanted) <= set(words_of(name)) for name in names_below(path, above))
        ]
        sql = f"SELECT id FROM photos WHERE missing = 0 AND directory_id {IN_LIST} LIMIT ?"
        return self._up_to(most, sql, [json.dumps(meant), most + 1]) if meant else _ids([])

    def tagged(self, word: str, most: int) -> Ids:
        """Photos with a tag that has the word, as far as the user gave it."""
        wanted = set(words_of(word))
        labels = [label for (label,) in self._catalogue.rows(LABELS) if wanted <= set(words_of(label))]
        sql = (
            f"SELECT DISTINCT photo_id FROM tags WHERE label {IN_LIST}"
            " AND state IN ('accepted', 'manual') LIMIT ?"
        )
        return self._up_to(most, sql, [json.dumps(labels), most + 1]) if labels else _ids([])

    def called(self, value: str) -> list[int]:
        """Photos with a file that is called like that, in part or by a pattern; see `file_name_test`."""
        is_called = _bytes_test(value)
        rows = self._that_may_be_called(value)
        rows += self._catalogue.rows("SELECT photo_id, path FROM other_names")
        return [photo for photo, path in rows if is_called(_base(path))]

    def _that_may_be_called(self, value: str) -> list[tuple[int, bytes]]:
        """Photos, with their paths, that have all parts of a text in their names; all, where most may."""
        parts = _parts(value)
        if parts:
            count = "SELECT count(*) FROM photos INDEXED BY photos_shown WHERE missing = 0"
            most = int(SCANNED_FROM * self._catalogue.value(count))
            sql = "SELECT rowid FROM name_parts WHERE name_parts MATCH ? LIMIT ?"
            ids = self._catalogue.rows(sql, [parts, most + 1])
            if len(ids) <= most:
                sql = f"SELECT id, path FROM photos WHERE missing = 0 AND id {IN_LIST}"
                return self._catalogue.rows(sql, [json.dumps([number for (number,) in ids])])
        sql = "SELECT id, path FROM photos INDEXED BY photos_shown_by_path WHERE missing = 0"
        return self._catalogue.rows(sql)

    def above(self) -> list[bytes]:
        """The folders in which those lie that were added."""
        return [os.path.dirname(path) for (path,) in self._catalogue.rows("SELECT path FROM folders")]

    def _up_to(self, most: int, sql: str, bound: Sequence[object]) -> Ids:
        rows = self._catalogue.rows(sql, bound)
        return _ids(rows) if len(rows) <= most else _ids([])


def names_below(path: bytes, above: Sequence[bytes]) -> list[str]:
    """Names of the folders of a path, from that on which was added."""
    stems = [stem.rstrip(b"/") + b"/" for stem in above]
    stem = max((one for one in stems if path.startswith(one)), key=len, default=b"")
    return [name for name in display_path(path[len(stem) :]).replace("\\", "/").split("/") if name]


def _parts(value: str) -> str:
    """A query for names with all the runs of three letters that the value has; empty where it has none.

    Letters beyond ASCII are left out. Names with one that is ASCII in another case are always told.
    """
    runs = re.findall(r"[\x20-\x29\x2b-\x3e\x40-\x7e]{3,}", value.lower())
    parts = dict.fromkeys(run[place : place + 3] for run in runs for place in range(len(run) - 2))
    if not parts:
        return ""
    return f"({' AND '.join(map(quoted, parts))}) OR {quoted(ODD_MARK)}"


def _bytes_test(value: str) -> Callable[[bytes], bool]:
    """A test of file names as bytes; they are not decoded where both are ASCII and there is no pattern."""
    by_text = file_name_test(value)
    said = value.lower().encode("ascii", "ignore")
    is_plain = value.isascii() and not re.search(r"[*?]", value)

    def test(name: bytes) -> bool:
        if is_plain and name.isascii():
            return said in name.lower()
        return by_text(name.decode("utf-8", "replace"))

    return test


def _base(path: bytes) -> bytes:
    """The name of a file; the general way takes four times as long, which counts for a million of them."""
    return path[path.rfind(b"/") + 1 :] if os.sep == "/" else os.path.basename(path)


def quoted(text: str) -> str:
    """A text as FTS5 takes it literally."""
    return '"' + text.replace('"', '""') + '"'


def _ids(rows: Iterable[tuple[int]]) -> Ids:
    return np.unique(np.array([photo for (photo,) in rows], np.int64))
