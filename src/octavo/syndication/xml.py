"""Well-formed XML 1.0 from any text."""

import re
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_IN_ATTRIBUTES: Final = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def plain(text: str) -> str:
    """The text without what no XML document may hold: control characters and halves of pairs."""
    return _NOT_IN_XML.sub("", text)


def line(text: str) -> str:
    """The same as one line, without spaces around it: for titles and names."""
    return " ".join(plain(text).split())


def chars(text: str) -> str:
    """The text between tags."""
    # A carriage return would be read as a line feed.
    return escape(plain(text), {"\r": "&#13;"})


def element(name: str, text: str, **attributes: str) -> str:
    """An element that holds text; attributes that are empty are left out."""
    return f"<{name}{attributed(**attributes)}>{chars(text)}</{name}>"


def empty(name: str, **attributes: str) -> str:
    """An element that holds nothing."""
    return f"<{name}{attributed(**attributes)}/>"


def attributed(**attributes: str) -> str:
    """Attributes as they stand in a tag, a space before each; `xml_lang` is `xml:lang`."""
    return "".join(
        f' {name.replace("xml_", "xml:")}="{escape(plain(value), _IN_ATTRIBUTES)}"'
        for name, value in attributes.items()
        if value
    )


def language(tag: str) -> str:
    """A language as feeds may name it (BCP 47); empty where it is none."""
    return tag if _LANGUAGE.fullmatch(tag) else ""


def timestamp(moment: datetime) -> str:
    """RFC 3339, in UTC and to the second: 2026-03-01T12:00:00Z."""
    return f"{moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"
