"""Places on disk: one data folder, and the resources that come with the program."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Places:
    """Paths the program writes to, all below one data folder. Nothing else is ever written."""

    data_dir: Path

    @classmethod
    def default(cls) -> "Places":
        """The platform's folder for data of this user."""
        return cls(Path(platformdirs.user_data_dir("mmdesk", appauthor=False)))

    @property
    def catalogue(self) -> Path:
        """The SQLite file: the only source of truth."""
        return self.data_dir / "catalogue.sqlite"

    @property
    def backups(self) -> Path:
        """Copies of the catalogue, in case something happens to it."""
        return self.data_dir / "backups"

    @property
    def thumbnails(self) -> Path:
        """The SQLite file of thumbnails; it can be made again."""
        return self.data_dir / "thumbnails.sqlite"

    @property
    def matrices(self) -> Path:
        """Memory-mapped search matrices, one per model; they can be made again."""
        return self.data_dir / "matrices"

    @property
    def lance(self) -> Path:
        """Search indexes on the disk, of LanceDB, for large libraries; they can be made again."""
        return self.data_dir / "lance"

    @property
    def recent_texts(self) -> Path:
        """Vectors of recent searches, one file per model; they can be made again."""
        return self.data_dir / "recent-texts"

    @property
    def models(self) -> Path:
        """Models the user added."""
        return self.data_dir / "models"

    @property
    def later_models(self) -> Path:
        """Models that were fetched for a later version of the program."""
        return self.data_dir / "models-later"

    @property
    def importing(self) -> Path:
        """Models on their way in, and on their way out."""
        return self.data_dir / "importing"

    @property
    def fetching(self) -> Path:
        """Models on their way from the internet."""
        return self.data_dir / "fetching"

    @property
    def settings(self) -> Path:
        """The user's settings."""
        return self.data_dir / "settings.json"

    @property
    def copied(self) -> Path:
        """Where a copied library was made for: paths of its own files begin there."""
        return self.data_dir / "copied.json"

    @property
    def preferences(self) -> Path:
        """How the program is to look and to behave."""
        return self.data_dir / "preferences.json"

    @property
    def label_drafts(self) -> Path:
        """Label sets as they were being written when their editor was closed."""
        return self.data_dir / "label-drafts.json"

    @property
    def recent_searches(self) -> Path:
        """Lines that were searched for last."""
        return self.data_dir / "recent-searches.json"

    @property
    def plans(self) -> Path:
        """Fastest ways of computing on this machine, as probes measured them; it can be made again."""
        return self.data_dir / "plans.json"

    @property
    def sample_library(self) -> Path:
        """Pictures `mmdesk demo` unpacks."""
        return self.data_dir / "sample-pictures"

    @property
    def pasted(self) -> Path:
        """Pictures pasted on the search line."""
        return self.data_dir / "pasted"

    @property
    def played(self) -> Path:
        """The film that was last taken out of a photo, to be played."""
        return self.data_dir / "played"

    @property
    def studio(self) -> Path:
        """Folder of everything the Studio keeps."""
        return self.data_dir / "studio"

    @property
    def runs(self) -> Path:
        """Paintings under way and done, one folder each."""
        return self.studio / "runs"

    @property
    def paintings(self) -> Path:
        """Finished pictures: a folder of the library."""
        return self.studio / "pictures"

    @property
    def paint_queue(self) -> Path:
        """Paintings that wait for their turn."""
        return self.studio / "queue.json"

    @property
    def log(self) -> Path:
        """What the window did and what went wrong; older logs lie beside it."""
        return self.data_dir / "mmdesk.log"

    def find_model(self, name: str) -> Path | None:
        """The folder of the model called `name`, the user's own first, or the folder `name` itself."""
        candidates = (self.models / name, builtin_models() / name, Path(name).absolute())
        return next((folder for folder in candidates if folder.is_dir()), None)

    def create(self) -> None:
        """Make the data folder if it is not there. Raises OSError where that is impossible."""
        self.data_dir.mkdir(parents=True, exist_ok=True)


def builtin_models() -> Path:
    """The folder of models that come with the program."""
    return _resources("models")


def builtin_labels() -> Path:
    """The folder of label sets that come along, and of the vocabulary they are measured against."""
    return _resources("labels")


def desktop_files() -> Path:
    """The folder of what a desktop wants to know of the program: its entry in menus, and its icons."""
    return _resources("desktop")


def engine_picture(engine: str) -> Path:
    """A picture that the engine of that name painted; it is not there for engines without a model that comes
    along.
    """
    return _resources("engines") / f"{engine}.png"


def manual_page() -> Path:
    """The manual (Markdown); its pictures lie where it says, beside it."""
    installed = _resources("MANUAL.md")
    return installed if installed.exists() else Path(__file__).parents[2] / "packaging" / "MANUAL.md"


def debian_packages() -> list[str]:
    """Names of the packages that a bare Debian or Ubuntu lacks, and without which no window opens."""
    return _resources("debian-packages.txt").read_text("ascii").split()


def languages_folder() -> Path:
    """The catalogues of sentences: a folder for each language."""
    return _resources("languages")


def _resources(part: str) -> Path:
    installed = Path(__file__).parent.parent / "resources" / part
    return installed if installed.exists() else Path(__file__).parents[2] / "resources" / part
