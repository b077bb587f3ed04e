"""Words that a model knows, by its tokenizer: one broken into crumbs was hardly ever seen in training."""

import re

from mmdesk.models.tokenizer import Tokenizer

LETTERS_A_CRUMB = 2.2
"""Letters in a piece of a word below which the pieces are crumbs: five real words in a hundred with a
vocabulary of 10,000 pieces, and nearly all strings of random letters."""

SHORT = 4
"""Letters below which a word has too few pieces to tell."""

WORD = re.compile(r"[^\W\d_]+")


def are_known(text: str, tokenize: Tokenizer) -> bool:
    """Whether no word of `text` is broken into crumbs; numbers and short words do not count."""
    long = [word for word in WORD.findall(text) if len(word) >= SHORT]
    if not long:
        return True
    nothing, *rows = tokenize(["", *long])
    # A row differs from the empty one in the word's pieces, and where the mark of its end has moved to.
    pieces = [max(1, int((row != nothing).sum()) - 1) for row in rows]
    return all(len(word) >= LETTERS_A_CRUMB * count for word, count in zip(long, pieces, strict=True))
