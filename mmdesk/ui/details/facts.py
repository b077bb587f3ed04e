"""Facts of a photo, as lines of a name and a value."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.core.paths import display_folder, display_name
from mmdesk.core.photo import Photo
from mmdesk.core.photo_text import PhotoText
from mmdesk.ui.formatting import (
    coordinates,
    day_and_time,
    dimensions,
    file_size,
    film_length,
    megapixels,
    taken_source,
)
from mmdesk.ui.parts.labels import label

_NAMES = {
    "Caption": trc("a fact of a photo", "Caption"),
    "Text": trc("a fact of a photo", "Text"),
    "Taken": trc("a fact of a photo", "Taken"),
    "Size": trc("a fact of a photo", "Size"),
    "Length": trc("a fact of a photo", "Length"),
    "Live photo": trc("a fact of a photo", "Live photo"),
    "File": trc("a fact of a photo", "File"),
    "Damage": trc("a fact of a photo", "Damage"),
    "Camera": trc("a fact of a photo", "Camera"),
    "Lens": trc("a fact of a photo", "Lens"),
    "Exposure": trc("a fact of a photo", "Exposure"),
    "Place": trc("a fact of a photo", "Place"),
    "Folder": trc("a fact of a photo", "Folder"),
    "Also at": trc("a fact of a photo", "Also at"),
}
"""Facts in their order, with the headings that are shown."""

NO_TEXT = PhotoText()

MOST_TEXT = 240
"""Letters of the text in a photo that are shown; the loupe shows all of it."""

_FIRM = "\N{NO-BREAK SPACE}"


class FactsTable(QWidget):
    """The facts of one photo; a fact that is not known takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._rows = {name: self._make_row(heading) for name, heading in _NAMES.items()}

    def show_photo(self, photo: Photo, text: PhotoText = NO_TEXT) -> None:
        """Show the facts of `photo`, and what was read in it."""
        facts = facts_of(photo, text)
        for name, (heading, value) in self._rows.items():
            value.setText(facts.get(name, ""))
            heading.setVisible(name in facts)
            value.setVisible(name in facts)

    def _make_row(self, words: str) -> tuple[QLabel, QLabel]:
        heading, value = label(words, "muted", self), label("", parent=self)
        value.setWordWrap(True)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = self._grid.rowCount()
        self._grid.addWidget(heading, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        heading.hide()
        value.hide()
        return heading, value


def facts_of(photo: Photo, text: PhotoText = NO_TEXT) -> dict[str, str]:
    """Facts that are known, by name, as text."""
    facts = photo.facts
    known = {
        "Caption": facts.caption,
        "Text": _read(text),
        "Taken": _taken(photo),
        "Size": "  ·  ".join(filter(None, (dimensions(photo), "" if photo.is_film else megapixels(photo)))),
        "Length": _length(photo),
        "Live photo": _live(photo),
        "File": file_size(photo.stamp.size),
        "Damage": _damage(photo),
        "Camera": facts.camera,
        "Lens": facts.lens,
        "Exposure": _exposure(photo),
        "Place": _place(photo),
        "Folder": display_folder(os.path.dirname(photo.path)),
        "Also at": "\n".join(display_folder(name) for name in photo.other_names),
    }
    return {name: value for name, value in known.items() if value}


def _read(text: PhotoText) -> str:
    """The beginning of what was read, or why nothing was."""
    said = " / ".join(line.text for line in text.lines)
    shown = said if len(said) <= MOST_TEXT else f"{said[:MOST_TEXT].rstrip()} …"
    return tr("Not read: {trouble}", trouble=text.trouble) if text.trouble else shown


def _taken(photo: Photo) -> str:
    if not photo.facts.taken_at:
        return ""
    source = taken_source(photo.facts.taken_from)
    zone = f"  UTC{photo.facts.zone}".replace("-", "−") if photo.facts.zone else ""
    return day_and_time(photo.facts.taken_at) + zone + (f" ({source})" if source else "")


def _length(photo: Photo) -> str:
    """Length of a film, and its frames a second."""
    seconds, rate = photo.facts.seconds, photo.facts.frame_rate
    said = (
        film_length(seconds) if seconds else "",
        tr("{rate:.5g}\N{NO-BREAK SPACE}frames/s", rate=rate) if rate else "",
    )
    return "  ·  ".join(filter(None, said))


def _live(photo: Photo) -> str:
    """Where the short film of a live photo is."""
    if photo.film is not None:
        return tr("Its film is {film}", film=display_name(photo.film))
    return tr("Its film is in the file") if photo.facts.motion else ""


def _damage(photo: Photo) -> str:
    """What is missing of a file that is cut off."""
    if not photo.facts.damaged:
        return ""
    if photo.is_film:
        return tr("The file is cut off; the end of the film is missing.")
    return tr("The file is cut off; the end of the picture is missing.")


def _exposure(photo: Photo) -> str:
    """Exposure, broken between its parts where it must be, never between a number and its unit."""
    parts = (photo.facts.exposure or "").split("  ")
    return "  ".join(part.replace(" ", _FIRM) for part in parts)


def _place(photo: Photo) -> str:
    """The names of the spot, and where it is exactly."""
    latitude, longitude = photo.facts.latitude, photo.facts.longitude
    if latitude is None or longitude is None:
        return ""
    return "\n".join(filter(None, (str(photo.location or ""), coordinates(latitude, longitude))))
