"""Builds the window and all it stands on, connects it, and closes it in order."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QObject,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox
from shiboken6 import delete

from mmdesk import __version__
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.log_file import logging_to
from mmdesk.core.places import Places
from mmdesk.core.settings import Settings, load_settings, save_window_choices
from mmdesk.library.reading.full import FullReader
from mmdesk.library.reading.text_reader import TextReader
from mmdesk.tasks.chosen_clip import ChosenClip
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.tasks.explaining import Explainer
from mmdesk.tasks.library import back_up, make_data_folder, open_library
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.tagging.reviewer import Reviewer
from mmdesk.ui.crash_dialog import CrashDialog
from mmdesk.ui.grid.decode import decode_thumbnail
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.ui.main_window import MainWindow
from mmdesk.ui.qt_words import speak
from mmdesk.ui.theme.program_icon import program_icon
from mmdesk.ui.theme.theme import Theme
from mmdesk.work.about import AboutWork
from mmdesk.work.album_counts import AlbumCountsWork
from mmdesk.work.albums import AlbumsWork
from mmdesk.work.away import AwayWork
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.caches import CachesWork
from mmdesk.work.culling import CullWork
from mmdesk.work.deciding import DecisionWork
from mmdesk.work.duplicates import DuplicatesWork
from mmdesk.work.explaining import ExplainWork
from mmdesk.work.exporting import ExportWork
from mmdesk.work.facets import FacetsWork
from mmdesk.work.facts import FactsWork
from mmdesk.work.fetching import FetchWork
from mmdesk.work.file_acts import FileActs
from mmdesk.work.folders import FoldersWork
from mmdesk.work.garbage_collector import GarbageCollector
from mmdesk.work.health import HealthWork
from mmdesk.work.history import HistoryWork
from mmdesk.work.indexing import IndexWork
from mmdesk.work.label_sets import LabelSetsWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.learning import LearningWork
from mmdesk.work.library_copy import LibraryCopyWork
from mmdesk.work.models import ModelsWork
from mmdesk.work.overview import OverviewWork
from mmdesk.work.painting import PaintWork
from mmdesk.work.pasted import PastedWork
from mmdesk.work.patience import PatienceWork
from mmdesk.work.photo_tags import PhotoTagsWork
from mmdesk.work.pictures import PictureWork
from mmdesk.work.preferences import PreferencesWork
from mmdesk.work.recent_searches import RecentSearchesWork
from mmdesk.work.reviewing import ReviewWork
from mmdesk.work.searching import SearchWork
from mmdesk.work.sidecars import SidecarsWork
from mmdesk.work.single_window import WindowRequest, WindowServer, claimed_window, hand_over
from mmdesk.work.tagging import TaggingWork
from mmdesk.work.texts import TextsWork
from mmdesk.work.watching import WatchWork
from mmdesk.work.workers import Workers

PICTURE_SIZE = QSize(1440, 900)
PICTURE_WAIT_S = 120.0

PREPARE_MS = 500
"""Time that a new window has for its first thumbnails, before the model is loaded for the first search."""

Readers = tuple[FullReader, TextReader]
"""Processes apart that look at one photo for the window: at its pixels, at its text."""

QUIET_LOOKS = 10
"""One answer leads to the next question (hits, rows, thumbnails); rest is when that is over for a while."""


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """An open window and its workers."""

    window: MainWindow
    workers: Workers
    theme: Theme


def run_window(places: Places, model: str, device: str, folder: bytes | None = None, query: str = "") -> int:
    """Show the window until it is closed; returns the exit code of the program.

    `folder` is shown, and added if it is new; where it is a file, that photo is. `query` is typed into the
    search line. Where the library has a window already, that one does so. Raises UserError where the library
    or the model cannot be opened.
    """
    application = make_application()
    make_data_folder(places)
    request = WindowRequest.to_open(folder, query)
    with claimed_window(places.data_dir) as is_ours:
        if not is_ours:
            hand_over(places.data_dir, request)
            return 0
        return _run_only_window(application, places, model, device, request)


def tell_refusal(sentence: str) -> None:
    """Say in a box of its own why no window opens, and wait until it was read."""
    make_application()
    box = QMessageBox(QMessageBox.Icon.Warning, "mmdesk", sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def _run_only_window(
    application: QApplication, places: Places, model: str, device: str, request: WindowRequest
) -> int:
    """Show the window, and whatever later starts of the program ask of it."""
    with logging_to(places.log), build_window(application, places, model, device) as desk:
        CrashDialog(desk.window).catch_all()
        close_when_told(application)
        server = WindowServer(places.data_dir, desk.window)
        server.requested.connect(partial(_show_again, desk.window))
        server.asked.connect(desk.workers.search.answer)
        desk.window.show()
        desk.workers.watch.start()
        desk.workers.patience.start()
        desk.workers.texts.start()
        QTimer.singleShot(PREPARE_MS, desk.window, desk.workers.search.prepare)
        _answer(desk.window, request)
        return application.exec()


def _answer(window: MainWindow, request: WindowRequest) -> None:
    """Show the folder or the photo of `request`, and search for its words."""
    if request.folder is not None:
        window.add_folders([request.folder])
    if request.photo is not None:
        window.show_file(request.photo)
    if request.query:
        window.search_line.set_words(request.query)


def _show_again(window: MainWindow, request: WindowRequest) -> None:
    """Bring the window to the front, and answer what the program was started once more for."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
    _answer(window, request)


def save_window_picture(places: Places, model: str, device: str, query: str, out: Path) -> Path:
    """Draw the window, with `query` answered and every thumbnail in place, into the PNG file `out`.

    For machines without a display. Raises UserError where the library or the
    model cannot be opened, where nothing can be written, or where text could
    not be seen because there is no font at all.
    """
    application = make_application()
    if not QFontDatabase.families():
        raise UserError(
            tr("There is no font on this system; on Debian and Ubuntu: sudo apt install fonts-dejavu-core")
        )
    with silence_about_size_hints(), bugs_raised(), build_window(application, places, model, device) as desk:
        desk.window.resize(PICTURE_SIZE)
        desk.window.show()
        desk.window.search_line.set_words(query)
        wait_for_rest(desk.workers, PICTURE_WAIT_S)
        if not desk.window.grab().save(str(out), "PNG"):
            raise UserError(tr("The picture cannot be written to {path}.", path=out))
    return out


def make_application() -> QApplication:
    """The one QApplication of the process."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("mmdesk")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("mmdesk")
    application.setWindowIcon(program_icon())
    speak(application)
    return application


@contextmanager
def build_window(application: QApplication, places: Places, model: str, device: str) -> Iterator[OpenWindow]:
    """Build everything, from the catalogue up to the window; close it from the window down to the catalogue.

    Qt's objects are deleted here and now, not when Python gets around to it: their order matters.
    """
    settings = load_settings(places.settings)
    with ExitStack() as closing:
        collector = GarbageCollector()
        closing.callback(collector.stop)
        library = closing.enter_context(open_library(places))
        closing.callback(back_up, library)
        root = QObject()
        closing.callback(delete, root)
        lanes = Lanes()
        closing.callback(lanes.shutdown)
        reader = FullReader(turn_of=library.photos.turn_of)
        closing.callback(reader.close)
        text_reader = closing.enter_context(TextReader())
        session = PaintingSession(library, ChosenClip(clip_called(places, model, device)), device)
        workers = make_workers(session, (reader, text_reader), lanes, root)
        closing.callback(workers.stop)
        theme = Theme(application, settings.theme, workers.preferences.now.text_percent)
        closing.callback(delete, theme)
        closing.callback(theme.leave)
        with theme.without_sheet():
            window = MainWindow(workers, theme, settings)
        window.chosen.connect(partial(_keep_choices, window, places))
        closing.callback(delete, window)
        closing.callback(window.close)
        yield OpenWindow(window, workers, theme)


def _keep_choices(window: MainWindow, places: Places, choices: Settings) -> None:
    try:
        save_window_choices(choices, places.settings)
    except OSError as error:
        reason = error.strerror
        window.message_bar.tell(tr("The settings of the window cannot be kept: {reason}.", reason=reason))


def make_workers(session: PaintingSession, readers: Readers, lanes: Lanes, root: QObject) -> Workers:
    """Make the workers of the window; `root` deletes them when nothing runs any more."""
    reader, text_reader = readers
    library, clip, places = session.library, session.clip, session.library.places
    reviewer, searcher = Reviewer(library, clip), Searcher(library, clip)
    decisions, tagging = DecisionWork(library, lanes, root), TaggingWork(library, clip, lanes, root)
    browse = BrowseWork(library, lanes, root)
    albums, files = AlbumsWork(library, clip, lanes, root), FileActs(library, lanes, root)
    index, paint = IndexWork(library, clip, lanes, root), PaintWork(session, lanes, root)
    preferences, fetching = PreferencesWork(places, lanes, root), FetchWork(places, lanes, root)
    workers = Workers(
        browse=browse,
        pictures=PictureWork(library.thumbnails, reader, lanes, decode_thumbnail, Pyramid, root),
        pasted=PastedWork(places.pasted, lanes, root),
        search=SearchWork(searcher, clip, lanes, root),
        facets=FacetsWork(library, lanes, root),
        recent=RecentSearchesWork(library, lanes, root),
        explain=ExplainWork(Explainer(searcher, reader), lanes, root),
        texts=TextsWork(searcher, text_reader, index, preferences, lanes, root),
        culling=CullWork(library, clip, lanes, root),
        index=index,
        paint=paint,
        models=ModelsWork(library, lanes, root, clip if isinstance(clip, ChosenClip) else None),
        fetching=fetching,
        overview=OverviewWork(library, clip, lanes, root),
        decisions=decisions,
        learning=LearningWork(library, reviewer, decisions, lanes, root),
        review=ReviewWork(reviewer, decisions, lanes, root),
        tagging=tagging,
        label_sets=LabelSetsWork(library, clip, lanes, root),
        albums=albums,
        album_counts=AlbumCountsWork(searcher, lanes, root),
        exporting=ExportWork(searcher, lanes, root),
        library_copy=LibraryCopyWork(library, lanes, root),
        photo_tags=PhotoTagsWork(library, decisions, tagging, lanes, root),
        sidecars=SidecarsWork(library, lanes, root),
        facts=FactsWork(library, clip, lanes, root),
        health=HealthWork(library, clip, lanes, root),
        files=files,
        away=AwayWork(library, lanes, root),
        folders=FoldersWork(library, lanes, root),
        duplicates=DuplicatesWork(library, clip, lanes, root),
        history=HistoryWork(library, (browse, decisions, albums, files), lanes, root),
        watch=WatchWork(library, lanes, root),
        about=AboutWork(library.places, lanes, root),
        preferences=preferences,
        patience=PatienceWork(preferences, index, paint, lanes, root),
        caches=CachesWork(library, preferences, index, fetching, lanes, root),
    )
    return _connected(workers)


def _connected(workers: Workers) -> Workers:
    """Let each worker tell those that work with what it changes. Returns them."""
    workers.patience.hold(workers.texts)
    workers.index.use_cluster(workers.preferences.now)
    workers.preferences.changed.connect(workers.index.use_cluster)
    workers.paint.use_cluster(workers.preferences.now)
    workers.preferences.changed.connect(workers.paint.use_cluster)
    workers.decisions.decided.connect(workers.overview.refresh)
    for follow in (workers.index.catch_up, workers.overview.refresh, workers.review.refresh):
        workers.models.chosen.connect(follow)
    workers.models.removed.connect(workers.history.look)
    workers.history.told.connect(workers.models.refresh)
    workers.sidecars.read.connect(workers.history.look)
    workers.sidecars.read.connect(lambda summary: workers.facts.read_again(summary.turned))
    workers.facts.indexed.connect(workers.index.indexed)
    for suggested in (workers.learning.learned, workers.tagging.ended):
        suggested.connect(workers.overview.refresh)
        suggested.connect(workers.review.refresh)
    return workers


@contextmanager
def silence_about_size_hints() -> Iterator[None]:
    """Drop the offscreen platform's complaint of every window with a least size; let others pass."""

    def tell(kind: QtMsgType, where: QMessageLogContext, words: str) -> None:
        if "propagateSizeHints" in words:
            return
        if before is not None:
            before(kind, where, words)
        else:
            sys.stderr.write(f"{words}\n")

    before = qInstallMessageHandler(tell)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


@contextmanager
def bugs_raised() -> Iterator[None]:
    """Raise in the end what escaped from Qt's slots, which have no caller to raise to."""
    escaped: list[BaseException] = []

    def note(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        escaped.append(error)

    before, sys.excepthook = sys.excepthook, note
    try:
        yield
    finally:
        sys.excepthook = before
    if escaped:
        raise escaped[0]


def close_when_told(application: QApplication) -> None:
    """Close the window on Ctrl+C in the terminal, or at the request of the system, as its own button does.

    Not before the event loop runs: it would wait for ever for the last window to be closed.
    """

    def close(_number: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, application.closeAllWindows)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)


def wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    """Let the window live until `is_so`, or until the time is up."""
    deadline = time.monotonic() + seconds
    loop = QEventLoop()
    while not is_so() and time.monotonic() < deadline:
        QTimer.singleShot(20, loop.quit)
        loop.exec()


def wait_for_rest(workers: Workers, seconds: float) -> None:
    """Let the window live until it has all it asked for, or until the time is up."""
    looks = 0

    def is_quiet() -> bool:
        nonlocal looks
        looks = looks + 1 if workers.is_idle else 0
        return looks >= QUIET_LOOKS

    wait_until(is_quiet, seconds)
