# Generated from octavo/chassis/v1/chassis.proto by `make proto`; not to be edited.

"""How the messages of octavo.chassis.v1 are packed for the wire."""

from collections.abc import AsyncIterator
from typing import Any

from octavo.chassis import codec
from octavo.chassis.v1.chassis import FollowRequest, PurgeStep, UnknownSource

_DESCRIPTOR = codec.load(__file__, "chassis.binpb")

_FollowRequest = _DESCRIPTOR.message("octavo.chassis.v1.FollowRequest")
_PurgeStep = _DESCRIPTOR.message("octavo.chassis.v1.PurgeStep")
_UnknownSource = _DESCRIPTOR.message("octavo.chassis.v1.UnknownSource")


def fill_follow_request(message: Any, value: FollowRequest) -> None:
    message.source = value.source
    if value.since is not None:
        message.since = value.since


def read_follow_request(message: Any, strict: bool) -> FollowRequest:
    return FollowRequest(
        source=message.source,
        since=message.since if message.HasField("since") else None,
    )


def fill_purge_step(message: Any, value: PurgeStep) -> None:
    message.after = value.after
    message.number = value.number
    message.tags.extend(value.tags)
    message.position = value.position


def read_purge_step(message: Any, strict: bool) -> PurgeStep:
    return PurgeStep(
        after=message.after,
        number=message.number,
        tags=tuple(message.tags),
        position=message.position,
    )


def fill_unknown_source(message: Any, value: UnknownSource) -> None:
    message.source = value.source


def read_unknown_source(message: Any, strict: bool) -> UnknownSource:
    return UnknownSource(
        source=message.source,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    UnknownSource.proto_name: codec.Packing(_UnknownSource, fill_unknown_source, read_unknown_source),
}

METHODS: dict[str, codec.WireMethod] = {
    "Follow": codec.WireMethod(
        codec.Packing(_FollowRequest, fill_follow_request, read_follow_request),
        codec.Packing(_PurgeStep, fill_purge_step, read_purge_step),
    ),
}


class PurgeStreamsClient:
    """PurgeStreams at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._follow: codec.Stream[PurgeStep] = wire.stream("Follow")

    def follow(self, *, source: str, since: int | None = None) -> AsyncIterator[PurgeStep]:
        return self._follow(FollowRequest(source=source, since=since))
