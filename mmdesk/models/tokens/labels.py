"""Classes of a model that paints classes, by name or number."""

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.tokens.folder import TokensFolder


def label_number(folder: TokensFolder, label: str) -> int:
    """The number of the class `label`, a number or (the beginning or part of) a name that only one class has.

    0 for a model that paints no classes. Raises UserError where no class, or more than one, is meant.
    """
    if folder.condition["kind"] != "label":
        if label:
            raise UserError(tr("The model {name} paints no classes, so it takes no label.", name=folder.name))
        return 0
    classes = int(folder.condition["classes"])
    if label.isdecimal() and int(label) < classes:
        return int(label)
    return _named(folder, label, classes)


def _named(folder: TokensFolder, label: str, classes: int) -> int:
    names = [name.strip().lower() for name in folder.labels()[:classes]]
    said = label.strip().lower()
    if not said or not names:
        which = tr(
            "The model {name} paints classes: say which with --label, 0 to {last}.",
            name=folder.name,
            last=classes - 1,
        )
        unknown = tr("Their names are not known here: labels.txt is missing in its folder.")
        raise UserError(which if names else f"{which} {unknown}")
    exact = [
        number for number, name in enumerate(names) if said in [part.strip() for part in name.split(",")]
    ]
    found = exact or [number for number, name in enumerate(names) if said in name]
    if len(found) == 1:
        return found[0]
    some = "; ".join(f"{number} {names[number]}" for number in found[:5])
    raise UserError(
        tr("The model {name} has no class {label}.", name=folder.name, label=label)
        if not found
        else tr("Which {label} is meant? {some}.", label=label, some=some)
    )
