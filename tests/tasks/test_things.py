"""Names of everyday things."""

from mmdesk.tasks.things import is_thing


def test_things_are_told_from_what_is_said_of_them() -> None:
    assert all(map(is_thing, ("dog", "dogs", "people", "children", "living room", "butterflies", "zebra")))
    assert not any(map(is_thing, ("red", "old", "on", "the", "running", "xqzv", "")))
