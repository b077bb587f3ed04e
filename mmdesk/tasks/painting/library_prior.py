"""A second prior, which learned nothing: words look like the photos of the library nearest to them."""

from dataclasses import replace

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import ImagePrompt, PaintSpec
from mmdesk.core.query import Hit, parse_query
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.searching import Searcher

NEAREST = 4
"""Photos whose mean is painted; one alone would be varied."""


def from_library(session: PaintingSession, spec: PaintSpec) -> PaintSpec:
    """`spec`, of the engine unclip, with the photos nearest to its words as what is to be painted.

    They weigh what they are relevant; the words then change nothing more. Photos that were painted do not
    count. Raises UserError where there are no words, and where nothing shows them.
    """
    if spec.unclip is None or not parse_prompt(spec.prompt):
        raise UserError(tr("Say what to look for in the library: its nearest photos are painted."))
    words = " ".join(part.text for part in parse_prompt(spec.prompt) if part.weight > 0)
    found = Searcher(session.library, session.clip).search(parse_query(f"{words} generated:no"), NEAREST)
    prompts = tuple(prompt for hit in found.hits if (prompt := _prompt(session, hit)) is not None)
    if not prompts:
        raise UserError(tr("No photo of the library shows that; leave out --prior library."))
    return replace(spec, image_prompts=prompts, unclip=replace(spec.unclip, change=0.0, between=0))


def _prompt(session: PaintingSession, hit: Hit) -> ImagePrompt | None:
    photo = session.library.photos.get(hit.photo)
    return ImagePrompt(photo.path, weight=max(hit.relevance, 0.01)) if photo is not None else None
