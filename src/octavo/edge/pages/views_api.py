"""What the pages about the open API show. Descriptions are the contracts' own words, in English."""

from typing import ClassVar

import msgspec


class ApiField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a message. `anchor` names the type that says more about it, empty: none does."""

    name: str
    kind: str
    anchor: str = ""
    required: bool = False
    description: str = ""
    default: str = ""


class ApiFault(msgspec.Struct, frozen=True, kw_only=True):
    """A way in which a method fails."""

    name: str
    code: str
    status: int
    description: str


class ApiMethod(msgspec.Struct, frozen=True, kw_only=True):
    """A method. `scope` empty: no access token is good for it; "any": each is. `example` is for a shell."""

    name: str
    path: str
    description: str
    scope: str
    streams: bool = False
    verbs: str = "POST"
    request: tuple[ApiField, ...] = ()
    response: tuple[ApiField, ...] = ()
    faults: tuple[ApiFault, ...] = ()
    example: str = ""


class ApiType(msgspec.Struct, frozen=True, kw_only=True):
    """A message that others hold, or an enum with its values."""

    name: str
    anchor: str
    description: str = ""
    fields: tuple[ApiField, ...] = ()
    values: tuple[str, ...] = ()


class ApiService(msgspec.Struct, frozen=True, kw_only=True):
    """A service; `methods` are pairs of name and summary."""

    name: str
    title: str
    description: str
    address: str
    methods: tuple[tuple[str, str], ...] = ()


class ApiPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/api`: a call for a shell, the services, the scopes as pairs of name and meaning."""

    template: ClassVar[str] = "api/overview.html"
    example: str
    services: tuple[ApiService, ...] = ()
    scopes: tuple[tuple[str, str], ...] = ()


class ApiServicePage(msgspec.Struct, frozen=True, kw_only=True):
    """`/api/NAME`: the methods of one service."""

    template: ClassVar[str] = "api/service.html"
    service: ApiService
    methods: tuple[ApiMethod, ...] = ()
    types: tuple[ApiType, ...] = ()
