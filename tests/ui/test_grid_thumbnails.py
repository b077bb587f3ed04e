"""Thumbnails: at the right size, within a budget, and only those wanted now."""

import dataclasses

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mmdesk.core.photo import Photo
from mmdesk.tasks.library import Library
from mmdesk.ui.grid.decode import decode_thumbnail
from mmdesk.ui.grid.thumbnails import ThumbnailCache
from mmdesk.work.pictures import PictureWork


@pytest.fixture
def shelf(pictures: PictureWork) -> ThumbnailCache:
    shelf = ThumbnailCache(pictures)
    shelf.set_side(200)
    return shelf


def _fetch(qtbot: QtBot, shelf: ThumbnailCache, photos: list[Photo]) -> None:
    with qtbot.waitSignals([shelf.arrived] * len(photos)):
        shelf.request(photos)


@pytest.mark.parametrize("side", [40, 128, 300, 512, 4000])
def test_an_image_fits_the_cell_and_is_never_enlarged(
    library: Library, by_name: dict[str, Photo], side: int
) -> None:
    coffee = by_name["coffee.png"]
    jpeg = library.thumbnails.get(coffee.content_hash)
    assert jpeg is not None
    image = decode_thumbnail(jpeg, side)
    assert image is not None
    assert max(image.width(), image.height()) == min(side, 512)
    assert image.width() / image.height() == pytest.approx(600 / 400, rel=0.05)


@pytest.mark.qt_log_ignore("JPEG")  # Qt says on stderr what is wrong with each
@pytest.mark.parametrize("jpeg", [b"", b"not a picture", b"\xff\xd8\xff\xe0 cut off"])
def test_a_damaged_thumbnail_is_none(jpeg: bytes) -> None:
    assert decode_thumbnail(jpeg, 100) is None


def test_pictures_arrive(qtbot: QtBot, shelf: ThumbnailCache, by_name: dict[str, Photo]) -> None:
    photos = list(by_name.values())
    _fetch(qtbot, shelf, photos)
    for photo in photos:
        image = shelf.image(photo)
        assert isinstance(image, QImage)
        assert max(image.width(), image.height()) == min(200, max(photo.facts.width, photo.facts.height))


def test_a_photo_with_new_content_has_no_picture_yet(
    qtbot: QtBot, shelf: ThumbnailCache, by_name: dict[str, Photo]
) -> None:
    rocket, coffee = by_name["rocket.jpg"], by_name["coffee.png"]
    _fetch(qtbot, shelf, [rocket])
    edited = dataclasses.replace(rocket, content_hash=coffee.content_hash)
    assert shelf.image(edited) is None
    _fetch(qtbot, shelf, [edited])
    image = shelf.image(edited)
    assert image is not None
    assert image.width() / image.height() == pytest.approx(1.5, rel=0.05)


def test_another_size_is_fetched_while_the_old_one_serves(
    qtbot: QtBot, shelf: ThumbnailCache, by_name: dict[str, Photo]
) -> None:
    rocket = by_name["rocket.jpg"]
    _fetch(qtbot, shelf, [rocket])
    shelf.set_side(400)
    old = shelf.image(rocket)
    assert old is not None
    assert old.width() == 200
    _fetch(qtbot, shelf, [rocket])
    new = shelf.image(rocket)
    assert new is not None
    assert new.width() == 400


def test_what_is_there_is_not_fetched_again(
    qtbot: QtBot, shelf: ThumbnailCache, by_name: dict[str, Photo]
) -> None:
    rocket = by_name["rocket.jpg"]
    _fetch(qtbot, shelf, [rocket])
    with qtbot.assertNotEmitted(shelf.arrived, wait=100):
        shelf.request([rocket])


def test_a_missing_thumbnail_is_known_as_missing(
    qtbot: QtBot, shelf: ThumbnailCache, by_name: dict[str, Photo]
) -> None:
    lost = dataclasses.replace(by_name["rocket.jpg"], content_hash=b"nobody knows me.")
    assert not shelf.is_missing(lost)
    _fetch(qtbot, shelf, [lost])
    assert shelf.is_missing(lost)
    assert shelf.image(lost) is None
    shelf.forget_missing()
    assert not shelf.is_missing(lost)


def test_the_budget_holds_and_the_oldest_goes_first(
    qtbot: QtBot, pictures: PictureWork, by_name: dict[str, Photo]
) -> None:
    budget = 3 * 100 * 100 * 4
    shelf = ThumbnailCache(pictures, budget)
    shelf.set_side(100)
    photos = list(by_name.values())
    for photo in photos:
        _fetch(qtbot, shelf, [photo])
    kept = [image for photo in photos if (image := shelf.image(photo)) is not None]
    assert shelf.image(photos[-1]) is not None
    assert shelf.image(photos[0]) is None
    assert sum(image.sizeInBytes() for image in kept) <= budget


def test_wishes_that_scrolled_away_are_dropped(
    qtbot: QtBot, shelf: ThumbnailCache, by_name: dict[str, Photo]
) -> None:
    rocket = by_name["rocket.jpg"]
    many = [dataclasses.replace(rocket, id=number) for number in range(1000, 3000)]
    arrived: list[int] = []
    shelf.arrived.connect(arrived.append)
    shelf.request(many)
    shelf.request([rocket])
    qtbot.waitUntil(lambda: rocket.id in arrived)
    assert len(arrived) < 50
