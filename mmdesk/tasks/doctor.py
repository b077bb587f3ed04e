"""Is everything there that the program needs? One check after the other, each with its answer."""

import json
import platform
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from mmdesk.core.enumeration import all_of
from mmdesk.core.errors import UserError
from mmdesk.core.health import Check
from mmdesk.core.language import tr, trn
from mmdesk.core.log_file import last_lines
from mmdesk.core.places import Places
from mmdesk.core.process_apart import messages_of
from mmdesk.core.report import facts, without_names
from mmdesk.fetching.addresses import addresses
from mmdesk.fetching.catalogue import read_catalogue
from mmdesk.library.reading.formats import FILMS_NEED, is_installed
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import find_samples
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.tasks.health import answer, check_everything, health
from mmdesk.tasks.known_vectors import compare_known
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.texts_of_files import reader_in_words
from mmdesk.tasks.vectors import vector_store

LOGGED = 60
"""Lines of the log that a report has."""

ROOM_NEEDED = 200 * 2**20
"""Bytes: the catalogue and thumbnails of about 4,000 photos."""


def checks(places: Places, model: str, device: str, known: Path | None = None) -> list[Check]:
    """Look at everything there is to go wrong; a check that fails never keeps the others from running.

    `known` is a folder with published vectors of the model, see `compare_known`.
    """
    questions: dict[str, Callable[[], str]] = {
        "python": _python,
        "data folder": partial(_data_folder, places),
        "model": partial(_model, places, model, device),
        "seeing": partial(_seeing, places, model, device),
        "window": _window,
        "sample pictures": _samples,
        "text in photos": reader_in_words,
        "films": _films,
        "network": _network,
    }
    if known is not None:
        questions["known vectors"] = lambda: compare_known(clip_called(places, model, device), known)
    answers = [answer(name, question) for name, question in questions.items()]
    return [*answers[:2], *_library(places, model, device), *answers[2:]]


def report_of(places: Places, results: Sequence[Check]) -> str:
    """Versions, the answers `results` and the end of the log, without names of photos, folders and people."""
    known = {str(places.data_dir): "<data>"}
    answers = [f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.detail}" for check in results]
    told = [*answers, "", *last_lines(places.log, LOGGED)]
    return f"{facts()}\n\n{without_names(chr(10).join(told), known)}"


def _library(places: Places, model: str, device: str) -> list[Check]:
    """What is stored, and how it is."""
    try:
        with open_library(places) as library:
            clip = clip_called(places, model, device)
            return [
                *_checked(library, clip),
                answer("library", partial(_numbers, library, clip)),
                answer("search", partial(_engine, library, clip)),
            ]
    except UserError as error:
        return [Check("library", ok=False, detail=str(error))]


def _checked(library: Library, clip: ClipModel) -> list[Check]:
    steps = check_everything(library, clip)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: list[Check] = end.value
            return found


def _films() -> str:
    """What reads films here, or how to get it."""
    return tr("read with PyAV") if is_installed("av") else tr("not read. {films_need}", films_need=FILMS_NEED)


def _numbers(library: Library, clip: ClipModel) -> str:
    """The library in one line."""
    found = health(library, clip)
    counts = found.counts
    parts = [
        tr("{indexed} of {photos} photos indexed", indexed=counts.indexed, photos=counts.photos),
        trn("{n} file skipped", "{n} files skipped", counts.skipped) + _commonest(found.reasons),
        trn("{n} missing", "{n} missing", counts.missing),
        trn("{n} not found but kept", "{n} not found but kept", counts.lost),
        trn("{n} folder offline", "{n} folders offline", counts.offline),
        tr("catalogue {size}", size=_megabytes(found.catalogue_bytes)),
        tr("cache {size}", size=_megabytes(found.cache_bytes)),
        tr("last backup {day}", day=found.last_backup) if found.last_backup else tr("last backup never"),
    ]
    return ", ".join(parts)


def _engine(library: Library, clip: ClipModel) -> str:
    """What searches, and why."""
    return clip.search_engine(vector_store(library, clip)).sentence


def _commonest(reasons: Sequence[tuple[str, int]]) -> str:
    """The reason why most files were left out."""
    if not reasons:
        return ""
    reason, count = reasons[0]
    return " " + trn("({n} of them: {reason})", "({n} of them: {reason})", count, reason=reason.rstrip("."))


def _megabytes(count: int) -> str:
    return tr("{size:.1f} MB", size=count / 2**20)


def _python() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("torch", "open_clip_torch", "pillow"))
    return tr(
        "Python {python_version} on {system} {machine}, {packages}",
        python_version=platform.python_version(),
        system=platform.system(),
        machine=platform.machine(),
        packages=packages,
    )


def _data_folder(places: Places) -> str:
    """Whether there is room in the data folder, and leave to write there."""
    with open_library(places):
        free = shutil.disk_usage(places.data_dir).free
    if free < ROOM_NEEDED:
        raise UserError(
            tr("Only {free} MB are left for {data_dir}.", free=free // 2**20, data_dir=places.data_dir)
        )
    return tr("{data_dir}, {free} GB free", data_dir=places.data_dir, free=free // 2**30)


def _model(places: Places, model: str, device: str) -> str:
    folder = clip_called(places, model, device).folder
    return tr(
        "{name} in {path}, {parameters:.1f} million parameters",
        name=folder.name,
        path=folder.path,
        parameters=folder.parameters / 1e6,
    )


def _seeing(places: Places, model: str, device: str) -> str:
    """Whether the model really runs here."""
    clip = clip_called(places, model, device)
    clip.encode_texts(["a photograph"])
    return tr("encodes with {plan}", plan=clip.load().plan)


def _window() -> str:
    """Whether Qt loads. Asked of another process: the command line itself stays without Qt."""
    told = next(message for message in messages_of(_load_qt, (), tr("Qt ends the program.")) if message)
    if "trouble" in told:
        raise UserError(
            tr(
                "Qt cannot open windows here ({reason}); the README names the packages to install.",
                reason=told["trouble"],
            )
        )
    return f"PySide6 {told['version']}"


def _load_qt(outbox: Connection) -> None:
    """Say which Qt can be loaded, or why none can."""
    try:
        import_module("PySide6.QtWidgets")
        told = {"version": import_module("PySide6").__version__}
    except ImportError as error:
        told = {"trouble": str(error)}
    outbox.send_bytes(json.dumps(told).encode())


def _network() -> str:
    """What would ever use the network; it is not used to find out."""
    asked = sorted({urlsplit(url).netloc for model in read_catalogue() for _, url in addresses(model)})
    return tr(
        "used only where a model is fetched by name (`mmdesk models fetch`, or Fetch in the window), and now"
        " not at all; it would ask {servers}, and where these send it",
        servers=all_of(asked),
    )


def _samples() -> str:
    return trn("{n} picture for `mmdesk demo`", "{n} pictures for `mmdesk demo`", len(find_samples()))
