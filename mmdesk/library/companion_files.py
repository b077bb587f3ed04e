"""What goes where a photo goes: the raw file it was made from, the film of a live photo, and what other
programs wrote beside it.
"""

import os
from collections.abc import Iterable, Iterator, Sequence

from mmdesk.library.moving import Move
from mmdesk.library.reading.formats import LIVE_FILMS, NOT_READ, RAW, READ, extension
from mmdesk.library.scan import LEADS
from mmdesk.library.xmp.finding import SUFFIX, alike, sidecars_of

PAIRED = RAW | LIVE_FILMS
"""Extensions of what belongs to a picture of the same name."""


def companion_files(photo: bytes, paired: Iterable[bytes]) -> list[bytes]:
    """The files that go with a photo, itself first: its raw files and film as the catalogue has them, and
    sidecars.

    An `x.xmp` that another raw file called x may claim stays where it is.
    """
    pictures = [photo, *(path for path in paired if os.path.lexists(path))]
    beside = [sidecar for picture in pictures for sidecar in sidecars_of(picture)]
    shared = {sidecar for sidecar in beside if _is_claimed(sidecar, pictures)}
    return [*pictures, *(path for path in dict.fromkeys(beside) if path not in shared)]


def moves_to(name: bytes, files: Sequence[bytes]) -> list[Move]:
    """The new paths of companion files when their photo is called `name`, all in the folder they are in."""
    old = os.path.basename(files[0])
    return [(path, os.path.join(os.path.dirname(path), _renamed(path, old, name))) for path in files]


def in_the_way(name: bytes, files: Sequence[bytes]) -> bytes | None:
    """A file that would be taken for one of these companion files, or the other way round, if the photo
    were called `name`; None where there is none.
    """
    folder, own = os.path.dirname(files[0]), {os.path.basename(path) for path in files}
    stem = _stem(name)
    kinds = {extension(file) for file in files}
    for other in os.listdir(folder):
        if other not in own and _stem(other) == stem and _is_confusing(extension(other), kinds):
            return other
        if other not in own and other.lower() == name.lower() + SUFFIX:
            return other
    return None


def _is_confusing(kind: bytes, ours: set[bytes]) -> bool:
    """Whether a file of this kind and companion files of those kinds cannot have one stem."""
    if kind == SUFFIX or (kind in PAIRED and ours & LEADS) or (kind in LEADS and ours & PAIRED):
        return True
    return SUFFIX in ours and (kind in READ or kind in NOT_READ)


def _renamed(path: bytes, old: bytes, new: bytes) -> bytes:
    """`x.jpg.xmp` goes with the whole name, `x.cr2` and `x.xmp` with the stem, in whatever capitals."""
    name = os.path.basename(path)
    ends = [at for at in range(len(name) + 1) if name[at : at + 1] in (b".", b"")]
    pairs = ((old, new), (os.path.splitext(old)[0], os.path.splitext(new)[0]))
    return next(
        after + name[end:] for before, after in pairs for end in ends if alike(name[:end]) == alike(before)
    )


def _is_claimed(sidecar: bytes, by_other_than: Sequence[bytes]) -> bool:
    stem = os.path.splitext(sidecar)[0]
    if extension(stem) in READ or extension(stem) in RAW:
        return False
    return any(path not in by_other_than for path in _raws_called(stem))


def _raws_called(stem: bytes) -> Iterator[bytes]:
    folder, name = os.path.split(stem)
    for other in os.listdir(folder):
        root, suffix = os.path.splitext(other)
        if root == name and suffix.lower() in RAW:
            yield os.path.join(folder, other)


def _stem(path: bytes) -> bytes:
    return os.path.splitext(os.path.basename(path))[0].lower()
