"""The look of one group: its photos side by side, the one to keep marked, and why."""

import os
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette, QPen

from mmdesk.core.duplicates import Kind, Member
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.paths import display_folder, display_name
from mmdesk.core.photo import Photo
from mmdesk.ui.duplicates.decisions import GroupDecision
from mmdesk.ui.formatting import day_and_time, dimensions, file_size, taken_source
from mmdesk.ui.parts.text_painter import END, MIDDLE, MUTED, RIGHT, TEXT, TextPainter

TILE, TILE_HEIGHT = 200, 156
"""The box a picture is fitted into: most lie on their side."""

GAP = 16
MARGIN = 24
AIR = 16
"""Space above and below a row's contents."""

LINES = 4
FADED = 0.4
"""Opacity of a picture that is to go."""

NAMES: dict[Kind, str] = {
    "same-bytes": tr("Same bytes"),
    "same-shot": tr("Same shot, saved again"),
    "burst": tr("Burst"),
}


SHARPEST = tr("sharpest")
"""The reason that bursts have, as `core.duplicates` says it."""


@dataclass(frozen=True, slots=True)
class GroupMeasures:
    """Places in a row, for a font whose lines are `line` pixels high."""

    line: int

    @property
    def height(self) -> int:
        """Height of a row: its heading, the pictures, the facts, and some air."""
        return AIR + self.line + 8 + TILE_HEIGHT + 6 + LINES * self.line + AIR

    def fitting(self, width: int) -> int:
        """Number of photos side by side in a row of a `width`."""
        return max(1, (width - 2 * MARGIN + GAP) // (TILE + GAP))

    def first_shown(self, count: int, current: int, width: int) -> int:
        """Number of the first photo shown of `count`, when number `current` is the current one."""
        fitting = self.fitting(width)
        return max(0, min(current - fitting // 2, count - fitting))

    def heading(self, row: QRect) -> QRect:
        """Rectangle of the heading."""
        return QRect(row.left() + MARGIN, row.top() + AIR, row.width() - 2 * MARGIN, self.line)

    def tile(self, row: QRect, place: int) -> QRect:
        """Rectangle of the picture that is shown at `place`."""
        left = row.left() + MARGIN + place * (TILE + GAP)
        return QRect(left, row.top() + AIR + self.line + 8, TILE, TILE_HEIGHT)

    def place_at(self, row: QRect, point: QPoint, shown: int) -> int | None:
        """Place, of so many shown, of the photo a point is on, its facts included."""
        for place in range(shown):
            tile = self.tile(row, place)
            if tile.adjusted(0, 0, 0, 6 + LINES * self.line).contains(point):
                return place
        return None


class GroupPainter:
    """Paints the rows of groups in the font and the colours of a list."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self._palette = palette
        self._font = font
        self.measures = GroupMeasures(QFontMetrics(font).height())

    def paint_ground(self, painter: QPainter, row: QRect, *, is_current: bool) -> None:
        """Paint the surface of the current row, and the hairline below any."""
        if is_current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(QRectF(row.adjusted(4, 4, -4, -4)), 8, 8)
        line = QRect(row.left() + MARGIN, row.bottom(), row.width() - 2 * MARGIN, 1)
        painter.fillRect(line, self._palette.color(QPalette.ColorRole.Mid))

    def paint_heading(self, painter: QPainter, row: QRect, decision: GroupDecision, hidden: int) -> None:
        """Write what is said of the group: its class, the reasons, and what was decided."""
        text = TextPainter(painter, self._palette, self._font)
        box = self.measures.heading(row)
        photos = trn("{n} photo", "{n} photos", len(decision.members))
        name = f"{NAMES[decision.group.kind]} · {photos}"
        width = text.write(box, name, weight=QFont.Weight.DemiBold)
        box.setLeft(box.left() + width + 2 * GAP)
        width = text.write(box, state_of(decision, hidden), MUTED, align=RIGHT)
        box.setRight(box.right() - width - 2 * GAP)
        text.write(box, reasons_of(decision), MUTED, cut=END)

    def paint_photo(
        self, painter: QPainter, tile: QRect, decision: GroupDecision, member: Member, image: QImage | None
    ) -> None:
        """Paint a picture with its mark, and its facts below."""
        place = QRectF(_fitted(member.photo, image, tile))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        goes = member.id in decision.marked
        painter.setOpacity(FADED if goes else 1.0)
        if image is None:
            painter.fillRect(place, self._palette.color(QPalette.ColorRole.Highlight))
        else:
            painter.drawImage(place, image)
        painter.setOpacity(1.0)
        mark = mark_of(decision, member)
        if mark:
            self._paint_mark(painter, place, mark, filled=not goes and bool(decision.marked))
        self._paint_facts(painter, tile, member, faint=goes)

    def paint_ring(self, painter: QPainter, tile: QRect, photo: Photo, image: QImage | None) -> None:
        """Paint the ring around the current photo."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._palette.color(QPalette.ColorRole.Accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(_fitted(photo, image, tile)).adjusted(-3, -3, 3, 3), 4, 4)

    def _paint_mark(self, painter: QPainter, place: QRectF, words: str, *, filled: bool) -> None:
        """Paint a pill in the upper left corner, readable on any picture."""
        bold = QFont(self._font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        pill = QRectF(place.left() + 6, place.top() + 6, width, self.measures.line + 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 235) if filled else QColor(0, 0, 0, 168))
        painter.drawRoundedRect(pill, 6, 6)
        painter.setPen(QColor(20, 20, 20) if filled else QColor(255, 255, 255))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_facts(self, painter: QPainter, tile: QRect, member: Member, *, faint: bool) -> None:
        text = TextPainter(painter, self._palette, self._font)
        line = QRect(tile.left(), tile.bottom() + 7, tile.width(), self.measures.line)
        for number, (words, cut) in enumerate(facts_of(member.photo)):
            text.write(line, words, MUTED if number or faint else TEXT, cut=cut)
            line.translate(0, self.measures.line)


def facts_of(photo: Photo) -> list[tuple[str, Qt.TextElideMode]]:
    """Name, size, date and folder, with where each is cut when there is no room."""
    kind = os.fsdecode(os.path.splitext(photo.path)[1]).lstrip(".").upper()
    return [
        (display_name(photo.path), MIDDLE),
        (f"{dimensions(photo)} · {kind} · {file_size(photo.stamp.size)}", END),
        (_taken(photo), END),
        (display_folder(os.path.dirname(photo.path)), Qt.TextElideMode.ElideLeft),
    ]


def _taken(photo: Photo) -> str:
    """Day and time it was taken; of a date that is not the camera's, the day only, and whose it is."""
    if not photo.facts.taken_at:
        return tr("no date")
    source = taken_source(photo.facts.taken_from)
    if not source:
        return day_and_time(photo.facts.taken_at)
    return f"{day_and_time(photo.facts.taken_at.split('T')[0])} ({source})"


def mark_of(decision: GroupDecision, member: Member) -> str:
    """Mark that says in a word what is to become of a photo; empty for none."""
    if member.id in decision.marked:
        return trc("what becomes of a photo", "Trash")
    if member.with_raw:
        return tr("Stays, with raw file")
    if decision.marked:
        return trc("what becomes of a photo", "Keep")
    return tr("Sharpest") if member.id == decision.group.keep and SHARPEST in decision.group.reasons else ""


def reasons_of(decision: GroupDecision) -> str:
    """Reasons why the first is the one to keep."""
    if decision.group.keep in decision.marked:
        return tr("your choice")
    words = ", ".join(decision.group.reasons)
    if decision.group.kind == "burst" and not decision.marked:
        if words == SHARPEST:
            return tr("nothing is proposed; choose what to keep")
        return tr("the first: {reasons}", reasons=words)
    return words


def state_of(decision: GroupDecision, hidden: int) -> str:
    """State of a decision, and how many photos there are more than can be seen."""
    more = trn("{n} more, with ← and →", "{n} more, with ← and →", hidden) if hidden else ""
    if decision.is_accepted:
        decided = tr("Accepted · {size}", size=file_size(decision.bytes))
    else:
        decided = tr("would free {size}", size=file_size(decision.bytes)) if decision.marked else ""
    return "    ".join(words for words in (more, decided) if words)


def _fitted(photo: Photo, image: QImage | None, tile: QRect) -> QRect:
    """The place of a picture in its box: below at the left, near its facts."""
    natural = image.size() if image is not None else QSize(photo.facts.width, photo.facts.height)
    size = natural.scaled(tile.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return QRect(tile.left(), tile.bottom() + 1 - size.height(), size.width(), size.height())
