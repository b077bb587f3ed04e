"""Sentences about labels.

A label alone is a poor caption: CLIP was found to name pictures better from sentences ("a photo of a
dog") and best from the mean of several (Radford et al. 2021, section 3.1.4, prompt ensembling).
"""

STYLE_WORDS = {
    "photo": ("photo", "picture"),
    "art painting": ("painting", "oil painting"),
    "cartoon": ("cartoon", "drawing"),
    "sketch": ("sketch", "pencil drawing"),
    "emoji": ("emoji", "icon"),
}

ENSEMBLE = (
    "{}",
    "a photo of {}",
    "a picture of {}",
    "a close-up photo of {}",
    "a photo of the {bare}",
    "this is {}",
    "there is {} in the picture",
)
"""Templates whose mean stands for a label in zero-shot naming; `{bare}` is the label without article."""

UNCOUNTED = frozenset(
    {"shoes", "clothes", "pants", "shorts", "outerwear", "carrots", "satsumas", "rain", "sunshine"}
)
ENDINGS_WITHOUT_ARTICLE = (
    "country",
    "sky",
    "milk",
    "juice",
    "yoghurt",
    "glasses",
    "scissors",
    "trousers",
    "sand",
)


def with_article(label: str) -> str:
    """The label as one says it: "an apple", "a dog", but "pants" and "rain"."""
    last = label.rsplit(" ", maxsplit=1)[-1]
    if (
        not label
        or label in UNCOUNTED
        or last in ENDINGS_WITHOUT_ARTICLE
        or label.split(" ", maxsplit=1)[0] in ("a", "an", "the")
    ):
        return label
    if last.endswith("s") and not last.endswith(("ss", "us", "is", "as")):
        return label
    return f"{'an' if label[0].lower() in 'aeiou' else 'a'} {label}"


def label_prompts(label: str, style: str = "photo") -> tuple[str, ...]:
    """Training sentences about a picture of `label` made in `style`."""
    said = with_article(label)
    of_style = tuple(f"a {word} of {said}" for word in STYLE_WORDS.get(style, ("picture",)))
    return tuple(
        one.replace("a oil", "an oil").replace("a emoji", "an emoji").replace("a icon", "an icon")
        for one in (said, *of_style)
    )


def ensemble_prompts(label: str) -> tuple[str, ...]:
    """The sentences whose mean vector names `label`."""
    return tuple(template.format(with_article(label), bare=label) for template in ENSEMBLE)
