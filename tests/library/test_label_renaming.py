"""Renamed labels take their tags, what they learned and the way back along."""

import numpy as np
import pytest

from mmdesk.core.acts import ActKind
from mmdesk.core.labels import TagState
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.history import History
from mmdesk.library.label_renaming import rename_labels
from mmdesk.library.label_store import LabelStore, StoredHead, TagRun
from mmdesk.library.tags import Tags
from tests.library.test_history import do_again, take_back
from tests.library.test_tags import add_photos


@pytest.fixture
def tags(catalogue: Catalogue) -> Tags:
    """Photos 1 to 3 are cats, 4 is none; 5 may be one; 6 is a dog."""
    add_photos(catalogue, 8)
    tags, shelf = Tags(catalogue), LabelStore(catalogue)
    tags.store_suggestions("pets", "m", [(photo, "cat", 0.6) for photo in (1, 2, 5)])
    tags.accept("cat", [1, 2, 3], "pets")
    tags.reject("cat", [4], "pets")
    tags.accept("dog", [6], "pets")
    shelf.put_head("cat", "m", StoredHead(np.ones(4, np.float32), -1.0, 3, 1))
    shelf.put_run("pets", "m", TagRun("digest", "stamp", {"cat": 0.4, "dog": 0.5}))
    return tags


def states(tags: Tags, label: str) -> dict[int, TagState]:
    return {tag.photo: tag.state for tag in tags.photos_of(label, list(TagState))}


def test_everything_that_is_known_of_a_label_goes_along(catalogue: Catalogue, tags: Tags) -> None:
    before = states(tags, "cat")
    rename_labels(catalogue, "pets", {"cat": "kitty"})
    assert states(tags, "kitty") == before
    assert states(tags, "cat") == {}
    shelf = LabelStore(catalogue)
    assert list(shelf.heads("m")) == ["kitty"]
    run = shelf.run("pets", "m")
    assert run is not None
    assert run.cutoffs == {"kitty": 0.4, "dog": 0.5}
    history = History(catalogue)
    assert [take_back(history).name, take_back(history).name] == ["dog", "kitty"]
    assert 4 not in states(tags, "kitty")
    assert do_again(history).kind is ActKind.REJECT
    assert states(tags, "kitty")[4] is TagState.REJECTED
    assert states(tags, "cat") == {}


def test_two_labels_swap_their_names(catalogue: Catalogue, tags: Tags) -> None:
    cats, dogs = states(tags, "cat"), states(tags, "dog")
    rename_labels(catalogue, "pets", {"cat": "dog", "dog": "cat"})
    assert states(tags, "dog") == cats
    assert states(tags, "cat") == dogs
    assert list(LabelStore(catalogue).heads("m")) == ["dog"]


def test_where_both_names_were_used_what_the_user_said_stays(catalogue: Catalogue, tags: Tags) -> None:
    tags.add("kitty", [5, 7])
    tags.store_suggestions("others", "m", [(1, "kitty", 0.9)])
    rename_labels(catalogue, "pets", {"cat": "kitty"})
    said = states(tags, "kitty")
    assert (said[1], said[5], said[7]) == (TagState.ACCEPTED, TagState.MANUAL, TagState.MANUAL)
    assert states(tags, "cat") == {}


def test_a_label_another_set_has_too_stays_there(catalogue: Catalogue, tags: Tags) -> None:
    tags.add("cat", [8], "zoo")
    rename_labels(catalogue, "pets", {"cat": "kitty"}, shared={"cat"})
    assert states(tags, "cat") == {8: TagState.MANUAL}
    assert set(states(tags, "kitty")) == {1, 2, 3, 4, 5}
    assert list(LabelStore(catalogue).heads("m")) == ["cat"]
