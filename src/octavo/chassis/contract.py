"""What a generated contract is made of: values, events, marks of personal data, methods.

The protoc plugin writes these from `proto/`; nobody writes them by hand.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, ClassVar, get_type_hints

import msgspec

from octavo.chassis.faults import Fault

__all__ = [
    "NOTHING",
    "Audience",
    "Category",
    "Contract",
    "Empty",
    "Erasure",
    "Event",
    "Idempotency",
    "Int32",
    "Method",
    "Moment",
    "Personal",
    "UInt32",
    "personal_fields",
]

Int32 = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]
UInt32 = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time that knows its zone; UTC where it came over a wire."""

NOTHING: Mapping[Any, Any] = {}
"""The default of a map, empty for ever: read-only by its type (msgspec writes no mappingproxy)."""


class Audience(Enum):
    """Who may call a method: other parts of Octavo, or anyone from outside."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Idempotency(Enum):
    """What a repeated call does: an unknown thing, nothing at all, or nothing beyond the first."""

    UNKNOWN = "unknown"
    NO_SIDE_EFFECTS = "no side effects"
    IDEMPOTENT = "idempotent"


class Category(Enum):
    """What kind of data about a person a field holds; see proto/octavo/options.proto."""

    IDENTITY = "identity"
    CONTACT = "contact"
    CREDENTIAL = "credential"
    CONTENT = "content"
    BEHAVIOUR = "behaviour"
    CIRCUMSTANCE = "circumstance"


class Erasure(Enum):
    """What erasing the person does to a field: its row goes, it is emptied, or it stays."""

    DELETE = "delete"
    BLANK = "blank"
    KEEP = "keep"


class Personal(msgspec.Struct, frozen=True):
    """The mark of a field about a person; `subject` is the field of the same message that names them."""

    category: Category
    erasure: Erasure = Erasure.DELETE
    subject: str = "person_id"


def personal_fields(kind: type[msgspec.Struct] | type[Fault]) -> Mapping[str, Personal]:
    """Return the marks of a generated type's fields that hold data about a person, by Python name."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        name: mark
        for name, hint in hints.items()
        for mark in getattr(hint, "__metadata__", ())
        if isinstance(mark, Personal)
    }


class Empty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No fields: google.protobuf.Empty."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. The first field of every event names its aggregate.

    An event's msgspec JSON can be read back by an older version of the program: fields that it does not
    know are skipped.
    """

    event_name: ClassVar[str] = ""
    """As consumers know it: "stories.StoryPublished"."""

    @property
    def aggregate_id(self) -> str:
        """The id of what the event happened to; events of one aggregate are delivered in order."""
        return str(getattr(self, self.__struct_fields__[0]))


class Method(msgspec.Struct, frozen=True, kw_only=True):
    """One method of a contract."""

    name: str
    """As on the wire: "SaveDraft"."""
    call: str
    """As in Python: "save_draft"."""
    request: type[msgspec.Struct]
    response: type[msgspec.Struct]
    returns: str | None = ""
    """The response's only field, returned in its place; empty: the response itself; None: nothing."""
    streams: bool = False
    audience: Audience = Audience.INTERNAL
    scope: str = ""
    """What an access token must be good for, one of `scopes.SCOPES` or ANY; empty: no token will do."""
    idempotency: Idempotency = Idempotency.UNKNOWN
    hedged: bool = False
    """Whether a late call is asked of another process too; only of what has no side effects."""
    may_lag: bool = False
    """Whether the answer to nobody in particular may come from a replica that is a moment behind."""
    faults: tuple[type[Fault], ...] = ()
    plain_request: bool = True
    """Whether the request's msgspec JSON is proto3 JSON; it is not where it holds a oneof or a duration."""
    plain_response: bool = True

    def wrap(self, result: Any) -> msgspec.Struct:
        """Return the response message that carries a result of the Python method."""
        if self.returns is None:
            return self.response()
        if self.returns:
            return self.response(**{self.returns: result})
        return result  # type: ignore[no-any-return]  # it is a `self.response`: the Protocol says so


class Contract(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A service's methods, and where the code lies that packs their messages for the wire."""

    name: str
    """The proto service: "octavo.stories.v1.Stories"."""
    wire: str
    """The generated module that packs messages; imported at the first use of a wire, not before."""
    methods: tuple[Method, ...]
    events: tuple[type[Event], ...] = ()

    def method(self, name: str) -> Method | None:
        """Return the method with this wire name ("SaveDraft"), or None."""
        return next((method for method in self.methods if method.name == name), None)
