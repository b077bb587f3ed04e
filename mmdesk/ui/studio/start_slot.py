"""The picture to begin with: how strongly it counts, or which part of it stays, and the mask over it."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSlider, QVBoxLayout, QWidget

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import InitImage, Mask
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.studio.picture_slot import PictureSlot
from mmdesk.work.pictures import PictureWork

FULL = 100
BEGIN_WITH = tr("Start from a picture: drop it here")
COMPLETE = tr("Complete a picture: drop it here")
KEPT_PARTS = {
    "top": tr("Its top half stays"),
    "bottom": tr("Its bottom half stays"),
    "left": tr("Its left half stays"),
    "right": tr("Its right half stays"),
    "mask": tr("What a mask says stays"),
}
MASK_FIRST = tr("Say with Mask… what of the picture stays.")
SHORTEST = 12
"""Letters of a part that are seen at least."""

NO_MASK, MASKED = tr("Mask…"), tr("Mask ✓")


class StartSlot(PictureSlot):
    """A place for the start picture: of which a part stays, or which fades where it is only begun with.

    Signals:
        setting_changed(): another strength, part or mask.
        mask_requested(bytes): the mask of the picture at this path is to be painted.
    """

    setting_changed = Signal()
    mask_requested = Signal(object)

    def __init__(self, pictures: PictureWork, parent: QWidget | None = None) -> None:
        self._strength = QSlider(Qt.Orientation.Horizontal)
        self._strength.setRange(0, FULL)
        self._strength.setValue(FULL)
        self._strength.setToolTip(tr("How much of the picture is there at the beginning"))
        self._keep = ComboBox()
        for part, words in KEPT_PARTS.items():
            self._keep.addItem(words, part)
        self._keep.setAccessibleName(tr("What stays of it"))
        self._keep.setMinimumContentsLength(SHORTEST)
        self._keep.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._mask_button = QPushButton(NO_MASK)
        self._mask: Mask | None = None
        self._completes = False
        super().__init__(BEGIN_WITH, pictures, self._more(), parent)
        self._strength.valueChanged.connect(self.setting_changed)
        self._keep.activated.connect(self._choose_part)
        self._mask_button.clicked.connect(self._ask_for_mask)
        self.changed.connect(self._forget_mask)
        self._fit()

    @property
    def init(self) -> InitImage | None:
        """Picture to begin with."""
        if self.path is None:
            return None
        return InitImage(self.path, strength=1.0 if self._completes else self._strength.value() / FULL)

    @property
    def keep(self) -> str:
        """Part that stays, as engines that complete pictures name it. Raises UserError without its mask."""
        if self.path is None:
            return "nothing"
        if self._keep.currentData() == "mask" and self._mask is None:
            raise UserError(MASK_FIRST)
        return str(self._keep.currentData())

    @property
    def kept_mask(self) -> Mask | None:
        """Mask over the picture, where it counts."""
        counts = self.path is not None and (not self._completes or self._keep.currentData() == "mask")
        return self._mask if counts else None

    def take_mask(self, mask: Mask | None) -> None:
        """Take a mask over the picture, or none."""
        self._mask = mask
        self._mask_button.setText(MASKED if mask else NO_MASK)
        self.setting_changed.emit()

    def show_start(self, init: InitImage | None, mask: Mask | None, keep: str) -> None:
        """Show the picture of a spec, and what of it stays."""
        self.empty()
        if init is not None:
            with QSignalBlocker(self._strength):
                self._strength.setValue(round(init.strength * FULL))
            self._keep.setCurrentIndex(max(0, self._keep.findData(keep)))
            self.fill(init.path)
        self.take_mask(mask)
        self._fit()

    def complete(self, completes: bool) -> None:  # noqa: FBT001
        """Be the place of a picture that is completed, or of one that is begun with."""
        self._completes = completes
        self.invite(COMPLETE if completes else BEGIN_WITH)
        self._fit()

    def _choose_part(self) -> None:
        self._fit()
        self.setting_changed.emit()

    def _fit(self) -> None:
        self._strength.setVisible(not self._completes)
        self._keep.setVisible(self._completes)
        self._mask_button.setVisible(not self._completes or self._keep.currentData() == "mask")

    def _forget_mask(self) -> None:
        self.take_mask(None)

    def _ask_for_mask(self) -> None:
        if self.path is not None:
            self.mask_requested.emit(self.path)

    def _more(self) -> QWidget:
        more = QWidget()
        column = QVBoxLayout(more)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._strength, self._keep, self._mask_button):
            column.addWidget(widget)
        return more
