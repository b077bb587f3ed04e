"""Plurals of English words, as far as their endings tell."""

ENDINGS = (("ies", "y"), ("es", ""), ("s", ""))
"""Endings of plurals, and what stands in their place in the singular."""


def singulars(word: str) -> list[str]:
    """Words of which a word in lower case may be the plural."""
    return [word.removesuffix(end) + begun for end, begun in ENDINGS if word.endswith(end)]
