"""The site in two processes that call each other as two machines do, over mutual TLS."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from octavo.__main__ import SERVICES
from octavo.chassis import authority
from octavo.trouble import Exit
from tests.running import Running, free_port, octavo, running

SERVED, EDGE = "127.0.0.1", "edge.internal"
SECRET = "a secret that both processes have, 32+"


def settings(folder: Path, name: str) -> dict[str, str]:
    return {
        "OCTAVO_WIRE_CERTIFICATE": str(folder / f"{name}.pem"),
        "OCTAVO_WIRE_KEY": str(folder / f"{name}.key"),
        "OCTAVO_WIRE_AUTHORITY": str(folder / "authority.pem"),
        "OCTAVO_SECRET": SECRET,
    }


def peers(port: int) -> list[str]:
    return [word for name in SERVICES for word in ("--peer", f"{name}={SERVED}:{port}")]


@contextmanager
def site(folder: Path, keys: Path, port: int, metrics: int) -> Iterator[tuple[Running, Running]]:
    front = str(free_port())
    shared = {"OCTAVO_DATA": str(folder / "data"), "OCTAVO_PORT": front}
    listen = ("run", *SERVICES, "--listen", f"{SERVED}:{port}")
    services = running(folder, *listen, OCTAVO_OPERATOR_PORT=str(metrics), **shared, **settings(keys, SERVED))
    with services as far:
        shared["OCTAVO_DATA"] = str(folder / "no data")
        with running(folder, "run", "edge", *peers(port), **shared, **settings(keys, EDGE)) as edge:
            yield far, edge


def test_the_edge_serves_over_mutual_tls_and_takes_renewed_certificates(tmp_path: Path) -> None:
    keys, port, metrics = tmp_path / "keys", free_port(), free_port()
    made = octavo("certificates", "--out", str(keys), SERVED, EDGE)
    assert made.returncode == Exit.OK, made.stderr
    with site(tmp_path, keys, port, metrics) as (far, edge):
        assert edge.ask("/")[0] == 200
        assert far.process.poll() is None
        first = shown(keys, port)
        again = octavo("certificates", "--out", str(keys), "--days", "30", SERVED, EDGE)
        assert again.returncode == Exit.OK, again.stderr
        edge.wait_for("wire_certificates_renewed")
        assert shown(keys, port) != first
        assert edge.ask("/search?q=anything")[0] == 200
        figures = Running(far.process, metrics, far.log).ask("/metrics")[1]
        ends = re.search(r'octavo_wire_certificate_ends\{of="process"\} (\S+)', figures)
        assert ends
        assert 29 < (float(ends[1]) - datetime.now(UTC).timestamp()) / 86400 < 31
        assert "octavo_wire_certificates_renewed_total 1.0" in figures
        assert "octavo_wire_strangers_total 0.0" in figures
        assert not_spoken_to(port)


def shown(keys: Path, port: int) -> bytes:
    """The certificate that the services show to whoever may see it."""
    context = ssl.create_default_context(cafile=str(keys / "authority.pem"))
    context.load_cert_chain(keys / f"{EDGE}.pem", keys / f"{EDGE}.key")
    context.set_alpn_protocols(["h2"])
    plain = socket.create_connection((SERVED, port))
    with context.wrap_socket(plain, server_hostname=SERVED) as connection:
        found = connection.getpeercert(binary_form=True)
        assert found
        return found


def not_spoken_to(port: int) -> bool:
    """Whether somebody who speaks plain HTTP/2 is told nothing."""
    with socket.create_connection((SERVED, port), timeout=10) as plain:
        plain.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
        heard = b""
        while part := _read(plain):
            heard += part
    return b"\0\0\0\4\1" not in heard  # no settings acknowledged


def _read(connection: socket.socket) -> bytes:
    try:
        return connection.recv(4096)
    except ConnectionError:
        return b""


def test_an_edge_of_a_foreign_name_is_refused(tmp_path: Path) -> None:
    keys, port, metrics = tmp_path / "keys", free_port(), free_port()
    assert octavo("certificates", "--out", str(keys), SERVED, EDGE).returncode == Exit.OK
    foreign = octavo("certificates", "--out", str(keys), "--site", "other.internal", "other.internal")
    assert foreign.returncode == Exit.OK
    with site(tmp_path, keys, port, metrics) as (far, _):
        strange = {"OCTAVO_DATA": str(tmp_path / "none"), **settings(keys, "other.internal")}
        with running(tmp_path, "run", "edge", *peers(port), **strange) as stranger:
            assert stranger.ask("/")[0] == 503
            far.wait_for("other.internal.*wire_stranger_refused")


def test_expired_certificates_are_one_line_at_the_start(tmp_path: Path) -> None:
    then = datetime.now(UTC) - timedelta(days=40)
    authority.make(tmp_path, [SERVED], site="octavo.internal", days=30, now=then)
    words = ["run", *SERVICES, "--listen", f"{SERVED}:{free_port()}"]
    answer = octavo(*words, OCTAVO_DATA=str(tmp_path / "data"), **settings(tmp_path, SERVED))
    assert answer.returncode == Exit.SETTINGS
    assert re.fullmatch(
        rf"octavo: OCTAVO_WIRE_CERTIFICATE: {tmp_path}/127.0.0.1.pem expired on .* UTC; .*\n", answer.stderr
    )
    assert not (tmp_path / "data").exists()


def test_half_of_the_settings_is_a_mistake(tmp_path: Path) -> None:
    answer = octavo("up", OCTAVO_DATA=str(tmp_path / "data"), OCTAVO_WIRE_KEY="a.key")
    assert answer.returncode == Exit.SETTINGS
    assert "OCTAVO_WIRE_CERTIFICATE: must be set" in answer.stderr


def test_a_wire_that_others_could_read_is_told(tmp_path: Path) -> None:
    words = ["run", *SERVICES, "--listen", f"0.0.0.0:{free_port()}"]
    shared = {"OCTAVO_DATA": str(tmp_path / "data"), "OCTAVO_SECRET": SECRET}
    with running(tmp_path, *words, **shared) as services:
        services.wait_for("wire_is_not_encrypted")


def test_certificates_that_cannot_be_made_are_told(tmp_path: Path) -> None:
    answer = octavo("certificates", "--out", str(tmp_path / "keys"), "no name")
    assert answer.returncode == Exit.USAGE
    assert answer.stderr == 'octavo: "no name" is no name or address of a machine\n'
    (tmp_path / "file").write_text("")
    answer = octavo("certificates", "--out", str(tmp_path / "file"), "a.internal")
    assert answer.returncode == Exit.CANNOT_CREATE
