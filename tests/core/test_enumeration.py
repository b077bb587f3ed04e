"""Words in a row."""

from mmdesk.core.enumeration import all_of, either_of


def test_the_last_two_of_several_things_have_a_word_between_them() -> None:
    assert [all_of(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


def test_things_of_which_one_is_meant() -> None:
    assert (either_of(["a"]), either_of(["a", "b", "c"])) == ("a", "a or b or c")
