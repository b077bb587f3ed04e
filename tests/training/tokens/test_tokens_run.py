"""Short runs on pictures drawn by code, bound by steps: no slower machine learns less."""

import json
import shutil
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from mmdesk.benchmark.random_vqgan import write_random_vqgan
from mmdesk.core.errors import UserError
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.core.places import builtin_models
from mmdesk.generation.tokens.opening import open_token_painting
from mmdesk.models.importing.importer import Importer
from mmdesk.models.tokens.codebooks import Codebooks
from mmdesk.models.tokens.folder import CodebookSizes, TokensFolder
from mmdesk.models.tokens.loaded import load_tokens, load_transformer
from mmdesk.models.tokens.network import CodeTransformer, TransformerShape
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.network import load_vqgan_network
from mmdesk.training.pack import read_examples
from mmdesk.training.spec import StageSpec
from mmdesk.training.stage import StageReport
from mmdesk.training.tokens.crops import encode_crops, latents_of
from mmdesk.training.tokens.losses import stream_losses
from mmdesk.training.tokens.run import train_tokens
from mmdesk.training.tokens.spec import TokensSpec, TransformerSizes
from mmdesk.training.vqgan.squares import as_batch, random_square
from tests.training.drawn import draw_folder

WORDS = builtin_models() / "starter-clip" / "bpe_merges.txt.gz"


def to_the_end(steps: Generator[Any, None, Any]) -> tuple[list[Any], Any]:
    """All events, and what was returned."""
    events = []
    while True:
        try:
            events.append(next(steps))
        except StopIteration as end:
            return events, end.value


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> TokensSpec:
    """A run of forty steps over 4 x 4 codes, coarse and fine ones, of a tiny random VQGAN."""
    folder = tmp_path_factory.mktemp("tokens")
    draw_folder(folder / "data", each=6)
    write_random_vqgan("tiny", folder / "vqgan")
    return TokensSpec(
        data=folder / "data", out=folder / "out", vqgan=folder / "vqgan", words=WORDS,
        side=32, crops=60, length=10, sizes=TransformerSizes(layers=2, heads=2, width=32),
        codebooks=CodebookSizes(side=2, levels=2, codes=16),
        stage=StageSpec(batch=8, rate=1e-2, steps=40, ema_decay=0.9),
    )  # fmt: skip


@pytest.fixture(scope="module")
def trained(spec: TokensSpec) -> tuple[TokensSpec, list[Any], Any]:
    """The run, done."""
    return spec, *to_the_end(train_tokens(spec))


def test_codes_of_pictures_never_seen_are_foretold_better_than_by_chance(trained: Any) -> None:
    """And so are the words on the way."""
    _, events, figures = trained
    assert all(figures.chance - nats > 0 for nats in figures.told)
    assert figures.pictures > 0
    reports = [event for event in events if isinstance(event, StageReport)]
    assert reports[-1].losses["codes 0"] < reports[0].losses["codes 0"]
    assert reports[-1].losses["words"] < reports[0].losses["words"]


def test_what_was_exported_paints_words_with_guidance(trained: Any, tmp_path: Path) -> None:
    """By the same folder, with its VQGAN and its words."""
    spec = trained[0]
    model = load_tokens(TokensFolder.read(spec.out), "cpu", tmp_path / "plans.json")
    wanted = PaintSpec(
        "a red circle", "tokens", 32, 32, 8, tokens=TokenSettings("t", candidates=2, guidance=2.0)
    )
    painting = open_token_painting(wanted, [], model, {}.__getitem__)
    assert len(list(painting.steps())) == 8
    assert painting.picture().width == 32
    with pytest.raises(UserError, match="already holds a run"):
        next(train_tokens(spec))


def test_a_stopped_run_goes_on_and_comes_to_the_same_weights(trained: Any, tmp_path: Path) -> None:
    """Stopped among the crops, and again among the steps."""
    spec = replace(trained[0], out=tmp_path / "out")
    for wanted in ("Encoding crops", "tokens"):
        steps = train_tokens(replace(spec, resume=True))
        ticks = 0
        for event in steps:
            ticks += getattr(event, "note", "") == wanted
            if ticks == 3:
                break
        steps.close()
    to_the_end(train_tokens(replace(spec, resume=True)))
    ours, theirs = (load_transformer(TokensFolder.read(one.out)) for one in (spec, trained[0]))
    for name, weight in theirs.state_dict().items():
        torch.testing.assert_close(ours.state_dict()[name], weight)


def test_a_crop_and_its_mirror_image_are_both_encoded(spec: TokensSpec, tmp_path: Path) -> None:
    """As pictures, since mirrored codes are other codes."""
    examples = read_examples(spec.data)
    network = load_vqgan_network(VqganFolder.read(spec.vqgan))
    books = Codebooks(network.codebook[None], 1)

    def coder(pictures: Tensor) -> Tensor:
        return books.codes(latents_of(network, pictures))

    _, crops = to_the_end(encode_crops(coder, examples, 3, 16, 5, tmp_path / "crops.safetensors"))
    assert crops.codes.shape == (3, 2, 4, 4)
    square = random_square(examples[int(crops.rows[1])].open(), 16, np.random.default_rng((5, 1)))
    pictures = as_batch([np.ascontiguousarray(square), np.ascontiguousarray(square[:, ::-1])])
    assert coder(pictures).equal(crops.codes[1].long())


def test_words_are_foretold_among_words_and_padding_counts_nothing() -> None:
    """And each level of codes among its own: by the plain cross entropy of each part."""
    torch.manual_seed(0)
    network = CodeTransformer(TransformerShape(20, 9, n_layer=1, n_head=2, n_embd=8))
    sizes = CodebookSizes(levels=2, codes=5)
    words, codes = torch.tensor([[10, 12, 19, 19], [10, 15, 13, 19]]), torch.randint(5, (2, 6))
    codes[:, 3:] += 5
    of_words, of_codes = stream_losses(network, words, codes, sizes)
    logits = network(torch.cat((words, codes), 1)[:, :-1])
    expected = torch.stack(
        [
            -logits[row, place, 10:].log_softmax(-1)[words[row, place + 1] - 10]
            for row, place in ((0, 0), (1, 0), (1, 1))
        ]
    ).mean()
    torch.testing.assert_close(of_words, expected)
    coarse = logits[:, 3:6, :5].log_softmax(-1).gather(2, codes[:, :3, None])
    fine = logits[:, 6:, 5:10].log_softmax(-1).gather(2, codes[:, 3:, None] - 5)
    torch.testing.assert_close(of_codes, torch.stack((-coarse.mean(), -fine.mean())))
    nothing = torch.tensor([[10, 19, 19, 19]] * 2)
    assert stream_losses(network, nothing, codes, sizes)[0].detach() == 0


def test_a_size_that_is_no_number_of_codes_is_told(spec: TokensSpec) -> None:
    """Before any picture is read."""
    with pytest.raises(UserError, match="multiple of 8 pixels"):
        next(train_tokens(replace(spec, side=36)))


def test_what_was_exported_can_be_imported_again(trained: Any, tmp_path: Path) -> None:
    """With its codebooks, from the folder alone and where its VQGAN lies beside it."""
    spec = trained[0]
    (tmp_path / "given").mkdir()
    for name in ("tokens.safetensors", "words.txt.gz"):
        shutil.copyfile(spec.out / name, tmp_path / "given" / name)
    config = json.loads((spec.out / "tokens_config.json").read_text()) | {"first_stage": "painter"}
    (tmp_path / "given" / "tokens_config.json").write_text(json.dumps(config))
    shutil.copytree(spec.out / "first_stage", tmp_path / "painter")
    expected = load_tokens(TokensFolder.read(spec.out), "cpu", tmp_path / "plans.json")
    for number, path in enumerate((spec.out, tmp_path / "given")):
        importer = Importer(tmp_path / "models", tmp_path / f"part{number}", [])
        _, name = to_the_end(importer.bring_in(path, f"mine{number}"))
        found = load_tokens(TokensFolder.read(tmp_path / "models" / name), "cpu", tmp_path / "plans.json")
        assert found.books.tables.equal(expected.books.tables)
        assert found.network.head.weight.equal(expected.network.head.weight)
