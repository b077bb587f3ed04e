"""The engines as they are offered: what each of them does, in a sentence, and the settings it has.

An engine to come is a card more: with its settings in a part of the spec of its own, it is offered wherever
engines are chosen, without a line about it there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any

from mmdesk.core.language import tr, trc
from mmdesk.core.painting.janus_settings import JANUS_RANGES, JanusSettings
from mmdesk.core.painting.kandinsky_settings import KANDINSKY_RANGES, KandinskySettings
from mmdesk.core.painting.token_settings import TOKEN_RANGES, TokenSettings
from mmdesk.core.painting.unclip_settings import UNCLIP_RANGES, UnclipSettings


@dataclass(frozen=True, slots=True)
class EngineSetting:
    """A number among the settings of an engine, as a form shows it.

    `field` is its name in the settings. It goes from `least` to `greatest` by `step`, with so many
    `decimals`; `least_word` is said instead of the least one. Where `needs_words` is true, only models that
    read words have it; to others it is `unread`.
    """

    field: str
    title: str
    hint: str
    least: float
    greatest: float
    step: float = 1
    decimals: int = 0
    least_word: str = ""
    needs_words: bool = False
    unread: float = 1


@dataclass(frozen=True, slots=True)
class EngineCard:
    """An engine by `name`, with what it does in one `sentence`.

    One that draws with a model of its own has the `kind` of such models, the class of its `settings`, kept in
    the spec under the engine's name, and what of them a form shows. `how_to_get` says where a model comes
    from. `completes` is whether it can go on with a part of a picture, `follows_pictures` whether pictures
    may be wished for.
    """

    name: str
    title: str
    sentence: str
    kind: str = ""
    settings: Any = None
    numbers: tuple[EngineSetting, ...] = ()
    how_to_get: str = ""
    completes: bool = False
    follows_pictures: bool = True

    @property
    def has_model(self) -> bool:
        """Whether it draws with a model of its own, in one go, and not step by step towards the words."""
        return bool(self.kind)


@dataclass(frozen=True, slots=True)
class EngineModel:
    """An installed model that an engine draws with; `size` is the side of its pictures in pixels.

    `labels` are the classes of one that paints classes, which needs one of them; one that `follows_picture`
    needs a depth map, or a map of what is where. `advised` are settings that suit it better than the usual.
    """

    engine: str
    name: str
    size: int
    reads_words: bool = True
    paints_classes: bool = False
    follows_picture: bool = False
    labels: tuple[str, ...] = ()
    advised: Mapping[str, float] = field(default_factory=dict, hash=False)


def _number(
    ranges: Mapping[str, tuple[float, float]], field: str, title: str, hint: str, greatest: float, **more: Any
) -> EngineSetting:
    """The setting `field`, whose least value is that of its range."""
    return EngineSetting(field, title, hint, ranges[field][0], greatest, **more)


_token_number = partial(_number, TOKEN_RANGES)

TRANSFORMER = EngineCard(
    name="tokens",
    title=tr("Transformer"),
    sentence=tr(
        "Draws several pictures in seconds, code after code, as it has learned that "
        "words or a part of a picture go on; CLIP puts the best first."
    ),
    kind="tokens",
    settings=TokenSettings,
    numbers=(
        _token_number(
            "candidates", tr("Candidates"), tr("Pictures that are drawn at once, to choose from"), 64
        ),
        _token_number(
            "guidance",
            tr("Guidance"),
            tr("How far to go towards the words; 1 is as learned"),
            20,
            step=0.5,
            decimals=1,
            needs_words=True,
        ),
        _token_number(
            "temperature",
            tr("Temperature"),
            tr("Below 1 what is likely gets likelier, above it less so"),
            3,
            step=0.05,
            decimals=2,
        ),
        _token_number(
            "top_k",
            tr("Top k"),
            tr("Draws from so many of the likeliest codes"),
            65_536,
            step=16,
            least_word=trc("number of codes", "All"),
        ),
        _token_number(
            "top_p",
            tr("Top p"),
            tr("Draws from the likeliest codes that have this probability together"),
            1,
            step=0.05,
            decimals=2,
        ),
    ),
    how_to_get=tr(
        "No transformer is installed. Import one in Models, or train one with mmdesk train tokens."
    ),
    completes=True,
    follows_pictures=False,
)


_unclip_number = partial(_number, UNCLIP_RANGES)

UNCLIP = EngineCard(
    name="unclip",
    title="unCLIP",
    sentence=tr(
        "Paints what an image vector of CLIP shows, in about a second: of words, of a "
        "photo of yours, or of a photo that words change."
    ),
    kind="unclip",
    settings=UnclipSettings,
    numbers=(
        _unclip_number(
            "candidates", tr("Candidates"), tr("Pictures that are made at once, to choose from"), 64
        ),
        _unclip_number(
            "guidance",
            tr("Guidance"),
            tr("How far to go towards the wish; 1 is as learned"),
            20,
            step=0.5,
            decimals=1,
        ),
        _unclip_number("flow_steps", tr("Flow steps"), tr("In how many steps noise becomes a picture"), 100),
        _unclip_number(
            "change",
            trc("setting of a painting", "Change"),
            tr("How far words change a photo that is wished for"),
            1,
            step=0.05,
            decimals=2,
        ),
        _unclip_number(
            "finish",
            trc("setting of a painting", "Finish"),
            tr("Steps of VQGAN and CLIP that go on from the picture"),
            1000,
            step=10,
            least_word=trc("number of steps", "None"),
        ),
    ),
    how_to_get=tr("No unCLIP is installed. Train one with mmdesk train decoder and mmdesk train prior."),
    completes=True,
)


_kandinsky_number = partial(_number, KANDINSKY_RANGES)

KANDINSKY = EngineCard(
    name="kandinsky",
    title="Kandinsky",
    sentence=tr(
        "Paints what words or photos of yours mean, by diffusion, with a large model "
        "that is fetched apart; minutes a picture."
    ),
    kind="kandinsky",
    settings=KandinskySettings,
    numbers=(
        _kandinsky_number(
            "candidates", tr("Candidates"), tr("Pictures that are made at once, to choose from"), 16
        ),
        _kandinsky_number(
            "guidance",
            tr("Guidance"),
            tr("How far to go towards the wish; 1 is as learned"),
            20,
            step=0.5,
            decimals=1,
        ),
        _kandinsky_number(
            "denoising_steps",
            trc("setting of a painting", "Steps"),
            tr("In how many steps noise becomes a picture"),
            200,
        ),
        _kandinsky_number(
            "prior_steps",
            tr("Prior steps"),
            tr("In how many steps words become an image vector"),
            100,
        ),
        _kandinsky_number(
            "change",
            trc("setting of a painting", "Change"),
            tr("How far words change a photo that is wished for"),
            1,
            step=0.05,
            decimals=2,
        ),
    ),
    how_to_get=tr(
        "No Kandinsky is installed. Fetch kandinsky-2-2-decoder and kandinsky-2-2-prior "
        "in Models; they need pip install 'mmdesk[diffusion]', too."
    ),
    completes=True,
)


_janus_number = partial(_number, JANUS_RANGES)

JANUS = EngineCard(
    name="janus",
    title="Janus",
    sentence=tr(
        "A language model that writes a picture as it writes words, code after code; it "
        "reads whole sentences, and takes minutes."
    ),
    kind="janus",
    settings=JanusSettings,
    numbers=(
        _janus_number(
            "candidates", tr("Candidates"), tr("Pictures that are drawn at once, to choose from"), 32
        ),
        _janus_number(
            "guidance",
            tr("Guidance"),
            tr("How far to go towards the words; 1 is as learned"),
            20,
            step=0.5,
            decimals=1,
        ),
        _janus_number(
            "temperature",
            tr("Temperature"),
            tr("Below 1 what is likely gets likelier, above it less so"),
            3,
            step=0.05,
            decimals=2,
        ),
    ),
    how_to_get=tr(
        "No Janus is installed. Fetch Janus-Pro-1B in Models; it needs pip install 'mmdesk[diffusion]', too."
    ),
    follows_pictures=False,
)

ENGINE_CARDS: Mapping[str, EngineCard] = MappingProxyType(
    {
        card.name: card
        for card in (
            EngineCard(
                "vqgan",
                "VQGAN",
                tr("Changes the codes of a VQGAN step by step until CLIP finds the words in the picture."),
            ),
            EngineCard(
                "pixel", tr("Pixels"), tr("Changes square dots step by step until CLIP finds the words.")
            ),
            EngineCard(
                "fft", tr("Waves"), tr("Changes waves of colour step by step until CLIP finds the words.")
            ),
            EngineCard(
                "lines",
                trc("way of painting", "Lines"),
                tr("Moves strokes on paper step by step until CLIP finds the words."),
            ),
            TRANSFORMER,
            UNCLIP,
            KANDINSKY,
            JANUS,
        )
    }
)
"""All engines by name, in the order to show them."""


def usual_settings(card: EngineCard, model: str) -> Any:
    """The settings of `card` where nothing else is said, for its model of that name."""
    return card.settings(model)
