"""Writes what the program is made of, for machines: `python packaging/write_sbom.py > sbom.cdx.json`.

A CycloneDX 1.5 document of the packages that are installed for mmdesk: the whole set, those that others need
too, each with its version, its licence and its package URL.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from list_third_party import EXTRAS, page
from packaging.requirements import Requirement

from mmdesk import __version__
from mmdesk.tasks.about import licence, licence_by_text


def main() -> None:
    """Print the document."""
    print(json.dumps(sbom(), indent=1))


def sbom(extras: tuple[str, ...] = EXTRAS) -> dict[str, object]:
    """The document, with `extras`; of the same packages and the same SOURCE_DATE_EPOCH, the same one."""
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or datetime.now(UTC).timestamp())
    packages = sorted(installed_set("mmdesk", extras).values(), key=lambda one: one.name.lower())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).isoformat(),
            "component": {"type": "application", "name": "mmdesk", "version": __version__},
        },
        "components": [_component(one) for one in packages],
    }


def installed_set(name: str, extras: tuple[str, ...] = ()) -> dict[str, Distribution]:
    """Installed packages that `name` needs, directly or by way of others, by their normal names."""
    found: dict[str, Distribution] = {}
    waiting = list(_needs(distribution(name), extras))
    while waiting:
        wanted = waiting.pop()
        key = _normal(wanted.name)
        try:
            one = distribution(wanted.name)
        except PackageNotFoundError:  # for another system, or an extra that is not installed
            continue
        if key not in found and key != name:
            found[key] = one
            waiting += _needs(one, tuple(wanted.extras))
    return found


def _needs(one: Distribution, extras: tuple[str, ...]) -> Iterator[Requirement]:
    for line in one.requires or []:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def _component(one: Distribution) -> dict[str, object]:
    stated = licence(one.metadata) or licence_by_text(one)
    component: dict[str, object] = {
        "type": "library",
        "name": one.name,
        "version": one.version,
        "purl": f"pkg:pypi/{_normal(one.name)}@{one.version}",
    }
    if stated:
        component["licenses"] = [{"license": {"name": stated}}]
    if page(one.metadata):
        component["externalReferences"] = [{"type": "website", "url": page(one.metadata)}]
    return component


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
