"""The page of heavy work: how much of the computer it may have, and when."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from mmdesk.core.cluster import Cluster
from mmdesk.core.cores import usable_cores
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc
from mmdesk.core.painting.queue import Night
from mmdesk.ui.loupe.text_layer import HOW_TO_READ
from mmdesk.ui.preferences.page import PreferencesPage, choose, turn
from mmdesk.work.workers import Workers

HALF_HOURS = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30))

GENTLE = tr(
    "Looks at new photos on mains power only. What waits says so at the bottom of the "
    "window, and can be told to go on there."
)

TEXT = tr("Happens while there is nothing else to do, so that searches find what photos say.")


CLUSTER = tr(
    "The computers of a Ray cluster look at new photos, from the next run on, and paint what is in the "
    "queue of the Studio; local:4 is one of four cores of this computer. Empty: this computer does it itself."
)


class ProcessorPage(PreferencesPage):
    """Cores, battery, and the night."""

    title = tr("Processor")

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(workers.preferences, parent)
        self._paint = workers.paint
        cores = [(str(number), number) for number in range(1, usable_cores())]
        self.threads = self.choose_of(
            "threads", tr("Cores for heavy work"), [(trc("cores", "All"), 0), *cores]
        )
        self.add_note(tr("Obeyed by looking at photos and by paintings that begin from now on."))
        self.gentle = self.switch_of("gentle", tr("Gentle on the battery"))
        self.add_note(GENTLE)
        self.text = self.switch_of("read_text", tr("Read text in receipts, signs and screens"))
        self.text.setEnabled(workers.texts.can_read)
        self.add_note(TEXT if workers.texts.can_read else HOW_TO_READ)
        self.add_heading(tr("By night only"))
        self.look = self.switch_of("index_by_night", tr("Look at new photos"))
        self.paint = self.add_switch(tr("Paint what is in the queue of the Studio"))
        self.paint.toggled.connect(lambda on: self._set_night(on=on))
        times = [(moment, moment) for moment in HALF_HOURS]
        self.begins = self.add_box(tr("The night begins at"), times)
        self.begins.activated.connect(lambda _: self._set_night(begins=self.begins.currentData()))
        self.ends = self.add_box(tr("and ends at"), times)
        self.ends.activated.connect(lambda _: self._set_night(ends=self.ends.currentData()))
        self._shows.append(self._show_night)
        self.add_heading(tr("On a cluster"))
        self.cluster = self.line_of("cluster", tr("Address"), "nas:6379", lambda line: _wrong(line, ""))
        self.cluster_map = self.line_of(
            "cluster_map",
            tr("Folders there"),
            "/srv/photos=/mnt/photos",
            lambda line: _wrong("local:1", line),
        )
        self.add_note(CLUSTER)
        self._paint.queue_changed.connect(self._show_night)
        self.finish()

    def _set_night(self, **changes: object) -> None:
        self._paint.set_night(replace(self._paint.night, **changes))  # type: ignore[arg-type]

    def _show_night(self, _: object = None) -> None:
        night: Night = self._paint.night
        turn(self.paint, on=night.on)
        choose(self.begins, night.begins)
        choose(self.ends, night.ends)


def _wrong(address: str, rules: str) -> str:
    """What is wrong with the address, or with what folders are called there; nothing where all is well."""
    try:
        Cluster.of_lines(address, rules)
    except UserError as error:
        return str(error)
    return ""
