"""The bar above the photos, in little room."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from mmdesk.core.photo import PhotoId
from mmdesk.core.query import MANY, Hit, SearchResult, parse_query
from mmdesk.core.settings import Settings
from mmdesk.ui.library.gallery_bar import GalleryBar

TITLE = "“a cat in a garden beside a dog, rating:>=3 date:2019”"


def _found(*relevance: float) -> SearchResult:
    hits = tuple(Hit(PhotoId(number), 0.3, one) for number, one in enumerate(relevance, 1))
    return SearchResult(parse_query("a cat"), "dummy", considered=40, hits=hits)


@pytest.mark.parametrize("width", [900, 420, 360])
def test_the_number_of_results_is_never_cut(qtbot: QtBot, width: int) -> None:
    bar = GalleryBar(Settings())
    qtbot.addWidget(bar)
    bar.resize(width, 48)
    with qtbot.waitExposed(bar):
        bar.show()
    bar.tell_found(TITLE, _found(0.6, 0.2, 0.1))
    said = {"2 found in 0 ms"} if width == 900 else {"2 found in 0 ms", "2 found"}
    qtbot.waitUntil(lambda: bar._count.text() in said)
    assert bar._count.isVisible()
    assert bar.count == "2 found in 0 ms"


def test_all_that_meets_conditions_is_found_and_of_many_hits_there_may_be_more(qtbot: QtBot) -> None:
    bar = GalleryBar(Settings())
    qtbot.addWidget(bar)
    bar.tell_found(TITLE, _found(*[0.6] * MANY))
    assert bar.count == "500+ found in 0 ms"
    bar.tell_found(TITLE, replace(_found(0.6, 0.1), query=parse_query("tag:cat")))
    assert bar.count == "2 found in 0 ms"


def test_what_is_found_has_orders_of_its_own(qtbot: QtBot) -> None:
    bar = GalleryBar(Settings())
    qtbot.addWidget(bar)
    bar.tell_browsing("All photos", 3)
    assert (bar._order.isHidden(), bar._sort.isHidden()) == (False, True)
    bar.tell_found(TITLE, replace(_found(0.6), query=parse_query("a cat sort:name")))
    assert (bar._order.isHidden(), bar._sort.isHidden()) == (True, False)
    assert bar._sort.currentText() == "By name"
    with qtbot.waitSignal(bar.sort_changed) as told:
        bar._sort.activated.emit(bar._sort.findData("date"))
    assert told.args == ["name"]
