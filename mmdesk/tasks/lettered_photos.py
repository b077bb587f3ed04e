"""Photos that the model takes for something to be read: receipts, pages, signs, screens."""

import numpy as np

from mmdesk.core.query import Query
from mmdesk.core.search_line.terms import either
from mmdesk.core.vectors import Ids
from mmdesk.tasks.searching import Searcher

LETTERED = (
    "a receipt",
    "a document",
    "a page of a book",
    "a letter",
    "a screenshot",
    "a computer screen with text",
    "a sign with words",
    "a poster with words",
    "a menu",
    "a business card",
)
"""Words of which one is enough."""

MOST = 20_000
"""Photos that are told at once, the likeliest first; once these were read, others follow."""


def lettered_photos(searcher: Searcher, folder: bytes | None = None) -> Ids:
    """Photos of the library, or of those below `folder`, in which there is likely text; the likeliest first.

    No picture is opened: the stored vectors are compared with words. Raises UserError.
    """
    result = searcher.search(Query((either(LETTERED),), folder), MOST)
    return np.array([hit.photo for hit in result.sure], np.int64)
