"""All files of one photo that may speak of it: the picture, its raw files, and the sidecars of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mmdesk.core.errors import UserError
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Skipped
from mmdesk.core.turns import AS_IT_IS, back, then
from mmdesk.library.xmp.finding import SidecarFinder
from mmdesk.library.xmp.keywords import Keywords, keywords_in, together
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.sidecars import read_sidecar


@dataclass(frozen=True, slots=True)
class FileKeywords:
    """`keywords` of files together; `beside` is what sidecars alone say; `refused` are unread files.

    `turn` is how a sidecar turns the picture against what its file says, as `core.turns` numbers it.
    """

    keywords: Keywords = field(default_factory=Keywords)
    beside: Keywords = field(default_factory=Keywords)
    refused: tuple[Skipped, ...] = ()
    turn: int | None = None


def file_keywords(picture: bytes, within: Keywords | UserError, finder: SidecarFinder) -> FileKeywords:
    """What the sidecars of a picture or raw file say, and then the file itself.

    Whatever of it cannot be read keeps nothing else from being read.
    """
    beside, refused = [], list[Skipped]()
    try:
        for sidecar in finder.sidecars_of(picture):
            found = _beside(sidecar)
            if isinstance(found, Keywords):
                beside.append(found)
            else:
                refused.append(Skipped(picture, str(found)))
    except UserError as error:
        refused.append(Skipped(picture, str(error)))
    if isinstance(within, UserError):
        refused.append(Skipped(picture, str(within)))
        within = Keywords()
    said = together(beside)
    turn = said.orientation and then(back(within.orientation or AS_IT_IS), said.orientation)
    return FileKeywords(together((*beside, within)), said, tuple(refused), turn)


def pair_keywords(files: Iterable[FileKeywords]) -> FileKeywords:
    """What a picture and its raw files say together, the picture first.

    No stars in one of them are no word against the stars in another: cameras write them into every file.
    """
    every = list(files)
    ratings = [one.keywords.rating for one in every if one.keywords.rating is not None]
    rating = next((stars for stars in ratings if stars), next(iter(ratings), None))
    words = together(one.keywords for one in every).words
    beside = together(one.beside for one in every)
    turn = next((one.turn for one in every if one.turn is not None), None)
    refused = tuple(one for said in every for one in said.refused)
    return FileKeywords(Keywords(words, rating), beside, refused, turn)


def _beside(sidecar: bytes) -> Keywords | UserError:
    try:
        data = read_sidecar(sidecar)
        return Keywords() if data is None else keywords_in(XmpPacket.parse(data, display_path(sidecar)))
    except UserError as error:
        return error
