"""A sample library: the pictures that scikit-image and scikit-learn carry in their wheels.

They are real photographs, they come with packages people trust, and they need
no download of their own. The files are copied as they are, so that the sample
library is an ordinary folder that may be deleted or added to.
"""

import importlib.util
import shutil
from pathlib import Path

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

DEMO_QUERIES = (
    "a cat",
    "a cup of coffee",
    "a rocket launch",
    "a motorcycle",
    "a flower",
    "an astronaut",
)

SAMPLE_PICTURES = {
    "skimage/data": (
        "astronaut.png",
        "brick.png",
        "camera.png",
        "cell.png",
        "chelsea.png",
        "coffee.png",
        "coins.png",
        "grass.png",
        "gravel.png",
        "hubble_deep_field.jpg",
        "ihc.png",
        "moon.png",
        "motorcycle_left.png",
        "motorcycle_right.png",
        "page.png",
        "retina.jpg",
        "rocket.jpg",
        "text.png",
    ),
    "sklearn/datasets/images": ("china.jpg", "flower.jpg"),
}
"""Photographs and scans, by the folder of the package they lie in; drawings and test charts are left out."""


def make_sample_pictures(folder: Path) -> list[Path]:
    """Copy the sample pictures into `folder`, where they are not there already; returns them all.

    Raises UserError where the packages are not installed, or where `folder` cannot be written.
    """
    sources = find_samples()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_copy(source, folder / source.name) for source in sources]
    except OSError as error:
        raise UserError(
            tr(
                "The sample pictures cannot be written to {folder}: {reason}.",
                folder=folder,
                reason=error.strerror,
            )
        ) from error


def find_samples() -> list[Path]:
    """The pictures inside the installed packages. Raises UserError where these are not installed."""
    folders = {inside: _folder_of(*inside.split("/", 1)) for inside in SAMPLE_PICTURES}
    candidates = [folders[inside] / name for inside, names in SAMPLE_PICTURES.items() for name in names]
    return [picture for picture in candidates if picture.is_file()]


def _folder_of(package: str, inside: str) -> Path:
    """The folder `inside` an installed package, found without importing it (that would take a second)."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise UserError(
            tr("The sample pictures lie in scikit-image and scikit-learn: pip install 'mmdesk[demo]'.")
        )
    return Path(spec.submodule_search_locations[0], inside)


def _copy(source: Path, target: Path) -> Path:
    """Copy whole or not at all: the picture takes its name only once all of it is there."""
    if not (target.is_file() and target.stat().st_size == source.stat().st_size):
        with replacing(target) as part:
            shutil.copyfile(source, part)
    return target
