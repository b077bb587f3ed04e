"""Words as a model reads them best, and the neutral texts they are seen against.

Vectors of a name said in several ways find more than those of the name alone (prompt ensembling; Radford et
al. 2021, section 3.1.4). A sentence is taken as it is.
"""

from mmdesk.core.search_line.plurals import singulars
from mmdesk.tasks.vocabulary import vocabulary
from mmdesk.training.prompts import with_article

SHORT = 3
"""Words up to which a text is a name."""

PEOPLE = ("people", "person", "persons", "someone", "humans")
KINDS_OF_PEOPLE = ("person", "man", "woman", "child", "girl", "boy", "human")
"""Words for people of any kind, and the kinds that a photo shows: it lies nearer to those than to these."""


def phrasings(text: str) -> tuple[str, ...]:
    """The sentences whose mean vector stands for `text`; the first one is `text` itself.

    Who looks for dogs is content with one: the plural of an everyday word is said of one thing, too.
    """
    if len(text.split()) > SHORT:
        return (text,)
    one = singular(text)
    said = [with_article(words) for words in ((text, one) if one else (text,))]
    kinds = [with_article(kind) for kind in KINDS_OF_PEOPLE if text.casefold() in PEOPLE]
    return tuple(dict.fromkeys((text, *said, *(f"a photo of {words}" for words in (*said, *kinds)))))


def singular(word: str) -> str | None:
    """The everyday word of which `word` is the plural; None where there is none."""
    folded = word.casefold()
    known = (one for one in singulars(folded) if one in vocabulary())
    return next(known, None) if folded not in vocabulary() else None


def neutral_texts() -> tuple[str, ...]:
    """Everyday words, every second one in a sentence: what they share is the manner, not the thing."""
    words = vocabulary()
    return tuple(
        f"a photo of {with_article(word)}" if place % 2 else word for place, word in enumerate(words)
    )
