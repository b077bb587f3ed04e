"""Options before and after the name of the command, and what they come to."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.core.places import Places
from mmdesk.core.settings import Settings, save_settings


@pytest.fixture
def program() -> click.Group:
    """A group with the shared options and one command that says what it was given."""

    @click.group()
    @json_option
    @shared_options
    def group() -> None: ...

    @group.command()
    @json_option
    @shared_options
    @pass_choices
    def say(choices: Choices) -> None:
        click.echo(f"{choices.places.data_dir} {choices.model_name} {choices.device} {choices.json}")

    return group


@pytest.mark.parametrize(
    "arguments",
    [
        ["--data-dir", "/here", "--model", "m", "--device", "cpu", "--json", "say"],
        ["say", "--data-dir", "/here", "--model", "m", "--device", "cpu", "--json"],
        ["--data-dir", "/there", "--model", "m", "--json", "say", "--data-dir", "/here", "--device", "cpu"],
    ],
)
def test_options_count_wherever_they_stand_and_the_last_one_wins(
    program: click.Group, arguments: list[str]
) -> None:
    result = CliRunner().invoke(program, arguments)
    assert result.output == f"{Path('/here').absolute()} m cpu True\n"


def test_without_options_the_platform_and_the_settings_decide(tmp_path: Path) -> None:
    assert Choices().places == Places.default()
    save_settings(Settings(model="other"), Places(tmp_path).settings)
    assert Choices(data_dir=tmp_path).model_name == "other"
    assert Choices(data_dir=tmp_path, model="asked for").model_name == "asked for"
    assert (Choices().device, Choices().json) == ("auto", False)


def test_a_device_nobody_knows_is_wrong_usage(program: click.Group) -> None:
    assert CliRunner().invoke(program, ["say", "--device", "abacus"]).exit_code == 2
