"""The few ways a call can fail: one class for each gRPC code, and the services' own faults below them.

A fault is raised by an interactor and arrives at the caller as itself, here and over a wire. Its `message`
is written for the person at the other end; what only the operator may see goes to the log instead.
Who does not know a service's fault catches the class of its code: `VersionConflict` is an `Aborted`.
"""

from enum import IntEnum
from typing import Any, ClassVar

__all__ = [
    "Aborted",
    "AlreadyExists",
    "Broken",
    "Cancelled",
    "Code",
    "DeadlineExceeded",
    "FailedPrecondition",
    "Fault",
    "Forbidden",
    "Invalid",
    "NotFound",
    "OutOfRange",
    "Overloaded",
    "ResourceExhausted",
    "Unauthenticated",
    "Unavailable",
    "Unimplemented",
    "Unsettled",
    "generic",
]


class Code(IntEnum):
    """The gRPC status codes (https://grpc.io/docs/guides/status-codes/)."""

    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16

    @property
    def connect_name(self) -> str:
        """The code as the Connect protocol spells it; Connect writes "canceled" with one l."""
        return "canceled" if self is Code.CANCELLED else self.name.lower()

    @property
    def http_status(self) -> int:
        """The HTTP status of a unary Connect error (https://connectrpc.com/docs/protocol#error-codes)."""
        return _HTTP_STATUS[self]


_HTTP_STATUS = {
    Code.CANCELLED: 499,
    Code.UNKNOWN: 500,
    Code.INVALID_ARGUMENT: 400,
    Code.DEADLINE_EXCEEDED: 504,
    Code.NOT_FOUND: 404,
    Code.ALREADY_EXISTS: 409,
    Code.PERMISSION_DENIED: 403,
    Code.RESOURCE_EXHAUSTED: 429,
    Code.FAILED_PRECONDITION: 400,
    Code.ABORTED: 409,
    Code.OUT_OF_RANGE: 400,
    Code.UNIMPLEMENTED: 501,
    Code.INTERNAL: 500,
    Code.UNAVAILABLE: 503,
    Code.DATA_LOSS: 500,
    Code.UNAUTHENTICATED: 401,
}


class Fault(Exception):  # noqa: N818 - a fault is an outcome that the contract names, not an error of ours
    """The root of all faults: a code, a text for the public, and fields of its own.

    Services' faults are generated from their proto; each says its full proto name, its text and its fields.
    """

    code: ClassVar[Code] = Code.UNKNOWN
    proto_name: ClassVar[str] = "octavo.Fault"
    public_text: ClassVar[str] = "Something went wrong."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, message: str = "") -> None:
        self.message = message or self.public_text
        super().__init__(self.message)

    def say(self, message: str) -> None:
        """Replace the text for the public; an empty one changes nothing."""
        if message:
            self.message = message
            self.args = (message,)

    @property
    def details(self) -> dict[str, Any]:
        """The fault's own fields and their values, by Python name."""
        return {name: getattr(self, name) for name in self.field_names}

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.message == other.message and self.details == other.details

    def __hash__(self) -> int:
        return hash((type(self), self.message))

    def __repr__(self) -> str:
        fields = "".join(f", {name}={value!r}" for name, value in self.details.items())
        return f"{type(self).__name__}({self.message!r}{fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.message, self.__dict__)


def _revive(kind: type[Fault], message: str, state: dict[str, Any]) -> Fault:
    fault = kind.__new__(kind, message)
    fault.args = (message,)
    fault.__dict__.update(state)
    return fault


class Invalid(Fault):
    """The request itself is wrong, whoever sends it and whenever; `field` names what, empty for the whole.

    `field` is written as the proto has it, with dots between levels: "draft.title".
    """

    code = Code.INVALID_ARGUMENT
    proto_name = "octavo.Invalid"
    public_text = "The request is not valid."
    field_names: ClassVar[tuple[str, ...]] = ("field",)

    def __init__(self, field: str = "", message: str = "") -> None:
        super().__init__(message)
        self.field = field


class Unauthenticated(Fault):
    """Nobody is signed in, or the proof of it has expired."""

    code = Code.UNAUTHENTICATED
    proto_name = "octavo.Unauthenticated"
    public_text = "Sign in first."


class Forbidden(Fault):
    """The caller is known and may not do this."""

    code = Code.PERMISSION_DENIED
    proto_name = "octavo.Forbidden"
    public_text = "You may not do this."


class NotFound(Fault):
    """There is no such thing, or none that the caller may know of."""

    code = Code.NOT_FOUND
    proto_name = "octavo.NotFound"
    public_text = "There is no such thing."


class AlreadyExists(Fault):
    """The thing to be made is there already."""

    code = Code.ALREADY_EXISTS
    proto_name = "octavo.AlreadyExists"
    public_text = "This exists already."


class FailedPrecondition(Fault):
    """The state of the thing does not allow this; the same request may succeed after a change of state."""

    code = Code.FAILED_PRECONDITION
    proto_name = "octavo.FailedPrecondition"
    public_text = "This is not possible now."


class Aborted(Fault):
    """Somebody else was faster: read again, then decide again."""

    code = Code.ABORTED
    proto_name = "octavo.Aborted"
    public_text = "Somebody else changed this in the meantime."


class OutOfRange(Fault):
    """A position beyond the end."""

    code = Code.OUT_OF_RANGE
    proto_name = "octavo.OutOfRange"
    public_text = "This lies beyond the end."


class ResourceExhausted(Fault):
    """A limit of rate or size is reached; `retry_after` says in how many seconds it is worth another try.

    Zero means that waiting does not help.
    """

    code = Code.RESOURCE_EXHAUSTED
    proto_name = "octavo.ResourceExhausted"
    public_text = "That was too much."
    field_names: ClassVar[tuple[str, ...]] = ("retry_after",)

    def __init__(self, retry_after: float = 0.0, message: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Overloaded(Fault):
    """The service has more to do than it can, and did not begin with this; the caller did nothing wrong.

    So it is no `ResourceExhausted`, though its code is the same: that is said to whoever asks too much.
    """

    code = Code.RESOURCE_EXHAUSTED
    proto_name = "octavo.Overloaded"
    public_text = "The site has more to do than it can just now."
    field_names: ClassVar[tuple[str, ...]] = ("retry_after",)

    def __init__(self, retry_after: float = 0.0, message: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unimplemented(Fault):
    """The peer does not know this method, or does not offer it to this caller."""

    code = Code.UNIMPLEMENTED
    proto_name = "octavo.Unimplemented"
    public_text = "There is no such method."


class Unavailable(Fault):
    """The service cannot be reached; trying again later is right if the call may be repeated."""

    code = Code.UNAVAILABLE
    proto_name = "octavo.Unavailable"
    public_text = "This part of the site cannot be reached just now."


class Unsettled(Exception):  # noqa: N818 - what some faults are beside their code
    """Nobody knows whether it was done: no answer came, or the connection was lost during the commit."""


class DeadlineExceeded(Fault):
    """The time that the caller had given was over; the work may or may not have been done."""

    code = Code.DEADLINE_EXCEEDED
    proto_name = "octavo.DeadlineExceeded"
    public_text = "This took too long."


class Cancelled(Fault):
    """The caller gave up."""

    code = Code.CANCELLED
    proto_name = "octavo.Cancelled"
    public_text = "The call was cancelled."


class Broken(Fault):
    """A mistake in the program, mute on purpose: what happened stands in the log of where it happened."""

    code = Code.INTERNAL
    proto_name = "octavo.Broken"


_GENERIC: dict[int, type[Fault]] = {
    kind.code: kind
    for kind in (
        Cancelled,
        Invalid,
        DeadlineExceeded,
        NotFound,
        AlreadyExists,
        Forbidden,
        ResourceExhausted,
        FailedPrecondition,
        Aborted,
        OutOfRange,
        Unimplemented,
        Unavailable,
        Unauthenticated,
    )
}


def generic(code: int, message: str = "") -> Fault:
    """Return the chassis' own fault for a gRPC code.

    UNKNOWN, INTERNAL, DATA_LOSS and numbers that are no code become `Broken`, which never takes the
    message: what an unexpected failure says is not for the public.
    """
    kind = _GENERIC.get(code)
    if kind is None:
        return Broken()
    fault = kind()
    fault.say(message)
    return fault
