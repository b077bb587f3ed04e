"""Lines of before: which are remembered, and which are offered for what is typed."""

from mmdesk.core.search_line.recalling import KEPT, recalled, remembered


def test_lines_are_remembered_once_the_newest_first() -> None:
    lines: tuple[str, ...] = ()
    for line in ("a cat", "a dog", "", "  A  Cat "):
        lines = remembered(line, lines)
    assert lines == ("A Cat", "a dog")
    for number in range(2 * KEPT):
        lines = remembered(f"{number}", lines)
    assert len(lines) == KEPT
    assert lines[0] == f"{2 * KEPT - 1}"


def test_lines_are_offered_by_their_beginning_first() -> None:
    recent = ("red car", "a car", "carnival", "Car", "dog")
    assert [one.text for one in recalled("car", recent)] == ["carnival", "red car", "a car"]
    assert [one.text for one in recalled("  ", recent)] == list(recent)
    assert recalled("zebra", recent) == []
