"""Words as a model reads them best, and the neutral texts they are seen against.

Vectors of a name said in several ways find more than those of the name alone (prompt ensembling; Radford et
al. 2021, section 3.1.4). A sentence is taken as it is.
"""

from mmdesk.tasks.vocabulary import vocabulary
from mmdesk.training.prompts import with_article

SHORT = 3
"""Words up to which a text is a name."""


def phrasings(text: str) -> tuple[str, ...]:
    """The sentences whose mean vector stands for `text`; the first one is `text` itself."""
    if len(text.split()) > SHORT:
        return (text,)
    said = with_article(text)
    return tuple(dict.fromkeys((text, said, f"a photo of {said}")))


def neutral_texts() -> tuple[str, ...]:
    """Everyday words, every second one in a sentence: what they share is the manner, not the thing."""
    words = vocabulary()
    return tuple(
        f"a photo of {with_article(word)}" if place % 2 else word for place, word in enumerate(words)
    )
