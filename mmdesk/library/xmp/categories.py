"""ACDSee's categories: a tree in a document of its own, which stands in a packet as one text."""

from lxml import etree

from mmdesk.core.errors import UserError
from mmdesk.core.keyword_paths import Path, line_of
from mmdesk.core.language import tr
from mmdesk.library.xmp.safe_xml import parse_xml

CATEGORY = "Category"

SEPARATOR = "|"
"""What parts the lines that are made of a tree."""


def category_lines(document: str) -> list[str]:
    """A line for each category a photo is in, below those around it; none where the document is damaged.

    It is one property of many: a packet is not to be refused for it.
    """
    try:
        # translators: “The metadata of its categories is damaged …”
        root, _ = parse_xml(document.encode(), tr("its categories"))
    except UserError:
        return []
    chosen = (one for one in root.iter(CATEGORY) if one.get("Assigned") == "1")
    return [line for one in chosen if (line := line_of(_path(one), SEPARATOR))]


def _path(category: "etree._Element") -> Path:
    above = (_word(one) for one in reversed(list(category.iterancestors(CATEGORY))))
    return (*(word for word in above if word), _word(category))


def _word(category: "etree._Element") -> str:
    return (category.text or "").strip()
