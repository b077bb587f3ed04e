"""Patience of heavy work: it waits for mains power, and for the night, where that is wished."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from mmdesk.core.language import tr
from mmdesk.core.painting.queue import Night
from mmdesk.tasks.power import runs_on_battery
from mmdesk.work.indexing import IndexWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.painting import PaintWork
from mmdesk.work.patient_worker import PatientWorker
from mmdesk.work.preferences import PreferencesWork
from mmdesk.work.worker import Worker

LOOK_EVERY_MS = 20_000
"""Time between two looks at power and clock."""

FOR_POWER = tr("Waits for mains power")


class PatienceWork(Worker):
    """Lets looking at photos wait while the computer runs on its battery, and by day.

    `is_on_battery` is asked in a lane: on some systems that starts a program.
    """

    def __init__(
        self,
        preferences: PreferencesWork,
        index: IndexWork,
        paint: PaintWork,
        lanes: Lanes,
        parent: QObject,
        is_on_battery: Callable[[], bool] = runs_on_battery,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._paint, self._patient = preferences, paint, list[PatientWorker]([index])
        self._is_on_battery = is_on_battery
        self._power = self._latest(lanes.quick, self._take)
        self._on_battery = False
        self._clock = QTimer(self, interval=LOOK_EVERY_MS)
        self._clock.timeout.connect(self.look)
        preferences.changed.connect(self.look)
        paint.queue_changed.connect(self._judge)

    def hold(self, worker: PatientWorker) -> None:
        """Let other work wait for the same reasons."""
        self._patient.append(worker)

    def start(self) -> None:
        """Look now, and every now and then."""
        self._clock.start()
        self.look()

    def stop(self) -> None:
        """Look no longer."""
        self._clock.stop()

    def look(self) -> None:
        """Look whether there is a reason to wait."""
        if self._preferences.now.gentle and self._clock.isActive():
            self._power.ask(self._is_on_battery)
        else:
            self._take(False)

    def _take(self, on_battery: bool) -> None:  # noqa: FBT001
        self._on_battery = on_battery
        self._judge()

    def _judge(self, _: object = None) -> None:
        reason = self._reason(datetime.now())
        for worker in self._patient:
            worker.wait_because(reason)

    def _reason(self, now: datetime) -> str:
        """Reason to wait, in words; nothing where there is none."""
        if self._preferences.now.gentle and self._on_battery:
            return FOR_POWER
        if self._preferences.now.index_by_night and not by_night(self._paint.night).allows(now):
            return tr("Waits for the night, from {begins}", begins=self._paint.night.begins)
        return ""


def by_night(night: Night) -> Night:
    """The same hours, in force."""
    return replace(night, on=True)
