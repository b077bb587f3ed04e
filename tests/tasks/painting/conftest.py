"""The smallest painting, for the tests of this room."""

from tests.smallest_painting import one_thread, spec, studio

__all__ = ["one_thread", "spec", "studio"]
