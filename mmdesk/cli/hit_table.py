"""The table of hits that a person sees on a terminal."""

from rich.table import Table
from rich.text import Text

from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_path, path_from_json
from mmdesk.core.query import Band
from mmdesk.tasks.search_document import Document


def hit_table(found: Document) -> Table:
    """A row a hit, and below how many are more than weak, among how many, and how long it took."""
    hits, total = found["hits"], found["took_ms"]["total"]
    photos = trn("{n} photo", "{n} photos", found["considered"])
    caption = trn(
        "{n} found among {photos} in {time:.0f} ms",
        "{n} found among {photos} in {time:.0f} ms",
        found["found"],
        photos=photos,
        time=total,
    )
    table = Table(caption=caption)
    table.add_column(tr("relevance"), justify="right")
    table.add_column(tr("band"))
    table.add_column(tr("photo"), overflow="fold")
    for hit in hits:
        # `Text`, because a file name with square brackets is no markup.
        path = Text(display_path(path_from_json(hit["path"])))
        table.add_row(f"{hit['relevance']:.2f}", Band(hit["band"]).word, path)
    return table
