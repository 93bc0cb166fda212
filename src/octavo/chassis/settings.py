"""Settings: one frozen Struct per part of the program, read from the environment and a TOML file.

A configuration is a Struct whose fields are *sections*, themselves Structs. The field `limit` of the
section `http` is the variable `OCTAVO_HTTP_LIMIT` and the key `limit` of the table `[http]`; the fields of
the section named by `top` have no section in their names (`OCTAVO_PORT`, and `port` at the head of the
file). The environment wins over the file, the file over the default.

Every mistake is found before anything is built, and all are reported together, each by the name under which
it was set, with what would be right.
"""

import ast
import difflib
import inspect
import re
import textwrap
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar, runtime_checkable

import msgspec

PREFIX: Final = "OCTAVO_"

_SIZES: Final = {"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
_SIZE_TEXT: Final = re.compile(r"\s*(\d+)\s*([KMGT]?B?)\s*", re.IGNORECASE)
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})
_SECRETIVE: Final = ("secret", "password", "key", "token")
# Kubernetes sets these for a Service called "octavo"; they are nobody's mistake.
_KUBERNETES: Final = re.compile(r"OCTAVO_(SERVICE_(HOST|PORT\w*)|PORT_\d+_\w+)")

C = TypeVar("C", bound=msgspec.Struct)


class Mistake(msgspec.Struct, frozen=True):
    """One wrong setting: the name under which it was set, and what is wrong and what would be right."""

    name: str
    what: str

    def __str__(self) -> str:
        return f"{self.name}: {self.what}"


class SettingsError(Exception):
    """The settings cannot be used; `mistakes` holds every reason, at least one."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@runtime_checkable
class Checked(Protocol):
    """A section with rules that a type cannot say."""

    def mistakes(self) -> Mapping[str, str]:
        """What is wrong, by the name of the field; empty when all is well."""
        ...


class _Field(msgspec.Struct, frozen=True):
    """One setting: where it belongs and what it may be."""

    section: str
    name: str
    type: Any
    variable: str
    key: str

    @property
    def secretive(self) -> bool:
        """Whether a wrong value must not be repeated on a screen or in a log."""
        if _plain(self.type) in (int, float, bool, Path):
            return False  # a limit of tokens is no token, and where a key is no key
        names = [self.name]
        if _is_tables(_plain(self.type)):
            names += [name for item in typing.get_args(_plain(self.type)) for name in _names_in(item)]
        return any(word in name for name in names for word in _SECRETIVE)


def read(
    config: type[C],
    *,
    environ: Mapping[str, str],
    file: Path | None = None,
    top: str = "site",
    ignored: frozenset[str] = frozenset(),
) -> C:
    """The configuration of this process, or SettingsError with every mistake.

    `ignored` are variables with our prefix that are no settings. A `file` that does not exist is a mistake:
    ask first, where it is optional.
    """
    fields = list(_fields(config, top))
    mistakes: list[Mistake] = []
    values: dict[str, dict[str, Any]] = {field.section: {} for field in fields}
    given: dict[tuple[str, str], str] = {}
    stored = _read_file(file, mistakes) if file else {}
    for field in fields:
        raw, source = stored.pop(field.key, None), f"{field.key} in {file}"
        if field.variable in environ:
            raw, source = environ[field.variable], field.variable
        if raw is None:
            continue
        given[field.section, field.name] = source
        try:
            values[field.section][field.name] = _convert(raw, field)
        except (ValueError, msgspec.ValidationError):
            mistakes.append(Mistake(source, _wrong(raw, field)))
    mistakes += _unknown_variables(environ, fields, ignored)
    mistakes += [Mistake(f"{key} in {file}", "there is no such setting") for key in stored]
    # Fields that are wrong have their defaults here, so that the rules between fields are checked too.
    sections = _build(config, values, given, top, mistakes)
    if mistakes:
        raise SettingsError(mistakes)
    return config(**sections)


def variables(config: type[msgspec.Struct], *, top: str = "site") -> dict[str, str]:
    """Every variable that the configuration reads, with what it may be: for the handbook and its test."""
    return {field.variable: _describe(field.type, field.name) for field in _fields(config, top)}


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A setting as it may be shown: where it belongs, what it may be, and whether its value is a secret."""

    section: str
    name: str
    variable: str
    key: str
    what: str
    secretive: bool


def known(config: type[msgspec.Struct], *, top: str = "site") -> list[Known]:
    """Every setting of the configuration, in its order."""
    return [
        Known(
            section=field.section,
            name=field.name,
            variable=field.variable,
            key=field.key,
            what=_describe(field.type, field.name),
            secretive=field.secretive,
        )
        for field in _fields(config, top)
    ]


def keys_in(file: Path) -> frozenset[str]:
    """The keys that a settings file sets, with dots; none where it cannot be read."""
    return frozenset(_read_file(file, []))


def meanings(section: type[msgspec.Struct]) -> dict[str, str]:
    """What the string after each field of a section says, by the field's name."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(section))).body[0]
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, str] = {}
    for field, text in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            said = text.value if isinstance(text, ast.Expr) else None
            words = said.value if isinstance(said, ast.Constant) else ""
            found[field.target.id] = " ".join(str(words).split())
    return found


def _fields(config: type[msgspec.Struct], top: str) -> Iterator[_Field]:
    for section in msgspec.structs.fields(config):
        head = "" if section.name == top else f"{section.name}_"
        for field in msgspec.structs.fields(section.type):
            yield _Field(
                section=section.name,
                name=field.name,
                type=field.type,
                variable=f"{PREFIX}{head}{field.name}".upper(),
                key=field.name if section.name == top else f"{section.name}.{field.name}",
            )


def _read_file(file: Path, mistakes: list[Mistake]) -> dict[str, Any]:
    """The file's settings by dotted key."""
    try:
        with file.open("rb") as stream:
            tables = tomllib.load(stream)
    except tomllib.TOMLDecodeError as error:
        mistakes.append(Mistake(str(file), f"is not valid TOML: {error}"))
        return {}
    except (OSError, UnicodeDecodeError) as error:
        mistakes.append(Mistake(str(file), f"cannot be read: {getattr(error, 'strerror', None) or error}"))
        return {}
    flat: dict[str, Any] = {}
    for name, value in tables.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": inner for key, inner in value.items()}
        else:
            flat[name] = value
    return flat


def _convert(raw: Any, field: _Field) -> Any:
    kind = _plain(field.type)
    if isinstance(raw, str):
        if _is_tables(kind):
            raw = msgspec.json.decode(raw)
        elif _is_list(kind):
            raw = [part.strip() for part in raw.split(",") if part.strip()]
        elif _is_size(kind, field.name):
            raw = _size(raw)
        elif kind is bool:
            raw = _truth(raw)
    return msgspec.convert(raw, field.type, strict=False, dec_hook=_path)


def _path(kind: type, raw: Any) -> Any:
    if kind is Path and isinstance(raw, str) and raw:
        return Path(raw)
    raise ValueError(raw)


def _plain(kind: Any) -> Any:
    """The type without its constraints and without "or nothing"."""
    while typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return next(_plain(arm) for arm in typing.get_args(kind) if arm is not types.NoneType)
    return kind


def _names_in(item: Any) -> tuple[str, ...]:
    return getattr(item, "__struct_fields__", ())


def _is_list(kind: Any) -> bool:
    return typing.get_origin(kind) in (tuple, list, frozenset, set)


def _is_tables(kind: Any) -> bool:
    """A list whose items have fields: tables in the file, JSON in the environment."""
    return _is_list(kind) and any(
        isinstance(item, type) and issubclass(item, msgspec.Struct) for item in typing.get_args(kind)
    )


def _is_size(kind: Any, name: str) -> bool:
    return kind is int and name.endswith("bytes")


def _size(text: str) -> int:
    match = _SIZE_TEXT.fullmatch(text)
    if not match:
        raise ValueError(text)
    unit = match[2].upper()
    return int(match[1]) * _SIZES[unit if unit in _SIZES else f"{unit}B"]


def _truth(text: str) -> bool:
    word = text.strip().lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise ValueError(text)


def _wrong(raw: Any, field: _Field) -> str:
    shown = "this value" if field.secretive else repr(raw) if not isinstance(raw, str) else f'"{raw}"'
    text = f"{shown} will not do: it must be {_describe(field.type, field.name)}"
    if field.variable == f"{PREFIX}PORT" and str(raw).startswith("tcp://"):
        text += "; Kubernetes sets this for a Service called octavo (set enableServiceLinks: false)"
    return text


def _describe(kind: Any, name: str) -> str:
    """What a value may be, in words."""
    plain = _plain(kind)
    optional = plain is not kind and types.NoneType in typing.get_args(kind)
    if typing.get_origin(plain) is typing.Literal:
        text = "one of " + ", ".join(map(str, typing.get_args(plain)))
    elif _is_tables(plain):
        names = ", ".join(name for item in typing.get_args(plain) for name in _names_in(item))
        text = f"a list of tables with {names} (in the environment: JSON)"
    elif _is_list(plain):
        text = "a list with commas between its items"
    else:
        text = _NAMES.get(plain, getattr(plain, "__name__", str(plain)))
        if _is_size(plain, name):
            text = "a size such as 500KB, 64MB or 2GB"
        text += _bounds(kind)
    return text + (", or not set" if optional else "")


_NAMES: Final = {int: "a whole number", float: "a number", bool: "true or false", str: "text", Path: "a path"}


def _bounds(kind: Any) -> str:
    """The constraints that msgspec holds, in words."""
    info: Any = msgspec.inspect.type_info(kind)
    for arm in getattr(info, "types", ()):
        if not isinstance(arm, msgspec.inspect.NoneType):
            info = arm
    lowest = getattr(info, "ge", None)
    highest = getattr(info, "le", None)
    above = getattr(info, "gt", None)
    words = []
    if lowest is not None and highest is not None:
        words.append(f"from {lowest} to {highest}")
    elif lowest is not None:
        words.append(f"of at least {lowest}")
    elif highest is not None:
        words.append(f"of at most {highest}")
    if above is not None:
        words.append(f"greater than {above}")
    if getattr(info, "min_length", None):
        words.append(f"of at least {info.min_length} characters")
    if getattr(info, "pattern", None):
        words.append(f"matching {info.pattern}")
    return "".join(f" {word}" for word in words)


def _unknown_variables(
    environ: Mapping[str, str], fields: list[_Field], ignored: frozenset[str]
) -> Iterator[Mistake]:
    known = [field.variable for field in fields]
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name in known or name in ignored or _KUBERNETES.fullmatch(name):
            continue
        near = difflib.get_close_matches(name, known, n=1)
        yield Mistake(name, "there is no such setting" + (f"; did you mean {near[0]}?" if near else ""))


def _build(
    config: type[msgspec.Struct],
    values: dict[str, dict[str, Any]],
    given: dict[tuple[str, str], str],
    top: str,
    mistakes: list[Mistake],
) -> dict[str, msgspec.Struct]:
    sections: dict[str, msgspec.Struct] = {}
    for field in msgspec.structs.fields(config):
        head = "" if field.name == top else f"{field.name}_"
        missing = [
            inner.name
            for inner in msgspec.structs.fields(field.type)
            if inner.required and inner.name not in values[field.name]
        ]
        unset = [name for name in missing if (field.name, name) not in given]
        mistakes += [Mistake(f"{PREFIX}{head}{name}".upper(), "must be set") for name in unset]
        if missing:
            continue
        section = field.type(**values[field.name])
        sections[field.name] = section
        if isinstance(section, Checked):
            for name, what in section.mistakes().items():
                source = given.get((field.name, name), f"{PREFIX}{head}{name}".upper())
                mistakes.append(Mistake(source, what))
    return sections
