"""Writes the module that packs messages for the wire, straight and message by message, and the client."""

from collections import defaultdict
from collections.abc import Iterator

from octavo.chassis.protoc_plugin.laws import reachable
from octavo.chassis.protoc_plugin.model import File, Kind, Message, ProtoField, Shape
from octavo.chassis.protoc_plugin.protoc import CHASSIS
from octavo.chassis.protoc_plugin.python import import_lines
from octavo.chassis.protoc_plugin.values import Known, parameters, result_type

__all__ = ["travelling", "write_wire"]

_HEADER = "# Generated from {path} by `make proto`; not to be edited.\n"


def write_wire(file: File, known: Known, needed: set[str]) -> str:
    """Return the text of `<service>_wire.py`; `needed` are the full names of the messages that travel."""
    writer = _Writer(file, known)
    body: list[str] = []
    messages = [m for m in file.messages if m.full_name in needed]
    body += [f'_{message.name} = _DESCRIPTOR.message("{message.full_name}")' for message in messages]
    for message in messages:
        body += writer.fill(message)
        body += writer.read(message)
    body += writer.tables(messages)
    if file.service:
        body += writer.client()
    enums = writer.enum_tables()
    head = [_HEADER.format(path=file.path)]
    head += [f'"""How the messages of {file.package} are packed for the wire."""', ""]
    head += ["from typing import Any", *import_lines(writer.wanted), ""]
    load = (
        f'_DESCRIPTOR = codec.load(__file__, "{file.path.rpartition("/")[2].removesuffix(".proto")}.binpb")'
    )
    head += [f"from {name.rpartition('.')[0]} import {name.rpartition('.')[2]}" for name in _wires(file)]
    return "\n".join([*head, "", load, "", *enums, *body, ""])


def _wires(file: File) -> list[str]:
    """The wire modules of the contracts that this one imports; their descriptors must be loaded first."""
    ours = [d for d in file.dependencies if not d.startswith("google/") and d not in CHASSIS]
    return [d.removesuffix(".proto").replace("/", ".") + "_wire" for d in ours]


class _Writer:
    def __init__(self, file: File, known: Known) -> None:
        self.file = file
        self.known = known
        self.wanted: dict[str, set[str]] = defaultdict(set)
        self.wanted["octavo.chassis"].add("codec")
        self.enums: dict[str, str] = {}

    def function(self, verb: str, kind_name: str, module: str) -> str:
        """The name of a message's function, imported where it is another contract's."""
        name = f"{verb}_{_snake(kind_name)}"
        if module != self.file.module:
            self.wanted[f"{module}_wire"].add(name)
        return name

    def enum(self, field: ProtoField) -> str:
        kind = field.type
        self.wanted[kind.module].add(kind.python)
        self.enums[kind.full_name] = kind.python
        return f"_{_snake(kind.python).upper()}"

    def enum_tables(self) -> list[str]:
        lines = []
        for full_name, python in sorted(self.enums.items(), key=lambda item: item[1]):
            table = f"_{_snake(python).upper()}"
            members = self.known.enums[full_name].members
            pairs = ", ".join(f"{number}: {python}.{name}" for name, _, number, _ in members)
            lines.append(f"{table} = {{{pairs}}}")
            lines.append(f"{table}_NUMBER = {{member: number for number, member in {table}.items()}}")
        return lines

    def fill(self, message: Message) -> list[str]:
        self.wanted[message.module].add(message.name)
        name = self.function("fill", message.name, message.module)
        lines = ["", "", f"def {name}(message: Any, value: {message.name}) -> None:"]
        body = [line for field in message.fields for line in self.fill_field(field)]
        return lines + [f"    {line}" for line in body or ["pass"]]

    def fill_field(self, field: ProtoField) -> Iterator[str]:
        mine, theirs = f"value.{field.name}", f"message.{field.name}"
        if field.shape is Shape.CHOICE:
            word = "if"
            for arm in field.arms:
                self.wanted[arm.type.module].add(arm.type.python)
                yield f"{word} isinstance({mine}, {arm.type.python}):"
                for line in self.fill_one(arm, f"message.{arm.name}", mine):
                    yield f"    {line}"
                word = "elif"
        elif field.shape is Shape.OPTIONAL:
            yield f"if {mine} is not None:"
            for line in self.fill_one(field, theirs, mine):
                yield f"    {line}"
        elif field.shape is Shape.ONE:
            yield from self.fill_one(field, theirs, mine)
        elif field.shape is Shape.MANY:
            yield from self.fill_many(field, theirs, mine)
        else:
            yield from self.fill_map(field, theirs, mine)

    def fill_one(self, field: ProtoField, theirs: str, mine: str) -> Iterator[str]:
        kind = field.type
        if kind.kind is Kind.MESSAGE:
            yield f"{theirs}.SetInParent()"
            yield f"{self.function('fill', kind.python, kind.module)}({theirs}, {mine})"
        elif kind.kind is Kind.MOMENT:
            yield f"codec.put_moment({theirs}, {mine})"
        elif kind.kind is Kind.DURATION:
            yield f"codec.put_duration({theirs}, {mine})"
        elif kind.kind is Kind.ENUM:
            yield f"{theirs} = {self.enum(field)}_NUMBER[{mine}]"
        else:
            yield f"{theirs} = {mine}"

    def fill_many(self, field: ProtoField, theirs: str, mine: str) -> Iterator[str]:
        kind, item = field.type.kind, f"{field.name}_item"
        if kind is Kind.ENUM:
            yield f"{theirs}.extend([{self.enum(field)}_NUMBER[item] for item in {mine}])"
        elif field.type.required:
            yield f"for {item} in {mine}:"
            call = {Kind.MOMENT: "codec.put_moment", Kind.DURATION: "codec.put_duration"}.get(kind)
            call = call or self.function("fill", field.type.python, field.type.module)
            yield f"    {call}({theirs}.add(), {item})"
        else:
            yield f"{theirs}.extend({mine})"

    def fill_map(self, field: ProtoField, theirs: str, mine: str) -> Iterator[str]:
        kind, item = field.type.kind, f"{field.name}_item"
        if not field.type.required and kind is not Kind.ENUM:
            yield f"{theirs}.update({mine})"
            return
        yield f"for {field.name}_key, {item} in {mine}.items():"
        if kind is Kind.ENUM:
            yield f"    {theirs}[{field.name}_key] = {self.enum(field)}_NUMBER[{item}]"
        else:
            call = {Kind.MOMENT: "codec.put_moment", Kind.DURATION: "codec.put_duration"}.get(kind)
            call = call or self.function("fill", field.type.python, field.type.module)
            yield f"    {call}({theirs}[{field.name}_key], {item})"

    def read(self, message: Message) -> list[str]:
        name = self.function("read", message.name, message.module)
        lines = ["", "", f"def {name}(message: Any, strict: bool) -> {message.name}:"]
        choices = [f for f in message.fields if f.shape is Shape.CHOICE]
        for choice in choices:
            lines += [f"    {line}" for line in self.read_choice(choice)]
        lines.append(f"    return {message.name}(")
        for field in message.fields:
            value = field.name if field.shape is Shape.CHOICE else self.read_field(field)
            lines.append(f"        {field.name}={value},")
        return [*lines, "    )"]

    def read_choice(self, field: ProtoField) -> Iterator[str]:
        yield f'arm = message.WhichOneof("{field.name}")'
        yield f"{field.name}: Any = None"
        word = "if"
        for arm in field.arms:
            yield f'{word} arm == "{arm.name}":'
            yield f"    {field.name} = {self.read_value(arm, f'message.{arm.name}')}"
            word = "elif"

    def read_field(self, field: ProtoField) -> str:
        theirs = f"message.{field.name}"
        present = f'message.HasField("{field.name}")'
        if field.shape is Shape.MANY:
            item = self.read_value(field, "item")
            return f"tuple({theirs})" if item == "item" else f"tuple([{item} for item in {theirs}])"
        if field.shape is Shape.MAP:
            item = self.read_value(field, "item")
            if item == "item":
                return f"dict({theirs})"
            return f"{{key: {item} for key, item in {theirs}.items()}}"
        value = self.read_value(field, theirs)
        if field.shape is Shape.OPTIONAL:
            return f"{value} if {present} else None"
        if field.type.required:
            return f'{value} if {present} else codec.missing("{field.name}", strict)'
        if field.explicit:
            default = self.known.default(field)
            if field.type.kind is Kind.STR and field.type.python:
                default = repr(field.default)
            return f"{value} if {present} else {default}"
        return value

    def read_value(self, field: ProtoField, theirs: str) -> str:
        kind = field.type
        match kind.kind:
            case Kind.MESSAGE:
                return f"{self.function('read', kind.python, kind.module)}({theirs}, strict)"
            case Kind.MOMENT:
                return f'codec.moment({theirs}, "{field.name}", strict)'
            case Kind.DURATION:
                return f'codec.duration({theirs}, "{field.name}", strict)'
            case Kind.ENUM:
                table = self.enum(field)
                first = f"{kind.python}.{self.known.enums[kind.full_name].members[0][0]}"
                return f'{table}.get({theirs}) or codec.unknown({first}, "{field.name}", strict)'
            case _:
                return theirs

    def tables(self, messages: list[Message]) -> list[str]:
        lines = ["", "", "FAULTS: dict[str, codec.Packing[Any]] = {"]
        lines += [f"    **{module.rpartition('.')[2]}.FAULTS," for module in _wires(self.file)]
        for message in messages:
            if message.code:
                lines.append(f"    {message.name}.proto_name: {self.packing(message)},")
        lines += ["}", ""]
        if self.file.service:
            lines += ["METHODS: dict[str, codec.WireMethod] = {"]
            for method in self.file.methods:
                pair = f"{self.packing(method.request)}, {self.packing(method.response)}"
                lines.append(f'    "{method.name}": codec.WireMethod({pair}),')
            lines += ["}", ""]
        return lines

    def packing(self, message: Message) -> str:
        if message.full_name == "google.protobuf.Empty":
            return "codec.EMPTY"
        fill = self.function("fill", message.name, message.module)
        read = self.function("read", message.name, message.module)
        own = f"_{message.name}"
        if message.module != self.file.module:
            own = f'_DESCRIPTOR.message("{message.full_name}")'
        return f"codec.Packing({own}, {fill}, {read})"

    def client(self) -> list[str]:
        file = self.file
        lines = ["", f"class {file.service}Client:"]
        lines += [f'    """{file.service} at the far end of a wire."""', ""]
        lines += ["    def __init__(self, wire: codec.Wire) -> None:"]
        for method in file.methods:
            kind = "stream" if method.streams else "unary"
            hint = f"codec.{kind.capitalize()}[{result_type(method)}]"
            lines.append(f'        self._{method.call}: {hint} = wire.{kind}("{method.name}")')
        for method in file.methods:
            lines += self.client_method(method.call)
        return lines

    def client_method(self, call: str) -> list[str]:
        method = next(m for m in self.file.methods if m.call == call)
        self.wanted[method.request.module].add(method.request.name)
        for message in (method.request, method.response):
            self._want(message)
        result = result_type(method)
        given = ", ".join(f"{field.name}={field.name}" for field in method.request.fields)
        asked = f"self._{call}({method.request.name}({given}))"
        if method.streams:
            self.wanted["collections.abc"].add("AsyncIterator")
            head, line = f"def {call}", f"return {asked}"
            result = f"AsyncIterator[{result}]"
        else:
            head = f"async def {call}"
            line = f"await {asked}" if result == "None" else f"return await {asked}"
        return ["", f"    {head}({parameters(method, self.known)}) -> {result}:", f"        {line}"]

    def _want(self, message: Message) -> None:
        """Import what a signature names."""
        for field in message.fields:
            kinds = [arm.type for arm in field.arms] or [field.type]
            for kind in kinds:
                if kind.module:
                    self.wanted[kind.module].add(kind.python)
                elif kind.python:
                    self.wanted[self.file.ids[kind.python]].add(kind.python)
                elif kind.kind in (Kind.MOMENT, Kind.DURATION):
                    self.wanted["datetime"].add("datetime" if kind.kind is Kind.MOMENT else "timedelta")
            if field.shape is Shape.MAP:
                self.wanted["collections.abc"].add("Mapping")
        if len(message.fields) > 1:
            self.wanted[message.module].add(message.name)


def travelling(files: list[File], known: Known) -> set[str]:
    """The full names of all messages that methods and faults can carry."""
    starts = [m for file in files for method in file.methods for m in (method.request, method.response)]
    starts += [message for file in files for message in file.messages if message.code]
    return {part.full_name for start in starts for part in reachable(start, known.messages)}


def _snake(name: str) -> str:
    text = ""
    for i, letter in enumerate(name):
        if letter.isupper() and i and not name[i - 1].isupper():
            text += "_"
        text += letter.lower()
    return text
