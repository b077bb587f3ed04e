"""Sentences of the doctor."""

from mmdesk.tasks.doctor import _commonest


def test_of_many_reasons_the_commonest_is_told_which_comes_first() -> None:
    assert (
        _commonest([("The file is empty.", 7), ("The file is damaged.", 2)])
        == " (7 of them: The file is empty)"
    )
    assert _commonest([]) == ""
