"""Which file beside pictures is whose sidecar.

Programs name them in two ways: `x.jpg.xmp` (digiKam, darktable) is for one picture alone; `x.xmp` (Adobe)
is for the raw file called x, or for the one picture of that name, before a film called x. Cards and other
systems change upper and lower case, and put accents together in their own way, so a name that differs in
nothing else will do where no other picture has it exactly.
"""

import os
import unicodedata
from collections.abc import Iterator

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.library.reading.formats import FILMS, NOT_READ, RAW, READ, extension

SUFFIX = b".xmp"


class SidecarFinder:
    """Finds sidecars; remembers the names in one folder, for most photos lie in the folder of the last."""

    def __init__(self) -> None:
        self._folder: bytes | None = None
        self._names: frozenset[bytes] = frozenset()
        self._spelled: dict[str, list[bytes]] = {}
        self._pictures: dict[str, list[bytes]] = {}

    def sidecars_of(self, picture: bytes) -> list[bytes]:
        """Every sidecar of a picture, the one with its whole name first.

        Raises UserError where its folder cannot be read.
        """
        folder, name = os.path.split(picture)
        self._look_into(folder)
        found = dict.fromkeys((*self._with_whole_name(name), *self._with_stem(name)))
        return [os.path.join(folder, sidecar) for sidecar in found]

    def _look_into(self, folder: bytes) -> None:
        """Note the names in a folder, alike ones together: files by name, and pictures by stem."""
        if folder == self._folder:
            return
        self._names = frozenset(_names_in(folder))
        self._spelled, self._pictures = {}, {}
        for name in sorted(self._names, reverse=True):  # small letters first
            self._spelled.setdefault(alike(name), []).append(name)
            if extension(name) in READ or extension(name) in NOT_READ:
                self._pictures.setdefault(alike(_stem(name)), []).append(name)
        self._folder = folder

    def _with_whole_name(self, name: bytes) -> Iterator[bytes]:
        for sidecar in self._spellings(name + SUFFIX):
            of = sidecar[: -len(SUFFIX)]
            if of == name or of not in self._names:
                yield sidecar

    def _with_stem(self, name: bytes) -> Iterator[bytes]:
        for sidecar in self._spellings(_stem(name) + SUFFIX):
            if extension(name) in RAW or not self._is_shared(name, _stem(sidecar)):
                yield sidecar

    def _spellings(self, name: bytes) -> list[bytes]:
        """The files of a name alike; first those that have its stem exactly."""
        found = self._spelled.get(alike(name), [])
        return sorted(found, key=lambda file: _stem(file) != _stem(name))

    def _is_shared(self, name: bytes, stem: bytes) -> bool:
        """Whether a sidecar of this stem may be another's; case counts where `name` has it exactly."""
        pictures = self._pictures.get(alike(stem), ())
        others = [other for other in pictures if other != name and not _gives_way(other, name)]
        return any(_stem(other) == stem for other in others) if _stem(name) == stem else bool(others)


def sidecars_of(picture: bytes) -> list[bytes]:
    """Every sidecar of a picture as its folder is now. Raises UserError where that cannot be read."""
    return SidecarFinder().sidecars_of(picture)


def sidecar_to_write(picture: bytes, finder: SidecarFinder | None = None) -> bytes:
    """The sidecar there is, or the name of a new one that cannot be taken for another picture's.

    Raises UserError where the folder cannot be read.
    """
    return next(iter((finder or SidecarFinder()).sidecars_of(picture)), picture + SUFFIX)


def alike(name: bytes) -> str:
    """What names have in common that differ in capitals, or in how accents are put together."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", os.fsdecode(name)).casefold())


def _names_in(folder: bytes) -> list[bytes]:
    """The names of all files in a folder; none where it is gone."""
    try:
        return os.listdir(folder or b".")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        name = display_path(folder)
        raise UserError(
            tr("Sidecars in {name} cannot be looked for: {reason}.", name=name, reason=error.strerror)
        ) from error


def _gives_way(film: bytes, name: bytes) -> bool:
    """Whether a sidecar is rather that of `name`: a photo's, with which its film is one."""
    return extension(film) in FILMS and extension(name) not in FILMS


def _stem(name: bytes) -> bytes:
    return os.path.splitext(name)[0]
