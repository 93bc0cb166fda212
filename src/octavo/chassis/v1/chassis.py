# Generated from octavo/chassis/v1/chassis.proto by `make proto`; not to be edited.

"""What the processes of a site tell each other besides the services' own calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import ClassVar, Protocol

import msgspec

from octavo.chassis.contract import Contract, Idempotency, Method
from octavo.chassis.faults import NotFound

__all__ = ["CONTRACT", "FollowRequest", "PurgeStep", "PurgeStreams", "UnknownSource"]


class FollowRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # The service, such as "stories".
    source: str = ""
    since: int | None = None


class PurgeStep(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    after: int = 0
    number: int = 0
    tags: tuple[str, ...] = ()
    # How far the service's database had come, where replicas of it are read from: "SYSTEM=BYTES".
    position: str = ""


class UnknownSource(NotFound):
    """This process does not run the service."""

    proto_name = "octavo.chassis.v1.UnknownSource"
    public_text = "This process does not run the service."
    field_names: ClassVar[tuple[str, ...]] = ("source",)
    source: str

    def __init__(self, *, source: str = "") -> None:
        super().__init__()
        self.source = source


class PurgeStreams(Protocol):
    """The streams of what near copies must forget, for processes that hold copies of what is stored elsewhere."""

    def follow(self, *, source: str, since: int | None = None) -> AsyncIterator[PurgeStep]:
        """The stream of one service's database, after a number or, without one, from now on; for ever.

        The first step has no tags and says where the stream begins. A follower whose last number is not
        `after` has missed something.

        Raises UnknownSource.
        """
        ...


CONTRACT = Contract(
    name="octavo.chassis.v1.PurgeStreams",
    wire="octavo.chassis.v1.chassis_wire",
    methods=(
        Method(
            name="Follow",
            call="follow",
            request=FollowRequest,
            response=PurgeStep,
            streams=True,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(UnknownSource,),
            plain_request=False,
            plain_response=False,
        ),
    ),
)
