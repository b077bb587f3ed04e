"""A whole run: from a folder of pictures to a transformer that paints what words say."""

import copy
import json
from collections.abc import Generator, Sequence
from contextlib import closing

import torch
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.models.byte_pairs import BytePairTokenizer
from mmdesk.models.tokens.export import export_tokens
from mmdesk.models.tokens.network import CodeTransformer
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.network import Vqgan, load_vqgan_network
from mmdesk.training.checkpoint import open_work
from mmdesk.training.pack import Example, read_examples, split_of
from mmdesk.training.stage import StageReport, TrainingStage
from mmdesk.training.tokens.crops import encode_crops, whole_squares
from mmdesk.training.tokens.figures import TokenFigures, measure_tokens
from mmdesk.training.tokens.losses import TokenLosses
from mmdesk.training.tokens.spec import TokensSpec
from mmdesk.training.tokens.texts import PictureTexts

HELD_OUT = 200
"""Held-out pictures that are measured, at most."""


def train_tokens(spec: TokensSpec) -> Generator[Progress | StageReport | TokenFigures, None, TokenFigures]:
    """Train by `spec` and export to `spec.out`; returns the held-out figures.

    Closing it leaves crops and a checkpoint, from which a run with `resume` goes on. Raises UserError for
    data that cannot be used and for a folder that holds another run.
    """
    folder = VqganFolder.read(spec.vqgan)
    if spec.side % folder.factor:
        raise UserError(f"The size must be a multiple of {folder.factor} pixels, which a code stands for.")
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
    crops = yield from encode_crops(
        vqgan, learned, spec.crops, spec.side, spec.seed, work / f"crops-{spec.side}-{spec.seed}.safetensors"
    )
    tokenizer = BytePairTokenizer(spec.words, spec.length)
    network = _fresh_transformer(spec, folder, tokenizer).to(spec.device)
    texts = PictureTexts(learned, tokenizer, folder.codes)
    losses = TokenLosses(network, crops, texts, spec, folder.codes)
    stage = TrainingStage("tokens", network, losses, spec.stage, work / "tokens.safetensors")
    with closing(stage.run()) as steps:
        yield from steps
    averaged = _averaged(stage, network)
    _export(averaged, spec, folder, tokenizer)
    figures = _measured(averaged, vqgan, examples, spec, tokenizer)
    (spec.out / "figures.json").write_text(json.dumps(figures.document(), indent=2) + "\n", "utf-8")
    yield figures
    return figures


def _fresh_transformer(spec: TokensSpec, folder: VqganFolder, words: BytePairTokenizer) -> CodeTransformer:
    places = (spec.side // folder.factor) ** 2
    shape = spec.sizes.shape(folder.codes + words.vocab_size + 1, spec.length + places - 1)
    return CodeTransformer(shape)


def _averaged(stage: TrainingStage, network: CodeTransformer) -> CodeTransformer:
    """A copy with the average of its weights on the way."""
    averaged = copy.deepcopy(network)
    averaged.load_state_dict(stage.average)
    return averaged.eval()


def _export(
    network: CodeTransformer, spec: TokensSpec, folder: VqganFolder, words: BytePairTokenizer
) -> None:
    condition = {"kind": "words", "length": spec.length, "words": words.vocab_size}
    export_tokens(network, spec.side // folder.factor, condition, folder.path, spec.out, spec.words)


def _measured(
    network: CodeTransformer,
    vqgan: Vqgan,
    examples: tuple[Example, ...],
    spec: TokensSpec,
    words: BytePairTokenizer,
) -> TokenFigures:
    """Figures on held-out pictures, evenly chosen; where none are held out, on those learned from."""
    held_out: Sequence[Example] = split_of(examples, "dev") or examples
    chosen = held_out[:: -(-len(held_out) // HELD_OUT)]
    codes = len(vqgan.codebook)
    texts = PictureTexts(chosen, words, codes)
    said: list[Tensor] = [texts.first(row) for row in range(len(chosen))]
    return measure_tokens(network, said, texts.nothing, whole_squares(vqgan, chosen, spec.side), codes)
