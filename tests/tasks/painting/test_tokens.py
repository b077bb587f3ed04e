"""The engine tokens from its spec to the library, as every other engine."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import ImagePrompt, PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.core.settings import Settings, save_settings
from mmdesk.paintings.picture_file import read_painting
from mmdesk.tasks.painting.models import find_vqgan
from mmdesk.tasks.painting.paint import begin_run, resume
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.token_models import usual_tokens
from mmdesk.tasks.painting.work_off import enqueue, work_off
from tests.models.tokens.folders import LABEL, PICTURE, START, tokens_folder
from tests.tasks.painting.painting import branch, paint
from tests.tasks.painting.test_paint import finish, pixels, stop_after


@pytest.fixture(autouse=True)
def transformer(session: PaintingSession, tmp_path: Path) -> None:
    """A small one on the shelf."""
    made = tokens_folder(tmp_path / "brush", START)
    session.places.models.mkdir(parents=True, exist_ok=True)
    made.path.rename(session.places.models / "brush")


WANTED = PaintSpec(
    "a red rose", "tokens", 37, 34, seed=7, tokens=TokenSettings("brush", candidates=3, top_k=9)
)
"""A size in the middle of a code, which is settled."""


def test_it_is_painted_kept_found_and_repeated(session: PaintingSession) -> None:
    """Same seed, same pixels; the PNG has the whole spec, the run all candidates, the library the picture."""
    first, again = finish(paint(session, WANTED)), finish(paint(session, WANTED))
    other = finish(paint(session, replace(WANTED, seed=8)))
    assert first.out.read_bytes() == again.out.read_bytes()
    assert pixels(first.out) != pixels(other.out)
    settled = replace(WANTED, width=36, height=32, steps=8)
    assert read_painting(first.out) == first.spec == settled
    with Image.open(first.out) as image:
        assert image.size == (36, 32)
        assert "Engine: tokens, Model: brush" in image.info["parameters"]
    assert first.candidates is not None
    with Image.open(first.candidates) as image:
        assert image.size == (2 * 36 + 2, 2 * 32 + 2)
    run = session.runs.get(first.run)
    assert set(run.models) == {"brush", *WANTED.clips}
    assert [step for step, _ in run.losses()] == list(range(1, 9))
    assert len(session.library.photos.ids(generated="only")) == 3


def test_stopped_and_gone_on_with_from_the_queue_it_is_the_same_picture(session: PaintingSession) -> None:
    """After three rows; and a branch with another seed goes on from these."""
    whole = finish(paint(session, WANTED))
    entry = enqueue(session, WANTED)
    stop_after(work_off(session, entry), 3)
    assert session.runs.get(entry.run).step == 3
    assert pixels(finish(work_off(session, entry)).out) == pixels(whole.out)
    branched = branch(session, whole.run, 4, replace(WANTED, seed=9, prompt=""))
    frames = [value for value in branched if isinstance(value, Frame)]
    assert [frame.step for frame in frames] == [5, 6, 7, 8]


def test_without_words_no_clip_is_asked(session: PaintingSession) -> None:
    """What the transformer has learned is enough."""
    painted = finish(paint(session, replace(WANTED, prompt="", tokens=TokenSettings("brush", candidates=1))))
    assert painted.candidates is None
    assert set(session.runs.get(painted.run).models) == {"brush"}


def test_wishes_that_its_model_does_not_understand_are_told_before_anything_is_begun(
    session: PaintingSession, tmp_path: Path
) -> None:
    """In one sentence each."""
    tokens_folder(tmp_path / "kinds", LABEL).path.rename(session.places.models / "kinds")
    tokens_folder(tmp_path / "follower", PICTURE).path.rename(session.places.models / "follower")
    given = ImagePrompt(os.fsencode(drawn(tmp_path / "falling.png")))
    for settings, changes, sentence in (
        (TokenSettings("nobody"), {}, "no transformer called nobody"),
        (TokenSettings("brush", label="cat"), {}, "paints no classes"),
        (TokenSettings("kinds"), {}, "say which with --label, 0 to 3"),
        (TokenSettings("brush", guidance=3.0), {}, "not trained for guidance"),
        (TokenSettings("brush"), {"width": 16}, "32 × 32 pixels at least"),
        (TokenSettings("follower"), {}, "follower follows another picture; say which: --image-prompt FILE"),
        (TokenSettings("brush"), {"image_prompts": (given,)}, "parts of a picture, not towards one"),
    ):
        with pytest.raises(UserError, match=sentence):
            begin_run(session, replace(WANTED, tokens=settings, **changes))
    assert session.runs.all() == []


def test_another_picture_is_followed(session: PaintingSession, tmp_path: Path) -> None:
    """The same twice, another one of another picture; stopped and gone on with, the same again."""
    tokens_folder(tmp_path / "follower", PICTURE).path.rename(session.places.models / "follower")
    of_falling, of_round = (
        replace(
            WANTED,
            prompt="",
            tokens=TokenSettings("follower", candidates=1, top_k=9),
            image_prompts=(ImagePrompt(os.fsencode(path)),),
        )
        for path in (drawn(tmp_path / "falling.png"), drawn(tmp_path / "round.png", is_round=True))
    )
    whole = finish(paint(session, of_falling))
    assert pixels(finish(paint(session, of_falling)).out) == pixels(whole.out)
    assert pixels(finish(paint(session, of_round)).out) != pixels(whole.out)
    entry = enqueue(session, of_falling)
    stop_after(work_off(session, entry), 3)
    assert pixels(finish(work_off(session, entry)).out) == pixels(whole.out)


def drawn(path: Path, *, is_round: bool = False) -> Path:
    """A picture that grows brighter downwards, or outwards, in the file `path`."""
    gradient = Image.radial_gradient("L") if is_round else Image.linear_gradient("L")
    gradient.convert("RGB").save(path)
    return path


def test_the_only_transformer_is_the_usual_one_until_one_is_chosen(
    session: PaintingSession, tmp_path: Path
) -> None:
    """And its VQGAN paints by itself, too."""
    places = session.places
    assert usual_tokens(places).name == "brush"
    tokens_folder(tmp_path / "kinds", LABEL).path.rename(places.models / "kinds")
    with pytest.raises(UserError, match="with --tokens: brush, kinds"):
        usual_tokens(places)
    save_settings(Settings(tokens="kinds"), places.settings)
    assert usual_tokens(places).name == "kinds"
    assert find_vqgan(places, "brush").codes == 64


def test_a_run_of_an_earlier_version_is_read_as_it_was(session: PaintingSession, spec: PaintSpec) -> None:
    """Its document knows nothing of tokens, and neither do those that are written for other engines."""
    document = spec.to_document()
    assert "tokens" not in document
    assert PaintSpec.from_document(document) == spec
    assert finish(resume(session, begin_run(session, spec).id)).out.is_file()
    with pytest.raises(UserError, match="needs a transformer"):
        PaintSpec.from_document({**document, "engine": "tokens"})
