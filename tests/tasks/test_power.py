"""What Linux tells of mains and batteries."""

from pathlib import Path

import pytest

from mmdesk.tasks.power import linux_tells

MAINS, OFF_MAINS = {"type": "Mains", "online": "1"}, {"type": "Mains", "online": "0"}
DISCHARGING = {"type": "Battery", "status": "Discharging"}
CHARGING, FULL = DISCHARGING | {"status": "Charging"}, DISCHARGING | {"status": "Full"}
MOUSE = DISCHARGING | {"scope": "Device"}
CHARGER = {"type": "USB", "online": "1"}


@pytest.mark.parametrize(
    ("supplies", "on_battery"),
    [
        ([], False),
        ([MAINS], False),
        ([OFF_MAINS, DISCHARGING], True),
        ([DISCHARGING], True),
        ([MAINS, CHARGING], False),
        ([OFF_MAINS, FULL], False),
        ([MAINS, DISCHARGING], False),
        ([MOUSE], False),
        ([MOUSE, OFF_MAINS, DISCHARGING], True),
        ([CHARGER, DISCHARGING], False),
    ],
)
def test_it_is_on_battery_where_that_is_all_it_has(
    supplies: list[dict[str, str]], on_battery: bool, tmp_path: Path
) -> None:
    for number, lines in enumerate(supplies):
        folder = tmp_path / f"supply{number}"
        folder.mkdir()
        for name, line in lines.items():
            (folder / name).write_text(f"{line}\n", "ascii")
    assert linux_tells(tmp_path) == on_battery


def test_where_nothing_is_told_it_is_not_on_battery(tmp_path: Path) -> None:
    assert not linux_tells(tmp_path / "not there")
