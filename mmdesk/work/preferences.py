"""The preferences in force: kept on the disk as they change, and told to everybody."""

from PySide6.QtCore import QObject, Signal

from mmdesk.core.cores import limit_cores
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.places import Places
from mmdesk.core.preferences import Preferences, load_preferences, save_preferences
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class PreferencesWork(Worker):
    """Holds the preferences; what is changed is in force at once.

    Signals:
        changed(Preferences): others are in force.
    """

    changed = Signal(object)

    def __init__(self, places: Places, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._lane = places.preferences, lanes.book
        self._now = load_preferences(self._path)
        limit_cores(self._now.threads)

    @property
    def now(self) -> Preferences:
        """Preferences in force."""
        return self._now

    def change(self, preferences: Preferences) -> None:
        """Let these be in force, and keep them."""
        if preferences != self._now:
            self._now = preferences
            limit_cores(preferences.threads)
            self._run(self._lane, lambda: self._keep(preferences))
            self.changed.emit(preferences)

    def _keep(self, preferences: Preferences) -> None:
        try:
            save_preferences(preferences, self._path)
        except OSError as error:
            raise UserError(
                tr("The preferences cannot be kept: {strerror}.", strerror=error.strerror)
            ) from error
