"""Turns protoc's descriptors into the model, and refuses what a contract of this house may not say."""

import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf import descriptor_pb2

from octavo.chassis import faults
from octavo.chassis.protoc_plugin.laws import check_file
from octavo.chassis.protoc_plugin.model import (
    File,
    Kind,
    MarkedField,
    Message,
    ProtoEnum,
    ProtoField,
    ProtoMethod,
    Refused,
    Shape,
    Type,
)
from octavo.chassis.protoc_plugin.protoc import CHASSIS, Options
from octavo.chassis.protoc_plugin.walk import all_enums, all_messages, comments, file_comment

__all__ = ["Contracts", "read_files"]

_FIELD = descriptor_pb2.FieldDescriptorProto
_KINDS = {
    _FIELD.TYPE_STRING: Kind.STR,
    _FIELD.TYPE_BOOL: Kind.BOOL,
    _FIELD.TYPE_BYTES: Kind.BYTES,
    _FIELD.TYPE_DOUBLE: Kind.FLOAT,
    _FIELD.TYPE_FLOAT: Kind.FLOAT,
    **dict.fromkeys((_FIELD.TYPE_INT32, _FIELD.TYPE_SINT32, _FIELD.TYPE_SFIXED32), Kind.INT32),
    **dict.fromkeys((_FIELD.TYPE_UINT32, _FIELD.TYPE_FIXED32), Kind.UINT32),
    **dict.fromkeys(
        (
            _FIELD.TYPE_INT64,
            _FIELD.TYPE_SINT64,
            _FIELD.TYPE_SFIXED64,
            _FIELD.TYPE_UINT64,
            _FIELD.TYPE_FIXED64,
        ),
        Kind.INT64,
    ),
}
_WELL_KNOWN = {".google.protobuf.Timestamp": Kind.MOMENT, ".google.protobuf.Duration": Kind.DURATION}
_IDEMPOTENCY = {0: "UNKNOWN", 1: "NO_SIDE_EFFECTS", 2: "IDEMPOTENT"}
_EMPTY = Message(name="Empty", full_name="google.protobuf.Empty", module="octavo.chassis.contract", fields=())
_GENERIC_FAULTS = {name for name in faults.__all__ if isinstance(getattr(faults, name), type)} - {
    "Code",
    "Fault",
}


@dataclass(frozen=True)
class Contracts:
    """All files of a run, and all their messages by full name."""

    files: list[File]
    messages: Mapping[str, Message]


def read_files(found: descriptor_pb2.FileDescriptorSet) -> Contracts:
    """Read every file that is a contract of ours: all but Google's and the options."""
    reader = _Reader()
    ours = [f for f in found.file if not f.name.startswith("google/") and f.name not in CHASSIS]
    for proto in ours:
        reader.learn(proto)
    files = [_FileReader(reader, proto).read() for proto in ours]
    _check_ids(files)
    for file in files:
        check_file(file, reader.messages)
    return Contracts(files, reader.messages)


def _check_ids(files: Sequence[File]) -> None:
    """A foreign id ("accounts.PersonId") must be named by its own service too."""
    defined = {
        (home, name) for file in files for name, home in file.ids.items() if home == f"{file.folder}.ids"
    }
    for file in files:
        for name, home in file.ids.items():
            if (home, name) not in defined:
                raise Refused(f"{file.path}: no contract in {home.rpartition('.')[0]} names the id {name}")


class _Reader:
    """What is known across files: where each message and enum lies, and what it is called in Python."""

    def __init__(self) -> None:
        self.options = Options()
        self.places: dict[str, tuple[str, str]] = {}
        self.maps: dict[str, Any] = {}
        self.messages: dict[str, Message] = {"google.protobuf.Empty": _EMPTY}

    def learn(self, proto: descriptor_pb2.FileDescriptorProto) -> None:
        module = proto.name.removesuffix(".proto").replace("/", ".")
        for full_name, python, message in all_messages(proto):
            self.places[full_name] = (module, python)
            if message.options.map_entry:
                self.maps[full_name] = message
        for full_name, python, _ in all_enums(proto):
            self.places[full_name] = (module, python)


class _FileReader:
    def __init__(self, reader: _Reader, proto: Any) -> None:
        self.reader = reader
        self.options = reader.options
        self.proto = proto
        self.module = proto.name.removesuffix(".proto").replace("/", ".")
        self.nodes = list(comments(proto))  # kept alive, so that their ids stay their own
        self.comments = {id(node): text for node, text in self.nodes}
        self.file = File(
            path=proto.name,
            module=self.module,
            package=proto.package,
            comment=file_comment(proto),
            dependencies=tuple(proto.dependency),
        )

    def refuse(self, where: str, why: str) -> Refused:
        return Refused(f"{self.file.path}: {where}: {why}")

    def comment(self, node: Any) -> str:
        return self.comments.get(id(node), "")

    def read(self) -> File:
        for full_name, python, enum in all_enums(self.proto):
            self.file.enums.append(self.enum(full_name, python, enum))
        for full_name, python, message in all_messages(self.proto):
            if not message.options.map_entry:
                found = self.message(full_name, python, message)
                self.file.messages.append(found)
                self.reader.messages[full_name] = found
        if len(self.proto.service) > 1:
            raise self.refuse(self.proto.service[1].name, "one service to a file")
        for service in self.proto.service:
            self.file.service = service.name
            self.file.service_comment = self.comment(service)
            self.file.methods = [self.method(method) for method in service.method]
        return self.file

    def enum(self, full_name: str, python: str, enum: Any) -> ProtoEnum:
        prefix = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", enum.name).upper() + "_"
        first = enum.value[0]
        if first.number != 0 or first.name != f"{prefix}UNSPECIFIED":
            raise self.refuse(full_name, f"an enum begins with {prefix}UNSPECIFIED = 0")
        members = []
        for value in enum.value:
            name = value.name.removeprefix(prefix)
            if not name.isidentifier():
                name = value.name
            members.append((name, value.name, value.number, self.comment(value)))
        if len({number for _, _, number, _ in members}) != len(members):
            raise self.refuse(full_name, "two names for one number")
        return ProtoEnum(python, full_name, self.module, tuple(members), self.comment(enum))

    def message(self, full_name: str, python: str, message: Any) -> Message:
        fields: list[ProtoField] = []
        arms: dict[int, list[ProtoField]] = {}
        for item in message.field:
            if item.HasField("oneof_index") and not item.proto3_optional:
                if item.oneof_index not in arms:
                    arms[item.oneof_index] = []
                    name = message.oneof_decl[item.oneof_index].name
                    fields.append(ProtoField(name, Shape.CHOICE, Type(Kind.MESSAGE)))
                arms[item.oneof_index].append(self.field(full_name, item))
            else:
                fields.append(self.field(full_name, item))
        for index, found in arms.items():
            declared = message.oneof_decl[index]
            at = next(i for i, f in enumerate(fields) if f.name == declared.name)
            fields[at] = ProtoField(
                declared.name,
                Shape.CHOICE,
                Type(Kind.MESSAGE),
                arms=tuple(found),
                comment=self.comment(declared),
            )
        code = (
            self.options.get(message.options, "fault") if self.options.has(message.options, "fault") else ""
        )
        event = bool(self.options.get(message.options, "event"))
        return Message(
            python,
            full_name,
            self.module,
            tuple(fields),
            self.comment(message),
            code.removesuffix("_ERROR"),
            event,
        )

    def type(self, where: str, item: Any) -> Type:
        if item.type == _FIELD.TYPE_ENUM or (
            item.type == _FIELD.TYPE_MESSAGE and item.type_name not in _WELL_KNOWN
        ):
            full_name = item.type_name.removeprefix(".")
            if full_name not in self.reader.places:
                raise self.refuse(where, f"{full_name} has no Python form")
            module, python = self.reader.places[full_name]
            kind = Kind.ENUM if item.type == _FIELD.TYPE_ENUM else Kind.MESSAGE
            return Type(kind, python, full_name, module)
        if item.type == _FIELD.TYPE_MESSAGE:
            return Type(_WELL_KNOWN[item.type_name])
        if item.type not in _KINDS:
            raise self.refuse(where, "groups are not proto3")
        return Type(_KINDS[item.type], self.id_type(where, item))

    def id_type(self, where: str, item: Any) -> str:
        """The NewType of the field, noted with the module that defines it."""
        name = str(self.options.get(item.options, "id"))
        if not name:
            return ""
        if item.type != _FIELD.TYPE_STRING:
            raise self.refuse(where, "only a string can be an id")
        home, _, python = name.rpartition(".")
        folder = self.file.folder
        if home:
            version = folder.rpartition(".")[2]
            folder = f"{folder.rsplit('.', 2)[0]}.{home}.{version}"
        if self.file.ids.setdefault(python, f"{folder}.ids") != f"{folder}.ids":
            raise self.refuse(where, f"{python} is the id of another service already in this file")
        return python

    def field(self, message: str, item: Any) -> ProtoField:
        where = f"{message}.{item.name}"
        if keyword.iskeyword(item.name) or not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", item.name):
            raise self.refuse(where, "a name that Python or JSON cannot carry")
        repeated = item.label == _FIELD.LABEL_REPEATED
        key = None
        shape = Shape.MANY if repeated else Shape.OPTIONAL if item.proto3_optional else Shape.ONE
        if repeated and item.type_name.removeprefix(".") in self.reader.maps:
            entry = self.reader.maps[item.type_name.removeprefix(".")]
            key, value, shape = self.type(where, entry.field[0]), self.type(where, entry.field[1]), Shape.MAP
        else:
            value = self.type(where, item)
        default = (
            self.options.get(item.options, "default") if self.options.has(item.options, "default") else None
        )
        if default is not None and shape is Shape.OPTIONAL:
            shape = Shape.ONE
        return ProtoField(
            name=item.name,
            shape=shape,
            type=value,
            key=key,
            default=default,
            explicit=item.proto3_optional,
            personal=self.mark(item),
            comment=self.comment(item),
        )

    def mark(self, item: Any) -> MarkedField | None:
        if not self.options.has(item.options, "personal"):
            return None
        mark = self.options.get(item.options, "personal")
        kind = mark.DESCRIPTOR.fields_by_name
        category = kind["category"].enum_type.values_by_number[mark.category].name
        erasure = kind["erasure"].enum_type.values_by_number[mark.erasure].name
        if category == "CATEGORY_UNSPECIFIED":
            raise self.refuse(item.name, "a mark of personal data needs its category")
        return MarkedField(
            category, "DELETE" if erasure == "ERASURE_UNSPECIFIED" else erasure, mark.subject or "person_id"
        )

    def method(self, method: Any) -> ProtoMethod:
        if method.client_streaming:
            raise self.refuse(method.name, "only servers stream")
        public = self.options.get(method.options, "audience") == "PUBLIC"
        return ProtoMethod(
            name=method.name,
            call=re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", method.name).lower(),
            request=self.reader.messages[method.input_type.removeprefix(".")],
            response=self.reader.messages[method.output_type.removeprefix(".")],
            streams=method.server_streaming,
            audience="PUBLIC" if public else "INTERNAL",
            idempotency=_IDEMPOTENCY[method.options.idempotency_level],
            faults=tuple(
                self.fault(method.name, name) for name in self.options.get(method.options, "faults")
            ),
            comment=self.comment(method),
            scope=self.options.get(method.options, "scope"),
            hedged=self.options.get(method.options, "hedged"),
            may_lag=self.options.get(method.options, "may_lag"),
        )

    def fault(self, method: str, name: str) -> tuple[str, str]:
        """The module and class of a fault that a method declares: of a contract, or the chassis' own."""
        if name in _GENERIC_FAULTS:
            return "octavo.chassis.faults", name
        full_name = name if "." in name else f"{self.proto.package}.{name}"
        found = self.reader.messages.get(full_name)
        if found is None or not found.code:
            raise self.refuse(method, f"{name} is no fault")
        return found.module, found.name
