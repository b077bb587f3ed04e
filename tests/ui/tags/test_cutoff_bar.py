"""The slider of the cut-off, and what may be decided at once on either side."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmdesk.ui.tags.cutoff_bar import CutoffBar


def test_the_slider_keeps_its_width_whatever_is_counted(qtbot: QtBot) -> None:
    bar = CutoffBar()
    qtbot.addWidget(bar)
    bar.resize(1200, 80)
    bar.show()
    widths = set[int]()
    for above, below in ((1, 0), (4999, 4999), (12, 345)):
        bar.tell_counts(above, below)
        QApplication.processEvents()
        widths.add(bar.slider.width())
    assert len(widths) == 1
    assert (bar.accept.text(), bar.reject.text()) == ("Accept 12 photos above", "Reject 345 below")
    assert bar.accept.isEnabled()
    bar.tell_counts(0, 1)
    assert (bar.accept.isEnabled(), bar.reject.isEnabled()) == (False, True)
