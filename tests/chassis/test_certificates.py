"""Certificates' files: what is made, what is refused and why, what is taken in while a process runs."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from structlog.testing import capture_logs

from octavo.chassis import authority
from octavo.chassis.certificate_files import CertificateError, Files, load
from octavo.chassis.certificates import Certificates, Wire

NOW = datetime(2030, 1, 1, tzinfo=UTC)
NAME = "edge.internal"


def files(folder: Path, name: str = NAME) -> Files:
    return Files(folder / f"{name}.pem", folder / f"{name}.key", folder / authority.AUTHORITY)


def made(folder: Path, *names: str, **how: Any) -> Files:
    authority.make(folder, names or (NAME,), **{"site": "octavo.internal", "days": 90, "now": NOW} | how)
    return files(folder)


def wire(folder: Path, **more: Any) -> Wire:
    return Wire(**files(folder)._asdict(), **more)


def test_what_is_made_is_in_order(tmp_path: Path) -> None:
    loaded = load(made(tmp_path, NAME, "10.0.0.4", "fd00::4"), NOW)
    assert loaded.names == {NAME, "octavo.internal"}
    assert loaded.until == NOW + timedelta(days=90)
    assert loaded.authority_until > NOW + timedelta(days=3000)
    assert load(files(tmp_path, "10.0.0.4"), NOW).names == {"10.0.0.4", "octavo.internal"}
    assert load(files(tmp_path, "fd00::4"), NOW).names == {"fd00::4", "octavo.internal"}


def test_keys_are_for_nobody_else(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made(tmp_path)
    finally:
        os.umask(before)
    for name in (authority.AUTHORITY_KEY, f"{NAME}.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert not [file.name for file in tmp_path.iterdir() if file.name.startswith(".")]


def test_made_again_they_are_of_the_same_authority_and_later(tmp_path: Path) -> None:
    first = load(made(tmp_path), NOW)
    key = (tmp_path / authority.AUTHORITY_KEY).read_bytes()
    second = load(made(tmp_path, now=NOW + timedelta(days=30)), NOW + timedelta(days=30))
    assert second.authority == first.authority
    assert (tmp_path / authority.AUTHORITY_KEY).read_bytes() == key
    assert second.until == first.until + timedelta(days=30)
    assert second.key != first.key


def test_old_and_new_know_each_other_when_the_authority_is_renewed(tmp_path: Path) -> None:
    first = load(made(tmp_path), NOW)
    late = first.authority_until - timedelta(days=60)
    old = tmp_path / "old"
    old.mkdir()
    for name in (authority.AUTHORITY, authority.AUTHORITY_KEY):
        (old / name).write_bytes((tmp_path / name).read_bytes())
    before = made(old, days=30, now=late - timedelta(days=1))
    assert before.authority.read_bytes() == first.authority
    made(tmp_path, "other.internal", now=late)
    after = files(tmp_path, "other.internal")
    second = load(after, late)
    assert second.authority_until > first.authority_until
    # Who still has the old authority's certificate knows the new ones, and the other way round.
    assert load(Files(after.certificate, after.key, before.authority), late)
    assert load(Files(before.certificate, before.key, after.authority), late)


def test_an_authority_that_was_ended_half_way_is_completed(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / authority.AUTHORITY).unlink()
    assert load(made(tmp_path), NOW)


@pytest.mark.parametrize(
    "name", ["", "a b", "-a", "a..b", "../a", "a/b", "x" * 64, ".".join(["a" * 60] * 5), "ü.org", "*.a"]
)
def test_what_no_machine_can_be_called_is_refused_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    for names, site in (((NAME, name), "octavo.internal"), ((NAME,), name)):
        with pytest.raises(authority.Unusable, match="no name or address"):
            authority.make(tmp_path / "new", names, site=site, days=1, now=NOW)
    assert not (tmp_path / "new").exists()


def test_the_authoritys_own_files_are_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(authority.Unusable, match="own files"):
        made(tmp_path, "authority")
    made(tmp_path)
    (tmp_path / authority.AUTHORITY_KEY).unlink()
    with pytest.raises(authority.Unusable, match="no whole authority"):
        made(tmp_path)
    other = tmp_path / "other"
    made(other)
    (tmp_path / authority.AUTHORITY_KEY).write_bytes((other / authority.AUTHORITY_KEY).read_bytes())
    with pytest.raises(authority.Unusable, match="is not the key of"):
        made(tmp_path)


def broken(folder: Path, how: str) -> None:
    """Make one file wrong."""
    certificate, key, roots = files(folder)
    if how == "missing":
        key.unlink()
    elif how == "a folder":
        certificate.unlink()
        certificate.mkdir()
    elif how == "large":
        roots.write_bytes(b"x" * (2 << 20))
    elif how == "no pem":
        certificate.write_text("hello")
    elif how == "damaged":
        certificate.write_text(certificate.read_text().replace("M", "N", 9))
    elif how == "another key":
        made(folder, "another.internal")
        key.write_bytes((folder / "another.internal.key").read_bytes())
    elif how == "no key":
        key.write_bytes(certificate.read_bytes())
    elif how == "a password":
        plain: Any = serialization.load_pem_private_key(key.read_bytes(), None)
        locked = serialization.BestAvailableEncryption(b"secret")
        form, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        key.write_bytes(plain.private_bytes(form, kind, locked))
    elif how == "another authority":
        made(folder / "other")
        roots.write_bytes((folder / "other" / authority.AUTHORITY).read_bytes())
    elif how == "servers alone":
        made_by_hand(folder, [ExtendedKeyUsageOID.SERVER_AUTH])


def made_by_hand(folder: Path, usages: list[x509.ObjectIdentifier], days: int = 30) -> None:
    """As another authority might: in two steps, by one between."""
    root_key, between_key, own_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root, between = (x509.Name.from_rfc4514_string(f"CN={name}") for name in ("root", "between"))
    certificate, key, roots = files(folder)

    def signed(subject: x509.Name, public: Any, issuer: x509.Name, last: int) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + timedelta(days=last))
        )

    authority_of = x509.BasicConstraints(ca=True, path_length=None)
    top = signed(root, root_key.public_key(), root, 900).add_extension(authority_of, critical=True)
    middle = signed(between, between_key.public_key(), root, 90)
    middle = middle.add_extension(authority_of, critical=True)
    leaf = signed(x509.Name([]), own_key.public_key(), between, days)
    leaf = leaf.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=True)
    if usages:
        leaf = leaf.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    form = serialization.Encoding.PEM
    chain = [leaf.sign(between_key, hashes.SHA256()), middle.sign(root_key, hashes.SHA256())]
    certificate.write_bytes(b"".join(one.public_bytes(form) for one in chain))
    roots.write_bytes(top.sign(root_key, hashes.SHA256()).public_bytes(form))
    kind, nothing = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key.write_bytes(own_key.private_bytes(form, kind, nothing))


@pytest.mark.parametrize(
    ("how", "setting", "what"),
    [
        ("missing", "KEY", "cannot be read"),
        ("a folder", "CERTIFICATE", "cannot be read"),
        ("large", "AUTHORITY", "larger than any certificate"),
        ("no pem", "CERTIFICATE", "holds no certificate"),
        ("damaged", "CERTIFICATE", "holds no certificate"),
        ("another key", "KEY", "is not the key of the certificate"),
        ("no key", "KEY", "holds no private key"),
        ("a password", "KEY", "without a password"),
        ("another authority", "CERTIFICATE", "was not made by an authority of"),
        ("servers alone", "CERTIFICATE", "good for servers and for clients"),
    ],
)
def test_what_cannot_be_used_is_told_by_setting_and_file(
    tmp_path: Path, how: str, setting: str, what: str
) -> None:
    made(tmp_path)
    broken(tmp_path, how)
    with pytest.raises(CertificateError, match=f"^OCTAVO_WIRE_{setting}: {tmp_path}.* {what}") as caught:
        load(files(tmp_path), NOW)
    assert "PRIVATE" not in str(caught.value)


def test_an_authority_may_stand_behind_another(tmp_path: Path) -> None:
    both = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    for usages in (both, [ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE], []):
        made_by_hand(tmp_path, usages)
        loaded = load(files(tmp_path), NOW)
        assert loaded.names == {NAME}
        assert loaded.until == NOW + timedelta(days=30)
    made_by_hand(tmp_path, both, days=200)
    assert load(files(tmp_path), NOW).until == NOW + timedelta(days=90)  # the one between ends first


def test_certificates_out_of_their_time_are_told_with_it(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(CertificateError, match=r"expired on 2030-04-01 00:00 UTC; `octavo certificates`"):
        load(files(tmp_path), NOW + timedelta(days=91))
    with pytest.raises(CertificateError, match=r"is not valid before 2029-12-31 .*is the clock right\?"):
        load(files(tmp_path), NOW - timedelta(days=9))


def test_files_are_taken_in_when_they_change_and_are_in_order(tmp_path: Path) -> None:
    made(tmp_path)
    ours = Certificates(wire(tmp_path), clock=lambda: NOW)
    before = ours.loaded
    ours.look()
    assert (ours.generation, ours.loaded) == (0, before)
    made(tmp_path / "next", now=NOW + timedelta(minutes=1))
    with capture_logs() as lines:
        for file in files(tmp_path / "next"):  # one after the other: in between they do not belong together
            (tmp_path / file.name).write_bytes(file.read_bytes())
            ours.look()
            if file.name != authority.AUTHORITY:
                assert ours.loaded is before
                assert ours.trouble
    assert [line["event"] for line in lines] == [
        "wire_certificates_not_taken",
        "wire_certificates_not_taken",
        "wire_certificates_renewed",
    ]
    assert ours.generation == 1
    assert ours.trouble == ""
    assert ours.loaded.until == NOW + timedelta(days=90, minutes=1)


def test_files_that_vanish_change_nothing(tmp_path: Path) -> None:
    made(tmp_path)
    ours = Certificates(wire(tmp_path), clock=lambda: NOW)
    files(tmp_path).key.unlink()
    ours.look()
    ours.look()
    assert ours.generation == 0
    assert "cannot be read" in ours.trouble


def test_what_ends_soon_is_told_twice_a_day(tmp_path: Path) -> None:
    made(tmp_path)
    now = NOW
    ours = Certificates(wire(tmp_path, warn_days=10), clock=lambda: now)
    told: list[str] = []
    for hours in range(0, 24 * 92, 6):
        now = NOW + timedelta(hours=hours)
        with capture_logs() as lines:
            ours.look()
        told += [line["event"] for line in lines]
    assert told == ["wire_certificates_end_soon"] * 20 + ["wire_certificates_expired"] * 4
    made(tmp_path, now=now)
    with capture_logs() as lines:
        ours.look()
    assert [line["event"] for line in lines] == ["wire_certificates_renewed"]


def test_strangers_are_counted_by_name_up_to_a_hundred(tmp_path: Path) -> None:
    made(tmp_path)
    ours = Certificates(wire(tmp_path), clock=lambda: NOW)
    assert ours.knows(["else.internal", "octavo.internal"])
    with capture_logs() as lines:
        for number in range(150):
            assert not ours.knows([f"{number}.example"])
        assert not ours.knows([])
    assert len(lines) == 100
    assert ours.refused.total() == 151
    assert ours.refused["(others)"] == 51


def test_names_that_everybody_has_make_nobody_known(tmp_path: Path) -> None:
    made(tmp_path, "localhost", site="localhost")
    with pytest.raises(CertificateError, match="holds no name by which others could know it"):
        Certificates(
            Wire(**files(tmp_path, "localhost")._asdict()),
            clock=lambda: NOW,
        )


def test_all_three_files_are_set_or_none() -> None:
    assert Wire().mistakes() == {}
    assert set(Wire(certificate=Path("a"), key=Path("b")).mistakes()) == {"authority"}
    assert set(Wire(authority=Path("a")).mistakes()) == {"certificate"}
    assert set(Wire(names=("a",)).mistakes()) == {"certificate"}
    assert set(Wire(server_name="a").mistakes()) == {"certificate"}
