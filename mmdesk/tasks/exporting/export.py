"""An export as a whole: the photos found, then taken elsewhere in the form that is wanted."""

from mmdesk.core.copy_shape import CopyShape
from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportChoice, ExportForm
from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.tasks.exporting.choosing import chosen_photos
from mmdesk.tasks.exporting.copying import AS_IS, Steps, copy_photos
from mmdesk.tasks.exporting.listing import list_paths, list_table
from mmdesk.tasks.searching import Searcher


def export_photos(
    searcher: Searcher,
    choice: ExportChoice,
    form: ExportForm,
    out: bytes,
    *,
    companions: bool = False,
    shape: CopyShape = AS_IS,
    into_library: bool = False,
) -> Steps:
    """Export photos to the folder or the file `out`; what cannot be taken along is yielded as Skipped.

    Copies have a `shape`; they go into a folder of the library only where that is wanted. Raises UserError
    where nothing is found, and where nothing can be written.
    """
    yield Progress(0, None, tr("Looking for the photos to export"))
    chosen = chosen_photos(searcher, choice)
    if not chosen:
        raise UserError(tr("There is nothing to export: no photos in {title}.", title=choice.title))
    if form is ExportForm.COPIES:
        how = {"companions": companions, "into_library": into_library}
        return (yield from copy_photos(searcher.library, chosen, out, shape=shape, **how))
    write = list_paths if form is ExportForm.PATHS else list_table
    return (yield from write(searcher.library, chosen, out))
