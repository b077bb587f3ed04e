"""The inspector tells the facts, and passes on what is clicked."""

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from mmdesk.core.locations import Location
from mmdesk.core.name_match import NameMatch
from mmdesk.core.photo import FileStamp, Photo, PhotoFacts, PhotoId, Pick
from mmdesk.core.query import Hit, TermScore
from mmdesk.core.vectors import Ids
from mmdesk.tasks.library import Library
from mmdesk.ui import marks
from mmdesk.ui.details.facts import facts_of
from mmdesk.ui.details.stars import StarsEdit
from mmdesk.ui.formatting import day_and_time, described, file_size
from mmdesk.ui.inspector import Inspector
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.photo_tags import PhotoTagsWork

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def inspector(qtbot: QtBot, browse: BrowseWork, photo_tags: PhotoTagsWork) -> Inspector:
    inspector = Inspector(browse, photo_tags)
    qtbot.addWidget(inspector)
    inspector.resize(280, 700)
    inspector.show()
    return inspector


def _show(qtbot: QtBot, inspector: Inspector, photo: Photo, hit: Hit | None = None) -> None:
    inspector.show_photo(photo.id, hit)
    qtbot.waitUntil(lambda: inspector.currentWidget() is inspector._everything)


def _photo(**facts: object) -> Photo:
    return Photo(
        PhotoId(1),
        b"/photos/Italy/boat.jpg",
        FileStamp(3_456_789, 0),
        b"",
        dataclasses.replace(PhotoFacts(4000, 3000), **facts),  # type: ignore[arg-type]
    )


def test_all_facts_in_words() -> None:
    photo = _photo(
        taken_at="2019-07-14T18:03:22",
        taken_from="exif",
        camera="Canon EOS 6D",
        lens="EF 35mm f/2",
        exposure="1/250 s  f/2.8",
        latitude=48.85837,
        longitude=-2.29448,
    )
    assert facts_of(photo) == {
        "Taken": "14 July 2019, 18:03",
        "Size": "4000 × 3000  ·  12.0 MP",
        "File": "3.5 MB",
        "Camera": "Canon EOS 6D",
        "Lens": "EF 35mm f/2",
        "Exposure": "1/250\N{NO-BREAK SPACE}s  f/2.8",
        "Place": "48.8584° N, 2.2945° W",
        "Folder": "/photos/Italy",
    }


def test_a_place_is_told_by_its_names_and_where_it_is() -> None:
    photo = _photo(latitude=48.2086, longitude=16.3731)
    there = dataclasses.replace(photo, location=Location("Vienna", "Vienna", "Austria", "Innere Stadt"))
    assert facts_of(there)["Place"] == "Innere Stadt, Vienna, Austria\n48.2086° N, 16.3731° E"


def test_damage_is_told() -> None:
    assert "cut off" in facts_of(_photo(damaged=True))["Damage"]


def test_other_names_of_the_file_are_told() -> None:
    photo = dataclasses.replace(_photo(), other_names=(b"/photos/best/1.jpg", b"/photos/link.jpg"))
    assert facts_of(photo)["Also at"] == "/photos/best/1.jpg\n/photos/link.jpg"
    assert described(photo) == "boat.jpg, 4000 × 3000, also at /photos/best/1.jpg, /photos/link.jpg"


def test_unknown_facts_take_no_room() -> None:
    assert facts_of(_photo()).keys() == {"Size", "File", "Folder"}


def test_where_a_time_comes_from_is_told() -> None:
    taken = facts_of(_photo(taken_at="2019-07-14T18:03:22", taken_from="file"))["Taken"]
    assert taken == "14 July 2019, 18:03 (file\N{NO-BREAK SPACE}date)"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("xmp", ""),
        ("iptc", ""),
        ("modified", " (last\N{NO-BREAK SPACE}change)"),
        ("gps", " (GPS,\N{NO-BREAK SPACE}UTC)"),
        ("name", " (file\N{NO-BREAK SPACE}name)"),
    ],
)
def test_a_time_that_is_not_the_cameras_own_says_whose_it_is(source: str, said: str) -> None:
    taken = facts_of(_photo(taken_at="2019-07-14T18:03:22", taken_from=source))["Taken"]
    assert taken == f"14 July 2019, 18:03{said}"


@pytest.mark.parametrize(
    ("taken_at", "said"),
    [
        ("2019-07-14T18:03", "14 July 2019, 18:03"),
        ("2019-07-14T00:00:00", "14 July 2019, 00:00"),
        ("2019-07-14", "14 July 2019"),
        ("2019-07", "July 2019"),
        ("2019", "2019"),
    ],
)
def test_no_more_of_a_date_is_said_than_is_known(taken_at: str, said: str) -> None:
    assert day_and_time(taken_at) == said


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (270_000, "270 kB"), (5_000_000_000, "5.0 GB")],
)
def test_file_sizes(size: int, text: str) -> None:
    assert file_size(size) == text


def test_a_strange_time_is_shown_as_it_stands() -> None:
    assert day_and_time("0000:00:00") == "0000:00:00"


def test_a_photo_of_the_library(qtbot: QtBot, inspector: Inspector, by_name: dict[str, Photo]) -> None:
    _show(qtbot, inspector, by_name["rocket.jpg"])
    assert inspector._name.whole_text == "rocket.jpg"
    assert inspector._facts._rows["Size"][1].text().startswith("640 × 427")
    assert not inspector._why_part.isVisible()


def test_why_it_matched(qtbot: QtBot, inspector: Inspector, by_name: dict[str, Photo]) -> None:
    photo = by_name["rocket.jpg"]
    terms = (
        TermScore("a rocket", 1.0, 0.3121, 0.91),
        TermScore("/home/pictures/boat.jpg", 1.0, 0.25, 0.05, negative=True, kind="picture"),
    )
    _show(qtbot, inspector, photo, Hit(photo.id, 0.31, 0.87, terms))
    assert inspector._why_part.isVisible()
    assert inspector._why.texts() == [
        "Strong",
        "87% relevant",
        "“a rocket”",
        "clearly",
        "not boat.jpg",
        "hardly",
    ]
    assert inspector._why._shown[1].toolTip() == "91% relevant, cosine 0.312"
    _show(qtbot, inspector, photo, Hit(photo.id, 0.1, 0.02, terms[:1]))
    assert inspector._why.texts()[0] == "Weak"
    assert not inspector._why._shown[2].isVisible()
    _show(qtbot, inspector, photo, Hit(photo.id, 1, 1))
    assert inspector._why.texts()[:2] == ["Found", "it meets every filter"]


def test_names_that_counted_are_told(qtbot: QtBot, inspector: Inspector, by_name: dict[str, Photo]) -> None:
    photo = by_name["rocket.jpg"]
    names = (NameMatch("folder", "Space"), NameMatch("name", "rocket"), NameMatch("tag", "launch"))
    _show(qtbot, inspector, photo, Hit(photo.id, 0.31, 0.87, (), names))
    assert inspector._why.texts()[-3:] == [
        "Its folder is called Space",
        "Its name has “rocket” in it",
        "It is tagged launch",
    ]


def test_no_photo(qtbot: QtBot, inspector: Inspector, by_name: dict[str, Photo]) -> None:
    _show(qtbot, inspector, by_name["rocket.jpg"])
    inspector.show_photo(None)
    assert inspector.currentWidget() is inspector._nothing


def test_clicks_on_stars_and_flags_reach_the_catalogue(
    qtbot: QtBot, inspector: Inspector, browse: BrowseWork, library: Library, by_name: dict[str, Photo]
) -> None:
    photo = by_name["rocket.jpg"]
    _show(qtbot, inspector, photo)
    with qtbot.waitSignal(browse.photos_changed):
        qtbot.mouseClick(inspector._stars, LEFT, pos=_star(3))
    assert inspector._stars._rating == 3
    with qtbot.waitSignal(browse.photos_changed):
        _button(inspector, "Pick").click()
    [stored] = library.photos.by_ids([photo.id])
    assert (stored.rating, stored.pick) == (3, Pick.PICKED)
    with qtbot.waitSignal(browse.photos_changed):
        qtbot.mouseClick(inspector._stars, LEFT, pos=_star(3))
    with qtbot.waitSignal(browse.photos_changed):
        _button(inspector, "Pick").click()
    [stored] = library.photos.by_ids([photo.id])
    assert (stored.rating, stored.pick) == (0, Pick.UNFLAGGED)


def test_what_is_changed_elsewhere_is_shown(
    qtbot: QtBot, inspector: Inspector, browse: BrowseWork, by_name: dict[str, Photo]
) -> None:
    photo = by_name["rocket.jpg"]
    _show(qtbot, inspector, photo)
    with qtbot.waitSignal(browse.photos_changed):
        browse.set_pick([photo.id], Pick.REJECTED)
    assert _button(inspector, "Reject").isChecked()
    assert not _button(inspector, "Pick").isChecked()


def test_stars_by_keyboard(qtbot: QtBot, inspector: Inspector, browse: BrowseWork, ids: Ids) -> None:
    stars = StarsEdit()
    qtbot.addWidget(stars)
    stars.show_rating(4)
    for key, expected in ((Qt.Key.Key_Right, 5), (Qt.Key.Key_Left, 3)):
        with qtbot.waitSignal(stars.rated) as rated:
            qtbot.keyClick(stars, key)
        assert rated.args == [expected]


def _star(number: int) -> QPoint:
    pitch = marks.stars_width(2, 18) - 18
    return QPoint(round(3 + (number - 0.5) * pitch), 10)


def _button(inspector: Inspector, name: str) -> QAbstractButton:
    [button] = [b for b in inspector.findChildren(QAbstractButton) if b.accessibleName().startswith(name)]
    return button
