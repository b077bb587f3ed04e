"""Health of the library: what it holds, waits for and takes up, and whether all of it is whole."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable
from functools import partial
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.health import CHECKS, Check, Health
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.progress import Progress
from mmdesk.library.backups import Backup
from mmdesk.library.faults import CatalogueDamagedError
from mmdesk.library.integrity import (
    bad_vectors,
    catalogue_complaints,
    miscounted_shelves,
    photos_without_thumbnails,
    thumbnail_complaints,
)
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.counts import count_library
from mmdesk.tasks.library import Library, way_out
from mmdesk.tasks.vectors import vector_store


def health(library: Library, clip: ClipModel) -> Health:
    """Count what there is, and what it takes up."""
    places, backups = library.places, library.backups.all()
    return Health(
        counts=count_library(library, clip),
        reasons=tuple(Counter(file.reason for file in library.skipped.all()).most_common()),
        catalogue_bytes=_size(_with_logs(places.catalogue)),
        cache_bytes=_size(
            [*_with_logs(places.thumbnails), *places.matrices.glob("*"), *places.lance.rglob("*")]
        ),
        backups_bytes=_size(backup.path for backup in backups),
        last_backup=backups[0].day if backups else None,
    )


def check_everything(library: Library, clip: ClipModel) -> Generator[Progress, None, list[Check]]:
    """Look through all that is stored; returns one answer for each question.

    Reads the whole catalogue and all thumbnails: seconds for every 100,000 photos. Changes nothing.
    """
    questions: dict[str, Callable[[], str]] = {
        "catalogue": partial(_catalogue, library),
        "vectors": partial(_vectors, library, clip),
        "thumbnails": partial(_thumbnails, library),
        "backup": partial(_backup, library),
    }
    answers = []
    for number, (name, question) in enumerate(questions.items()):
        yield Progress(number, len(questions), tr("Checking: {check}", check=CHECKS[name]))
        answers.append(answer(name, question))
    yield Progress(len(questions), len(questions), trc("what was done", "Checked"))
    return answers


def try_skipped_again(library: Library, reason: str | None = None) -> int:
    """Let the next indexing open the files left out (for `reason`) once more; returns how many there are."""
    return library.skipped.try_again(reason)


def answer(name: str, question: Callable[[], str]) -> Check:
    """What came of a question; the world's errors are answers too."""
    try:
        return Check(name, ok=True, detail=question())
    except UserError as error:
        return Check(name, ok=False, detail=str(error))


def _catalogue(library: Library) -> str:
    """Whether SQLite finds its file whole, and every row what it refers to."""
    path = library.places.catalogue
    try:
        complaints = catalogue_complaints(library.catalogue)
    except CatalogueDamagedError as error:
        raise UserError(
            tr("The catalogue {path} is damaged. {advice}", path=path, advice=way_out(library.places))
        ) from error
    if complaints:
        raise UserError(
            tr(
                "The catalogue {path} is damaged ({complaint}). {advice}",
                path=path,
                complaint=complaints[0],
                advice=way_out(library.places),
            )
        )
    return trn("{n} photo, whole", "{n} photos, whole", library.photos.count())


def _vectors(library: Library, clip: ClipModel) -> str:
    """Whether every vector is one, and the counts that searches rely on are right."""
    bad = bad_vectors(library.catalogue, clip.key, clip.recipe.version, clip.folder.dim)
    if bad:
        raise UserError(
            trn(
                "{n} vectors of {name} are damaged. {advice}",
                "{n} vectors of {name} are damaged. {advice}",
                bad,
                name=clip.folder.name,
                advice=way_out(library.places),
            )
        )
    if miscounted_shelves(library.catalogue):
        raise UserError(tr("The count of vectors is wrong. {advice}", advice=way_out(library.places)))
    store = vector_store(library, clip)
    return trn(
        "{vectors} of {name}, {n} photo waits for its own",
        "{vectors} of {name}, {n} photos wait for theirs",
        store.pending(),
        vectors=store.count(),
        name=clip.folder.name,
    )


def _thumbnails(library: Library) -> str:
    """Whether the store is whole, and every photo has its thumbnail."""
    complaints = thumbnail_complaints(library.places.thumbnails)
    if complaints:
        raise UserError(
            tr(
                "The thumbnails in {thumbnails} are damaged ({complaint}). Close mmdesk and remove "
                "that file: `mmdesk add` makes it again.",
                thumbnails=library.places.thumbnails,
                complaint=complaints[0],
            )
        )
    lacking = photos_without_thumbnails(library.catalogue, library.thumbnails)
    if lacking:
        raise UserError(
            trn(
                "{n} photos have no thumbnail; `mmdesk add` with their folders makes them.",
                "{n} photos have no thumbnail; `mmdesk add` with their folders makes them.",
                lacking,
            )
        )
    return tr("every photo has one")


def _backup(library: Library) -> str:
    """Whether there is a backup to fall back on."""
    if not library.photos.count():
        return tr("nothing to back up yet")
    backup: Backup | None = library.backups.newest_good()
    if backup is None:
        raise UserError(
            tr("There is no good backup of the catalogue; `mmdesk add` makes one, where there is room.")
        )
    return tr(
        # translators: of a backup; {backups} is how many there are
        "of {day}, whole, one of {backups}",
        day=backup.day,
        backups=len(library.backups.all()),
    )


def _with_logs(path: Path) -> list[Path]:
    return [path, *path.parent.glob(f"{path.name}-*")]


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())
