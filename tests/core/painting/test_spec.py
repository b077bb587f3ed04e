"""A spec travels in pictures, so it must come back whole, and nonsense must not pass."""

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.painting.colour_words import named_colours
from mmdesk.core.painting.presets import PRESETS
from mmdesk.core.painting.spec import Engine, ImagePrompt, InitImage, Mask, PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings

FULL = PaintSpec(
    prompt="a rose:2 | fog:-1:0.5",
    init=InitImage(b"/photos/\xff.jpg", "ab" * 32, 0.4),
    image_prompts=(ImagePrompt(b"/photos/a.jpg", weight=2.0), ImagePrompt(b"/b", stop=0.5)),
    mask=Mask(png="iVBORw0KGgo=", mode="repaint"),
    palette=("#ff0000", "#00ff00"),
)

OF_MODELS = {"tokens", "unclip", "kandinsky", "janus"}
"""Engines that draw with a model of their own, which has settings of its own."""

specs = st.builds(
    PaintSpec,
    prompt=st.text(max_size=40).map(lambda text: text.replace(":", " ")),
    engine=st.sampled_from([engine for engine in get_args(Engine) if engine not in OF_MODELS]),
    width=st.integers(16, 4096),
    seed=st.integers(0, 2**63 - 1),
    rate=st.floats(0.001, 100),
    init=st.none() | st.builds(InitImage, st.binary(min_size=1), st.text(), st.floats(0, 1)),
    image_prompts=st.lists(st.builds(ImagePrompt, st.binary(min_size=1)), max_size=3).map(tuple),
    tiling=st.booleans(),
)


@settings(max_examples=40)
@given(specs)
def test_a_spec_comes_back_from_json_as_it_was(spec: PaintSpec) -> None:
    assert PaintSpec.from_document(json.loads(json.dumps(spec.to_document(), allow_nan=False))) == spec


def test_settings_of_tokens_come_back_and_are_checked() -> None:
    """With what is kept of a picture; other engines have none of them."""
    tokens = TokenSettings("faces", candidates=4, top_p=0.9, label="red fox", keep="mask")
    spec = replace(FULL, engine="tokens", tokens=tokens, image_prompts=())
    assert PaintSpec.from_document(json.loads(json.dumps(spec.to_document()))) == spec
    for changes, sentence in (
        ({"engine": "fft"}, "needs a transformer"),
        ({"init": None, "mask": None}, "which and what of it to keep"),
        ({"mask": None}, "A mask says what to keep"),
        ({"image_prompts": 2 * FULL.image_prompts}, "one other picture at most"),
    ):
        with pytest.raises(UserError, match=sentence):
            replace(spec, **changes)
    for name, value in (
        ("candidates", 0),
        ("temperature", 0.0),
        ("top_p", 2.0),
        ("keep", "middle"),
        ("model", ""),
    ):
        with pytest.raises(UserError, match=r"\.$|--tokens NAME"):
            replace(tokens, **{name: value})


def test_every_kind_of_part_comes_back() -> None:
    assert PaintSpec.from_document(json.loads(json.dumps(FULL.to_document(), allow_nan=False))) == FULL


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width", 10**9), ("width", "256"), ("width", True), ("steps", 0), ("seed", -1), ("rate", None),
        ("engine", "crayons"), ("clips", []), ("clips", "starter-clip"), ("palette", ["red"]),
        ("augmentations", ["explode"]), ("prompt", ["a"]), ("prompt", "x" * 20_000), ("prompt", ":3"),
        ("init", {"path": 3}), ("init", {"strength": 0.5}), ("init", "file"), ("mask", {"png": ""}),
        ("image_prompts", [None]), ("ema", 1.5), ("hold", float("nan")), ("unheard of", 1),
    ],
)  # fmt: skip
def test_absurd_values_are_refused_in_a_sentence(name: str, value: Any) -> None:
    with pytest.raises(UserError, match=r"\.$"):
        PaintSpec.from_document(PaintSpec().to_document() | {name: value})


@pytest.mark.parametrize("document", [None, [], {}, {"format": "other"}, {"format": "mmdesk painting"}])
def test_a_foreign_document_is_refused(document: object) -> None:
    with pytest.raises(UserError):
        PaintSpec.from_document(document)


def test_a_newer_document_says_so() -> None:
    with pytest.raises(UserError, match="newer"):
        PaintSpec.from_document(PaintSpec().to_document() | {"version": 2})


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_no_value_breaks_the_reader(value: Any) -> None:
    for name in ("init", "width", "palette", "image_prompts", "prompt", "mask"):
        try:
            PaintSpec.from_document(PaintSpec().to_document() | {name: value})
        except UserError:
            continue


def test_every_preset_makes_a_sound_spec() -> None:
    for preset in PRESETS.values():
        changed = preset.applied(replace(FULL, prompt="a cat", seed=5))
        assert (changed.prompt, changed.seed) == ("a cat", 5)
        assert changed.engine in get_args(Engine)


@pytest.mark.parametrize(
    ("text", "alone"),
    [("all blue", True), ("bright red", True), ("a red rose", False), ("a dark green picture", True)],
)
def test_colours_are_found_in_words(text: str, alone: bool) -> None:
    (colour,) = named_colours(text)
    assert colour.alone == alone


def test_a_shade_changes_its_colour_and_other_words_name_none() -> None:
    (green,), (dark,) = named_colours("green"), named_colours("dark green")
    assert sum(dark.rgb) < sum(green.rgb)
    assert named_colours("a credible evergreen") == ()
