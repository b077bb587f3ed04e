"""The table of hits that a person sees on a terminal."""

from rich.table import Table
from rich.text import Text

from mmdesk.core.paths import display_path, path_from_json
from mmdesk.tasks.search_document import Document


def hit_table(found: Document) -> Table:
    """A row a hit, and below how many are more than weak, among how many, and how long it took."""
    hits, total = found["hits"], found["took_ms"]["total"]
    table = Table(caption=f"{found['found']} found among {found['considered']} photos in {total:.0f} ms")
    table.add_column("relevance", justify="right")
    table.add_column("band")
    table.add_column("photo", overflow="fold")
    for hit in hits:
        # `Text`, because a file name with square brackets is no markup.
        table.add_row(f"{hit['relevance']:.2f}", hit["band"], Text(display_path(path_from_json(hit["path"]))))
    return table
