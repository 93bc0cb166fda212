"""A service's methods, each of which says to the databases below whether what it reads may lag."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from octavo.chassis.context import Priority, current_caller, current_priority
from octavo.chassis.contract import Contract, Idempotency
from octavo.chassis.lagging import WRITING, Reading, here

__all__ = ["lagging"]

_Call = Callable[..., Awaitable[Any]]
_LEAST: Final = Priority.MEMBER
"""A page that is read. What is less urgent writes, or acts on what it reads: events, work beside requests."""


class _Lagging:
    """A service's methods."""

    def __init__(self, methods: dict[str, Callable[..., Any]]) -> None:
        self.__dict__.update(methods)


def lagging(contract: Contract, service: Any) -> Any:
    """The methods of `service`, which has the contract's Protocol. Streams are handed through."""
    methods: dict[str, Callable[..., Any]] = {}
    for method in contract.methods:
        call = getattr(service, method.call)
        if method.streams:
            methods[method.call] = call
        elif method.may_lag:
            methods[method.call] = _may_lag(call)
        elif method.idempotency is Idempotency.NO_SIDE_EFFECTS:
            methods[method.call] = _reads(call)
        else:
            methods[method.call] = _writes(call)
    return _Lagging(methods)


def _may_lag(call: _Call) -> _Call:
    async def may_lag(**arguments: Any) -> Any:
        if (
            here.get() is not None
            or current_priority() < _LEAST
            or current_caller().person_id is not None  # they see what they did, at once
        ):
            return await call(**arguments)
        reading = Reading()
        token = here.set(reading)
        try:
            return await call(**arguments)
        finally:
            reading.open = False
            here.reset(token)

    return may_lag


def _reads(call: _Call) -> _Call:
    async def reads(**arguments: Any) -> Any:
        if here.get() in (None, WRITING):
            return await call(**arguments)
        token = here.set(None)
        try:
            return await call(**arguments)
        finally:
            here.reset(token)

    return reads


def _writes(call: _Call) -> _Call:
    async def writes(**arguments: Any) -> Any:
        token = here.set(WRITING)
        try:
            return await call(**arguments)
        finally:
            here.reset(token)

    return writes
