"""Answers of servers that are no file, as sentences."""

import http.client
import re
import urllib.error
from http import HTTPStatus

from mmdesk.core.language import tr

PAUSES_S = (0.3, 1.0, 3.0)
"""Pauses before each new try, as long as a new one may help."""

_SENTENCES: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: tr(
        "it asks for an account (HTTP 401): accept its terms there and set HF_TOKEN."
    ),
    HTTPStatus.FORBIDDEN: tr("it gives this file to those only who accepted its terms (HTTP 403)."),
    HTTPStatus.NOT_FOUND: tr("there is no such file any more (HTTP 404)."),
    HTTPStatus.TOO_MANY_REQUESTS: tr("it is asked too often (HTTP 429); try again in some minutes."),
}

LONGEST_REASON = 200
"""Characters of a reason that a library gives."""


_PASSING = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
)


def describe_status(code: int) -> str:
    """The end of a sentence about an HTTP status that is an error."""
    known = _SENTENCES.get(code)
    if known is not None:
        return known
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return tr("the server is in trouble (HTTP {code}); try again later.", code=code)
    return tr("the server refuses (HTTP {code}).", code=code)


def is_passing(code: int) -> bool:
    """Whether another try may bring another answer than this HTTP status."""
    return code in _PASSING or code >= HTTPStatus.INTERNAL_SERVER_ERROR


def is_transient(error: Exception) -> bool:
    """Whether another try may bring what this one did not: a line that broke, a server that is busy.

    Where nobody listens, or no line leads, the next try finds nobody either.
    """
    if isinstance(error, urllib.error.HTTPError):
        return is_passing(error.code)
    if isinstance(error, urllib.error.URLError):
        return isinstance(error.reason, Exception) and is_transient(error.reason)
    if isinstance(error, ConnectionRefusedError):
        return False
    return isinstance(error, ConnectionError | TimeoutError | http.client.HTTPException)


def reason_of(error: BaseException) -> str:
    """Why something cannot be reached, in the system's own words; they stand without a full stop."""
    inner = getattr(error, "reason", None)
    if isinstance(inner, Exception):
        return reason_of(inner)
    words = getattr(error, "strerror", None) or re.sub(r"^\[Errno -?\d+\] ", "", str(error).strip())
    return next(iter(words.splitlines()), type(error).__name__)[:LONGEST_REASON].rstrip(".")
