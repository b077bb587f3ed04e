"""Versions, licences and model cards, read from what is installed."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError, distribution, requires
from pathlib import Path

from mmdesk.core.about import PackageLicence, ProgramDetails
from mmdesk.core.language import tr, trc
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.report import facts

CARD = "MODEL_CARD.md"

LONG = 120
"""Characters from which a field is the whole text of a licence, not its name."""

TEXTS = {
    "Redistribution and use in source and binary forms": "BSD",
    "Permission is hereby granted": "MIT",
    "Licensed under the Apache License, Version 2.0": "Apache-2.0",
}
"""Sentences that licences begin with, and what they are called."""


def program_details(places: Places) -> ProgramDetails:
    """All that is told of the program; reads some dozens of small files."""
    folders = [builtin_models(), places.models]
    cards = sorted(card for folder in folders for card in folder.glob(f"*/{CARD}"))
    told = tuple((card.parent.name, card.read_text("utf-8", errors="replace")) for card in cards)
    return ProgramDetails(facts(), tuple(_packages()), told)


def _packages() -> Iterator[PackageLicence]:
    """Packages of the program and of its extras, as far as they are here, less the tools of the tests."""
    try:
        lines = requires("mmdesk") or []
    except PackageNotFoundError:  # a checkout that was never installed
        return
    names = {re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in lines if "extra == 'test'" not in line}
    for name in sorted(names - {"mmdesk"}, key=str.lower):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        stated = licence(found.metadata) or licence_by_text(found) or trc("a licence", "not stated")
        yield PackageLicence(name, found.version, stated)


def licence(found: PackageMetadata) -> str:
    """The licence as the package names it: by expression, by field, or by classifier."""
    classifiers = found.get_all("Classifier") or []
    named = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    [field, *_] = found.get_all("License") or [""]
    short = field if len(field) < LONG and "\n" not in field and field != "UNKNOWN" else ""
    [expression, *_] = found.get_all("License-Expression") or [""]
    return expression or short or ", ".join(named)


def licence_by_text(found: Distribution) -> str:
    """The licence as the text that comes with the package has it, or nothing."""
    files = [path for path in found.files or () if re.match("licen[cs]e", path.name, re.IGNORECASE)]
    text = " ".join(
        " ".join(path.read_text("utf-8") for path in files if Path(path.locate()).exists()).split()
    )
    return next((tr("{name}, by its text", name=name) for words, name in TEXTS.items() if words in text), "")
