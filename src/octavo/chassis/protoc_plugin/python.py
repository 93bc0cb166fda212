"""How parts of the model are spelled in Python: types, defaults, comments, imports."""

import textwrap
from collections.abc import Iterable, Mapping

from octavo.chassis.protoc_plugin.model import Kind, Message, ProtoEnum, ProtoField, Refused, Shape, Type

__all__ = [
    "comment_lines",
    "docstring",
    "field_type",
    "first_sentence",
    "import_lines",
    "literal",
    "parameter_type",
    "uses",
    "zero",
]

_PARAMETER = {Kind.INT32: "int", Kind.UINT32: "int", Kind.MOMENT: "datetime"}
_ZERO = {
    Kind.STR: '""',
    Kind.BOOL: "False",
    Kind.INT32: "0",
    Kind.UINT32: "0",
    Kind.INT64: "0",
    Kind.FLOAT: "0.0",
    Kind.BYTES: 'b""',
}


def _single(kind: Type, *, parameter: bool) -> str:
    if kind.python:
        return kind.python
    return _PARAMETER.get(kind.kind, kind.kind.value) if parameter else kind.kind.value


def _shaped(field: ProtoField, *, parameter: bool) -> str:
    one = _single(field.type, parameter=parameter)
    match field.shape:
        case Shape.ONE:
            return one
        case Shape.OPTIONAL:
            return f"{one} | None"
        case Shape.MANY:
            return f"tuple[{one}, ...]"
        case Shape.MAP:
            assert field.key is not None
            return f"Mapping[{_single(field.key, parameter=parameter)}, {one}]"
        case Shape.CHOICE:
            return " | ".join([*(arm.type.python for arm in field.arms), "None"])


def parameter_type(field: ProtoField) -> str:
    """The field's type as an argument or a result."""
    return _shaped(field, parameter=True)


def field_type(field: ProtoField) -> str:
    """The field's type in its Struct, with the mark of personal data."""
    plain = _shaped(field, parameter=False)
    if field.personal is None:
        return plain
    mark = field.personal
    return (
        f"Annotated[{plain}, Personal(Category.{mark.category}, Erasure.{mark.erasure}, "
        f'subject="{mark.subject}")]'
    )


def zero(field: ProtoField, enums: Mapping[str, ProtoEnum]) -> str | None:
    """The default of a field as Python text; None where the field is required."""
    match field.shape:
        case Shape.OPTIONAL | Shape.CHOICE:
            return "None"
        case Shape.MANY:
            return "()"
        case Shape.MAP:
            return "NOTHING"
        case Shape.ONE:
            if field.default is not None:
                return literal(field, enums)
            if field.type.required:
                return None
            if field.type.kind is Kind.ENUM:
                return f"{field.type.python}.{enums[field.type.full_name].members[0][0]}"
            plain = _ZERO[field.type.kind]
            return f"{field.type.python}({plain})" if field.type.python else plain


def literal(field: ProtoField, enums: Mapping[str, ProtoEnum]) -> str:
    """The contract's default of a single value as Python text; raises Refused where it does not fit."""
    text = field.default or ""
    kind = field.type.kind
    if kind is Kind.ENUM:
        for python, name, number, _ in enums[field.type.full_name].members:
            if text in (python, name) or (not text and number == 0):
                return f"{field.type.python}.{python}"
    if kind is Kind.STR:
        return f"{field.type.python}({text!r})" if field.type.python else repr(text)
    if kind is Kind.BOOL and text in ("", "true", "false"):
        return str(text == "true")
    try:
        if kind in (Kind.INT32, Kind.UINT32, Kind.INT64):
            return repr(int(text or "0"))
        if kind is Kind.FLOAT:
            return repr(float(text or "0"))
    except ValueError:
        pass
    raise Refused(f"{field.name}: the default {text!r} does not fit the type")


def docstring(text: str, indent: int) -> list[str]:
    """The comment as a docstring, one line where it fits."""
    if not text:
        return []
    pad = " " * indent
    plain = text.replace("\\", "\\\\").replace('"""', "'''")
    if plain.endswith('"'):
        plain += " "
    lines = plain.splitlines()
    if len(lines) == 1 and len(lines[0]) + indent + 6 <= 110:
        return [f'{pad}"""{lines[0]}"""']
    return [f'{pad}"""{lines[0]}', *(f"{pad}{line}".rstrip() for line in lines[1:]), f'{pad}"""']


def comment_lines(text: str, indent: int) -> list[str]:
    """The comment as `#` lines."""
    pad = " " * indent
    return [
        f"{pad}# {part}" for line in text.splitlines() for part in textwrap.wrap(line, 106 - indent) or [""]
    ]


def first_sentence(text: str) -> str:
    """The first sentence of a comment on one line: what a fault says to the public."""
    line = " ".join(text.split())
    head, stop, _ = line.partition(". ")
    return head + ("." if stop else "")


def import_lines(wanted: Mapping[str, Iterable[str]]) -> list[str]:
    """`from module import names` for each module that is wanted; ruff sorts them."""
    return [
        f"from {module} import {', '.join(sorted(set(names)))}"
        for module, names in sorted(wanted.items())
        if names
    ]


def uses(message: Message) -> Iterable[tuple[str, str]]:
    """(module, name) of the generated types that a message names."""
    return ((kind.module, kind.python) for kind in message.types() if kind.module)
