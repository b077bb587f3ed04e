"""Labels at a glance: those of sets, and whatever else photos are tagged with."""

from gettext import NullTranslations
from pathlib import Path

import pytest

from mmdesk.core.label_names import LabelNames
from mmdesk.core.tagging.overview import MANUAL_SET
from mmdesk.library.label_store import TagRun
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging import sets
from mmdesk.tasks.tagging.overview import overview, set_with
from mmdesk.tasks.tagging.sets import LabelSets, starter_sets
from tests.small_catalogue import SmallCatalogue
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


def test_suggestions_by_names_of_another_language_are_looked_for_anew(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(tmp_path / "photos", "a.jpg", "b.jpg")
    one, two = [photo.id for photo in indexed(library, tmp_path / "photos").values()]
    clip = DummyClip(library.places)
    library.tags.store_suggestions("everyday", clip.key, [(one, "dog", 0.9), (two, "cat", 0.9)])
    library.tags.accept("cat", [two], "everyday")
    cutoffs = {label.name: 0.5 for label in LabelSets(library).get("everyday") if label.name != "cat"}
    library.labels.put_run("everyday", clip.key, TagRun("", "", cutoffs))
    assert overview(library, clip).was_looked_for
    words = {label.name: f"den {label.name}" for labels in starter_sets() for label in labels}
    swedish = LabelNames("sv", SmallCatalogue(words), starter_sets())
    languages = (swedish, LabelNames("en", NullTranslations(), starter_sets()))
    monkeypatch.setattr(sets, "label_languages", lambda: languages)
    shown = overview(library, clip)
    assert not shown.was_looked_for
    assert MANUAL_SET not in shown.sets
    assert {line.name for line in shown.lines} >= {"den dog", "cat"}
