"""The library as one thing to hand around: the catalogue and what lies in it."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.places import Places
from mmdesk.library.albums import Albums
from mmdesk.library.backups import Backup, Backups, put_back
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.duplicates import Duplicates
from mmdesk.library.fact_edits import FactEdits
from mmdesk.library.faults import CatalogueDamagedError
from mmdesk.library.file_log import FileLog
from mmdesk.library.file_stars import FileStars
from mmdesk.library.file_tags import FileTags
from mmdesk.library.filtering import Filtering
from mmdesk.library.folders import Folders
from mmdesk.library.history import History
from mmdesk.library.label_store import LabelStore
from mmdesk.library.locations import Locations
from mmdesk.library.network_disk import network_file_system
from mmdesk.library.other_names import OtherNames
from mmdesk.library.photo_texts import PhotoTexts
from mmdesk.library.photos import Photos
from mmdesk.library.raw_pairs import RawPairs
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.tags import Tags
from mmdesk.library.taken_out import TakenOut
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.words import NamedPhotos
from mmdesk.library.xmp.log import SidecarLog

I_KNOW = "MMDESK_DATA_ON_NETWORK"
"""Variable of the environment that lets a network file system pass: for a computer that has no disk of its
own, as long as no other one ever opens the same library.
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Library:
    """An open library. Its parts may be used from any thread until it is closed."""

    places: Places
    catalogue: Catalogue
    folders: Folders
    taken_out: TakenOut
    photos: Photos
    filtering: Filtering
    skipped: SkippedFiles
    companions: RawPairs
    other_names: OtherNames
    locations: Locations
    words: NamedPhotos
    texts: PhotoTexts
    thumbnails: Thumbnails
    tags: Tags
    file_tags: FileTags
    file_stars: FileStars
    facts: FactEdits
    labels: LabelStore
    albums: Albums
    backups: Backups
    sidecars: SidecarLog
    files: FileLog
    duplicates: Duplicates
    history: History

    def close(self) -> None:
        """Let go of the files."""
        self.thumbnails.close()
        self.catalogue.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_library(places: Places) -> Library:
    """Open the library in `places`, making it where there is none.

    Raises UserError where the data folder cannot be made or the catalogue cannot be opened; where it is
    damaged, the sentence says which backup there is.
    """
    make_data_folder(places)
    backups = Backups(places.backups)
    catalogue = _open_catalogue(places, backups)
    return Library(
        places=places,
        catalogue=catalogue,
        folders=Folders(catalogue),
        taken_out=TakenOut(catalogue),
        photos=Photos(catalogue),
        filtering=Filtering(catalogue, os.fsencode(places.paintings)),
        skipped=SkippedFiles(catalogue),
        companions=RawPairs(catalogue),
        other_names=OtherNames(catalogue),
        locations=Locations(catalogue),
        words=NamedPhotos(catalogue),
        texts=PhotoTexts(catalogue),
        thumbnails=Thumbnails(places.thumbnails),
        tags=Tags(catalogue),
        file_tags=FileTags(catalogue),
        file_stars=FileStars(catalogue),
        facts=FactEdits(catalogue),
        labels=LabelStore(catalogue),
        albums=Albums(catalogue),
        backups=backups,
        sidecars=SidecarLog(catalogue),
        files=FileLog(catalogue),
        duplicates=Duplicates(catalogue),
        history=History(catalogue),
    )


def make_data_folder(places: Places) -> None:
    """Make the data folder if it is not there. Raises UserError where that is impossible or unwise."""
    _refuse_network_disk(places)
    try:
        places.create()
    except OSError as error:
        raise UserError(
            tr(
                "The data folder {data_dir} cannot be made: {reason}.",
                data_dir=places.data_dir,
                reason=error.strerror,
            )
        ) from error


def _refuse_network_disk(places: Places) -> None:
    """Raise UserError where the data folder lies on another computer's disk, unless the user knows better."""
    kind = network_file_system(places.data_dir)
    if kind is None:
        return
    if os.environ.get(I_KNOW):
        log.warning("The data folder %s lies on a network file system (%s)", places.data_dir, kind)
        return
    raise UserError(
        tr(
            "The data folder {data_dir} lies on a network file system ({kind}), where SQLite's "
            "locks do not hold and the catalogue would be damaged sooner or later: choose a "
            "folder on a disk of this computer with --data-dir (photos may stay, and `mmdesk "
            "library copy` takes a library along).",
            data_dir=places.data_dir,
            kind=kind,
        )
    )


def back_up(library: Library) -> None:
    """Make today's backup, if there is none and there is something to keep; what hinders it is only logged.

    Raises CatalogueDamagedError: that must be told.
    """
    try:
        if library.photos.count():
            library.backups.make_if_due(library.catalogue)
    except CatalogueDamagedError:
        raise
    except UserError as error:  # where there is no room, the photos are in the library all the same
        log.warning("%s", error)


def restore_catalogue(places: Places) -> tuple[Backup, Path | None]:
    """Put the newest good backup in the place of the catalogue.

    Returns the backup, and where the file is kept that was there before. Raises UserError where there is
    no good backup.
    """
    backup = Backups(places.backups).newest_good()
    if backup is None:
        raise UserError(tr("There is no good backup in {backups}.", backups=places.backups))
    return backup, put_back(backup, places.catalogue)


def _open_catalogue(places: Places, backups: Backups) -> Catalogue:
    if _is_lost(places) and backups.all():
        sentence = tr("The catalogue {catalogue} is gone or empty.", catalogue=places.catalogue)
        raise CatalogueDamagedError(f"{sentence} {way_out(places)}")
    try:
        return Catalogue.open(places.catalogue)
    except CatalogueDamagedError as error:
        raise CatalogueDamagedError(f"{error} {way_out(places)}") from error


def way_out(places: Places) -> str:
    """What can be done about a damaged catalogue."""
    backup = Backups(places.backups).newest_good()
    if backup is None:
        return tr("There is no backup; move the file away to start anew.")
    return tr(
        "The newest good backup is of {day}: `mmdesk restore` puts it in its place and keeps "
        "what is there. To start anew instead, move the folder {data_dir} away.",
        day=backup.day,
        data_dir=places.data_dir,
    )


def _is_lost(places: Places) -> bool:
    """Whether there is nothing at all where a catalogue was: power cuts leave files of no length behind."""
    return not places.catalogue.exists() or places.catalogue.stat().st_size == 0
