"""Services in processes of their own, as the command line starts them: found, heard, and stopped."""

import signal
from pathlib import Path

from octavo.__main__ import SERVICES
from octavo.trouble import Exit
from tests.running import free_port, octavo, running, wait_until


def test_a_service_that_would_hear_nothing_of_others_does_not_start(tmp_path: Path) -> None:
    others = [name for name in SERVICES if name != "search"]
    peers = [word for name in others for word in ("--peer", f"{name}=127.0.0.1:1")]
    words = ("run", "search", "--listen", f"127.0.0.1:{free_port()}", *peers)
    answer = octavo(*words, OCTAVO_DATA=str(tmp_path), OCTAVO_SECRET="s" * 40)
    assert answer.returncode == Exit.SETTINGS
    (line,) = (line for line in answer.stderr.splitlines() if line.startswith("octavo: "))
    assert "search hears what" in line
    assert "set OCTAVO_EVENTS_URL for both, or run them in one" in line


def test_peers_may_be_settings(tmp_path: Path) -> None:
    port, front, secret = free_port(), str(free_port()), "s" * 40
    services = running(
        tmp_path,
        "run",
        *SERVICES,
        *("--listen", f"127.0.0.1:{port}"),
        OCTAVO_DATA=str(tmp_path / "data"),
        OCTAVO_SECRET=secret,
        OCTAVO_PORT=front,
    )
    places = {"OCTAVO_PEERS_ADDRESSES": f"accounts=127.0.0.1:{port}"}
    places["OCTAVO_PEERS_TEMPLATE"] = f"{{service}}.localhost:{port}"
    with (
        services,
        running(tmp_path, "run", "edge", OCTAVO_SECRET=secret, OCTAVO_PORT=front, **places) as edge,
    ):
        wait_until(lambda: edge.ask("/sign-in")[0], 200)
        told = octavo("login-link", "--handle", "nobody", OCTAVO_SECRET=secret, **places)
        assert told.returncode == Exit.FAILED  # the accounts were asked, and know nobody of that name
    wrong = octavo("run", "edge", OCTAVO_SECRET=secret, OCTAVO_PEERS_TEMPLATE="stories:7000")
    assert wrong.returncode == Exit.SETTINGS
    assert "OCTAVO_PEERS_TEMPLATE" in wrong.stderr


def test_an_edge_is_ready_when_it_reaches_whom_it_asks(tmp_path: Path) -> None:
    port, front, secret = free_port(), str(free_port()), "s" * 40
    peers = {"OCTAVO_PEERS_TEMPLATE": f"{{service}}.localhost:{port}"}
    with running(tmp_path, "run", "edge", OCTAVO_SECRET=secret, OCTAVO_PORT=front, **peers) as edge:
        status, said = edge.ask("/readyz")
        assert (status, edge.ask("/livez")[0]) == (503, 200)
        assert '"problems":["peers"]' in said
        words = ("run", *SERVICES, "--listen", f"127.0.0.1:{port}")
        with running(tmp_path, *words, OCTAVO_DATA=str(tmp_path / "data"), OCTAVO_SECRET=secret):
            wait_until(lambda: edge.ask("/readyz")[0], 200)
            assert edge.ask("/sign-in")[0] == 200
        assert edge.ask("/readyz")[0] == 200  # whoever goes later costs a part, not the site


def test_a_process_that_stops_says_so_before_it_takes_nothing_more(tmp_path: Path) -> None:
    variables = {"OCTAVO_DATA": str(tmp_path / "data"), "OCTAVO_HTTP_NOTICE_SECONDS": "300"}
    with running(tmp_path, **variables) as site:
        assert site.ask("/readyz")[0] == 200
        site.process.send_signal(signal.SIGTERM)
        wait_until(lambda: site.ask("/readyz")[0], 503)
        assert "stopping" in site.ask("/readyz")[1]
        assert site.ask("/")[0] == 200
        assert site.ask("/livez")[0] == 200
        assert site.stop() != 0  # a second signal waits for nobody
