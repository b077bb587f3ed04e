"""The painting session of the tests of painting, here, too."""

from tests.tasks.painting.conftest import clip, one_thread, session, spec

__all__ = ["clip", "one_thread", "session", "spec"]
