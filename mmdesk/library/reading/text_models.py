"""The package that reads text in pictures, and the models within it; both come with the extra `ocr`."""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "rapidocr"

ROLES = {"Det": "_det", "Cls": "_cls", "Rec": "_rec"}
"""Parts of the reader by what stands in the name of their model: where lines are, which way they run, and
what they say.
"""

HOW_TO_GET = "pip install 'mmdesk[ocr]'"


def text_models() -> dict[str, Path]:
    """The files of the models by the part that each is of; empty where not all of them are there.

    They are given to the reader by their paths: one that is missing it would look for on the internet.
    """
    found = find_spec(PACKAGE)
    places = [Path(place) / "models" for place in (found and found.submodule_search_locations) or ()]
    files = [file for place in places for file in sorted(place.glob("*.onnx"))]
    models = {role: file for role, word in ROLES.items() for file in files if word in file.name}
    return models if len(models) == len(ROLES) else {}


def can_read_text() -> bool:
    """Whether all is there that reads text in pictures."""
    return bool(text_models())


def text_reader_name() -> str:
    """Name and version of the package, and of the model that knows letters; empty where there are none."""
    models = text_models()
    try:
        return f"{PACKAGE} {version(PACKAGE)}, {models['Rec'].stem}" if models else ""
    except PackageNotFoundError:
        return ""
