"""A transformer over codes as it lies on disk: what can be told of it without torch.

A folder with `tokens_config.json` and `tokens.safetensors`, whose tensors have the published names
(`transformer.tok_emb.weight`), and a folder `first_stage` with the VQGAN whose codes it draws; a model that
comes along may name one that lies beside it instead (`first_stage`). The config holds `transformer`, the
sizes by their published names; `side`, the rows and columns of codes of the pictures it was trained on;
`codebooks`, where a code does not stand for one latent (see `CodebookSizes`), whose tensor is of that name,
too; `advised`, settings that suit the model (guidance, temperature, top_k, top_p), where it says any; and
`condition`, what comes before the codes:

- {"kind": "start", "token": t}: one token, always the same; the pictures are of no kind in particular
- {"kind": "label", "classes": n}: the number of a class; their names may be in `labels.txt`, a line each
- {"kind": "coordinates", "codes": n}: where in the picture each code is, in `n` steps
- {"kind": "picture", "channels": c, "codes": n}: the codes of another picture of the same size, as another
  VQGAN sees it, which is in `cond_stage`: a depth map of 1 channel, a picture in colours, or a map of what
  is where, with as many channels as there are kinds of things (greys are their numbers)
- {"kind": "words", "length": n, "words": w}: `n` tokens of a text of a vocabulary of `w`, which is in
  `words.txt.gz`; they come after the codes in the vocabulary, and padding after them
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.token_settings import ADVISED, TokenSettings
from mmdesk.models.digest import model_digest
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.weights_file import WeightsHeader, read_header

CONFIG_NAME = "tokens_config.json"
WEIGHTS_NAME = "tokens.safetensors"
FIRST_STAGE = "first_stage"
COND_STAGE = "cond_stage"
LABELS_NAME = "labels.txt"
WORDS_NAME = "words.txt.gz"
CODEBOOKS = "codebooks"
"""Name in the config and of the tensor."""

PREFIX = "transformer."
"""Beginning of the names of all tensors."""

MAX_SIZE = 1 << 20
"""Largest size believed in a config."""

MAX_LAYERS = 512

SIZES = ("vocab_size", "block_size", "n_layer", "n_head", "n_embd")
CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "start": ("token",),
    "label": ("classes",),
    "coordinates": ("codes",),
    "picture": ("channels", "codes"),
    "words": ("length", "words"),
}
"""The kinds of condition, with the numbers that each needs."""


@dataclass(frozen=True, slots=True)
class CodebookSizes:
    """What a code stands for: a square of `side` x `side` latents, in `levels` codebooks of `codes` each.

    The first is coarse; each later one says what the former left over.
    """

    side: int = 1
    levels: int = 1
    codes: int = 1

    @property
    def tokens(self) -> int:
        """Number of tokens that are codes, all levels together."""
        return self.levels * self.codes


@dataclass(frozen=True)
class TokensFolder:
    """One model folder, checked as far as possible without building the network.

    `key` is the folder's name and eight hex digits that change with anything in it. `side` is in codes.
    """

    name: str
    path: Path
    key: str
    side: int
    transformer: Mapping[str, int] = field(compare=False)
    condition: Mapping[str, Any] = field(compare=False)
    codebooks: CodebookSizes = field(compare=False)
    advised: Mapping[str, float] = field(compare=False)
    first_stage: VqganFolder = field(repr=False)
    cond_stage: VqganFolder | None = field(repr=False)
    header: WeightsHeader = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> "TokensFolder":
        """The model in the folder `path`. Raises UserError, in one sentence, for anything wrong with it."""
        config = _read_config(path)
        weights = path / WEIGHTS_NAME
        if not weights.is_file():
            raise UserError(
                tr("The model {path} has no weights: {file} is missing.", path=path, file=WEIGHTS_NAME)
            )
        first_stage = VqganFolder.read(first_stage_of(path, config))
        # translators: begins a sentence that says what the file lacks: “{where} needs …”
        where = tr("The file {path}", path=path / CONFIG_NAME)
        condition = check_tokens_config(config, first_stage.codes, where)["condition"]
        cond_stage = _cond_stage(path, condition, first_stage)
        return cls(
            name=path.name,
            path=path,
            key=f"{path.name}-{_digest(path, first_stage, cond_stage)}",
            side=config["side"],
            transformer=config["transformer"],
            condition=config["condition"],
            codebooks=codebook_sizes(config, first_stage.codes, where),
            advised=_advised(config, where),
            first_stage=first_stage,
            cond_stage=cond_stage,
            header=read_header(weights),
        )

    @property
    def codes(self) -> int:
        """Number of codes of all levels: the tokens below it are codes."""
        return self.codebooks.tokens

    @property
    def factor(self) -> int:
        """Side of the square that a code stands for, in pixels."""
        return self.first_stage.factor * self.codebooks.side

    @property
    def size(self) -> int:
        """Side, in pixels, of the pictures it was trained on."""
        return self.side * self.factor

    @property
    def parameters(self) -> int:
        """Number of parameters, those of its VQGANs included."""
        stages = [stage for stage in (self.first_stage, self.cond_stage) if stage is not None]
        return self.header.parameters + sum(stage.parameters for stage in stages)

    @property
    def knows_words(self) -> bool:
        """Whether it paints what words say."""
        return bool(self.condition["kind"] == "words")

    @property
    def follows_picture(self) -> bool:
        """Whether it paints what another picture shows: a depth map, or a map of what is where."""
        return self.cond_stage is not None

    def labels(self) -> list[str]:
        """Names of the classes, as far as they came along."""
        try:
            return (self.path / LABELS_NAME).read_text("utf-8", "replace").splitlines()
        except OSError:
            return []


def prefix_length(condition: Mapping[str, Any], side: int) -> int:
    """Number of tokens before the codes."""
    lengths = {"coordinates": side * side, "picture": side * side, "words": condition.get("length", 0)}
    return int(lengths.get(condition["kind"], 1))


def words_needed(condition: Mapping[str, Any]) -> int:
    """Number of tokens of the vocabulary that are needed for words and padding."""
    return int(condition["words"]) + 1 if condition["kind"] == "words" else 0


def _advised(config: Mapping[str, Any], where: str) -> dict[str, float]:
    """Settings that suit the model. Raises UserError naming `where` for any that could not be."""
    told = config.get("advised", {})
    refusal = tr("{where} advises settings that cannot be.", where=where)
    if not isinstance(told, dict) or not all(
        name in ADVISED and isinstance(one, int | float) and not isinstance(one, bool)
        for name, one in told.items()
    ):
        raise UserError(refusal)
    try:
        TokenSettings("any", **told)
    except UserError as error:
        raise UserError(refusal) from error
    return dict(told)


def _digest(path: Path, first_stage: VqganFolder, cond_stage: VqganFolder | None) -> str:
    own = model_digest(path / CONFIG_NAME, path / WEIGHTS_NAME)
    keys = " ".join(stage.key for stage in (first_stage, cond_stage) if stage is not None)
    return hashlib.sha256(f"{own} {keys}".encode()).hexdigest()[:8]


def _cond_stage(path: Path, condition: Mapping[str, Any], first_stage: VqganFolder) -> VqganFolder | None:
    """The VQGAN that sees the other picture of a model that follows one. Raises UserError."""
    if condition["kind"] != "picture":
        return None
    stage = VqganFolder.read(path / COND_STAGE, condition["channels"])
    if (stage.factor, stage.codes) != (first_stage.factor, condition["codes"]):
        raise UserError(tr("The two VQGANs of the model {path} do not fit together.", path=path))
    return stage


def first_stage_of(path: Path, config: Mapping[str, Any]) -> Path:
    """The folder of the VQGAN of the model in `path`: within it, or the one of that name beside it."""
    beside = config.get(FIRST_STAGE)
    is_name = isinstance(beside, str) and beside not in ("", ".", "..") and not set(beside) & set("/\\")
    return path.parent / str(beside) if is_name else path / FIRST_STAGE


def codebook_sizes(config: Mapping[str, Any], codes: int, where: str) -> CodebookSizes:
    """What a code stands for, where the VQGAN has so many `codes`. Raises UserError naming `where`."""
    told = config.get(CODEBOOKS)
    if told is None:
        return CodebookSizes(codes=codes)
    names = ("side", "levels", "codes")
    if not isinstance(told, dict) or not all(_is_number(told.get(name)) and told[name] for name in names):
        raise UserError(
            tr(
                "{where} does not say what its codes stand for: {file} is not understood.",
                where=where,
                file=CODEBOOKS,
            )
        )
    return CodebookSizes(*(told[name] for name in names))


def check_tokens_config(config: object, codes: int, where: str) -> dict[str, Any]:
    """`config` as a sound config of a transformer over a VQGAN of so many `codes`.

    Raises UserError naming `where`.
    """
    if not isinstance(config, dict) or config.get("model") != "tokens":
        raise UserError(tr("{where} describes no transformer over codes.", where=where))
    shape, condition = config.get("transformer"), config.get("condition")
    if not isinstance(shape, dict) or not isinstance(condition, dict):
        raise UserError(tr("{where} describes no network: transformer or condition is missing.", where=where))
    codebooks = codebook_sizes(config, codes, where)
    _check_numbers(shape, condition, config.get("side"), where)
    least = max(
        codebooks.tokens + words_needed(condition), *(condition.get(name, 0) for name in ("classes", "codes"))
    )
    if shape["vocab_size"] < least:
        raise UserError(
            tr("{where} needs a vocabulary of {least} tokens at least.", where=where, least=least)
        )
    length = prefix_length(condition, config["side"]) + codebooks.levels * config["side"] ** 2
    if shape["block_size"] < length - 1:
        raise UserError(
            tr("{where} promises pictures of more codes than its block_size can hold.", where=where)
        )
    if shape["n_embd"] % shape["n_head"]:
        raise UserError(tr("{where} needs a number for n_head that divides n_embd.", where=where))
    return config


def _check_numbers(shape: dict[str, Any], condition: dict[str, Any], side: object, where: str) -> None:
    needed = CONDITIONS.get(str(condition.get("kind")))
    if needed is None:
        raise UserError(
            tr(
                "{where} has a condition of a kind that is not known: {kind}.",
                where=where,
                kind=condition.get("kind"),
            )
        )
    numbers = [(name, shape.get(name)) for name in SIZES]
    numbers += [(name, condition.get(name)) for name in needed if name != "token"] + [("side", side)]
    if _is_number(shape.get("n_layer")) and shape["n_layer"] > MAX_LAYERS:
        raise UserError(
            tr(
                "{where} asks for {layers:,} layers, which no model has.",
                where=where,
                layers=shape["n_layer"],
            )
        )
    for name, value in numbers:
        if not _is_number(value) or value == 0:
            raise UserError(tr("{where} needs a positive whole number for {name}.", where=where, name=name))
    for name, value in (("token", condition.get("token", 0)), ("n_unmasked", shape.get("n_unmasked", 0))):
        if not _is_number(value):
            raise UserError(tr("{where} needs a whole number for {name}.", where=where, name=name))
    if condition.get("token", 0) >= shape["vocab_size"]:
        raise UserError(tr("{where} begins with a token that is not in its vocabulary.", where=where))


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SIZE


def _read_config(path: Path) -> dict[str, Any]:
    file = path / CONFIG_NAME
    try:
        config = json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            tr(
                "The folder {path} is no transformer over codes: {file} is missing.",
                path=path,
                file=CONFIG_NAME,
            )
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(tr("The file {file} cannot be read as JSON.", file=file)) from error
    if not isinstance(config, dict):
        raise UserError(tr("The file {file} describes no transformer over codes.", file=file))
    return config
