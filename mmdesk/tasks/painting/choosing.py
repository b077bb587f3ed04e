"""Another candidate than the one that CLIP put first becomes the picture."""

import os
from collections.abc import Generator

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.photo import Indexed, Skipped
from mmdesk.core.progress import Progress
from mmdesk.paintings.gallery import candidate_sheet
from mmdesk.paintings.picture_file import Recipe, write_painting
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.painting.paint import versions
from mmdesk.tasks.painting.session import PaintingSession


def choose_candidate(
    session: PaintingSession, run_id: str, place: int
) -> Generator[Progress | Indexed | Skipped, None, str]:
    """Make the candidate `place` of a finished painting its picture, also in the library. Returns its id.

    The settings in the PNG say so: painted again, it is the same picture. Raises UserError where there is
    nothing to choose from.
    """
    run = session.runs.get(run_id)
    sheet = candidate_sheet(session.runs, run_id)
    if run.out is None or not sheet.is_whole or run.spec.chosen is None:
        raise UserError(tr("These pictures can be looked at, but not chosen from."))
    with run.held():
        picture = sheet.candidate(place)
        spec = run.spec.choosing(place)
        write_painting(picture, Recipe(spec, run.models, versions()), run.out)
        run.remember_picture(spec.steps, picture)
        run.prepare(spec)
    yield from index_folders(session.library, session.clip, [os.fsencode(session.places.paintings)])
    return run_id
