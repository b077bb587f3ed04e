"""A whole run: from a folder of pictures to a transformer that paints what words say."""

import copy
import json
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.models.byte_pairs import BytePairTokenizer
from mmdesk.models.tokens.codebooks import Codebooks
from mmdesk.models.tokens.export import export_tokens
from mmdesk.models.tokens.folder import CODEBOOKS, WORDS_NAME, CodebookSizes
from mmdesk.models.tokens.network import CodeTransformer
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.network import Vqgan, load_vqgan_network
from mmdesk.training.checkpoint import WORK, open_work
from mmdesk.training.pack import Example, read_examples, split_of
from mmdesk.training.stage import StageReport, TrainingStage
from mmdesk.training.tokens.crops import Coder, crop_latents, encode_crops, latents_of, whole_squares
from mmdesk.training.tokens.figures import TokenFigures, measure_tokens
from mmdesk.training.tokens.losses import TokenLosses
from mmdesk.training.tokens.residuals import fitted_codebooks
from mmdesk.training.tokens.spec import TokensSpec
from mmdesk.training.tokens.texts import PictureTexts, first_merges

FITTED_TO = 1500
"""Crops that codebooks are fitted to, at most."""

CODEBOOKS_NAME = "codebooks.safetensors"

ADVISED = {"guidance": 3.0, "temperature": 0.8}
"""Settings that suit a model that reads words; without guidance a small one hardly follows them."""

HELD_OUT = 200
"""Held-out pictures that are measured, at most."""


def train_tokens(spec: TokensSpec) -> Generator[Progress | StageReport | TokenFigures, None, TokenFigures]:
    """Train by `spec` and export to `spec.out`; returns the held-out figures.

    Closing it leaves crops and a checkpoint, from which a run with `resume` goes on. Raises UserError for
    data that cannot be used and for a folder that holds another run.
    """
    folder = VqganFolder.read(spec.vqgan)
    factor = folder.factor * spec.codebooks.side
    if spec.side % factor:
        raise UserError(f"The size must be a multiple of {factor} pixels, which a code stands for.")
    work = open_work(spec.out, spec.described(), resume=spec.resume)
    torch.manual_seed(spec.seed)
    if spec.threads is not None:
        torch.set_num_threads(spec.threads)
    yield Progress(0, None, "Reading pictures")
    examples = read_examples(spec.data)
    learned = split_of(examples, "train")
    if not learned:
        raise UserError(f"All pictures in {spec.data} are held out, so there are none to learn from.")
    vqgan = load_vqgan_network(folder).to(spec.device)
    books = yield from _codebooks(vqgan, learned, spec, work / CODEBOOKS_NAME)
    crops = yield from encode_crops(
        _coder(vqgan, books), learned, spec.crops, spec.side, spec.seed,
        work / f"crops-{spec.side}-{spec.seed}.safetensors",
    )  # fmt: skip
    tokenizer = BytePairTokenizer(first_merges(spec.words, spec.merges, work / WORDS_NAME), spec.length)
    network = _fresh_transformer(spec, spec.side // factor, books.sizes, tokenizer).to(spec.device)
    texts = PictureTexts(learned, tokenizer, books.sizes.tokens)
    losses = TokenLosses(network, crops, texts, spec, books.sizes)
    stage = TrainingStage("tokens", network, losses, spec.stage, work / "tokens.safetensors")
    with closing(stage.run()) as steps:
        yield from steps
    averaged = _averaged(stage, network)
    _export(averaged, spec, spec.side // factor, books, tokenizer)
    figures = _measured(averaged, _coder(vqgan, books), examples, spec, books.sizes, tokenizer)
    (spec.out / "figures.json").write_text(json.dumps(figures.document(), indent=2) + "\n", "utf-8")
    yield figures
    return figures


def _codebooks(
    vqgan: Vqgan, examples: Sequence[Example], spec: TokensSpec, keep: Path
) -> Generator[Progress, None, Codebooks]:
    """Those of `spec`, fitted once and kept in the file `keep`; or the VQGAN's own."""
    sizes = spec.codebooks
    if sizes.side == sizes.levels == 1:
        return Codebooks(vqgan.codebook.cpu()[None], 1)
    if not keep.is_file():
        count = min(FITTED_TO, spec.crops)
        latents = yield from crop_latents(vqgan, examples, count, spec.side, spec.seed)
        with replacing(keep) as part:
            save_file({CODEBOOKS: fitted_codebooks(latents, sizes, spec.seed).tables}, part)
    return Codebooks(load_file(keep)[CODEBOOKS], sizes.side)


def _coder(vqgan: Vqgan, books: Codebooks) -> Coder:
    return lambda pictures: books.codes(latents_of(vqgan, pictures))


def _fresh_transformer(
    spec: TokensSpec, side: int, sizes: CodebookSizes, words: BytePairTokenizer
) -> CodeTransformer:
    places = sizes.levels * side**2
    network = CodeTransformer(spec.sizes.shape(sizes.tokens + words.vocab_size + 1, spec.length + places - 1))
    network.tie()
    return network


def _averaged(stage: TrainingStage, network: CodeTransformer) -> CodeTransformer:
    """A copy with the average of its weights on the way."""
    averaged = copy.deepcopy(network)  # tied as it is
    averaged.load_state_dict(stage.average)
    return averaged.eval()


def _export(
    network: CodeTransformer, spec: TokensSpec, side: int, books: Codebooks, words: BytePairTokenizer
) -> None:
    condition = {"kind": "words", "length": spec.length, "words": words.vocab_size}
    own = books if spec.codebooks.side * spec.codebooks.levels > 1 else None
    words_file = spec.out / WORK / WORDS_NAME
    export_tokens(network, side, condition, spec.vqgan, spec.out, words_file, own, ADVISED)


def _measured(
    network: CodeTransformer,
    coder: Coder,
    examples: tuple[Example, ...],
    spec: TokensSpec,
    sizes: CodebookSizes,
    words: BytePairTokenizer,
) -> TokenFigures:
    """Figures on held-out pictures, evenly chosen; where none are held out, on those learned from."""
    held_out: Sequence[Example] = split_of(examples, "dev") or examples
    chosen = held_out[:: -(-len(held_out) // HELD_OUT)]
    texts = PictureTexts(chosen, words, sizes.tokens)
    said: list[Tensor] = [texts.first(row) for row in range(len(chosen))]
    return measure_tokens(network, said, texts.nothing, whole_squares(coder, chosen, spec.side), sizes)
