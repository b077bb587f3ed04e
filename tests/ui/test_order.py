"""Photos in the order one chooses."""

from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.ui.library.gallery_bar import ORDERS


def test_photos_come_in_every_order_that_is_offered(desk: OpenWindow, qtbot: QtBot) -> None:
    place, photos = desk.window.library, desk.workers.browse._library.photos
    shown = place.gallery.shown_ids.tolist()
    photos.set_rating(shown[5:6], 5)
    for name in [*list(ORDERS)[1:], "taken"]:
        choice = place._bar._order
        choice.setCurrentIndex(choice.findData(name))
        wanted = (
            photos.by_date(oldest_first=True)[0] if name == "oldest" else photos.ids(order=name)
        ).tolist()
        qtbot.waitUntil(lambda wanted=wanted: place.gallery.shown_ids.tolist() == wanted)
    assert photos.ids(order="rating")[0] == shown[5]


def test_found_photos_have_the_order_of_their_relevance(desk: OpenWindow, qtbot: QtBot) -> None:
    bar = desk.window.library._bar
    assert bar._order.isVisible()
    desk.window.search_line.set_words("a cat")
    qtbot.waitUntil(lambda: not bar._order.isVisible())
    desk.window.search_line.set_words("")
    qtbot.waitUntil(bar._order.isVisible)


def test_the_order_is_kept(desk: OpenWindow) -> None:
    choice = desk.window.library._bar._order
    choice.setCurrentIndex(choice.findData("name"))
    kept: list[object] = []
    desk.window.chosen.connect(kept.append)
    desk.window.close()
    assert kept[0].order == "name"
