"""Labels at a glance: those of sets, and whatever else photos are tagged with."""

from pathlib import Path

from mmdesk.core.tagging.overview import MANUAL_SET
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.overview import overview, set_with
from tests.tasks.xmp.sidecar_library import draw, indexed


def test_tags_that_no_set_has_are_listed_whatever_signs_are_in_them(library: Library, tmp_path: Path) -> None:
    draw(tmp_path / "photos", "a.jpg", "b.jpg")
    photos = [photo.id for photo in indexed(library, tmp_path / "photos").values()]
    words = ["AC/DC", "#sunset", "C#", "rock|pop", "a = b"]
    for word in words:
        library.tags.add(word, photos)
    shown = overview(library, DummyClip(library.places), MANUAL_SET)
    assert shown.is_by_hand
    assert [(line.name, line.depth, line.given) for line in shown.lines] == [
        (word, 0, 2) for word in sorted(words, key=str.casefold)
    ]
    assert set_with(library, "AC/DC").name == MANUAL_SET
