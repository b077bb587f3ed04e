"""Copies of photos made anew, in a process that reads one after the other, with their keywords."""

from contextlib import ExitStack
from types import TracebackType

from mmdesk.core.copy_shape import CopyFacts, CopyFormat, CopyShape
from mmdesk.core.errors import UserError
from mmdesk.core.fact_edits import FactKind
from mmdesk.core.language import tr
from mmdesk.core.photo import Photo
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading.copies import WITH_XMP, Corrections, can_make, make_copy
from mmdesk.library.reading.full import outcome_of
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.process_pool import ReadingProcesses
from mmdesk.library.reading.worker import limit_background_process
from mmdesk.library.tags import GIVEN
from mmdesk.library.xmp.fact_merging import merge_facts
from mmdesk.library.xmp.merging import merged
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.sidecars import replace_sidecar
from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.editing import SidecarEditor

LIMITS = ReadingLimits(seconds=120)
"""Limits of one copy: to write a large picture takes longer than to read it."""

SIDECAR = b".xmp"


class PhotoMaker:
    """Makes pictures of photos in a shape, with tags and stars inside or in a sidecar.

    Use as a context manager; its process starts with the first picture, and ends with it. Raises UserError
    for a format that cannot be made here.
    """

    def __init__(self, library: Library, shape: CopyShape) -> None:
        if not can_make(shape.format):
            raise UserError(
                tr(
                    "{name} pictures cannot be made here; {advice}",
                    name=shape.format.name,
                    advice=_advice(shape.format),
                )
            )
        self._library, self._shape = library, shape
        self._editor = SidecarEditor(library, None) if shape.is_made else None
        self._ending = ExitStack()
        self._processes: ReadingProcesses | None = None

    def __enter__(self) -> "PhotoMaker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    @property
    def suffixes(self) -> tuple[bytes, ...]:
        """Endings of the files that are made of a photo, the picture's first."""
        picture = self._shape.format.suffix.encode()
        return (picture,) if self._shape.format in WITH_XMP else (picture, picture + SIDECAR)

    def make(self, photo: Photo, out: bytes) -> None:
        """Make the picture, with its keywords where it takes them. Raises UserError, OSError."""
        xmp = self._keywords(photo) if self._shape.format in WITH_XMP else None
        corrected = self._corrections(photo)
        future = self._running().submit(make_copy, photo.path, out, self._shape, xmp, LIMITS, corrected)
        outcome_of(future, LIMITS)

    def make_sidecar(self, photo: Photo, copy: bytes) -> None:
        """Write keywords beside a picture that takes none. Raises UserError."""
        if self._shape.format not in WITH_XMP and (xmp := self._keywords(photo)) is not None:
            replace_sidecar(copy + SIDECAR, None, xmp)

    def _keywords(self, photo: Photo) -> bytes | None:
        """A packet of what is known of a photo; None where nothing is, or nothing is to be said."""
        if self._editor is None or self._shape.facts is CopyFacts.NONE:
            return None
        tags = self._library.tags.of_photos([photo.id]).get(photo.id, [])
        given = sorted((tag for tag in tags if tag.state in GIVEN), key=lambda tag: tag.label)
        packet = XmpPacket.empty()
        said = merged(packet, self._editor.content_of(photo, given))
        edits: dict[FactKind, str | None] = (
            {FactKind.CAPTION: photo.facts.caption} if photo.facts.caption else {}
        )
        if (dated := self._corrections(photo)).taken_at:
            edits |= {FactKind.TAKEN: dated.taken_at, FactKind.ZONE: dated.zone}
        changes = merge_facts(packet, edits, AS_IT_IS)
        return packet.to_bytes() if said.is_any or changes else None

    def _corrections(self, photo: Photo) -> Corrections:
        """What of a photo differs from its file."""
        edits = self._library.facts.of(photo.id)
        taken_at = edits.get(FactKind.TAKEN)
        return Corrections(photo.turn, taken_at, edits.get(FactKind.ZONE), FactKind.CAPTION in edits)

    def _running(self) -> ReadingProcesses:
        if self._processes is None:
            processes = ReadingProcesses(1, LIMITS, limit_background_process)
            self._processes = self._ending.enter_context(processes)
        return self._processes


def _advice(wanted: CopyFormat) -> str:
    if wanted is CopyFormat.JXL:
        return tr("the extra for JPEG XL can: pip install 'mmdesk[jxl]'.")
    return tr("choose another format.")
