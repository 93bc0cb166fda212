"""A small authority of a site's own: makes the certificates by which its processes know each other.

Everything is in one folder: `authority.pem`, which every process is given, `authority.key`, which none is,
and `NAME.pem` with `NAME.key` for each process or machine. Made again they are renewed under the same
authority. Its own certificate is renewed with the same key, before it would end sooner than what it makes: so
those who have the new one and those who still have the old one know each other.
"""

import ipaddress
import os
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

__all__ = ["AUTHORITY", "AUTHORITY_KEY", "Unusable", "make"]

AUTHORITY: Final = "authority.pem"
AUTHORITY_KEY: Final = "authority.key"

_AUTHORITY_DAYS: Final = 3650
_BEFORE: Final = timedelta(minutes=10)
"""Clocks of machines differ: nothing begins only just now."""
_NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.IGNORECASE)
_LONGEST: Final = 253


class Unusable(Exception):  # noqa: N818 it says what a name or a file is
    """A name that no machine can have, or files that are no authority; the message says which."""


def make(folder: Path, names: Sequence[str], *, site: str, days: int, now: datetime) -> list[Path]:
    """Make or renew the authority, where it needs to be, and a certificate for each name; what was written.

    names: host names or addresses. site: a name that all of them hold beside their own. days: how long they
    are good. Each file appears whole or not at all. Raises Unusable, and OSError where nothing can be
    written.
    """
    if reserved := [name for name in names if name == Path(AUTHORITY).stem]:
        raise Unusable(f"{reserved[0]} is the name of the authority's own files")
    subjects = [(name, _subject(name, site)) for name in dict.fromkeys(names)]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = _read(folder)
    written: list[Path] = []
    if found is None:
        key = ec.generate_private_key(ec.SECP256R1())
        written.append(_write(folder / AUTHORITY_KEY, _key_pem(key), 0o600))
        root = None
    else:
        key, root = found
    if root is None or root.not_valid_after_utc < now + timedelta(days=days):
        root = _root(key, _called(site) if root is None else root.subject, now)
        written.append(_write(folder / AUTHORITY, _pem(root), 0o644))
    for name, alternatives in subjects:
        own = ec.generate_private_key(ec.SECP256R1())
        leaf = _leaf(own, alternatives, root, key, now=now, days=days)
        written.append(_write(folder / f"{name}.key", _key_pem(own), 0o600))
        written.append(_write(folder / f"{name}.pem", _pem(leaf), 0o644))
    return written


def _subject(name: str, site: str) -> x509.SubjectAlternativeName:
    for one in (name, site):
        if len(one) > _LONGEST or not (_NAME.fullmatch(one) or _address(one)):
            raise Unusable(f'"{one}" is no name or address of a machine')
    address = _address(name)
    own: x509.GeneralName = x509.IPAddress(address) if address else x509.DNSName(name)
    return x509.SubjectAlternativeName(dict.fromkeys((own, x509.DNSName(site))))


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _read(folder: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate | None] | None:
    """The authority that is there: its key, and its certificate where it came so far; None for none."""
    certificate, key_file = folder / AUTHORITY, folder / AUTHORITY_KEY
    if not certificate.exists() and not key_file.exists():
        return None
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        root = x509.load_pem_x509_certificate(certificate.read_bytes()) if certificate.exists() else None
    except (ValueError, TypeError, FileNotFoundError) as error:
        raise Unusable(f"{folder} holds no whole authority ({error}); another folder can be named") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Unusable(f"{key_file} is not the key of an authority that was made here")
    if root is not None and root.public_key() != key.public_key():
        raise Unusable(f"{key_file} is not the key of {certificate}")
    return key, root


def _called(site: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Authority of {site}"[:64])])


def _root(key: ec.EllipticCurvePrivateKey, name: x509.Name, now: datetime) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + timedelta(days=_AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _leaf(
    own: ec.EllipticCurvePrivateKey,
    alternatives: x509.SubjectAlternativeName,
    root: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    *,
    now: datetime,
    days: int,
) -> x509.Certificate:
    both = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    until = min(now + timedelta(days=days), root.not_valid_after_utc)
    return (
        x509.CertificateBuilder(root.subject, x509.Name([]), own.public_key(), x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(until)
        # The subject is empty, as the names are in the extension: then it is critical (RFC 5280).
        .add_extension(alternatives, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(both, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _pem(one: x509.Certificate) -> bytes:
    return one.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes, mode: int) -> Path:
    """All of it in one step, and for nobody else's eyes at any moment where the mode says so."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
