"""A contract as the writers of code see it: messages, enums and methods with the laws already checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

__all__ = [
    "File",
    "Kind",
    "MarkedField",
    "Message",
    "ProtoEnum",
    "ProtoField",
    "ProtoMethod",
    "Refused",
    "Shape",
    "Type",
]


class Refused(Exception):  # noqa: N818 - reads as what happened to the contract
    """The proto says something that a contract of this house may not say; the message tells where and why."""


class Kind(Enum):
    """What a single value is."""

    STR = "str"
    BOOL = "bool"
    INT32 = "Int32"
    UINT32 = "UInt32"
    INT64 = "int"
    FLOAT = "float"
    BYTES = "bytes"
    ENUM = "enum"
    MESSAGE = "message"
    MOMENT = "Moment"
    DURATION = "timedelta"


class Shape(Enum):
    """How many values a field holds."""

    ONE = "one"
    OPTIONAL = "optional"
    MANY = "many"
    MAP = "map"
    CHOICE = "choice"


@dataclass(frozen=True)
class Type:
    """The type of a single value; `python` is the generated class, or the NewType of an id."""

    kind: Kind
    python: str = ""
    full_name: str = ""
    module: str = ""

    @property
    def is_text(self) -> bool:
        return self.kind is Kind.STR

    @property
    def required(self) -> bool:
        """Whether there is no value that could stand for "absent"."""
        return self.kind in (Kind.MESSAGE, Kind.MOMENT, Kind.DURATION)


@dataclass(frozen=True)
class MarkedField:
    """The mark of personal data, as names of the chassis' enums."""

    category: str
    erasure: str
    subject: str


@dataclass(frozen=True)
class ProtoField:
    """A field of a message; a oneof counts as one field whose `arms` are the fields of the proto."""

    name: str
    shape: Shape
    type: Type
    key: Type | None = None
    arms: tuple["ProtoField", ...] = ()
    default: str | None = None
    explicit: bool = False
    personal: MarkedField | None = None
    comment: str = ""


@dataclass(frozen=True)
class Message:
    """A message, with its role in the contract: a value, a fault (`code`) or an event."""

    name: str
    full_name: str
    module: str
    fields: tuple[ProtoField, ...]
    comment: str = ""
    code: str = ""
    event: bool = False

    def types(self) -> Iterator[Type]:
        """The types of all values in all fields."""
        for item in self.fields:
            if item.shape is Shape.CHOICE:
                yield from (arm.type for arm in item.arms)
            else:
                yield item.type


@dataclass(frozen=True)
class ProtoEnum:
    """An enum; `members` are (Python name, JSON name, number, comment)."""

    name: str
    full_name: str
    module: str
    members: tuple[tuple[str, str, int, str], ...]
    comment: str = ""


@dataclass(frozen=True)
class ProtoMethod:
    """A method of the service."""

    name: str
    call: str
    request: Message
    response: Message
    streams: bool
    audience: str
    idempotency: str
    faults: tuple[tuple[str, str], ...]
    comment: str = ""
    scope: str = ""
    hedged: bool = False
    may_lag: bool = False


@dataclass
class File:
    """One proto file and the Python modules that are made of it."""

    path: str
    module: str
    package: str
    comment: str = ""
    service: str = ""
    service_comment: str = ""
    enums: list[ProtoEnum] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    methods: list[ProtoMethod] = field(default_factory=list)
    dependencies: tuple[str, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    """Each id that the file names, and the module that defines it."""

    @property
    def folder(self) -> str:
        """The package of the module: "octavo.stories.v1"."""
        return self.module.rpartition(".")[0]

    @property
    def wire(self) -> str:
        """The module with the packing code."""
        return f"{self.module}_wire"
