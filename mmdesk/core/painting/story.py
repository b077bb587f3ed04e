"""Stories: animations painted frame by frame, each from the one before it, zoomed, panned and turned."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.checks import check_numbers
from mmdesk.core.painting.prompt import format_prompt, parse_prompt

RANGES: Mapping[str, tuple[float, float]] = {
    "frames": (2, 5000),
    "steps_per_frame": (1, 1000),
    "zoom": (0.5, 2),
    "pan_x": (-0.5, 0.5),
    "pan_y": (-0.5, 0.5),
    "turn": (-90, 90),
}
"""The least and greatest value of each number in a story."""


@dataclass(frozen=True, slots=True)
class Story:
    """Camera motion and prompt keyframes of an animation.

    `scenes` are the keyframes: number of a frame to its prompt; between two of them the weights are
    interpolated. Each frame is the one before it, enlarged by `zoom`, moved by `pan_x` and `pan_y` (shares
    of its sides) and turned by `turn` degrees, painted on for `steps_per_frame` steps. Raises UserError.
    """

    scenes: Mapping[int, str] = field(default_factory=dict)
    frames: int = 48
    steps_per_frame: int = 10
    zoom: float = 1.02
    pan_x: float = 0.0
    pan_y: float = 0.0
    turn: float = 0.0

    def __post_init__(self) -> None:
        check_numbers(self, RANGES)
        for number, words in self.scenes.items():
            parse_prompt(words)
            if not 0 <= number < self.frames:
                raise UserError(
                    tr(
                        "The scene “{words}” begins with frame {number}, and there are {frames}.",
                        words=words,
                        number=number,
                        frames=self.frames,
                    )
                )

    def prompt(self, frame: int, beginning: str) -> str:
        """The prompt of a frame; `beginning` is that of the first one."""
        scenes = {0: beginning, **self.scenes}
        last = max(number for number in scenes if number <= frame)
        following = min((number for number in scenes if number > frame), default=None)
        if following is None:
            return scenes[last]
        share = (frame - last) / (following - last)
        return _interpolated(scenes[last], scenes[following], share)


def _interpolated(last: str, following: str, share: float) -> str:
    """Both prompts in one; the weights of `following` are multiplied by `share`, of `last` by the rest."""
    parts = [
        type(part)(part.text, round(part.weight * weight, 4), part.stop)
        for words, weight in ((last, 1 - share), (following, share))
        for part in parse_prompt(words)
        if round(part.weight * weight, 4)
    ]
    return format_prompt(tuple(parts))
