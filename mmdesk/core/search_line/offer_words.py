"""Words by which offers are recognised."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MAKERS = _words(
    "agfa canon casio contax dji fuji fujifilm gopro hasselblad huawei kodak konica leica minolta nikon"
    " olympus panasonic pentax polaroid ricoh samsung sigma sony xiaomi zeiss"
)
"""Makers of cameras whose names are no everyday words."""

MODEL_LINES = _words("alpha7 coolpix cybershot eos iphone lumix powershot")
"""Beginnings of cameras' names that stand for them."""

ABOUT_PHOTOS = _words(
    "a all i image images my of our photo photograph photographs photos pic pics picture pictures shots that"
    " the took we"
)
"""Words that only say that photos are meant."""

LEADS = _words("a album an and at but by during folder from in made of on shot tagged taken the using with")
"""Words that lead to a date, a camera or a name."""

NAMES = frozenset({"album", "camera", "folder", "lens", "place", "tag"})
"""Filters that take names."""

KINDS_LED = {"album": "album", "folder": "folder", "tagged": "tag"}
"""Filters that the word before a name says."""

NOT = _words("except excluding no not without")
ALSO_BEFORE_NOT = _words("and but with")
NO_BEFORE = _words("diving entry exit more one parking smoking swimming thanks trespassing way")
"""Words that say something of their own together with "no", as signs do."""

ENDS_NOT = _words("and but or with")
BEFORE_THINGS = _words("a an any at in of on the with")
"""Words between "not" and what is not to be seen."""

FLAGGED = {"picked": "yes", "rejected": "rejected", "unflagged": "none", "unpicked": "no"}
"""Words after `pick:` by those that say the same of photos, and nothing of what these show."""

STATES_SAID = {
    **dict.fromkeys(("untagged", "not tagged", "no tags", "without tags"), "untagged"),
    **{
        f"{no} {what}": "unplaced"
        for no in ("no", "without", "without a")
        for what in ("gps", "place", "position", "location", "coordinates")
    },
}
"""Words after `is:` by what says the same."""

ORDERS_SAID = {
    "oldest": "oldest", "newest": "date", "latest": "date", "most recent": "date", "best rated": "rating",
    "last added": "added", "recently added": "added",
}  # fmt: skip
"""Words after `sort:` by those that say the same of photos."""

ONLY_MONTHS = _words("january february april june july august september october november december")
"""Months whose names say nothing else."""

NUMBERS = {"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}

ALSO_PLACES = _words(
    "alba bar bath battle beaver bend boulder buffalo bury chester china cork deal ely enterprise eagle"
    " florence flora golden hull independence jordan lens male mobile nice normal of orange phoenix poole"
    " plants reading rugby sandwich split spa tours turkey us victoria wells"
)
"""Names of places that are everyday words, or people's."""
