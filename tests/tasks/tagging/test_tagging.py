"""Tags of real pictures with the starter model: suggestions, states, teaching, folders, search."""

import os
import shutil
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mmdesk.core.label_names import LabelNames, _set_names
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.core.query import parse_query
from mmdesk.core.tagging.overview import TagSummary
from mmdesk.core.tagging.review import ReviewRequest
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.tagging.folders import folder_labels
from mmdesk.tasks.tagging.review import accept_above, review_list
from mmdesk.tasks.tagging.reviewer import Reviewer
from mmdesk.tasks.tagging.scorers import Scorers
from mmdesk.tasks.tagging.sets import LabelSets, starter_sets
from mmdesk.tasks.tagging.tag import tag_photos
from mmdesk.tasks.tagging.teach import _neighbours, forget, learn
from mmdesk.tasks.vectors import vector_store
from mmdesk.training.pack import read_examples, split_of
from tests.small_catalogue import SmallCatalogue
from tests.tasks.conftest import index

FEW = LabelSet(
    "few", (Label("cat"), Label("motorcycle", synonyms=("motorbike",)), Label("flower"), Label("car"))
)

NOTHING = {
    "white.png", "black.png", "blue.png", "gradient.png", "green gradient.png", "noise.png", "grey noise.png",
}  # fmt: skip


@pytest.fixture(scope="module")
def furnished(
    tmp_path_factory: pytest.TempPathFactory, machine_plans: Path, nothing: Path
) -> tuple[Path, Places]:
    """The sample pictures, a folder of cats and one of pictures of nothing, indexed once."""
    root = tmp_path_factory.mktemp("furnished")
    make_sample_pictures(root / "samples")
    (root / "cats").mkdir()
    with Image.open(root / "samples" / "chelsea.png") as cat:
        for number in range(6):
            cat.crop((10 * number, 5 * number, 400 + 8 * number, 300)).save(root / "cats" / f"{number}.png")
    (root / "table").mkdir()
    for name in ("coffee.png", "flower.jpg"):
        with Image.open(root / "samples" / name) as picture:
            for number in range(5):
                box = (8 * number, 6 * number, picture.width - 10 * number, picture.height - 4 * number)
                picture.crop(box).save(root / "table" / f"{number} {name}")
    draw_nothing(root / "nothing")
    places = Places(root / "data")
    places.create()
    shutil.copy(machine_plans, places.plans)
    shutil.copytree(nothing, places.matrices, dirs_exist_ok=True)
    with open_library(places) as library:
        index(library, ClipModel(places), root / "samples", root / "cats", root / "table", root / "nothing")
    return root, places


@pytest.fixture
def places(furnished: tuple[Path, Places], tmp_path: Path) -> Places:
    """A copy of its data folder, to do with as one likes."""
    shutil.copytree(furnished[1].data_dir, tmp_path / "data")
    return Places(tmp_path / "data")


@pytest.fixture(scope="module")
def one_pair_of_eyes(furnished: tuple[Path, Places]) -> ClipModel:
    return ClipModel(furnished[1])


@pytest.fixture
def clip(one_pair_of_eyes: ClipModel) -> ClipModel:
    """The starter model's, loaded once."""
    return one_pair_of_eyes


def draw_nothing(folder: Path) -> None:
    folder.mkdir()
    chance = np.random.default_rng(99)
    Image.new("RGB", (400, 300), (250, 250, 250)).save(folder / "white.png")
    Image.new("RGB", (400, 300), (60, 90, 140)).save(folder / "blue.png")
    ramp = np.linspace(40, 220, 300)[:, None, None] * np.ones((1, 400, 3))
    Image.fromarray(ramp.astype(np.uint8)).save(folder / "gradient.png")
    Image.fromarray(chance.integers(0, 256, (300, 400, 3)).astype(np.uint8)).save(folder / "noise.png")
    Image.fromarray(chance.integers(0, 256, (300, 400)).astype(np.uint8)).save(folder / "grey noise.png")
    wash = ramp[..., 0].T[:300, :300] * np.array([[[0.2]], [[0.9]], [[0.5]]])
    Image.fromarray(wash.transpose(1, 2, 0).astype(np.uint8)).save(folder / "green gradient.png")
    Image.new("RGB", (400, 300), (0, 0, 0)).save(folder / "black.png")


def run(steps) -> TagSummary:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def labels_by_file(library: Library, label_set: str) -> dict[str, set[str]]:
    ids = library.photos.ids()
    tags = library.tags.of_photos(ids)
    return {
        os.path.basename(photo.path).decode(): {
            tag.label for tag in tags.get(photo.id, []) if tag.label_set == label_set
        }
        for photo in library.photos.by_ids(ids)
    }


def test_pictures_of_nothing_get_no_label_and_a_cat_is_a_cat(library: Library, clip: ClipModel) -> None:
    run(tag_photos(library, clip, LabelSets(library).get("everyday")))
    found = labels_by_file(library, "everyday")
    assert [labels for name, labels in found.items() if name in NOTHING] == [set()] * len(NOTHING)
    assert "cat" in found["chelsea.png"]
    assert "cat" not in found["coffee.png"]
    folders = {
        os.path.basename(one.name): one
        for one in folder_labels(library, clip, LabelSets(library).get("everyday"))
    }
    best = folders[b"cats"].labels[0]
    assert best.label == "cat"
    assert folders[b"cats"].title.startswith("Cat")
    assert {
        os.path.basename(os.path.dirname(photo.path)) for photo in library.photos.by_ids(best.evidence)
    } == {b"cats"}
    assert folders[b"nothing"].labels == ()


def test_a_folder_of_coffee_and_flowers_says_so_and_shows_which(library: Library, clip: ClipModel) -> None:
    everyday = LabelSets(library).get("everyday")
    folders = {os.path.basename(one.name): one for one in folder_labels(library, clip, everyday)}
    told = {one.label: one for one in folders[b"table"].labels}
    cups = [told[name] for name in ("cup", "coffee") if name in told]
    assert cups
    assert "flower" in told
    for one, file in ((cups[0], b"coffee.png"), (told["flower"], b"flower.jpg")):
        shown = [photo.path for photo in library.photos.by_ids(one.evidence)]
        assert shown
        assert all(b"/table/" in path and path.endswith(file) for path in shown)


def test_photographs_of_cups_and_of_flowers_in_one_folder_give_it_both_labels(
    library: Library, clip: ClipModel, furnished: tuple[Path, Places], test_data: Path, tmp_path: Path
) -> None:
    samples, breakfast = furnished[0] / "samples", tmp_path / "breakfast"
    breakfast.mkdir()
    held_out = split_of(read_examples(test_data), "dev")
    for name in ("espresso", "sunflower"):
        shown = [one for one in held_out if name in one.labels and one.source != "emoji"]
        for number, one in enumerate(shown[:6]):
            one.open().convert("RGB").save(breakfast / f"{name} {number}.png")
    shutil.copy(samples / "coffee.png", breakfast / "espresso.png")
    shutil.copy(samples / "flower.jpg", breakfast / "sunflower.jpg")
    index(library, clip, breakfast)
    found = folder_labels(library, clip, LabelSets(library).get("everyday"))
    [one] = [one for one in found if os.path.basename(one.name) == b"breakfast"]
    told = {label.label: label for label in one.labels}
    assert set(told) == {"cup", "flower"}
    assert {"cup", "flower"} <= set(one.title.lower().split())
    for label, name in (("cup", b"espresso"), ("flower", b"sunflower")):
        assert 0.3 < told[label].share < 0.6
        shown = [os.path.basename(photo.path) for photo in library.photos.by_ids(told[label].evidence)]
        assert shown
        assert all(path.startswith(name) for path in shown)


def test_only_new_photos_are_looked_at_again(library: Library, clip: ClipModel, tmp_path: Path) -> None:
    first = run(tag_photos(library, clip, FEW))
    assert first.photos == library.photos.count()
    again = run(tag_photos(library, clip, FEW))
    assert (again.photos, again.tags) == (0, first.tags)
    (tmp_path / "new").mkdir()
    with Image.open(make_sample_pictures(tmp_path / "all")[5]) as cat:
        cat.resize((300, 200)).save(tmp_path / "new" / "one.png")
    index(library, clip, tmp_path / "new")
    assert run(tag_photos(library, clip, FEW)).photos == 1
    assert run(tag_photos(library, clip, FEW.with_label(Label("dog")))).photos == first.photos + 1


def test_a_rejected_label_does_not_come_back(library: Library, clip: ClipModel) -> None:
    run(tag_photos(library, clip, FEW))
    cats = [tag.photo for tag in review_list(library, "cat")]
    assert cats
    library.tags.reject("cat", cats, "few")
    run(tag_photos(library, clip, FEW, fresh=True))
    assert review_list(library, "cat") == []
    waiting = sum(count.suggested for count in library.tags.counts("few"))
    assert accept_above(library, FEW, 0.0) == waiting


def test_a_label_from_examples_alone_finds_the_rest(
    library: Library, clip: ClipModel, furnished: tuple[Path, Places]
) -> None:
    root = os.fsencode(furnished[0])
    mine = [library.photos.by_path(root + b"/cats/%d.png" % number).id for number in range(3)]
    rest = {library.photos.by_path(root + b"/cats/%d.png" % number).id for number in range(3, 6)}
    examples = LabelSet("examples")
    library.tags.add("Chelsea", mine)
    learn(library, clip, examples, "Chelsea")
    found = Reviewer(library, clip).review(examples, "Chelsea", ReviewRequest()).tags
    assert rest <= {tag.photo for tag in found[:5]}
    learned = library.labels.heads(clip.key)["Chelsea"]
    assert learned.sentence == "learned from 3 photos"
    forget(library, "Chelsea")
    assert library.labels.heads(clip.key) == {}


def test_teaching_raises_what_was_accepted_above_what_was_rejected(library: Library, clip: ClipModel) -> None:
    by_name = {os.path.basename(p.path): p.id for p in library.photos.by_ids(library.photos.ids())}
    library.tags.accept("flower", [by_name[b"flower.jpg"], by_name[b"coffee.png"]], "few")
    library.tags.reject("flower", [by_name[b"china.jpg"]], "few")
    learned = learn(library, clip, FEW, "flower")
    assert (learned.accepted, learned.rejected) == (2, 1)
    assert learned.milliseconds > 0
    scorers = Scorers(library, clip)
    ids, seen = vector_store(library, clip).get([by_name[b"coffee.png"], by_name[b"china.jpg"]])
    change = (scorers.of(FEW).logits(seen) - scorers.untaught(FEW).logits(seen))[:, 2]
    by_photo = dict(zip(ids.tolist(), change, strict=True))
    assert by_photo[by_name[b"coffee.png"]] > 0 > by_photo[by_name[b"china.jpg"]]


def test_the_first_accepted_photo_takes_no_suggestion_away(library: Library, clip: ClipModel) -> None:
    run(tag_photos(library, clip, FEW))
    cats = [tag.photo for tag in review_list(library, "cat")]
    assert len(cats) >= 6
    library.tags.accept("cat", cats[:1], "few")
    learn(library, clip, FEW, "cat")
    run(tag_photos(library, clip, FEW))
    left = {tag.photo for tag in review_list(library, "cat")}
    assert set(cats[1:]) <= left
    assert len(left) <= len(cats) + 1


def test_of_an_exclusive_set_each_photo_gets_its_most_probable_label_only(
    library: Library, clip: ClipModel
) -> None:
    words = ("cat", "animal", "kitten", "motorcycle", "vehicle", "flower", "plant")
    several = LabelSet("kinds", tuple(Label(word, cutoff=0.01) for word in words))
    run(tag_photos(library, clip, several))
    every = probabilities(library, "kinds")
    run(tag_photos(library, clip, replace(several, exclusive=True)))
    chosen = probabilities(library, "kinds")
    assert max(len(tags) for tags in every.values()) > 1
    assert {photo: len(tags) for photo, tags in chosen.items()} == dict.fromkeys(chosen, 1)
    best = {photo: max(tags, key=tags.__getitem__) for photo, tags in every.items()}
    assert len(chosen) > 5
    assert {photo: next(iter(tags)) for photo, tags in chosen.items()} == {p: best[p] for p in chosen}


def probabilities(library: Library, label_set: str) -> dict[PhotoId, dict[str, float | None]]:
    """Suggestions of a set: the probability of each label, by photo."""
    tags = library.tags.of_photos(library.photos.ids())
    by_photo = {
        photo: {tag.label: tag.probability for tag in own if tag.label_set == label_set}
        for photo, own in tags.items()
    }
    return {photo: own for photo, own in by_photo.items() if own}


def test_a_label_learns_from_photos_of_its_neighbours_but_not_of_its_relatives(
    library: Library, clip: ClipModel
) -> None:
    labels = LabelSet("kin", (Label("animal"), Label("cat", parent="animal"), Label("dog"), Label("car")))
    ids = [int(photo) for photo in library.photos.ids(order="name")]
    library.tags.accept("cat", ids[:2], "kin")
    library.tags.reject("cat", ids[2:3], "kin")
    library.tags.accept("animal", ids[3:5], "kin")  # above it: may well be a cat
    before = head(library, clip, labels)
    library.tags.accept("dog", ids[1:3], "kin")  # decided for cats already
    library.tags.reject("car", ids[5:7], "kin")  # no car, but perhaps a cat
    assert np.array_equal(head(library, clip, labels), before)
    library.tags.accept("dog", ids[7:9], "kin")
    library.tags.accept("car", ids[8:10], "kin")
    assert _neighbours(library, labels, "cat", set(ids[:3])) == sorted(ids[7:10])
    changed = head(library, clip, labels) - before
    _, near = vector_store(library, clip).get(ids[7:10])
    weights, bias = changed[:-1], changed[-1]
    assert float((Scorers(library, clip).baseline().standardised(near) @ weights + bias).mean()) < 0


def head(library: Library, clip: ClipModel, labels: LabelSet) -> np.ndarray:
    """Weights and bias [dim + 1] that cats have after learning."""
    learn(library, clip, labels, "cat")
    stored = library.labels.heads(clip.key)["cat"]
    return np.append(stored.weights, stored.bias)


def test_of_many_neighbours_an_even_spread_is_asked(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmdesk.tasks.tagging.teach.MOST_NEIGHBOURS", 3)
    ids = sorted(int(photo) for photo in library.photos.ids())[:9]
    library.tags.accept("car", ids, "few")
    assert _neighbours(library, FEW, "cat", set()) == ids[::3]


def test_tags_are_found_beside_words(library: Library, clip: ClipModel) -> None:
    run(tag_photos(library, clip, FEW))
    searcher = Searcher(library, clip)
    cats = {tag.photo for tag in library.tags.photos_of("cat")}
    assert {hit.photo for hit in searcher.search(parse_query("tag:CAT")).hits} == cats
    assert {hit.photo for hit in searcher.search(parse_query("an animal tag:cat")).hits} == cats
    without = {hit.photo for hit in searcher.search(parse_query("-tag:cat")).hits}
    assert without == set(library.photos.ids().tolist()) - cats
    assert searcher.search(parse_query("tag:nothing-of-the-kind")).hits == ()


def test_labels_are_found_by_the_same_words_in_every_language(library: Library, clip: ClipModel) -> None:
    run(tag_photos(library, clip, LabelSets(library).get("everyday")))
    found, english = labels_by_file(library, "everyday"), library.labels.run("everyday", clip.key)
    library.tags.accept("cat", [tag.photo for tag in library.tags.photos_of("cat")][:1], "everyday")
    words = {"cat": "katt", "flower": "blomma", "coffee": "kaffe"}
    swedish = LabelNames("sv", SmallCatalogue(words), starter_sets())
    languages = (swedish, LabelNames("en", NullTranslations(), starter_sets()))
    everyday = LabelSets(library, languages).get("everyday")
    run(tag_photos(library, clip, everyday))
    called = {"flower": "blomma", "coffee": "kaffe"}
    assert labels_by_file(library, "everyday") == {
        name: {called.get(label, label) for label in labels} for name, labels in found.items()
    }
    told = library.labels.run("everyday", clip.key)
    assert english is not None
    assert told is not None
    assert told.cutoffs == {called.get(label, label): at for label, at in english.cutoffs.items()}
    assert any("blomma" in labels for labels in labels_by_file(library, "everyday").values())


def test_every_starter_set_is_sound() -> None:
    sets = {one.name: one for one in starter_sets()}
    assert sets.keys() == _set_names()
    assert {"everyday", "places", "events", "animals", "food", "documents", "art styles"} <= set(sets)
    assert sets["art styles"].exclusive
    assert sum(map(len, sets.values())) > 250
