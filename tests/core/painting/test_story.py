"""The prompts of a film's frames, as its scenes change."""

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.story import Story


def test_scenes_pass_into_each_other() -> None:
    story = Story({4: "a city:2"}, frames=8)
    assert story.prompt(0, "a forest") == "a forest"
    assert story.prompt(5, "a forest") == "a city:2"
    halfway = {part.text: part.weight for part in parse_prompt(story.prompt(2, "a forest"))}
    assert halfway == {"a forest": 0.5, "a city": 1.0}
    with pytest.raises(UserError, match="begins with frame 9"):
        Story({9: "late"}, frames=8)
