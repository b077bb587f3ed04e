"""Acts as they are told to the user."""

import pytest

from mmdesk.core.acts import Act, ActKind


@pytest.mark.parametrize(
    ("act", "wanted", "done"),
    [
        (Act(1, ActKind.FLAG, 667, value=-1), "reject 667 photos", "667 photos rejected"),
        (Act(1, ActKind.FLAG, 1, value=0), "unflag 1 photo", "1 photo unflagged"),
        (Act(1, ActKind.RATE, 2, value=1), "give 2 photos 1 star", "2 photos rated 1 star"),
        (Act(1, ActKind.RATE, 2, value=4), "give 2 photos 4 stars", "2 photos rated 4 stars"),
        (Act(1, ActKind.RATE, 1, value=0), "take the stars of 1 photo away", "1 photo without stars"),
        (Act(1, ActKind.ALBUM_NEW, 0, "Italy"), "make the album “Italy”", "Album “Italy” made"),
        (Act(1, ActKind.ACCEPT, 3, "dog"), "accept “dog” for 3 photos", "“dog” accepted for 3 photos"),
    ],
)
def test_acts_are_told_as_wanted_and_as_done(act: Act, wanted: str, done: str) -> None:
    assert (act.wanted, act.done) == (wanted, done)


def test_moved_and_renamed_files_are_acts_of_files() -> None:
    assert {kind for kind in ActKind if Act(1, kind, 1).is_of_files} == {ActKind.TRASH, ActKind.RENAME}
