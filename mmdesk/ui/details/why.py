"""The reasons why a photo was found: how sure the model is, and how clearly each term is seen."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.name_match import NameMatch
from mmdesk.core.query import Hit, TermScore
from mmdesk.ui.formatting import how_clearly, term_name, titled
from mmdesk.ui.parts.labels import ElidedLabel, label


class WhyItMatched(QWidget):
    """Band and relevance of a hit, how clearly it shows each term, and what counted beside the picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._band = label("", "heading", self)
        self._relevance = label("", "muted", self)
        self._meter = Meter(self)
        self._terms = QGridLayout()
        self._terms.setHorizontalSpacing(12)
        self._terms.setColumnStretch(0, 1)
        self._shown: list[ElidedLabel] = []
        self._names = label("", "muted", self)
        self._names.setWordWrap(True)
        self._lay_out()

    def show_hit(self, hit: Hit) -> None:
        """Explain `hit`."""
        self._band.setText(tr("Found") if hit.is_exact else titled(hit.band.word))
        self._relevance.setText(
            tr("it meets every filter")
            if hit.is_exact
            else tr("{relevance:.0%} relevant", relevance=hit.relevance)
        )
        self._meter.show_share(hit.relevance)
        self._meter.setVisible(not hit.is_exact)
        self._show_terms(hit.terms)
        self._names.setText("\n".join(map(_sentence, hit.names)))
        self._names.setVisible(bool(hit.names))

    def texts(self) -> list[str]:
        """Texts shown, in reading order."""
        terms = [term.whole_text for term in self._shown]
        names = self._names.text().splitlines()
        return [self._band.text(), self._relevance.text(), *terms, *names]

    def _show_terms(self, terms: Sequence[TermScore]) -> None:
        """Show a line for each term; labels are made only when there are more terms than ever before."""
        while len(self._shown) < 2 * len(terms):
            row = len(self._shown) // 2
            for column, role in enumerate(("body", "muted")):
                made = ElidedLabel("", role, Qt.TextElideMode.ElideMiddle, self)
                self._terms.addWidget(made, row, column)
                self._shown.append(made)
        for made in self._shown[2 * len(terms) :]:
            made.hide()
        for row, term in enumerate(terms):
            name, clearly = self._shown[2 * row : 2 * row + 2]
            called = term_name(term.text, term.kind)
            numbers = tr(
                "{relevance:.0%} relevant, cosine {score:.3f}", relevance=term.relevance, score=term.score
            )
            name.set_text(tr("not {term}", term=called) if term.negative else called, numbers)
            clearly.set_text(how_clearly(term.relevance), numbers)
            name.show()
            clearly.show()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._band)
        line.addWidget(self._relevance)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self._meter)
        column.addLayout(self._terms)
        column.addWidget(self._names)


class Meter(QWidget):
    """A share of a whole, as a bar; marks where the bands begin are not needed beside the word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Show a share 0..1."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    def sizeHint(self) -> QSize:
        """Size of a thin bar."""
        return QSize(120, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the groove, and the share in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(self.rect())
        radius = bar.height() / 2
        painter.setBrush(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(bar, radius, radius)
        bar.setWidth(max(bar.height(), bar.width() * self._share))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Text))
        painter.drawRoundedRect(bar, radius, radius)


def _sentence(name: NameMatch) -> str:
    """What counted beside the picture."""
    return f"{name.sentence[:1].upper()}{name.sentence[1:]}"
