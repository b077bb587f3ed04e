"""XML of strangers: nothing in it may grow without end, or bring in other files."""

import re

from lxml import etree

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]*?\?>")
ENCODING = re.compile(rb"\s*<\?xml\s[^>]*?encoding=[\"']([\w.-]+)[\"']")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""What files of other encodings than plain UTF-8 begin with."""

UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How UTF-16 begins where nothing marks it."""

WIDE = ("utf-16", "utf16", "utf-32", "utf32", "ucs")

AROUND = "\0\ufeff \t\r\n"
"""What may stand before and after a document without being of it."""


def parse_xml(data: bytes, name: str) -> "tuple[etree._Element, bool]":
    """The root of a document, and whether the document declares itself; `name` is what errors call it.

    Raises UserError for what is not well-formed, or declares entities.
    """
    text = decoded(data, name)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UserError(
            tr("The metadata of {name} is refused: it declares entities; XMP needs none.", name=name)
        )
    body, declarations = DECLARATION.subn("", text.strip(AROUND), count=1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body.strip(AROUND).encode(), parser), bool(declarations)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UserError(
            tr("The metadata of {name} is damaged: it is not well-formed XML.", name=name)
        ) from error


def decoded(data: bytes, name: str) -> str:
    """The text of a document, by the mark at its beginning, or by what it declares; else it is UTF-8."""
    encoding = _marked(data) or _declared(data) or "utf-8"
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError) as error:
        raise UserError(
            tr(
                "The metadata of {name} is damaged: it is not text in {encoding}.",
                name=name,
                encoding=encoding,
            )
        ) from error


def _marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in (*MARKS, *UNMARKED) if data.startswith(mark)), None)


def _declared(data: bytes) -> str | None:
    """The encoding a document says it has. What can be read as ASCII is none of two bytes a letter."""
    found = ENCODING.match(data)
    encoding = found.group(1).decode("ascii") if found else None
    return None if encoding and encoding.lower().startswith(WIDE) else encoding
