# Generated from octavo/replays/v1/replays.proto by `make proto`; not to be edited.

"""How the messages of octavo.replays.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.replays.v1.replays import (
    Answer,
    BeginRequest,
    BeginResponse,
    FinishRequest,
    FinishResponse,
    ForgetRequest,
    ForgetResponse,
    KeyReused,
    OutcomeUnknown,
    StillRunning,
    TooManyKeys,
)

_DESCRIPTOR = codec.load(__file__, "replays.binpb")

_Answer = _DESCRIPTOR.message("octavo.replays.v1.Answer")
_BeginRequest = _DESCRIPTOR.message("octavo.replays.v1.BeginRequest")
_BeginResponse = _DESCRIPTOR.message("octavo.replays.v1.BeginResponse")
_FinishRequest = _DESCRIPTOR.message("octavo.replays.v1.FinishRequest")
_FinishResponse = _DESCRIPTOR.message("octavo.replays.v1.FinishResponse")
_ForgetRequest = _DESCRIPTOR.message("octavo.replays.v1.ForgetRequest")
_ForgetResponse = _DESCRIPTOR.message("octavo.replays.v1.ForgetResponse")
_KeyReused = _DESCRIPTOR.message("octavo.replays.v1.KeyReused")
_StillRunning = _DESCRIPTOR.message("octavo.replays.v1.StillRunning")
_OutcomeUnknown = _DESCRIPTOR.message("octavo.replays.v1.OutcomeUnknown")
_TooManyKeys = _DESCRIPTOR.message("octavo.replays.v1.TooManyKeys")


def fill_answer(message: Any, value: Answer) -> None:
    message.status = value.status
    message.said = value.said
    message.body = value.body


def read_answer(message: Any, strict: bool) -> Answer:
    return Answer(
        status=message.status,
        said=message.said,
        body=message.body,
    )


def fill_begin_request(message: Any, value: BeginRequest) -> None:
    message.key = value.key
    message.method = value.method
    message.digest = value.digest


def read_begin_request(message: Any, strict: bool) -> BeginRequest:
    return BeginRequest(
        key=message.key,
        method=message.method,
        digest=message.digest,
    )


def fill_begin_response(message: Any, value: BeginResponse) -> None:
    if value.answer is not None:
        message.answer.SetInParent()
        fill_answer(message.answer, value.answer)


def read_begin_response(message: Any, strict: bool) -> BeginResponse:
    return BeginResponse(
        answer=read_answer(message.answer, strict) if message.HasField("answer") else None,
    )


def fill_finish_request(message: Any, value: FinishRequest) -> None:
    message.key = value.key
    message.answer.SetInParent()
    fill_answer(message.answer, value.answer)


def read_finish_request(message: Any, strict: bool) -> FinishRequest:
    return FinishRequest(
        key=message.key,
        answer=read_answer(message.answer, strict)
        if message.HasField("answer")
        else codec.missing("answer", strict),
    )


def fill_finish_response(message: Any, value: FinishResponse) -> None:
    pass


def read_finish_response(message: Any, strict: bool) -> FinishResponse:
    return FinishResponse()


def fill_forget_request(message: Any, value: ForgetRequest) -> None:
    message.key = value.key


def read_forget_request(message: Any, strict: bool) -> ForgetRequest:
    return ForgetRequest(
        key=message.key,
    )


def fill_forget_response(message: Any, value: ForgetResponse) -> None:
    pass


def read_forget_response(message: Any, strict: bool) -> ForgetResponse:
    return ForgetResponse()


def fill_key_reused(message: Any, value: KeyReused) -> None:
    message.key = value.key


def read_key_reused(message: Any, strict: bool) -> KeyReused:
    return KeyReused(
        key=message.key,
    )


def fill_still_running(message: Any, value: StillRunning) -> None:
    message.key = value.key


def read_still_running(message: Any, strict: bool) -> StillRunning:
    return StillRunning(
        key=message.key,
    )


def fill_outcome_unknown(message: Any, value: OutcomeUnknown) -> None:
    message.key = value.key


def read_outcome_unknown(message: Any, strict: bool) -> OutcomeUnknown:
    return OutcomeUnknown(
        key=message.key,
    )


def fill_too_many_keys(message: Any, value: TooManyKeys) -> None:
    message.limit = value.limit


def read_too_many_keys(message: Any, strict: bool) -> TooManyKeys:
    return TooManyKeys(
        limit=message.limit,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    KeyReused.proto_name: codec.Packing(_KeyReused, fill_key_reused, read_key_reused),
    StillRunning.proto_name: codec.Packing(_StillRunning, fill_still_running, read_still_running),
    OutcomeUnknown.proto_name: codec.Packing(_OutcomeUnknown, fill_outcome_unknown, read_outcome_unknown),
    TooManyKeys.proto_name: codec.Packing(_TooManyKeys, fill_too_many_keys, read_too_many_keys),
}

METHODS: dict[str, codec.WireMethod] = {
    "Begin": codec.WireMethod(
        codec.Packing(_BeginRequest, fill_begin_request, read_begin_request),
        codec.Packing(_BeginResponse, fill_begin_response, read_begin_response),
    ),
    "Finish": codec.WireMethod(
        codec.Packing(_FinishRequest, fill_finish_request, read_finish_request),
        codec.Packing(_FinishResponse, fill_finish_response, read_finish_response),
    ),
    "Forget": codec.WireMethod(
        codec.Packing(_ForgetRequest, fill_forget_request, read_forget_request),
        codec.Packing(_ForgetResponse, fill_forget_response, read_forget_response),
    ),
}


class ReplaysClient:
    """Replays at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._begin: codec.Unary[Answer | None] = wire.unary("Begin")
        self._finish: codec.Unary[None] = wire.unary("Finish")
        self._forget: codec.Unary[None] = wire.unary("Forget")

    async def begin(self, *, key: str, method: str, digest: bytes) -> Answer | None:
        return await self._begin(BeginRequest(key=key, method=method, digest=digest))

    async def finish(self, *, key: str, answer: Answer) -> None:
        await self._finish(FinishRequest(key=key, answer=answer))

    async def forget(self, *, key: str) -> None:
        await self._forget(ForgetRequest(key=key))
