"""Label sets are edited with real fields, and stored only when the user says so."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from shiboken6 import isValid

from mmdesk.app import OpenWindow, wait_for_rest, wait_until
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.places import Places
from mmdesk.core.tagging.drafts import SetDraft, renames_in
from mmdesk.tasks.library import open_library
from mmdesk.tasks.tagging.sets import LabelSets
from mmdesk.ui.tags.label_set_editor import LabelSetEditor
from mmdesk.ui.tags.place import TagsPlace
from tests.ui.conftest import Open
from tests.ui.tags.conftest import PATIENCE_S, SHOWN


@pytest.fixture
def editor(place: TagsPlace, desk: OpenWindow) -> LabelSetEditor:
    """The editor on the everyday labels."""
    editor = place.menu.open_editor()
    assert editor is not None
    wait_for_rest(desk.workers, PATIENCE_S)
    return editor


def choose(editor: LabelSetEditor, name: str) -> None:
    editor.list.setCurrentRow([draft.name for draft in editor._drafts].index(name))


def test_what_a_label_would_find_is_told_while_it_is_written(
    looked: TagsPlace, editor: LabelSetEditor, desk: OpenWindow
) -> None:
    choose(editor, "cat")
    wait_for_rest(desk.workers, PATIENCE_S)
    assert editor.form.told.text() == f"Finds {SHOWN['cat']} photos"
    assert len(editor.form._strip._photos) == SHOWN["cat"]
    editor.form.name.setText("motorcycle race")
    wait_until(lambda: "photo" in editor.form.told.text() and not editor.form._typing.isActive(), PATIENCE_S)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert editor.form.told.text().startswith("Finds")
    editor.form.name.setText("")
    wait_until(lambda: editor.form.told.text() == "A label needs a name.", PATIENCE_S)
    editor.reject()


def test_saving_stores_what_was_written_and_a_renamed_label_keeps_its_photos(
    editor: LabelSetEditor, desk: OpenWindow, place: TagsPlace, own: Places
) -> None:
    with open_library(own) as library:
        photos = library.photos.ids()[:3].tolist()
        library.tags.accept("bicycle", photos, "everyday")
    choose(editor, "bicycle")
    editor.form.name.setText("bicycle on a stand")
    choose(editor, "cat")
    editor.form.synonyms.setText("kitten, tomcat")
    editor.form.prompts.setPlainText("a photo of a cat on a sofa\n\na sleeping cat")
    editor.form.own_cutoff.setChecked(True)
    editor.form.cutoff.setValue(60)
    editor.add_label()
    editor.form.name.setText("rocket")
    editor.save()
    wait_for_rest(desk.workers, PATIENCE_S)
    with open_library(own) as library:
        stored = LabelSets(library).get("everyday")
        assert set(library.tags.decided("bicycle on a stand")[0]) == set(photos)
        assert library.tags.decided("bicycle") == ([], [])
    cat, rocket = stored.find("cat"), stored.find("rocket")
    assert cat is not None
    assert rocket is not None
    assert cat.synonyms == ("kitten", "tomcat")
    assert cat.prompts == ("a photo of a cat on a sofa", "a sleeping cat")
    assert (cat.cutoff, rocket.parent) == (0.6, "animals")
    assert place.shown is not None
    assert place.shown.is_own
    assert "rocket" in [line.name for line in place.shown.lines]


def test_children_follow_a_parent_with_another_name() -> None:
    labels = LabelSet("pets", (Label("animal"), Label("cat", parent="animal"), Label("oak", parent="tree")))
    draft = SetDraft.of(labels)
    draft.labels[0].name = "beast"
    assert [label.parent for label in draft.made_from(labels)] == ["", "beast", "tree"]
    assert renames_in(draft.labels) == {"animal": "beast"}


def test_a_set_with_a_label_twice_is_refused_and_closing_stores_nothing(
    editor: LabelSetEditor, desk: OpenWindow, own: Places
) -> None:
    choose(editor, "cat")
    editor.form.name.setText("dog")
    editor.save()
    assert editor.trouble == "The label set everyday has a label twice."
    assert editor.isVisible()
    editor.remove_label()
    editor.reject()
    wait_for_rest(desk.workers, PATIENCE_S)
    with open_library(own) as library:
        assert not library.labels.documents()


def test_changes_can_be_taken_back(place: TagsPlace, desk: OpenWindow, editor: LabelSetEditor) -> None:
    choose(editor, "cat")
    editor.remove_label()
    editor.save()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert place.shown is not None
    assert place.shown.labels.find("cat") is None
    assert place.menu.take_back.isVisible()
    place.menu.take_back.trigger()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert place.shown.labels.find("cat") is not None
    assert not place.menu.take_back.isVisible()


def test_sets_go_out_to_files_and_come_in_again(place: TagsPlace, desk: OpenWindow, tmp_path: Path) -> None:
    file = tmp_path / "everyday.txt"
    place.menu._export(str(file))
    wait_for_rest(desk.workers, PATIENCE_S)
    assert "animals/cat" in file.read_text(encoding="utf-8")
    file.rename(tmp_path / "garden.txt")
    place.menu._import(str(tmp_path / "garden.txt"))
    wait_for_rest(desk.workers, PATIENCE_S)
    assert place.shown is not None
    assert place.shown.labels.name == "garden"
    assert place.empty.heading == "Look for 62 labels in 20 photos"


def test_a_broken_file_is_told_of(place: TagsPlace, desk: OpenWindow, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("labels = 3", encoding="utf-8")
    place.menu._import(str(tmp_path / "bad.toml"))
    wait_for_rest(desk.workers, PATIENCE_S)
    assert "cannot be read" in desk.window.message_bar.message


def test_a_new_set_begins_with_a_label_without_a_name(place: TagsPlace, desk: OpenWindow) -> None:
    editor = place.menu.open_new()
    QTest.keyClicks(editor.form.name, "astronaut")
    editor.save()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert place.shown is not None
    assert [label.name for label in place.shown.labels] == ["astronaut"]
    assert place.shown.labels.name == "my labels"


def test_what_was_typed_is_there_again_after_closing_and_after_a_restart(
    place: TagsPlace, desk: OpenWindow, editor: LabelSetEditor, own: Places, open_window: Open
) -> None:
    choose(editor, "cat")
    editor.form.synonyms.setText("kitten, tomcat")
    editor.reject()
    assert place.panel.drafts.text() == "Go on with unsaved changes"
    assert place.panel.drafts.isVisible()
    wait_for_rest(desk.workers, PATIENCE_S)
    desk.window.close()
    window = open_window(own).window
    window.open_tags()
    later = window.tags
    wait_until(later.panel.drafts.isVisible, PATIENCE_S)
    again = later.menu.go_on()
    assert again is not None
    choose(again, "cat")
    assert again.form.synonyms.text() == "kitten, tomcat"
    with open_library(own) as library:
        assert not library.labels.documents()
    again.discard()
    choose(again, "cat")
    assert again.form.synonyms.text() == "kitten"
    again.discard()
    choose(again, "cat")
    assert again.form.synonyms.text() == "kitten, tomcat", "discarding has a way back"
    again.discard()
    again.reject()
    assert not later.panel.drafts.isVisible()


def test_a_new_set_that_was_closed_is_gone_on_with(place: TagsPlace, desk: OpenWindow) -> None:
    editor = place.menu.open_new()
    editor.form.name.setText("astronaut")
    editor.reject()
    assert place.panel.drafts.text() == "Go on with the new set"
    again = place.menu.go_on()
    assert again is not None
    assert again.form.name.text() == "astronaut"
    again.save()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert place.shown is not None
    assert place.shown.labels.name == "my labels"
    assert not place.panel.drafts.isVisible()


def test_no_set_is_saved_over_another_of_its_name(editor: LabelSetEditor, desk: OpenWindow) -> None:
    assert desk.window.tags.shown is not None
    other = next(name for name in desk.window.tags.shown.sets if name != "everyday")
    editor.name.setText(other)
    editor.save()
    assert editor.trouble == f"There is a label set called {other}; choose another name."
    assert editor.isVisible()
    editor.discard()
    editor.reject()


def test_another_set_that_is_stored_meanwhile_closes_nothing(
    editor: LabelSetEditor, desk: OpenWindow, tmp_path: Path
) -> None:
    choose(editor, "cat")
    editor.form.synonyms.setText("tomcat")
    birds = tmp_path / "birds.txt"
    birds.write_text("heron\ncrane\n", encoding="utf-8")
    stored: list[str] = []
    desk.workers.label_sets.stored.connect(stored.append)
    desk.workers.label_sets.import_file(birds)
    wait_until(lambda: stored == ["birds"], PATIENCE_S)
    assert editor.isVisible()
    assert editor.form.synonyms.text() == "tomcat"
    editor.save()
    assert not editor.form.isEnabled(), "what is typed now would not be stored"
    wait_until(lambda: stored == ["birds", "everyday"], PATIENCE_S)
    wait_until(lambda: not isValid(editor), PATIENCE_S)
    assert not isValid(editor)


def test_a_damaged_file_of_drafts_is_put_aside_and_told(own: Places, open_window: Open) -> None:
    own.label_drafts.write_bytes(b'[{"edited": "pets", "name": "pe')
    window = open_window(own).window
    wait_until(lambda: window.message_bar.message != "", PATIENCE_S)
    aside = own.label_drafts.with_name("label-drafts-damaged.json")
    assert str(aside) in window.message_bar.message
    assert aside.read_bytes() == b'[{"edited": "pets", "name": "pe'
    assert not own.label_drafts.exists()


def test_a_save_the_disk_refuses_leaves_all_that_was_typed(editor: LabelSetEditor, desk: OpenWindow) -> None:
    choose(editor, "cat")
    editor.form.synonyms.setText("tomcat")
    editor.form.prompts.setPlainText("m" + 30_000 * "e" + "ow")
    desk.workers.label_sets._sets._catalogue._writer.execute("PRAGMA max_page_count = 1")
    editor.save()
    wait_until(lambda: editor.trouble != "", PATIENCE_S)
    assert editor.isVisible()
    assert editor.form.synonyms.text() == "tomcat"
    assert desk.workers.label_sets.draft("everyday") == editor.draft
    editor.discard()
    editor.reject()
