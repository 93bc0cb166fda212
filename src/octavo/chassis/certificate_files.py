"""The PEM files of a process's certificates: read, and judged as whoever meets them will."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["CertificateError", "Files", "Loaded", "load", "wrong"]

_LARGEST: Final = 1 << 20
"""Bytes of a file: a chain has a few thousand."""


class Files(NamedTuple):
    """Where they are: the certificate with what leads to the authority, its key, the authorities."""

    certificate: Path
    key: Path
    authority: Path


class CertificateError(Exception):
    """A file that cannot be used; the message names the setting, the file and what is wrong."""


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What the files held, found to be in order."""

    certificate: bytes
    key: bytes
    authority: bytes
    names: frozenset[str]
    """Of our own certificate: its DNS names, addresses and URIs."""
    until: datetime
    """When the first certificate of the chain ends."""
    authority_until: datetime
    """When the authority's that the chain leads to ends."""


def load(files: Files, now: datetime) -> Loaded:
    """Read the three files. Raises CertificateError where one of them cannot be used now."""
    chain_bytes, chain = _certificates("CERTIFICATE", files.certificate)
    authority_bytes, authorities = _certificates("AUTHORITY", files.authority)
    key = _read("KEY", files.key)
    for one in chain:
        _judge_time("CERTIFICATE", files.certificate, one, now)
    _judge_purpose(files.certificate, chain[0])
    _judge_key(files.key, key, chain[0])
    root = _root(files, chain, authorities)
    _judge_time("AUTHORITY", files.authority, root, now)
    return Loaded(
        certificate=chain_bytes,
        key=key,
        authority=authority_bytes,
        names=_names(chain[0]),
        until=min(one.not_valid_after_utc for one in chain),
        authority_until=root.not_valid_after_utc,
    )


def wrong(setting: str, path: Path, what: str) -> CertificateError:
    """What to raise of a file."""
    return CertificateError(f"OCTAVO_WIRE_{setting}: {path} {what}")


def _read(setting: str, path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            found = file.read(_LARGEST + 1)
    except OSError as error:
        raise wrong(setting, path, f"cannot be read ({error.strerror or error})") from error
    if len(found) > _LARGEST:
        raise wrong(setting, path, "is larger than any certificate")
    return found


def _certificates(setting: str, path: Path) -> tuple[bytes, "list[x509.Certificate]"]:
    from cryptography import x509

    found = _read(setting, path)
    try:
        return found, x509.load_pem_x509_certificates(found)
    except ValueError as error:
        raise wrong(setting, path, f"holds no certificate in PEM form ({error})") from error


def _judge_time(setting: str, path: Path, one: "x509.Certificate", now: datetime) -> None:
    if now > one.not_valid_after_utc:
        what = f"expired on {one.not_valid_after_utc:%Y-%m-%d %H:%M} UTC; `octavo certificates` makes another"
        raise wrong(setting, path, what)
    if now < one.not_valid_before_utc:
        what = f"is not valid before {one.not_valid_before_utc:%Y-%m-%d %H:%M} UTC; is the clock right?"
        raise wrong(setting, path, what)


def _judge_purpose(path: Path, one: "x509.Certificate") -> None:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID as Usage

    try:
        usages = set(one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return
    except ValueError as error:
        raise wrong("CERTIFICATE", path, f"cannot be read ({error})") from error
    if Usage.ANY_EXTENDED_KEY_USAGE not in usages and not {Usage.SERVER_AUTH, Usage.CLIENT_AUTH} <= usages:
        raise wrong("CERTIFICATE", path, "must be good for servers and for clients (extended key usage)")


def _judge_key(path: Path, key: bytes, one: "x509.Certificate") -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        public: Any = load_pem_private_key(key, password=None).public_key()
    except (ValueError, TypeError) as error:  # TypeError: it has a password
        raise wrong("KEY", path, f"holds no private key in PEM form without a password ({error})") from error
    if public != one.public_key():
        raise wrong("KEY", path, "is not the key of the certificate")


def _root(
    files: Files, chain: "list[x509.Certificate]", authorities: "list[x509.Certificate]"
) -> "x509.Certificate":
    """The authority's certificate that the chain leads to: one step from each to the next."""
    for place, one in enumerate(chain):
        roots = [root for root in authorities if _made_by(one, root)]
        if roots:
            return max(roots, key=lambda root: root.not_valid_after_utc)
        if place + 1 == len(chain) or not _made_by(one, chain[place + 1]):
            break
    raise wrong("CERTIFICATE", files.certificate, f"was not made by an authority of {files.authority}")


def _made_by(one: "x509.Certificate", other: "x509.Certificate") -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        one.verify_directly_issued_by(other)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _names(one: "x509.Certificate") -> frozenset[str]:
    from cryptography import x509

    try:
        names = one.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset()
    kinds = (x509.DNSName, x509.UniformResourceIdentifier, x509.IPAddress)
    return frozenset(str(found) for kind in kinds for found in names.get_values_for_type(kind))
