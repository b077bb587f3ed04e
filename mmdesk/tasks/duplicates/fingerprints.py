"""Fingerprints of photos, made of their thumbnails when first asked for."""

from collections import OrderedDict

from mmdesk.core.photo import Photo
from mmdesk.library.fingerprint import Fingerprint, fingerprint_of
from mmdesk.library.thumbnails import Thumbnails

KEPT = 1024
"""Fingerprints are 28 kB each; pairs come in an order in which a photo's are close together."""


class Fingerprints:
    """The latest fingerprints, for one search."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self._thumbnails = thumbnails
        self._kept: OrderedDict[bytes, Fingerprint | None] = OrderedDict()

    def same(self, one: Photo, other: Photo) -> bool:
        """Whether both show one shot; not where a thumbnail is lacking."""
        first, second = self._of(one), self._of(other)
        return first is not None and second is not None and first.is_same_as(second)

    def sharpness(self, photo: Photo) -> float | None:
        """How sharp its thumbnail is; None where there is none."""
        fingerprint = self._of(photo)
        return None if fingerprint is None else fingerprint.sharpness

    def _of(self, photo: Photo) -> Fingerprint | None:
        key = photo.content_hash
        if key not in self._kept:
            jpeg = self._thumbnails.get(key)
            self._kept[key] = None if jpeg is None else fingerprint_of(jpeg)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
