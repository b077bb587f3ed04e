"""Takes the pictures of the window that the README shows: `python packaging/take_pictures.py OUT`.

The real window on a real library: the sample pictures, a folder of cuttings from
them that takes a while to index, and a few broken files. Nothing is posed but the
moment. QT_SCALE_FACTOR=2 takes them for a sharp screen.
"""

import argparse
import os
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from mmdesk.app import (
    PICTURE_SIZE,
    OpenWindow,
    build_window,
    make_application,
    silence_about_size_hints,
    wait_for_rest,
    wait_until,
)
from mmdesk.core.places import Places
from mmdesk.core.settings import Settings, ThemeName, save_settings
from mmdesk.tasks.demo import find_samples
from mmdesk.ui.activity.skipped import SkippedFilesDialog
from mmdesk.ui.duplicates.dialog import DuplicatesDialog
from mmdesk.ui.duplicates.group_painter import NAMES
from mmdesk.ui.folders.panel import FoldersPanel

CUTTINGS = 600
FIRST_TAKEN = datetime(2019, 5, 1, 12)
SENT = ("astronaut", "chelsea", "china", "coffee", "flower", "rocket")
WAIT_S = 300.0
QUERY = "a flower"
LABEL = "cat"
ACCEPTED = 5
PROMPTS = ("a red rose", "a sailing boat on the blue sea", "a green forest | fog:-0.4")
SEED = 7


class Photographer:
    """Goes through the program as a newcomer would, and takes a picture at every stop."""

    def __init__(self, desk: OpenWindow, out: Path, theme: ThemeName) -> None:
        self._desk = desk
        self._out = out
        self._theme = theme

    def take_all(self, folder: Path) -> None:
        """First start, searching, one photo, indexing `folder`, what was skipped, the Studio."""
        window, workers = self._desk.window, self._desk.workers
        window.resize(PICTURE_SIZE)
        window.show()
        self._take(window, "first-start")
        workers.index.add_samples()
        self._wait_for_rest()
        window.search_line.set_words(QUERY)
        self._wait_for_answer()
        window.library.gallery.grid.select(int(window.library.gallery.shown_ids[0]))
        self._take(window, "search")
        window.library.gallery.open_loupe(int(window.library.gallery.shown_ids[0]))
        self._wait_for_answer()
        self._take(window, "loupe")
        QTest.keyClick(window.library.gallery.currentWidget(), Qt.Key.Key_W)
        wait_until(lambda: not workers.explain.is_idle, WAIT_S)
        wait_until(lambda: workers.explain.is_idle, WAIT_S)
        self._take(window, "heat")
        window.library.gallery.leave_loupe()
        window.search_line.set_words("")
        self._take_while_indexing(folder)
        window.activity.show_skipped()
        dialog = window.findChild(SkippedFilesDialog)
        self._take(dialog, "skipped")
        dialog.close()
        self._take_browsing()
        self._take_duplicates()
        self._take_away(folder)
        self._take_tags()
        self._take_studio()

    def _take_browsing(self) -> None:
        """Photos under their months, and three of them beside one another."""
        window = self._desk.window
        grid = window.library.gallery.grid
        window.findChild(FoldersPanel).choose(None)
        self._wait_for_answer()
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
        self._wait_for_answer()
        self._take(window, "months")
        grid.select(int(window.library.gallery.shown_ids[grid.count // 2]))
        for _ in ("second", "third"):
            QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(grid, Qt.Key.Key_C)
        self._wait_for_answer()
        self._take(window, "compare")
        QTest.keyClick(window.library.gallery.currentWidget(), Qt.Key.Key_Escape)

    def _take_duplicates(self) -> None:
        """Shots that somebody saved again, smaller."""
        window, work = self._desk.window, self._desk.workers.duplicates
        window.show_duplicates()
        dialog = window.findChild(DuplicatesDialog)
        dialog.search()
        wait_until(lambda: work.is_idle, WAIT_S)
        self._wait_for_answer()
        same_shot = NAMES["same-shot"]
        next(tab for tab in dialog.findChildren(QPushButton) if tab.text().startswith(same_shot)).click()
        self._wait_for_answer()
        self._take(dialog, "duplicates")
        dialog.close()

    def _take_away(self, folder: Path) -> None:
        """A drive that was taken out."""
        window = self._desk.window
        away = folder.rename(folder.parent / "elsewhere")
        self._desk.workers.index.rescan()
        self._wait_for_rest()
        window.library.go_to_folder(os.fsencode(folder))
        self._wait_for_answer()
        self._take(window, "away")
        away.rename(folder)
        self._desk.workers.index.rescan()
        self._wait_for_rest()

    def _take_tags(self) -> None:
        """A label half reviewed."""
        window, workers = self._desk.window, self._desk.workers
        window.open_tags()
        wait_for_rest(workers, WAIT_S)
        if window.tags.shown is not None:
            workers.tagging.tag(window.tags.shown.labels)
        wait_until(lambda: not workers.tagging.is_running, WAIT_S)
        window.tags.review(LABEL)
        wait_for_rest(workers, WAIT_S)
        for _ in range(ACCEPTED):
            QTest.keyClick(window.tags.review_panel.grid, Qt.Key.Key_A)
        wait_for_rest(workers, WAIT_S)
        self._take(window, "tags")

    def _take_studio(self) -> None:
        """Two pictures painted, a third one under way."""
        window, work = self._desk.window, self._desk.workers.paint
        window.open_studio()
        studio = window.studio
        studio.settings.choose_preset("draft")
        seen: list[object] = []
        for words in PROMPTS:
            studio.settings.prompt.set_words(words)
            studio.settings.seed.set_seed(SEED, locked=True)
            studio.paint()
        work.frames_painted.connect(seen.extend)
        drafts = 60 * len(PROMPTS)
        wait_until(lambda: len(seen) > drafts * 0.9, WAIT_S)
        self._take(window, "studio")
        work.put_aside()
        wait_until(lambda: work.entry is None, WAIT_S)

    def _take_while_indexing(self, folder: Path) -> None:
        """In the middle of the run, when the first third is there to be seen."""
        index = self._desk.workers.index
        self._desk.window.add_folders([os.fsencode(folder)])
        seen: list[int] = []
        index.indexed.connect(seen.extend)
        wait_until(lambda: len(seen) > CUTTINGS // 3, WAIT_S)
        wait_until(lambda: False, 1.2)
        self._take(self._desk.window, "indexing")
        self._wait_for_rest()

    def _wait_for_rest(self) -> None:
        index = self._desk.workers.index
        wait_until(lambda: index.is_idle, WAIT_S)
        self._wait_for_answer()

    def _wait_for_answer(self) -> None:
        workers = self._desk.workers
        wait_until(lambda: False, 0.5)
        wait_until(lambda: workers.search.is_idle and workers.pictures.is_idle, WAIT_S)
        wait_until(lambda: False, 0.3)

    def _take(self, widget: QWidget, name: str) -> None:
        wait_until(lambda: False, 0.3)
        widget.grab().save(str(self._out / f"{name}-{self._theme}.png"))


def make_folder(folder: Path) -> None:
    """Cuttings of the sample pictures, a folder of each, and files that are broken in honest ways."""
    sources = find_samples()
    for source in sources:
        (folder / source.stem).mkdir(parents=True)
    for number in range(CUTTINGS):
        source = sources[number % len(sources)]
        _cut(source, number, folder / source.stem / f"cutting {number:03}.jpg")
    for source in sources:
        if source.stem in SENT:
            _send(source, folder / "sent to friends" / f"{source.stem} small.jpg")
    whole = (folder / sources[0].stem / "cutting 000.jpg").read_bytes()
    (folder / "cut off.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "notes.png").write_text("Not a picture at all.", encoding="utf-8")
    (folder / "empty.jpg").touch()


def _cut(source: Path, number: int, target: Path) -> None:
    """A cutting like no other, as if it had been taken on one of ten journeys."""
    with Image.open(source) as picture:
        width, height = picture.size
        left, top = width * (number % 7) // 28, height * (number % 29) // 120
        box = (left, top, left + width * 3 // 4, top + height * 3 // 4)
        picture.convert("RGB").crop(box).save(target, quality=90)
    journey, picture_of_it = divmod(number, 60)
    taken = FIRST_TAKEN + timedelta(days=245 * journey, hours=7 * picture_of_it)
    os.utime(target, (taken.timestamp(), taken.timestamp()))


def _send(source: Path, target: Path) -> None:
    """A photo saved again, as it is for a letter."""
    target.parent.mkdir(exist_ok=True)
    with Image.open(source) as picture:
        picture.convert("RGB").resize((picture.width * 2 // 3, picture.height * 2 // 3)).save(
            target, quality=80
        )


def main() -> int:
    """Take every picture in one theme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application: QApplication = make_application()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["HOME"] = scratch  # what lies below is shown as ~, as at home
        places = Places(Path(scratch) / ".local" / "share" / "mmdesk")
        save_settings(Settings(theme=arguments.theme), places.settings)
        album = Path(scratch) / "Pictures" / "Holiday cuttings"
        make_folder(album)
        with (
            silence_about_size_hints(),
            build_window(application, places, "starter-clip", "auto") as desk,
        ):
            Photographer(desk, arguments.out, arguments.theme).take_all(album)
    return 0


if __name__ == "__main__":
    sys.exit(main())
