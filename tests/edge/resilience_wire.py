"""What the wire between the edge and a service can do to a call besides losing it."""

import importlib
from functools import cache
from typing import Any

from octavo.chassis.codec import WireMethod
from octavo.chassis.contract import Contract, Idempotency, Method
from octavo.chassis.peer import read_answer
from octavo.chassis.wiring import WireCode

_NO_MESSAGE = b"\xff"
"""A tag that never ends."""


@cache
def _known(service: str, call: str) -> tuple[Method, WireMethod] | None:
    contract: Contract = importlib.import_module(f"octavo.{service}.api").CONTRACT
    code = WireCode(contract)
    for method in contract.methods:
        if method.call == call:
            return method, code.methods[method.name]
    return None


def _of(service: str, call: str) -> tuple[Method, WireMethod]:
    found = _known(service, call)
    assert found is not None, f"{service}.{call} is not in the contract"
    return found


def repeatable(service: str, call: str) -> bool:
    """Whether whoever has no answer may ask once more."""
    return _of(service, call)[0].idempotency is not Idempotency.UNKNOWN


def only_reads(service: str, call: str) -> bool:
    """Whether an old answer may come of it."""
    return _of(service, call)[0].idempotency is Idempotency.NO_SIDE_EFFECTS


def torn(service: str, call: str, answer: Any) -> Any:
    """What a caller has of an answer of which the wire brought half: raises what is raised there."""
    method, wire = _of(service, call)
    data = wire.response.to_bytes(method.wrap(answer))
    return read_answer(method, wire, data[: len(data) // 2] + _NO_MESSAGE)
