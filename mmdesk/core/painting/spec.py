"""Paint specs: everything needed to paint a picture, and to paint it again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, get_args

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.checks import check_choices, check_colours, check_numbers
from mmdesk.core.painting.document import as_document, read_document
from mmdesk.core.painting.janus_settings import JanusSettings
from mmdesk.core.painting.kandinsky_settings import KandinskySettings
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.token_settings import Keep, TokenSettings
from mmdesk.core.painting.unclip_settings import UnclipSettings

Engine = Literal["vqgan", "pixel", "fft", "lines", "tokens", "unclip", "kandinsky", "janus"]
Pooling = Literal["antialias", "average", "max", "mixed"]
Optimiser = Literal["adam", "adamw", "radam", "nadam", "adagrad", "rmsprop"]
Schedule = Literal["constant", "cosine", "linear", "warmup"]
Noise = Literal["grey", "pixels", "fractal", "gradient", "snow"]
Symmetry = Literal["none", "left-right", "top-bottom", "both"]
MaskMode = Literal["freeze", "repaint"]
Augmentation = Literal["flip", "turn", "perspective", "colour", "grain", "erase"]

AUGMENTATIONS: tuple[Augmentation, ...] = ("flip", "turn", "perspective", "colour", "grain", "erase")
USUAL_AUGMENTATIONS: tuple[Augmentation, ...] = ("flip", "turn", "perspective", "grain")
"""Augmentations of a new spec; `colour` is not one: a prompt may ask for a colour, and CLIP must see it."""

SAMPLERS: Mapping[str, str] = MappingProxyType(
    {
        "tokens": tr("a transformer"),
        "unclip": tr("an unCLIP"),
        "kandinsky": tr("a Kandinsky"),
        "janus": tr("a Janus"),
    }
)
"""Engines that draw with a model of their own, and what that is; their settings are in fields so called."""

LONGEST_PROMPT = 10_000
"""Greatest length of a prompt in characters; models read the first few hundred of each part."""

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "width": (16, 4096),
        "height": (16, 4096),
        "steps": (1, 100_000),
        "seed": (0, 2**63 - 1),
        "cutouts": (1, 256),
        "cut_power": (0.1, 10),
        "rate": (0.001, 100),
        "ema": (0, 0.999),
        "hold": (0, 100),
        "smoothness": (0, 100),
        "saturation": (-100, 100),
        "colour_words": (0, 100),
        "palette_strength": (0, 100),
        "symmetry_strength": (0, 100),
        "edges": (0, 100),
        "grid": (0, 512),
        "strokes": (0, 2000),
        "stroke_width": (0.05, 20),
    }
)
"""The least and greatest value of each number in a spec."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "engine": get_args(Engine),
        "pooling": get_args(Pooling),
        "augmentations": AUGMENTATIONS,
        "optimiser": get_args(Optimiser),
        "schedule": get_args(Schedule),
        "noise": get_args(Noise),
        "symmetry": get_args(Symmetry),
    }
)
"""The values of each setting that is chosen by name."""


@dataclass(frozen=True, slots=True)
class InitImage:
    """The picture to begin with: a file and the hash of its bytes. `strength` 1 is that picture, 0 noise."""

    path: bytes
    sha256: str = ""
    strength: float = 1.0

    def __post_init__(self) -> None:
        check_numbers(self, {"strength": (0, 1)})


@dataclass(frozen=True, slots=True)
class ImagePrompt:
    """A picture whose embedding is a target, weighted and stopped as words are (see `PromptPart`)."""

    path: bytes
    sha256: str = ""
    weight: float = 1.0
    stop: float = float("-inf")

    def __post_init__(self) -> None:
        check_numbers(self, {"weight": (-100, 100)})


@dataclass(frozen=True, slots=True)
class Mask:
    """The part of the init image to keep: a file, or a PNG within the spec, in base64.

    White is the marked part: "freeze" keeps it, "repaint" keeps all else.
    """

    path: bytes = b""
    png: str = ""
    mode: MaskMode = "freeze"

    def __post_init__(self) -> None:
        check_choices(self, {"mode": ("freeze", "repaint")})
        if bool(self.path) == bool(self.png):
            raise UserError(tr("A mask is either a file or a picture within the settings."))


@dataclass(frozen=True, slots=True)
class PaintSpec:
    """A painting before it is painted. The same spec with the same models gives the same pixels.

    Raises UserError, in one sentence, for values that make no sense.

    - Targets: `prompt` (see `parse_prompt`), `image_prompts`, `init` to begin with and `hold`, the weight of
      its distance (init weight), `mask` for the part of it to keep.
    - Models: `engine` draws, the CLIP models `clips` guide, and `vqgan` is the model of that engine. `grid`
      are the columns of the pixel engine and `strokes` the count of the line engine, 0 for their own choice;
      `stroke_width` is relative to the usual one.
    - Size: `width` and `height` in pixels, `steps`, `seed`.
    - Cutouts: `cutouts` a step; their sizes are spread by `cut_power` (1 evenly, above it more
      small ones), shrunk by `pooling` and changed by `augmentations`.
    - Optimisation: `optimiser` at `rate` times the engine's own learning rate, along `schedule`; `ema` is
      the decay of the average that is shown (0 shows the last step). `noise` is the first picture's kind.
    - Image losses: weights (0 is off) of `smoothness`, `saturation`, `colour_words` for colours that the
      prompt names, `palette_strength` for the nearness to the colours of `palette` ("#rrggbb"),
      `symmetry_strength` for `symmetry`, `edges` for a border of the colour `edge_colour`. `tiling` makes
      the picture go on across its edges.
    - `coarse_to_fine` paints the first part of the steps at half the size, which is quicker.
    - `tokens` are the settings of the engine "tokens", which draws code by code, a row of codes a step, and
      has no others but prompt, `clips`, size, `seed`, `init` and `mask` for what is given, and for a model
      that follows another picture that one in `image_prompts`.
    - `unclip` are the settings of the engine "unclip", which paints from image vectors; it has those others,
      and `image_prompts`, whose vectors are painted.
    - `kandinsky` are those of the engine "kandinsky", which has the same others.
    - `janus` are those of the engine "janus", which has prompt, `clips`, size and `seed`.
    """

    prompt: str = ""
    engine: Engine = "vqgan"
    width: int = 256
    height: int = 256
    steps: int = 150
    seed: int = 0
    clips: tuple[str, ...] = ("starter-clip",)
    vqgan: str = "starter-vqgan"
    cutouts: int = 12
    cut_power: float = 1.0
    pooling: Pooling = "antialias"
    augmentations: tuple[Augmentation, ...] = USUAL_AUGMENTATIONS
    optimiser: Optimiser = "adam"
    rate: float = 1.0
    schedule: Schedule = "cosine"
    ema: float = 0.9
    noise: Noise = "fractal"
    init: InitImage | None = None
    hold: float = 0.0
    image_prompts: tuple[ImagePrompt, ...] = ()
    mask: Mask | None = None
    smoothness: float = 0.3
    saturation: float = 0.0
    colour_words: float = 1.0
    palette: tuple[str, ...] = ()
    palette_strength: float = 1.0
    symmetry: Symmetry = "none"
    symmetry_strength: float = 1.0
    edges: float = 0.0
    edge_colour: str = "#ffffff"
    tiling: bool = False
    coarse_to_fine: bool = True
    grid: int = 0
    strokes: int = 0
    stroke_width: float = 1.0
    tokens: TokenSettings | None = None
    unclip: UnclipSettings | None = None
    kandinsky: KandinskySettings | None = None
    janus: JanusSettings | None = None

    def __post_init__(self) -> None:
        if len(self.prompt) > LONGEST_PROMPT:
            raise UserError(
                tr(
                    "A prompt may have {most:,} characters, not {length:,}.",
                    most=LONGEST_PROMPT,
                    length=len(self.prompt),
                )
            )
        check_numbers(self, RANGES)
        check_choices(self, CHOICES)
        check_colours((*self.palette, self.edge_colour))
        if not self.clips:
            raise UserError(tr("A painting needs at least one CLIP model to guide it."))
        if self.mask is not None and self.init is None:
            raise UserError(tr("A mask keeps parts of a start picture, and there is none."))
        for name, what in SAMPLERS.items():
            if (self.engine == name) != (getattr(self, name) is not None):
                raise UserError(
                    tr(
                        "The engine {engine}, and no other, needs {model}: --{engine} NAME.",
                        engine=name,
                        model=what,
                    )
                )
        if self.tokens is not None:
            _check_given(self, self.tokens)
        if self.unclip is not None:
            _check_painted(self, self.unclip)
        if self.kandinsky is not None:
            _check_painted(self, self.kandinsky)
        if self.janus is not None and (self.image_prompts or self.init is not None):
            raise UserError(tr("The engine janus paints from words, not from pictures."))
        parse_prompt(self.prompt)

    def refuse_no_wish(self) -> None:
        """Raises UserError where there is neither a word nor a picture to come near to.

        The engines "tokens" and "unclip" need none: what they have learned is enough.
        """
        if self.engine == "tokens" or (self.unclip is not None and not self.unclip.finish):
            return
        if not parse_prompt(self.prompt) and not self.image_prompts:
            raise UserError(tr("There is nothing to paint: write a prompt or add a picture as one."))

    @property
    def sampling(self) -> Any:
        """The settings of an engine that draws with a model of its own; None for the others."""
        own: Any = getattr(self, str(self.engine), None)
        return own if self.engine in SAMPLERS else None

    @property
    def chosen(self) -> int | None:
        """The candidate that is the picture, 0 being the best; None where another one cannot be chosen.

        What went on from a candidate shows that one, and pictures on a way belong together.
        """
        settings = self.sampling
        if settings is None or getattr(settings, "finish", False) or getattr(settings, "between", False):
            return None
        return int(settings.chosen)

    def choosing(self, candidate: int) -> "PaintSpec":
        """The spec with another candidate for its picture, where one can be chosen."""
        if self.sampling is None:
            return self
        changed: dict[str, Any] = {self.engine: replace(self.sampling, chosen=candidate)}
        return replace(self, **changed)

    def to_document(self) -> dict[str, Any]:
        """The spec as JSON has it; `PaintSpec.from_document` is the way back.

        Settings of another engine are left out: a program that does not know it reads the rest.
        """
        foreign = {name for name in SAMPLERS if getattr(self, name) is None}
        return {name: one for name, one in as_document(self).items() if name not in foreign}

    @classmethod
    def from_document(cls, document: object) -> "PaintSpec":
        """The spec in a document; settings it does not mention take their defaults.

        Raises UserError for a foreign document, one of a newer version, and absurd values.
        """
        return cls(**read_document(document, cls))


def _check_given(spec: PaintSpec, tokens: TokenSettings) -> None:
    """Check that what is to be kept is there, and nothing is that the engine does not look at."""
    if len(spec.image_prompts) > 1:
        raise UserError(tr("The engine tokens follows one other picture at most."))
    _check_kept(spec, tokens.keep)


def _check_painted(spec: PaintSpec, settings: UnclipSettings | KandinskySettings) -> None:
    """Check that there are as many pictures as an engine of image vectors is to paint from."""
    if settings.between and len(spec.image_prompts) != 2:
        raise UserError(tr("A way between pictures needs two of them: --between A B."))
    _check_kept(spec, settings.keep)


def _check_kept(spec: PaintSpec, keep: Keep) -> None:
    """Check that what is to be kept of a picture is there."""
    if (keep != "nothing") != (spec.init is not None):
        raise UserError(
            tr("To complete a picture, say which and what of it to keep: --complete FILE --keep top.")
        )
    if (keep == "mask") != (spec.mask is not None):
        raise UserError(tr("A mask says what to keep of a picture, where no half of it is kept."))
