"""Forms as browsers send them: read within limits, checked before anything is done with them."""

from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from octavo.chassis.faults import Invalid

MAX_BYTES: Final = 64 * 1024
_MAX_FIELDS: Final = 100


def _(text: str) -> str:
    """Marks words for the catalogues; they are translated when the page is made."""
    return text


class Refused(Exception):  # noqa: N818 - an answer, not a failure
    """The request is turned away with this status; `text` is for the person who sent it.

    It is in the words' own language; whoever makes the page translates it.
    """

    def __init__(self, status: int, text: str, *, retry_after: int = 0) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.retry_after = retry_after


class Form:
    """The fields of a form by name; one that is not there reads as empty. Of several the last counts."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._fields = dict(pairs)

    def __getitem__(self, name: str) -> str:
        return self._fields.get(name, "")

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def items(self) -> dict[str, str]:
        """All fields, to show a form again as it was filled in."""
        return dict(self._fields)

    def line(self, name: str) -> str:
        """A field of one line, without spaces around it; Invalid where it holds control characters."""
        text = self[name].strip()
        if any(character < " " or character == "\x7f" for character in text):
            raise Invalid(name, "Please leave out line breaks and control characters here.")
        return text

    def text(self, name: str) -> str:
        """A field of several lines, with the line ends of Unix."""
        return self[name].replace("\r\n", "\n").replace("\r", "\n").strip()

    def number(self, name: str, *, signed: bool = False) -> int:
        """A whole number from 0 to 2,147,483,647, or with `signed` from as far below 0; Invalid where it is
        none."""
        if signed and self[name].startswith("-"):
            return -Form([(name, self[name][1:])]).number(name)
        text = self[name]
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) < 2**31):
            raise Invalid(name, "This must be a whole number.")
        return int(text)

    def all(self, name: str) -> list[str]:
        """Every value of a field that stands several times."""
        return [value for key, value in self._pairs if key == name]


async def read(request: Request, *, max_bytes: int = MAX_BYTES) -> Form:
    """The form that a request carries.

    Raises Refused: 413 where it is larger than `max_bytes`, 415 where it is no form, 400 where it cannot be
    read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > max_bytes:
            raise Refused(413, _("This is more than the form may hold."))
    if body and kind != "application/x-www-form-urlencoded":
        raise Refused(415, _("Please send this as a form (application/x-www-form-urlencoded)."))
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        text = _("The form cannot be read: it is not text in UTF-8, or has too many fields.")
        raise Refused(400, text) from None
    if any("\x00" in value for name, value in pairs):
        raise Refused(400, _("The form holds characters that no text has."))
    return Form(pairs)
