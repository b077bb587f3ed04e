"""A film that is painted frame by frame, each from the one before it, moved a little."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mmdesk.core.errors import UserError
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
    """How the camera moves from frame to frame, and what there is to see when.

    `scenes` maps the number of a frame to the prompt from there on; between two of them one passes over
    into the other. Each frame is the one before it, enlarged by `zoom`, moved by `pan_x` and `pan_y` (shares
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
                    f"The scene “{words}” begins with frame {number}, and there are {self.frames}."
                )

    def prompt(self, frame: int, beginning: str) -> str:
        """The prompt of a frame; `beginning` is that of the first one."""
        scenes = {0: beginning, **self.scenes}
        past = max(number for number in scenes if number <= frame)
        coming = min((number for number in scenes if number > frame), default=None)
        if coming is None:
            return scenes[past]
        share = (frame - past) / (coming - past)
        return _blended(scenes[past], scenes[coming], share)


def _blended(past: str, coming: str, share: float) -> str:
    """Both prompts, their weights in proportion."""
    parts = [
        type(part)(part.text, round(part.weight * weight, 4), part.stop)
        for words, weight in ((past, 1 - share), (coming, share))
        for part in parse_prompt(words)
        if round(part.weight * weight, 4)
    ]
    return format_prompt(tuple(parts))
