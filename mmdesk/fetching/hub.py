"""Files of the Hugging Face hub: where they lie and which checksum they have, by the hub's own library.

The library knows mirrors (HF_ENDPOINT), tokens and redirections. The bytes come in by `web`: since its
second version the library itself begins a file anew when the process that fetched it has ended.
"""

import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mmdesk.core.errors import UnreachableError, UserError
from mmdesk.core.language import tr
from mmdesk.core.model_catalogue import CatalogueModel, RemoteFile
from mmdesk.fetching.addresses import hub_endpoint
from mmdesk.fetching.answers import (
    PAUSES_S,
    describe_status,
    is_passing,
    is_transient,
    reason_of,
)


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of the hub: its name, the address of its bytes and the headers to ask with.

    `size` is in bytes. `sha256` is what the hub keeps of large files; of small ones it keeps none.
    """

    name: str
    url: str
    headers: dict[str, str]
    size: int | None
    sha256: str | None


def find_on_hub(model: CatalogueModel, file: RemoteFile, folder: Path) -> HubFile:
    """The first of the file's names that the hub has. Raises UserError.

    The library writes nothing outside `folder`.
    """
    _quieten(folder)
    from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError  # noqa: PLC0415

    for name in file.names:
        try:
            return _facts_in_the_end(model, name)
        except EntryNotFoundError:
            continue
        except HfHubHTTPError as error:
            raise UserError(f"{model.repository}: {describe_status(error.response.status_code)}") from error
        except Exception as error:  # the library lets errors of its transport through, whose classes change
            raise UnreachableError(
                tr(
                    "{repository} cannot be reached ({reason}).",
                    repository=model.repository,
                    reason=reason_of(error),
                )
            ) from error
    raise UserError(_without(model.repository, file.names))


def _without(repository: str | None, names: Sequence[str]) -> str:
    """Sentence on a repository that has no file of these names."""
    first, *others = names
    if not others:
        return tr("{repository} has no {file} any more.", repository=repository, file=first)
    return tr(
        "{repository} has no {file} and no {other} any more.",
        repository=repository,
        file=first,
        other=", ".join(others),
    )


def _quieten(folder: Path) -> None:
    """Keep the hub's library to `folder`, and from saying who we are; before it is imported."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_VERBOSITY", "critical")  # what matters is raised
    os.environ["HF_HUB_CACHE"] = str(folder / ".cache")


def _facts_in_the_end(model: CatalogueModel, name: str) -> HubFile:
    """Ask for a file's `_facts`, and again while that may help.

    The library would ask again by itself, but for half a minute also where nobody listens at all.
    """
    for pause in PAUSES_S:
        try:
            return _facts(model, name)
        except Exception as error:
            if not _may_pass(error):
                raise
            time.sleep(pause)
    return _facts(model, name)


def _may_pass(error: Exception) -> bool:
    """Whether another try may help: the system's own error says it, where one is behind the library's."""
    from huggingface_hub.errors import HfHubHTTPError  # noqa: PLC0415

    if isinstance(error, HfHubHTTPError):
        return is_passing(error.response.status_code)
    ours = [cause for cause in _causes(error) if isinstance(cause, OSError)]
    return not ours or is_transient(ours[-1])


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it came of, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _facts(model: CatalogueModel, name: str) -> HubFile:
    """Ask the hub for a file without its content."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url  # noqa: PLC0415
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # noqa: PLC0415

    endpoint = hub_endpoint()
    url = hf_hub_url(str(model.repository), name, revision=model.revision, endpoint=endpoint)
    told = get_hf_file_metadata(url, endpoint=endpoint)
    at_hub = urlsplit(told.location).netloc == urlsplit(endpoint).netloc
    headers = build_hf_headers() if at_hub else {}  # the token is not for the disks the hub sends us to
    return HubFile(name, told.location, headers, told.size, _checksum(told.etag))


def _checksum(etag: str | None) -> str | None:
    """The SHA-256 in an ETag of the hub; those of small files are of git's own kind."""
    return etag if etag and re.fullmatch(r"[0-9a-f]{64}", etag) else None
