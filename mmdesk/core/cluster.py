"""Where a cluster is, as the user writes it, and what is to be known to work on it."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc
from mmdesk.core.path_map import PathRule

LOCAL = re.compile(r"local:([1-9]\d{0,3})")
REMOTE = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]*):(\d{1,5})")
LAST_PORT = 65535

NO_CLUSTER = tr(
    "{text} is no cluster: write local:4, for 4 cores of this computer, or its head node, as nas:6379."
)


class ClusterError(UserError):
    """The cluster cannot be used, whatever is asked of it: it is gone, or nobody in it can do anything."""


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """A cluster that is made for the moment on this computer, with so many `cores`; or, where that is None,
    one that runs, with its head node at `text` (`HOST:PORT`).
    """

    text: str
    cores: int | None = None

    @classmethod
    def of_text(cls, text: str) -> "ClusterAddress":
        """The cluster called `local:N` or `HOST:PORT`. Raises UserError."""
        text = text.strip()
        if local := LOCAL.fullmatch(text):
            return cls(text, int(local[1]))
        remote = REMOTE.fullmatch(text)
        if remote and 0 < int(remote[2]) <= LAST_PORT and remote[1] != "local":
            return cls(text)
        raise UserError(NO_CLUSTER.format(text=text or trc("of what was written", "Nothing")))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster, and what folders of this computer are called on its nodes."""

    address: ClusterAddress
    rules: tuple[PathRule, ...] = ()

    @classmethod
    def of_lines(cls, address: str, rules: str) -> "Cluster | None":
        """The cluster of two lines, rules parted by semicolons; None without an address. Raises UserError."""
        if not address.strip():
            return None
        each = (rule.strip() for rule in rules.split(";"))
        return cls.of_texts(address, [os.fsencode(rule) for rule in each if rule])

    @classmethod
    def of_texts(cls, address: str, rules: Sequence[bytes] = ()) -> "Cluster":
        """The cluster at `address`, with rules such as `/srv/photos=/mnt/nas/photos`. Raises UserError."""
        return cls(ClusterAddress.of_text(address), tuple(PathRule.of_text(rule) for rule in rules))
