"""The door to Ray, as far as it goes without Ray."""

import socket

import pytest

from mmdesk.core.errors import UserError
from mmdesk.tasks.cluster.ray_door import refuse_unanswered


def test_an_address_at_which_nobody_listens_is_refused_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        refuse_unanswered(address)
    with pytest.raises(UserError, match=f"Nobody answers at {address}"):
        refuse_unanswered(address)
