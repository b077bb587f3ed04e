"""The panel at the left of the Tags place: the label set, its labels, and what can be asked of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.label_names import set_title
from mmdesk.core.language import tr
from mmdesk.core.tagging.overview import MANUAL_SET, Overview
from mmdesk.ui.formatting import titled
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.tab_order import tab_through
from mmdesk.ui.tags.label_list import LabelList

PAGES = (tr("Labels"), tr("Folders"))
TITLES = {MANUAL_SET: tr("Tagged by hand")}


class LabelsPanel(QWidget):
    """A choice of sets with their `menu`, a field to find labels, the labels, and below them the way to look.

    Signals:
        page_chosen(int): the review of labels (0), or what folders show (1).
        set_chosen(str), label_chosen(str): another set, another label.
        tagging_requested(): the set's labels are to be looked for.
    """

    page_chosen = Signal(int)
    set_chosen = Signal(str)
    label_chosen = Signal(str)
    tagging_requested = Signal()

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMinimumWidth(200)
        self.pages = QButtonGroup(self)
        self.sets = ComboBox(self)
        self.sets.setAccessibleName(tr("Label set"))
        self.sets.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._more = IconButton("more", tr("What else can be done with label sets"), self)
        self._more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(menu)
        self._field = QLineEdit(self)
        self._field.setProperty("role", "number")
        self._field.setPlaceholderText(tr("Find a label"))
        self._field.setAccessibleName(tr("Find a label"))
        self.labels = LabelList(self)
        self.drafts = QPushButton(self)
        self.drafts.setToolTip(tr("Open the editor as it was when it was closed"))
        self.drafts.hide()
        self.look = QPushButton(tr("Look again"), self)
        self.look.setToolTip(tr("Look for the labels of this set in all photos; no photo is opened for it"))
        self._lay_out()
        self.pages.idClicked.connect(self.page_chosen)
        self.sets.activated.connect(self._tell_set)
        self._field.textChanged.connect(self.labels.filter)
        self._field.returnPressed.connect(self.labels.choose_first)
        self.labels.chosen.connect(self.label_chosen)
        self.look.clicked.connect(self.tagging_requested)

    def show_overview(self, shown: Overview) -> None:
        """Show a set among all sets."""
        names = [self.sets.itemData(place) for place in range(self.sets.count())]
        if names != list(shown.sets):
            self.sets.clear()
            for name in shown.sets:
                self.sets.addItem(TITLES.get(name, titled(set_title(name))), name)
        self.sets.setCurrentIndex(shown.sets.index(shown.labels.name))
        self.labels.show_lines(shown.lines)
        self.look.setText(tr("Look again") if shown.was_looked_for else tr("Look for labels"))

    def offer_drafts(self, words: str) -> None:
        """Offer to go on with what was typed into an editor and not saved; nothing where there is none."""
        self.drafts.setText(words)
        self.drafts.setVisible(bool(words))

    def choose(self, name: str) -> None:
        """Choose a label; one that the field hides is shown again."""
        self.labels.choose(name)
        if self.labels.label != name:
            self._field.clear()
            self.labels.choose(name)

    def _tell_set(self) -> None:
        self.set_chosen.emit(self.sets.currentData())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(4)
        top.addWidget(self.sets, 1)
        top.addWidget(self._more)
        pages = QHBoxLayout()
        pages.setSpacing(4)
        for number, words in enumerate(PAGES):
            button = QPushButton(words, self)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setChecked(number == 0)
            self.pages.addButton(button, number)
            pages.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(pages)
        column.addLayout(top)
        column.addWidget(self.drafts)
        column.addWidget(self._field)
        counts = label(tr("suggested, accepted"), "small", self)
        counts.setAlignment(Qt.AlignmentFlag.AlignRight)
        counts.setContentsMargins(0, 0, 16, 0)
        column.addWidget(counts)
        column.addWidget(self.labels, 1)
        column.addWidget(self.look)
        choices = (self.sets, self._more, self.drafts, self._field, self.labels, self.look)
        tab_through(*self.pages.buttons(), *choices)
