"""Where the services of other processes are: by their addresses, by a name for each, or by a pattern."""

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from octavo.trouble import Exit, Trouble

__all__ = ["Config", "find", "mistake_in", "read"]

_NAME: Final = re.compile(r"[a-z][a-z_]*")
_PLACE: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:/,\[\]]+):(?P<port>[0-9]{1,5})")
_SERVICE: Final = "{service}"


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Where other processes run the services that this one does not."""

    addresses: tuple[str, ...] = ()
    """NAME=ADDRESS for each: host:port, unix:/path, or dns://server/name:port. A name may lead to several
    processes; several IP addresses of one service are named one by one
    (stories=10.0.0.1:7000, stories=…)."""
    template: str = ""
    """The address of every service that has none above, such as
    {service}.octavo.svc.cluster.local:7000."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        found: dict[str, str] = {}
        try:
            read(self.addresses)
        except ValueError as error:
            found["addresses"] = str(error)
        if self.template and _SERVICE not in self.template:
            found["template"] = f'"{self.template}" does not have {_SERVICE} in it'
        elif self.template and (wrong := mistake_in(self.template.replace(_SERVICE, "stories"))):
            found["template"] = wrong
        return found


def read(lines: Iterable[str]) -> dict[str, str]:
    """The gRPC target of each service, from lines of NAME=ADDRESS; ValueError says which line is wrong."""
    places: dict[str, list[str]] = {}
    for line in lines:
        name, _, address = line.partition("=")
        if not _NAME.fullmatch(name) or not address:
            raise ValueError(f'"{line}" is no NAME=ADDRESS such as stories=10.0.0.1:7000')
        if wrong := mistake_in(address):
            raise ValueError(wrong)
        places.setdefault(name, []).append(address)
    return {name: _target(name, addresses) for name, addresses in places.items()}


def mistake_in(address: str) -> str:
    """Why this is no address of a process; empty where it is one."""
    wrong = f'"{address}" is no address such as 10.0.0.1:7000, name:7000 or unix:/path'
    if address.startswith("unix:"):
        return "" if address.removeprefix("unix:").startswith("/") else wrong
    if address.startswith("dns:"):
        server, _, place = address.removeprefix("dns://").partition("/")
        found = _PLACE.fullmatch(place)
        address = place if address.startswith("dns://") and (not server or _PLACE.fullmatch(server)) else ""
    found = _PLACE.fullmatch(address)
    return "" if found and 0 < int(found["port"]) < 65536 else wrong


def _target(name: str, addresses: Sequence[str]) -> str:
    """What gRPC understands. It takes turns among several addresses, and among all that a name leads to."""
    if len(addresses) == 1:
        return _one(addresses[0])
    kinds = {_version(address) for address in addresses}
    if kinds == {4} or kinds == {6}:
        return f"ipv{kinds.pop()}:{','.join(addresses)}"
    text = (
        "several addresses of a service are IP addresses, of one kind; or one name that leads to all of them"
    )
    raise ValueError(f"{name}: {text}")


def _one(address: str) -> str:
    if ":/" in address:
        return address
    version = _version(address)
    return f"ipv{version}:{address}" if version else f"dns:///{address}"


def _version(address: str) -> int:
    """4 or 6 where the host is an address; 0 where it is a name."""
    found = _PLACE.fullmatch(address)
    try:
        return ipaddress.ip_address(found["host"].strip("[]")).version if found else 0
    except ValueError:
        return 0


def find(
    config: Config, named: Sequence[str], *, services: Iterable[str], here: Iterable[str]
) -> dict[str, str]:
    """The target of each of the `services` that do not run `here`.

    named: NAME=ADDRESS from the command line, which goes before the configuration. Raises Trouble where a
    line is wrong or names no service, and where nothing says where a service is.
    """
    known = tuple(services)
    places = _addresses(config.addresses, known, "OCTAVO_PEERS_ADDRESSES", Exit.SETTINGS)
    places |= _addresses(named, known, "--peer", Exit.USAGE)
    found: dict[str, str] = {}
    for name in known:
        if name in here:
            continue
        if name in places:
            found[name] = places[name]
        elif config.template:
            found[name] = _one(config.template.replace(_SERVICE, name))
        else:
            text = f"where is {name}? Say --peer {name}=ADDRESS, OCTAVO_PEERS_ADDRESSES or …_TEMPLATE"
            raise Trouble(text, Exit.USAGE)
    return found


def _addresses(lines: Sequence[str], known: Sequence[str], source: str, exit_: Exit) -> dict[str, str]:
    try:
        places = read(lines)
    except ValueError as error:
        raise Trouble(f"{source}: {error}", exit_) from error
    if strangers := sorted(set(places) - set(known)):
        text = f"{source}: there is no service {strangers[0]}; the services are {', '.join(known)}"
        raise Trouble(text, exit_)
    return places
