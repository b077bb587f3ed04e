"""What words say by themselves, wherever they stand: a time, stars, a flag, a file, a lens, a camera."""

from collections.abc import Sequence
from datetime import date

from mmdesk.core.search_line.filters import Filter
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.matching import is_part_of
from mmdesk.core.search_line.offer_cameras import (
    CAMERA_NAME,
    ENDS,
    FOCAL_LENGTH,
    PARTED_NAME,
    WITH_ENDING,
    begins_camera,
)
from mmdesk.core.search_line.offer_ranges import period_meant, stars_meant
from mmdesk.core.search_line.offer_words import (
    ABOUT_PHOTOS,
    FLAGGED,
    LEADS,
    NOT,
    ORDERS_SAID,
    STATES_SAID,
)


class SimpleOffers:
    """Offers for runs of words, from `first` until before `last`, as `said` on a line.

    `words` are the same in lower case and without the signs around them.
    """

    def __init__(self, said: Sequence[str], known: KnownNames, today: date) -> None:
        self.said = said
        self.words = [word.lower().strip(ENDS) for word in said]
        self.known, self.today = known, today

    def text(self, first: int, last: int) -> str:
        """The words in lower case."""
        return " ".join(self.words[first:last])

    def period(self, first: int, last: int) -> Filter | None:
        """A time: a day, a year, "the summer of 2017"."""
        words = [word for word in self.words[first:last] if word not in {"of", "the"}]
        if self.words[first] in {"of", "the"} or not words:
            return None
        value = period_meant(" ".join(words), self.today)
        return Filter("date", (value,)) if value else None

    def stars(self, first: int, last: int) -> Filter | None:
        """Stars, in words or as signs."""
        after = [word for word in self.words[last:] if word not in ABOUT_PHOTOS | LEADS][:1]
        stars = stars_meant(self.text(first, last), after)
        return Filter("rating", (stars,)) if stars else None

    def flag(self, first: int, last: int) -> Filter | None:
        """A flag, where nothing is said of what photos show: apples may be picked, too."""
        flag = FLAGGED.get(self.text(first, last))
        others = self.words[:first] + self.words[last:]
        says_nothing = all(word in ABOUT_PHOTOS | LEADS | NOT for word in others)
        return Filter("pick", (flag,)) if flag and says_nothing else None

    def state(self, first: int, last: int) -> Filter | None:
        """What is known of a photo or not, as `is:` says it: "untagged"."""
        state = STATES_SAID.get(self.text(first, last))
        return Filter("is", (state,)) if state else None

    def order(self, first: int, last: int) -> Filter | None:
        """An order of photos, with these named behind it, or where nothing else is said."""
        *begun, end = self.words[first:last]
        are_photos = end in ABOUT_PHOTOS
        order = ORDERS_SAID.get(" ".join(begun) if are_photos else self.text(first, last))
        is_all = self.says_nothing(0, first) and self.says_nothing(last, len(self.words))
        return Filter("sort", (order,)) if order and (are_photos or is_all) else None

    def says_nothing(self, first: int, last: int) -> bool:
        """Whether words only say that photos are meant."""
        return all(word in ABOUT_PHOTOS | LEADS for word in self.words[first:last])

    def lens(self, first: int, last: int) -> Filter | None:
        """A focal length that is in the name of a lens that is known."""
        text = self.text(first, last)
        is_length = FOCAL_LENGTH.fullmatch(text) is not None
        is_known = is_length and any(is_part_of(text, name) for name in self.known.lenses)
        return Filter("lens", (text,)) if is_known else None

    def file(self, first: int, last: int) -> Filter | None:
        """A file's name as a camera gives it; "IMG 0236" may be either of two."""
        parted = PARTED_NAME.fullmatch(" ".join(self.said[first:last]))
        if parted:
            return Filter("name", (f"{parted[1]}_{parted[2]}", f"{parted[1]}{parted[2]}"))
        word = self.words[first]
        is_name = last == first + 1 and (CAMERA_NAME.fullmatch(word) or WITH_ENDING.fullmatch(word))
        return Filter("name", (self.said[first].strip(ENDS),)) if is_name else None

    def camera(self, first: int, last: int) -> Filter | None:
        """A maker's name, or a model's, of a camera that is known."""
        words = self.words[first:last]
        if not begins_camera(words[0]):
            return None
        text = " ".join(words)
        is_known = any(is_part_of(text, name) for name in self.known.cameras)
        return Filter("camera", (text,)) if is_known else None
