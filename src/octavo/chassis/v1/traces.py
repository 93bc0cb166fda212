# Generated from octavo/chassis/v1/traces.proto by `make proto`; not to be edited.

"""Traces that turned out to matter, for the processes that had a part in them."""

from __future__ import annotations

from typing import Protocol

import msgspec

from octavo.chassis.contract import Contract, Idempotency, Method

__all__ = ["CONTRACT", "KeepRequest", "KeepResponse", "TraceParts", "TraceToKeep"]


class KeepRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """At most a thousand; what is no trace or no reason is left out."""

    traces: tuple[TraceToKeep, ...] = ()


class TraceToKeep(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # 32 hex digits.
    trace: str = ""
    # "failed", "slow" or "sampled".
    why: str = ""


class KeepResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class TraceParts(Protocol):
    """What a process records of traces."""

    async def keep(self, *, traces: tuple[TraceToKeep, ...]) -> None:
        """Keep what this process did for these traces, as far as it still holds it, and what it will do for them.

        Whoever asked it learned at the end of the trace that it was slow or that something in it failed.
        """
        ...


CONTRACT = Contract(
    name="octavo.chassis.v1.TraceParts",
    wire="octavo.chassis.v1.traces_wire",
    methods=(
        Method(
            name="Keep",
            call="keep",
            request=KeepRequest,
            response=KeepResponse,
            returns=None,
            idempotency=Idempotency.IDEMPOTENT,
        ),
    ),
)
