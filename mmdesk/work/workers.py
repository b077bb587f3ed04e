"""The workers of the window, one for each feature."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

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
from mmdesk.work.health import HealthWork
from mmdesk.work.history import HistoryWork
from mmdesk.work.indexing import IndexWork
from mmdesk.work.label_sets import LabelSetsWork
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
from mmdesk.work.tagging import TaggingWork
from mmdesk.work.texts import TextsWork
from mmdesk.work.watching import WatchWork
from mmdesk.work.worker import Worker


@dataclass(frozen=True, slots=True)
class Workers:
    """Workers that the window is given; it hands each of its parts only what that needs."""

    browse: BrowseWork
    pictures: PictureWork
    pasted: PastedWork
    search: SearchWork
    facets: FacetsWork
    recent: RecentSearchesWork
    explain: ExplainWork
    texts: TextsWork
    culling: CullWork
    index: IndexWork
    paint: PaintWork
    models: ModelsWork
    fetching: FetchWork
    overview: OverviewWork
    decisions: DecisionWork
    learning: LearningWork
    review: ReviewWork
    tagging: TaggingWork
    label_sets: LabelSetsWork
    albums: AlbumsWork
    album_counts: AlbumCountsWork
    exporting: ExportWork
    library_copy: LibraryCopyWork
    photo_tags: PhotoTagsWork
    sidecars: SidecarsWork
    facts: FactsWork
    health: HealthWork
    files: FileActs
    away: AwayWork
    folders: FoldersWork
    duplicates: DuplicatesWork
    history: HistoryWork
    watch: WatchWork
    about: AboutWork
    preferences: PreferencesWork
    patience: PatienceWork
    caches: CachesWork

    def __iter__(self) -> Iterator[Worker]:
        """Every one of them."""
        return (getattr(self, field.name) for field in fields(self))

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs, and the window has been told all it asked for."""
        return all(worker.is_idle for worker in self)

    def stop(self) -> None:
        """Let all that takes long end after the step under way."""
        for worker in self:
            worker.stop()
