# Generated from octavo/replays/v1/replays.proto by `make proto`; not to be edited.

"""Replays: what calls with an Idempotency-Key came to, so that their repetition does nothing again."""

from __future__ import annotations

from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import Category, Contract, Erasure, Int32, Method, Moment, Personal
from octavo.chassis.faults import Aborted, FailedPrecondition, Invalid, ResourceExhausted

__all__ = [
    "Answer",
    "BeginRequest",
    "BeginResponse",
    "CONTRACT",
    "FinishRequest",
    "FinishResponse",
    "ForgetRequest",
    "ForgetResponse",
    "KeyReused",
    "OutcomeUnknown",
    "PersonId",
    "Replays",
    "StillRunning",
    "StoredReplay",
    "TooManyKeys",
]


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a call came to."""

    # Of HTTP.
    status: Int32 = 0
    # "ok", or the code of its error.
    said: str = ""
    body: bytes = b""


class BeginRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    key: str = ""
    method: str = ""
    digest: bytes = b""


class BeginResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # Absent: the call is new, and is the asker's to make.
    answer: Answer | None = None


class FinishRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    key: str = ""
    answer: Answer


class FinishResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class ForgetRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    key: str = ""


class ForgetResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class StoredReplay(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How the outcome of a call is stored."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    idempotency_key: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""
    # Of the service's method, e.g. "/octavo.stories.v1.Stories/Publish".
    method: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""
    digest: Annotated[bytes, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = b""
    begun_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    # What was answered.
    answer: Annotated[bytes, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = b""


class KeyReused(Invalid):
    """This Idempotency-Key was used for another request."""

    proto_name = "octavo.replays.v1.KeyReused"
    public_text = "This Idempotency-Key was used for another request."
    field_names: ClassVar[tuple[str, ...]] = ("key",)
    key: str

    def __init__(self, *, key: str = "") -> None:
        super().__init__()
        self.key = key


class StillRunning(Aborted):
    """The first call with this Idempotency-Key is still being worked on."""

    proto_name = "octavo.replays.v1.StillRunning"
    public_text = "The first call with this Idempotency-Key is still being worked on."
    field_names: ClassVar[tuple[str, ...]] = ("key",)
    key: str

    def __init__(self, *, key: str = "") -> None:
        super().__init__()
        self.key = key


class OutcomeUnknown(FailedPrecondition):
    """The site stopped while it worked on the first call with this Idempotency-Key: look whether it was done, then use another key."""

    proto_name = "octavo.replays.v1.OutcomeUnknown"
    public_text = "The site stopped while it worked on the first call with this Idempotency-Key: look whether it was done, then use another key."
    field_names: ClassVar[tuple[str, ...]] = ("key",)
    key: str

    def __init__(self, *, key: str = "") -> None:
        super().__init__()
        self.key = key


class TooManyKeys(ResourceExhausted):
    """You have used more Idempotency-Keys in a day than one person may."""

    proto_name = "octavo.replays.v1.TooManyKeys"
    public_text = "You have used more Idempotency-Keys in a day than one person may."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class Replays(Protocol):
    """What calls came to, for a day."""

    async def begin(self, *, key: str, method: str, digest: bytes) -> Answer | None:
        """Begins the caller's call under a key, or tells what it came to before. A
        key that is known with another method or another request is refused. At
        most 200 characters; the digest is of the whole request.

        Raises KeyReused, StillRunning, OutcomeUnknown, TooManyKeys.
        """
        ...

    async def finish(self, *, key: str, answer: Answer) -> None:
        """Notes what the call came to that was begun under a key."""
        ...

    async def forget(self, *, key: str) -> None:
        """The call under a key came to nothing: the next one begins anew."""
        ...


CONTRACT = Contract(
    name="octavo.replays.v1.Replays",
    wire="octavo.replays.v1.replays_wire",
    methods=(
        Method(
            name="Begin",
            call="begin",
            request=BeginRequest,
            response=BeginResponse,
            returns="answer",
            faults=(
                KeyReused,
                StillRunning,
                OutcomeUnknown,
                TooManyKeys,
            ),
        ),
        Method(
            name="Finish",
            call="finish",
            request=FinishRequest,
            response=FinishResponse,
            returns=None,
        ),
        Method(
            name="Forget",
            call="forget",
            request=ForgetRequest,
            response=ForgetResponse,
            returns=None,
        ),
    ),
)
