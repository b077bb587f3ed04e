"""Files from plain addresses, going on where a fetch broke off (Range and If-Range of RFC 9110)."""

import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mmdesk.core.errors import UnreachableError, UserError
from mmdesk.core.language import tr
from mmdesk.fetching.answers import PAUSES_S, describe_status, is_transient, reason_of

Tell = Callable[[int], None]
"""Is told how many bytes of the file are here."""

PIECE = 1 << 20
TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class WebFile:
    """A file at `url` that becomes `target`; larger than `most` bytes it is something else.

    `headers` are sent along; `label` is what people are told it is called.
    """

    url: str
    target: Path
    most: int
    label: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def part(self) -> Path:
        """What is here of it until it is whole."""
        return self.target.with_name(self.target.name + ".part")

    @property
    def tag(self) -> Path:
        """The ETag of the version that `part` is a part of."""
        return self.target.with_name(self.target.name + ".etag")

    def fetch(self, tell: Tell) -> None:
        """Get the file, or the rest of it; what brought anything has all its tries anew. Raises UserError."""
        pauses = list(PAUSES_S)
        while not self.target.exists():
            before = self._here()
            try:
                self._fetch_rest(tell)
            except (OSError, http.client.HTTPException) as error:
                if self._here() > before:
                    pauses = list(PAUSES_S)
                if not (pauses and is_transient(error)):
                    raise self._told(error) from error
                time.sleep(pauses.pop(0))

    def _fetch_rest(self, tell: Tell) -> None:
        """One try: ask for what is missing, and append it as it comes."""
        with self._open() as response:
            begin, whole = _range(response)
            if whole is not None and whole > self.most:
                raise UserError(
                    tr(
                        "{file} is far larger than the model: {whole:,} bytes.",
                        file=self.label,
                        whole=whole,
                    )
                )
            self._keep_tag(response.headers.get("ETag"))
            with self.part.open("r+b" if begin else "wb") as file:
                file.truncate(file.seek(begin))
                self._copy(response, file.write, begin, tell)
        if whole is not None and self._here() < whole:
            raise http.client.IncompleteRead(b"", whole - self._here())
        self.part.replace(self.target)
        self.tag.unlink(missing_ok=True)

    def _open(self) -> http.client.HTTPResponse:
        """The answer to a request for the rest; for the whole where the rest is not to be had."""
        here, tag = self._here(), self._known_tag()
        headers = {"User-Agent": "mmdesk", **self.headers, "Accept-Encoding": "identity"}
        if here and tag:
            headers |= {"Range": f"bytes={here}-", "If-Range": tag}
        request = urllib.request.Request(self.url, headers=headers)  # noqa: S310  (addresses of the catalogue)
        try:
            return urllib.request.urlopen(request, timeout=TIMEOUT_S)  # type: ignore[no-any-return]  # noqa: S310
        except urllib.error.HTTPError as error:
            if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and here:
                self.part.unlink()  # it is another file now, or ours was too long
            raise

    def _copy(
        self, response: http.client.HTTPResponse, write: Callable[[bytes], int], here: int, tell: Tell
    ) -> None:
        while piece := response.read1(PIECE):
            here += write(piece)
            if here > self.most:
                raise UserError(tr("{file} is far larger than the model.", file=self.label))
            tell(here)

    def _here(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _known_tag(self) -> str:
        """The ETag noted; weak ones ("W/") promise no equal bytes, and do not count."""
        tag = self.tag.read_text("utf-8") if self.tag.exists() else ""
        return "" if tag.startswith("W/") else tag

    def _keep_tag(self, tag: str | None) -> None:
        self.tag.write_text(tag or "", "utf-8")

    def _told(self, error: Exception) -> UserError:
        if isinstance(error, urllib.error.HTTPError):
            return UserError(f"{self.label}: {describe_status(error.code)}")
        words = tr(
            "{file} cannot be reached, or breaks off ({reason}); fetching again goes on from here.",
            file=self.label,
            reason=reason_of(error),
        )
        return UnreachableError(words)


def _range(response: http.client.HTTPResponse) -> tuple[int, int | None]:
    """Where the answer begins in the file, and the size of the whole file where the server says it."""
    told = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
    if response.status == http.HTTPStatus.PARTIAL_CONTENT and told:
        return int(told[1]), None if told[2] == "*" else int(told[2])
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() else None
