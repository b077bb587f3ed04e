"""Long work that waits while there is a reason to: the battery, the day."""

from PySide6.QtCore import QObject, Signal

from mmdesk.work.worker import LongWorker


class PatientWorker(LongWorker):
    """Has one long job at a time, which waits for as long as it is told to, unless the user says otherwise.

    Signals:
        waited(str): it waits, for this reason, or no longer ("").
    """

    waited = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reason = ""
        self._is_held = False
        self._has_patience = True

    @property
    def waits_because(self) -> str:
        """Reason for which the run under way waits, in words; nothing where it does not."""
        return self._reason if self._is_held else ""

    def wait_because(self, reason: str) -> None:
        """Let this and later runs wait, for a reason in words, or no longer ("")."""
        if reason != self._reason:
            self._reason = reason
            if reason:
                self._wait()
            elif self._is_held:
                self.resume()

    def resume(self) -> None:
        """Go on after a pause, and whatever is waited for; runs that begin after the last one wait again."""
        was_held, self._is_held = self._is_held, False
        self._has_patience = not self._reason
        super().resume()
        if was_held:
            self.waited.emit("")

    def _wait(self) -> None:
        """Wait after the step under way, where there is a reason, and tell it."""
        if self._reason and self._has_patience and (self._is_held or not self.is_paused):
            if not self._is_held:
                self._is_held = self.is_running
                self.pause()
            self.waited.emit(self.waits_because)

    def _rest(self) -> None:
        """Take note that no job is left that would wait."""
        self._is_held = False
        self._has_patience = True
