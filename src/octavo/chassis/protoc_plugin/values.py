"""Writes the module that people read: values, faults, events, the Protocol and CONTRACT."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from octavo.chassis import faults as chassis_faults
from octavo.chassis.protoc_plugin.laws import reachable
from octavo.chassis.protoc_plugin.model import (
    File,
    Kind,
    Message,
    ProtoEnum,
    ProtoField,
    ProtoMethod,
    Shape,
)
from octavo.chassis.protoc_plugin.python import (
    comment_lines,
    docstring,
    field_type,
    first_sentence,
    import_lines,
    parameter_type,
    uses,
    zero,
)

__all__ = ["Known", "parameters", "result_type", "write_values"]

_HEADER = "# Generated from {path} by `make proto`; not to be edited.\n"


class Known:
    """All messages and enums of a run, by full name."""

    def __init__(self, files: list[File], messages: Mapping[str, Message]) -> None:
        self.messages = messages
        self.enums: dict[str, ProtoEnum] = {item.full_name: item for file in files for item in file.enums}

    def default(self, field: ProtoField) -> str | None:
        return zero(field, self.enums)


def parameters(method: ProtoMethod, known: Known) -> str:
    """The keyword-only parameters of a method; a default only where the contract gives one."""
    parts = []
    for field in method.request.fields:
        free = field.shape in (Shape.OPTIONAL, Shape.CHOICE) or field.default is not None
        default = f" = {known.default(field)}" if free else ""
        parts.append(f"{field.name}: {parameter_type(field)}{default}")
    return f"self, *, {', '.join(parts)}" if parts else "self"


def result_type(method: ProtoMethod) -> str:
    """What the Python method returns: nothing, the response's only field, or the response."""
    fields = method.response.fields
    if not fields:
        return "None"
    return parameter_type(fields[0]) if len(fields) == 1 else method.response.name


def write_values(file: File, known: Known) -> str:
    """Return the text of `<service>.py`, still to be formatted."""
    body: list[str] = []
    for enum in file.enums:
        body += _enum(enum)
    values = [m for m in file.messages if not m.code and not m.event]
    faults = [m for m in file.messages if m.code]
    events = [m for m in file.messages if m.event]
    for message in values:
        body += _value(message, known)
    for message in faults:
        body += _fault(message, known)
    for message in events:
        body += _event(message, known, file)
    if file.service:
        body += _protocol(file, known)
        body += _contract(file, known, events)
    text = "\n".join(body)
    head = [_HEADER.format(path=file.path)]
    head += docstring(file.comment or f"The contract of {file.package}.", 0)
    head += ["", "from __future__ import annotations", "", *_imports(file, text), "", *_exports(file)]
    return "\n".join([*head, "", text, ""])


def _imports(file: File, text: str) -> list[str]:
    wanted: dict[str, set[str]] = defaultdict(set)
    words = set(_words(text))
    for module, names in {
        "collections.abc": ("AsyncIterator", "Mapping"),
        "datetime": ("datetime", "timedelta"),
        "enum": ("StrEnum",),
        "typing": ("Annotated", "ClassVar", "Protocol"),
        "octavo.chassis.contract": (
            "NOTHING",
            "Audience",
            "Category",
            "Contract",
            "Empty",
            "Erasure",
            "Event",
            "Idempotency",
            "Int32",
            "Method",
            "Moment",
            "Personal",
            "UInt32",
        ),
        "octavo.chassis.faults": tuple(chassis_faults.__all__),
    }.items():
        wanted[module] |= words & set(names)
    for message in file.messages:
        for module, name in uses(message):
            wanted[module].add(name)
    for method in file.methods:
        for module, name in (
            *method.faults,
            *((m.module, m.name) for m in (method.request, method.response)),
        ):
            wanted[module].add(name)
        for message in (method.request, method.response):
            for module, name in uses(message):
                wanted[module].add(name)
    for name, home in file.ids.items():
        wanted[home].add(name)
    wanted.pop(file.module, None)
    lines = ["import msgspec"] if "msgspec" in words else []
    return lines + import_lines(wanted)


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if letter.isalnum() or letter == "_":
            word += letter
        elif word:
            yield word
            word = ""


def _exports(file: File) -> list[str]:
    names = [enum.name for enum in file.enums] + [message.name for message in file.messages]
    names += list(file.ids)
    names += ["CONTRACT", file.service] if file.service else []
    return [f"__all__ = {sorted(names)!r}"]


def _enum(enum: ProtoEnum) -> list[str]:
    lines = ["", f"class {enum.name}(StrEnum):", *docstring(enum.comment, 4), ""]
    for python, name, _, comment in enum.members:
        lines += [*comment_lines(comment, 4), f'    {python} = "{name}"']
    return lines


def _fields(message: Message, known: Known) -> list[str]:
    lines = []
    for field in message.fields:
        default = known.default(field)
        text = f" = {default}" if default is not None else ""
        lines += [*comment_lines(field.comment, 4), f"    {field.name}: {field_type(field)}{text}"]
    return lines


def _value(message: Message, known: Known) -> list[str]:
    options = 'frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True'
    lines = ["", f"class {message.name}(msgspec.Struct, {options}):", *docstring(message.comment, 4), ""]
    return lines + (_fields(message, known) or ([] if message.comment else ["    pass"]))


def _event(message: Message, known: Known, file: File) -> list[str]:
    service = file.package.split(".")[-2] if file.package.count(".") else file.package
    lines = ["", f'class {message.name}(Event, frozen=True, kw_only=True, rename="camel"):']
    lines += [*docstring(message.comment, 4), ""]
    lines += [f'    event_name: ClassVar[str] = "{service}.{message.name}"', "", *_fields(message, known)]
    return lines


def _fault(message: Message, known: Known) -> list[str]:
    base = next(
        item.__name__
        for item in vars(chassis_faults).values()
        if isinstance(item, type)
        and issubclass(item, chassis_faults.Fault)
        and item is not chassis_faults.Fault
        and item.code.name == message.code
    )
    names = [field.name for field in message.fields]
    lines = ["", f"class {message.name}({base}):", *docstring(message.comment, 4), ""]
    lines.append(f'    proto_name = "{message.full_name}"')
    if message.comment:
        lines.append(f"    public_text = {first_sentence(message.comment)!r}")
    lines.append(f"    field_names: ClassVar[tuple[str, ...]] = {tuple(names)!r}")
    if not names:
        return [*lines, "", "    def __init__(self) -> None:", "        super().__init__()"]
    ordered = sorted(message.fields, key=lambda field: known.default(field) is not None)
    parts = []
    for field in message.fields:
        lines += [*comment_lines(field.comment, 4), f"    {field.name}: {field_type(field)}"]
    for field in ordered:
        default = known.default(field)
        parts.append(f"{field.name}: {parameter_type(field)}" + (f" = {default}" if default else ""))
    lines += ["", f"    def __init__(self, *, {', '.join(parts)}) -> None:"]
    lines += [f"        super().__init__({', '.join(_passed_on(base, names))})"]
    return lines + [f"        self.{name} = {name}" for name in names]


def _passed_on(base: str, names: list[str]) -> Iterator[str]:
    """What a fault tells its base class: its problem is its text, its seconds are when to come again."""
    if base == "ResourceExhausted" and "retry_after_seconds" in names:
        yield "retry_after=retry_after_seconds"
    said = next((name for name in ("message", "problem") if name in names), "")
    if said:
        yield f"message={said}"


def _protocol(file: File, known: Known) -> list[str]:
    lines = ["", f"class {file.service}(Protocol):", *docstring(file.service_comment, 4), ""]
    for method in file.methods:
        kind, result = "async def", result_type(method)
        if method.streams:
            kind, result = "def", f"AsyncIterator[{result}]"
        lines += [f"    {kind} {method.call}({parameters(method, known)}) -> {result}:"]
        raises = ", ".join(name for _, name in method.faults)
        text = method.comment + (f"\n\nRaises {raises}." if raises else "")
        lines += [*(docstring(text.strip(), 8) or []), "        ...", ""]
    return lines


def _contract(file: File, known: Known, events: list[Message]) -> list[str]:
    lines = ["", "CONTRACT = Contract(", f'    name="{file.package}.{file.service}",']
    lines += [f'    wire="{file.wire}",', "    methods=("]
    for method in file.methods:
        lines += [
            "        Method(",
            *(f"            {part}," for part in _method(method, known)),
            "        ),",
        ]
    names = "".join(f"{event.name}, " for event in events)
    return [*lines, "    ),", *([f"    events=({names}),"] if events else []), ")"]


def _method(method: ProtoMethod, known: Known) -> Iterator[str]:
    yield f'name="{method.name}"'
    yield f'call="{method.call}"'
    yield f"request={method.request.name}"
    yield f"response={method.response.name}"
    fields = method.response.fields
    if not fields:
        yield "returns=None"
    elif len(fields) == 1:
        yield f'returns="{fields[0].name}"'
    if method.streams:
        yield "streams=True"
    if method.audience == "PUBLIC":
        yield "audience=Audience.PUBLIC"
    if method.scope:
        yield f'scope="{method.scope}"'
    if method.idempotency != "UNKNOWN":
        yield f"idempotency=Idempotency.{method.idempotency}"
    if method.hedged:
        yield "hedged=True"
    if method.may_lag:
        yield "may_lag=True"
    if method.faults:
        yield f"faults=({''.join(f'{name}, ' for _, name in method.faults)})"
    for name, message in (("request", method.request), ("response", method.response)):
        if not _plain(message, known):
            yield f"plain_{name}=False"


def _plain(message: Message, known: Known) -> bool:
    """Whether msgspec's JSON of the message is proto3 JSON."""
    return not any(
        field.shape is Shape.CHOICE or field.type.kind in (Kind.DURATION, Kind.INT64)
        for part in reachable(message, known.messages)
        for field in part.fields
    )
