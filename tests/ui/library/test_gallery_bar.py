"""The bar above the photos, in little room."""

import pytest
from pytestqt.qtbot import QtBot

from mmdesk.core.query import SearchResult, parse_query
from mmdesk.core.settings import Settings
from mmdesk.ui.library.gallery_bar import GalleryBar

TITLE = "“a cat in a garden beside a dog, rating:>=3 date:2019”"


@pytest.mark.parametrize(
    ("width", "shown"), [(900, "0 results among 40 photos in 0 ms"), (420, "0 results"), (360, "0 results")]
)
def test_the_number_of_results_is_never_cut(qtbot: QtBot, width: int, shown: str) -> None:
    bar = GalleryBar(Settings())
    qtbot.addWidget(bar)
    bar.resize(width, 48)
    with qtbot.waitExposed(bar):
        bar.show()
    bar.tell_found(TITLE, SearchResult(parse_query("a cat"), "dummy", considered=40))
    qtbot.waitUntil(lambda: bar._count.text() == shown)
    assert bar._count.isVisible()
    assert bar.count == "0 results among 40 photos in 0 ms"
