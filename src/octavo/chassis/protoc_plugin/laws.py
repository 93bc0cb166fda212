"""The laws of a contract that need the whole of it to be known; each is refused with its reason."""

from collections.abc import Iterator, Mapping

from octavo.chassis.protoc_plugin.model import File, Kind, Message, ProtoField, Refused, Shape
from octavo.chassis.scopes import ANY, SCOPES

__all__ = ["check_file", "reachable"]

_FAULT_NAMES = {"args", "code", "details", "field_names", "proto_name", "public_text", "with_traceback"}
_TYPE_NAMES = {
    "str": Kind.STR,
    "bool": Kind.BOOL,
    "bytes": Kind.BYTES,
    "float": Kind.FLOAT,
    "int": Kind.INT64,
}


def reachable(message: Message, messages: Mapping[str, Message]) -> Iterator[Message]:
    """Yield the message and all that it holds, at any depth, each once."""
    seen = {message.full_name}
    waiting = [message]
    while waiting:
        current = waiting.pop()
        yield current
        for kind in current.types():
            if kind.kind is Kind.MESSAGE and kind.full_name not in seen:
                seen.add(kind.full_name)
                waiting.append(messages[kind.full_name])


def check_file(file: File, messages: Mapping[str, Message]) -> None:
    """Raise Refused for the first law that the file breaks."""
    names = [enum.name for enum in file.enums] + [message.name for message in file.messages]
    names += [*file.ids, file.service]
    for name in names:
        if names.count(name) > 1:
            raise Refused(f"{file.path}: two things are called {name} in Python")
    for message in file.messages:
        for problem in _message_problems(message, messages):
            raise Refused(f"{message.full_name}: {problem}")
    for method in file.methods:
        if method.scope and (method.audience != "PUBLIC" or method.scope not in (ANY, *SCOPES)):
            raise Refused(
                f"{file.path}: {method.name}: the scope {method.scope} is of a public method, and one of "
                + ", ".join((ANY, *SCOPES))
            )
        if method.hedged and (method.idempotency != "NO_SIDE_EFFECTS" or method.streams):
            raise Refused(
                f"{file.path}: {method.name}: only what has no side effects, and is no stream, is hedged"
            )
        if method.may_lag and (method.streams or method.idempotency != "NO_SIDE_EFFECTS"):
            raise Refused(
                f"{file.path}: {method.name}: only an answer without side effects, and whole, may lag"
            )
        if method.audience != "PUBLIC":
            continue
        for part in (*reachable(method.request, messages), *reachable(method.response, messages)):
            if any(kind.kind is Kind.INT64 for kind in part.types()):
                raise Refused(
                    f"{part.full_name}: public ({method.name}), so no 64-bit integers: JavaScript has none"
                )


def _message_problems(message: Message, messages: Mapping[str, Message]) -> Iterator[str]:
    for field in message.fields:
        for problem in _field_problems(field):
            yield f"{field.name}: {problem}"
        kind = _TYPE_NAMES.get(field.name)
        if kind and any(other.type.kind is kind for other in message.fields):
            yield f"{field.name}: hides the Python type of a field beside it"
    if message.code:
        for field in message.fields:
            if field.name in _FAULT_NAMES:
                yield f"{field.name}: every fault has this attribute already"
    if message.event:
        first = message.fields[0] if message.fields else None
        if first is None or first.type.kind is not Kind.STR or first.shape is not Shape.ONE:
            yield "the first field of an event is the id of its aggregate, a string"
        for part in reachable(message, messages):
            if any(field.shape is Shape.CHOICE for field in part.fields):
                yield f"an event cannot hold a oneof ({part.name}): its JSON could not be read back"


def _field_problems(field: ProtoField) -> Iterator[str]:
    if field.shape is Shape.CHOICE:
        kinds = [arm.type.full_name for arm in field.arms]
        if any(arm.type.kind is not Kind.MESSAGE for arm in field.arms) or len(set(kinds)) < len(kinds):
            yield "the arms of a oneof are different messages"
        return
    if field.default is None:
        return
    if field.type.required and field.shape is Shape.ONE:
        yield "a message has no default"
    elif field.shape is not Shape.ONE and field.default:
        yield 'only an empty default ("") fits many values'
    elif field.shape is Shape.ONE and not field.explicit and field.default not in ("", "0", "false"):
        yield "a default other than zero needs `optional`, so that a zero which was sent is not lost"
