"""Takes the pictures of the manual: `python packaging/manual.py [OUT]`.

The real window on a library of the sample pictures of scikit-image and scikit-learn, with dates and copies
made up here. The pictures have few colours, so that all of them together are small.
"""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from mmdesk.app import OpenWindow, build_window, make_application, silence_about_size_hints, wait_until
from mmdesk.core.places import Places
from mmdesk.core.preferences import Preferences, save_preferences
from mmdesk.core.settings import Settings, save_settings
from mmdesk.tasks.demo import find_samples
from mmdesk.ui.culling.cull_page import CullPage
from mmdesk.ui.duplicates.dialog import DuplicatesDialog
from mmdesk.ui.duplicates.group_painter import NAMES
from mmdesk.ui.exporting.export_dialog import ExportDialog
from mmdesk.ui.facts.date_dialog import DateDialog
from mmdesk.ui.hint_controller import HINTS

OUT = Path(__file__).parent / "manual"
SIZE = QSize(1120, 700)
COLOURS = 256
WAIT_S = 300.0
TAKEN = datetime(2017, 5, 4, 10, 12, 30)
SHOWN = ("astronaut", "chelsea", "china", "coffee", "flower", "motorcycle_left", "rocket")
"""Samples that are photos such as people take."""

AGAIN = ("astronaut", "chelsea", "coffee", "flower")
CUTTINGS = 4
CAMERAS = (("Canon", "EOS 80D"), ("FUJIFILM", "X-T20"), ("Google", "Pixel 3"))
MOST_STARS = 5
QUERY, LABEL = "a flower", "cat"
PAINTED, SEED = "mountains at sunset", 3


class ManualPhotographer:
    """Goes through the program chapter by chapter, and takes a picture in each."""

    def __init__(self, desk: OpenWindow, out: Path) -> None:
        self._desk, self._out = desk, out

    def take_all(self, folder: Path) -> None:
        """Bring the photos in, and take everything."""
        window = self._desk.window
        window.resize(SIZE)
        window.show()
        window.add_folders([os.fsencode(folder)])
        self._rest(2.0)
        ids = window.library.gallery.shown_ids.tolist()
        for stars in range(2, MOST_STARS + 1):
            self._desk.workers.browse.set_rating(ids[stars :: MOST_STARS + 2], stars)
        for take in (
            self._search,
            self._filters,
            self._loupe,
            self._culling,
            self._tags,
            self._dates,
            self._export,
            self._duplicates,
            self._studio,
            self._preferences,
        ):
            take()

    def _search(self) -> None:
        window = self._desk.window
        window.search_line.set_words(QUERY)
        self._rest(1.0)
        window.library.gallery.grid.select(int(window.library.gallery.shown_ids[0]))
        self._rest()
        self._take(window, "search")

    def _loupe(self) -> None:
        gallery, explain = self._desk.window.library.gallery, self._desk.workers.explain
        self._desk.window.search_line.set_words(QUERY)
        self._rest(1.0)
        gallery.open_loupe(int(gallery.shown_ids[0]))
        self._rest(1.0)
        QTest.keyClick(gallery.currentWidget(), Qt.Key.Key_W)
        wait_until(lambda: not explain.is_idle, 5.0)
        wait_until(lambda: explain.is_idle, WAIT_S)
        self._rest()
        self._take(self._desk.window, "loupe")
        gallery.leave_loupe()

    def _filters(self) -> None:
        window = self._desk.window
        window.search_line.set_words("")
        window.search_line.show_filters(shown=True)
        self._rest(1.0)
        self._take(window, "filters")
        window.search_line.show_filters(shown=False)

    def _culling(self) -> None:
        window = self._desk.window
        window.search_line.set_words("")
        self._rest(1.0)
        window.culling.begin()
        window.showNormal()
        window.resize(SIZE)
        page = window.findChild(CullPage)
        for key in (Qt.Key.Key_P, Qt.Key.Key_X, Qt.Key.Key_P, Qt.Key.Key_H):
            QTest.keyClick(page, key)
            self._rest()
        self._take(window, "culling")
        window.culling.leave()

    def _tags(self) -> None:
        window, workers = self._desk.window, self._desk.workers
        window.open_tags()
        self._rest()
        if window.tags.shown is not None:
            workers.tagging.tag(window.tags.shown.labels)
        wait_until(lambda: not workers.tagging.is_running, WAIT_S)
        window.tags.review(LABEL)
        self._rest(1.0)
        self._take(window, "tags")
        window.open_library()

    def _dates(self) -> None:
        window = self._desk.window
        grid = window.library.gallery.grid
        grid.select(int(window.library.gallery.shown_ids[4]))
        for _ in range(2):
            QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(grid, Qt.Key.Key_T)
        dialog = window.findChild(DateDialog)
        dialog.shift.setText("+1 h 3 min")
        dialog.zone.setText("Europe/Vilnius")
        self._take_dialog(dialog, "dates")

    def _export(self) -> None:
        dialog = ExportDialog("Export 23 photos of “Holiday”", self._desk.window)
        dialog.show()
        dialog.shape.format.setCurrentIndex(1)
        dialog.shape.pattern.setText("{date}-{place}-{nr}")
        self._take_dialog(dialog, "export")

    def _duplicates(self) -> None:
        window, work = self._desk.window, self._desk.workers.duplicates
        window.show_duplicates()
        dialog = window.findChild(DuplicatesDialog)
        dialog.resize(SIZE)
        dialog.search()
        wait_until(lambda: work.is_idle, WAIT_S)
        tabs = dialog.findChildren(QPushButton)
        next(tab for tab in tabs if tab.text().startswith(NAMES["same-shot"])).click()
        self._take_dialog(dialog, "duplicates")

    def _studio(self) -> None:
        window, work = self._desk.window, self._desk.workers.paint
        window.open_studio()
        studio = window.studio
        seen: list[object] = []
        studio.settings.choose_preset("draft")
        studio.settings.prompt.set_words(PAINTED)
        studio.settings.seed.set_seed(SEED, locked=True)
        work.frames_painted.connect(seen.extend)
        studio.paint()
        wait_until(lambda: len(seen) > 50, WAIT_S)
        self._take(window, "studio")
        work.put_aside()
        wait_until(lambda: work.entry is None, WAIT_S)
        window.open_library()

    def _preferences(self) -> None:
        self._take_dialog(self._desk.window.preferences.open(), "preferences")

    def _take_dialog(self, dialog: QDialog, name: str) -> None:
        self._rest(1.0)
        self._take(dialog, name)
        dialog.close()

    def _rest(self, at_least: float = 0.4) -> None:
        """Let the window have what it asked for."""
        workers = self._desk.workers
        wait_until(lambda: False, at_least)
        for worker in (workers.index, workers.search, workers.pictures, workers.culling, workers.browse):
            wait_until(lambda worker=worker: worker.is_idle, WAIT_S)
        wait_until(lambda: False, 0.3)

    def _take(self, widget: QWidget, name: str) -> None:
        self._desk.window.notice.hide()
        file = self._out / f"{name}.png"
        widget.grab().save(str(file))
        with Image.open(file) as picture:
            few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT)
        few.save(file, optimize=True)


def make_photos(folder: Path) -> None:
    """The samples and cuttings of them, as if taken on journeys, and some of them saved again."""
    sources = [source for source in find_samples() if source.stem in SHOWN]
    for number, source in enumerate(source for source in sources for _ in range(CUTTINGS)):
        with Image.open(source) as picture:
            photo = _cut(picture.convert("RGB"), number % CUTTINGS)
        taken = TAKEN + timedelta(days=97 * (number % CUTTINGS + number // 9), minutes=47 * number)
        name = f"IMG_{1200 + 13 * number}.jpg"
        _save(photo, folder / "Holiday" / name, taken, number)
        if source.stem in AGAIN and number % CUTTINGS == 0:
            small = photo.resize((photo.width * 2 // 3, photo.height * 2 // 3))
            _save(small, folder / "Sent to friends" / name, taken, number)


def _cut(photo: Image.Image, number: int) -> Image.Image:
    """The whole photo, or one of its quarters and a little more."""
    if number == 0:
        return photo
    width, height = photo.width * 2 // 3, photo.height * 2 // 3
    left, top = (photo.width - width) * (number % 2), (photo.height - height) * (number // 2)
    return photo.crop((left, top, left + width, top + height))


def _save(photo: Image.Image, file: Path, taken: datetime, number: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = CAMERAS[number % len(CAMERAS)]
    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    photo.save(file, quality=90, exif=exif)


def main() -> int:
    """Take every picture, in place of those that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    out = parser.parse_args().out.absolute()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application: QApplication = make_application()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["HOME"] = scratch  # what lies below is shown as ~, as at home
        places = Places(Path(scratch) / ".local" / "share" / "mmdesk")
        save_settings(replace(Settings(), theme="light", inspector_shown=True), places.settings)
        save_preferences(Preferences(hints_read=tuple(HINTS)), places.preferences)
        photos = Path(scratch) / "Pictures"
        make_photos(photos)
        with silence_about_size_hints(), build_window(application, places, "starter-clip", "auto") as desk:
            ManualPhotographer(desk, out).take_all(photos)
    print(f"{sum(file.stat().st_size for file in out.iterdir()) / 1e6:.1f} MB in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
