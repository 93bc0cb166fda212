"""What of a contract's last release the present one breaks.

The release's descriptor lies beside the proto as `<service>.release.binpb`; where there is none, nothing has
been promised yet. Processes of two neighbouring versions talk to each other while a site is upgraded, and
events written by one are read by the other: that is what these rules keep whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from google.protobuf import descriptor_pb2

from octavo.chassis.protoc_plugin.protoc import Options

__all__ = ["breaks"]

_FIELD = descriptor_pb2.FieldDescriptorProto
_File = descriptor_pb2.FileDescriptorProto


class _Index:
    """Everything in a set of files by full name."""

    def __init__(self, files: Iterable[_File]) -> None:
        self.messages: dict[str, Any] = {}
        self.enums: dict[str, Any] = {}
        self.methods: dict[str, Any] = {}
        for file in files:
            self._scope(f".{file.package}", file.message_type, file.enum_type)
            for service in file.service:
                for method in service.method:
                    self.methods[f".{file.package}.{service.name}.{method.name}"] = method

    def _scope(self, prefix: str, messages: Iterable[Any], enums: Iterable[Any]) -> None:
        for enum in enums:
            self.enums[f"{prefix}.{enum.name}"] = enum
        for message in messages:
            name = f"{prefix}.{message.name}"
            self.messages[name] = message
            self._scope(name, message.nested_type, message.enum_type)

    def travelling(self, options: Options) -> set[str]:
        """The names of all messages and enums that cross a wire: from methods, faults and events down."""
        waiting = [name for m in self.methods.values() for name in (m.input_type, m.output_type)]
        for name, message in self.messages.items():
            if options.has(message.options, "fault") or options.has(message.options, "event"):
                waiting.append(name)
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                fields = self.messages[name].field if name in self.messages else ()
                waiting += [field.type_name for field in fields if field.type_name]
        return seen


def breaks(before: Iterable[_File], after: Iterable[_File]) -> list[str]:
    """Return a sentence for everything in `before` that `after` does not keep; empty: all is kept."""
    options = Options()
    old, new = _Index(before), _Index(after)
    travelling = old.travelling(options)
    found = list(_methods(old, new, options))
    for name, message in old.messages.items():
        if name not in travelling:
            continue
        if name not in new.messages:
            found.append(f"{name[1:]}: the message is gone")
            continue
        found += _message(name[1:], message, new.messages[name], options)
    for name, enum in old.enums.items():
        if name in travelling:
            found += _enum(name[1:], enum, new.enums.get(name))
    return found


def _methods(old: _Index, new: _Index, options: Options) -> Iterator[str]:
    for name, method in old.methods.items():
        now = new.methods.get(name)
        if now is None:
            yield f"{name[1:]}: the method is gone"
            continue
        for part in ("input_type", "output_type", "server_streaming", "client_streaming"):
            if getattr(method, part) != getattr(now, part):
                yield f"{name[1:]}: its {part.replace('_', ' ')} has changed"
        if options.get(method.options, "audience") == "PUBLIC" != options.get(now.options, "audience"):
            yield f"{name[1:]}: it was public"
        yield from _response(
            name[1:], old.messages.get(method.output_type), new.messages.get(now.output_type)
        )


def _response(name: str, before: Any, after: Any) -> Iterator[str]:
    """A response of one field is returned as that field; a second one would change what callers get."""
    if before is None or after is None:
        return
    was, is_now = (_python_fields(message) for message in (before, after))
    if len(was) <= 1 and len(is_now) > len(was):
        returned = f"{was[0]} alone" if was else "nothing"
        yield f"{name}: it returned {returned}; a response cannot gain {', '.join(is_now[len(was) :])}"


def _python_fields(message: Any) -> list[str]:
    """The fields as Python has them: all arms of a oneof are one."""
    names: dict[str, None] = {}
    for field in message.field:
        names[_choice(message, field) or field.name] = None
    return list(names)


def _choice(message: Any, field: Any) -> str:
    """The name of the oneof that the field is an arm of, or nothing."""
    if field.HasField("oneof_index") and not field.proto3_optional:
        return str(message.oneof_decl[field.oneof_index].name)
    return ""


def _message(name: str, before: Any, after: Any, options: Options) -> Iterator[str]:
    if options.get(before.options, "fault") != options.get(after.options, "fault"):
        yield f"{name}: its code has changed"
    if options.get(before.options, "event") != options.get(after.options, "event"):
        yield f"{name}: it was{'' if options.get(before.options, 'event') else ' not'} an event"
    now: Mapping[int, Any] = {field.number: field for field in after.field}
    names = {field.name: field.number for field in after.field}
    for field in before.field:
        where = f"{name}.{field.name}"
        other = now.get(field.number)
        if field.name in names and names[field.name] != field.number:
            yield f"{where}: its number was {field.number} and is {names[field.name]}"
        elif other is None:
            yield f"{where}: the field is gone"
        elif other.name != field.name:
            yield f"{where}: its name is now {other.name}"
        else:
            yield from _field(where, before, field, after, other)
    released = {field.number for field in before.field}
    for field in after.field:
        required = field.type == _FIELD.TYPE_MESSAGE and field.label != _FIELD.LABEL_REPEATED
        free = field.proto3_optional or _choice(after, field)
        if field.number not in released and required and not free:
            yield f"{name}.{field.name}: a new message field is `optional`; older peers do not send it"


def _field(where: str, before: Any, field: Any, after: Any, other: Any) -> Iterator[str]:
    if (field.type, field.type_name) != (other.type, other.type_name):
        yield f"{where}: its type has changed"
    if field.label != other.label:
        yield f"{where}: it was{'' if field.label == _FIELD.LABEL_REPEATED else ' not'} repeated"
    elif field.proto3_optional != other.proto3_optional:
        yield f"{where}: it was{'' if field.proto3_optional else ' not'} optional"
    if _choice(before, field) != _choice(after, other):
        yield f"{where}: it was in {_choice(before, field) or 'no oneof'}"


def _enum(name: str, before: Any, after: Any) -> Iterator[str]:
    if after is None:
        yield f"{name}: the enum is gone"
        return
    numbers = {value.name: value.number for value in after.value}
    for value in before.value:
        if value.name not in numbers:
            yield f"{name}.{value.name}: the value is gone"
        elif numbers[value.name] != value.number:
            yield f"{name}.{value.name}: its number was {value.number} and is {numbers[value.name]}"
