"""The command line with real processes: what is said, with which exit code, and what survives."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw
import asyncpg
import pytest

from octavo.__main__ import SERVICES
from octavo.trouble import Exit
from tests.conftest import missing
from tests.running import PATIENCE, environment, free_port, octavo, running, wait_until


def plain(answer: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines on standard error: each begins with our name, none is of a traceback."""
    lines = answer.stderr.splitlines()
    assert lines
    assert all(line.startswith("octavo: ") for line in lines), answer.stderr
    return [line.removeprefix("octavo: ") for line in lines]


def test_help_and_version_load_nothing_heavy() -> None:
    code = "import sys; import octavo.__main__; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = {"grpc", "starlette", "uvicorn", "structlog", "msgspec", "apsw", "jinja2", "rich", "asyncio"}
    assert not heavy & set(out.split())
    assert octavo("--help").returncode == 0
    assert re.fullmatch(r"octavo \d+\.\d+\.\d+\n", octavo("--version").stdout)


def test_every_wrong_variable_is_named_at_once(tmp_path: Path) -> None:
    answer = octavo(
        "up", OCTAVO_DATA=str(tmp_path / "data"), OCTAVO_PORT="x", OCTAVO_URL="ftp://a", OCTAVO_COLOUR="red"
    )
    assert answer.returncode == Exit.SETTINGS
    named = {line.partition(":")[0] for line in plain(answer)}
    assert named == {"OCTAVO_PORT", "OCTAVO_URL", "OCTAVO_COLOUR"}
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "url",
    ["example.org", "http://", "http://a b", "http://a/blog", "http://u:p@a", "http://a:0", "http://[a"],
)
def test_an_address_that_cannot_be_is_refused(tmp_path: Path, url: str) -> None:
    from octavo import config
    from octavo.trouble import Trouble

    with pytest.raises(Trouble, match="OCTAVO_URL") as caught:
        config.read({"OCTAVO_URL": url, "OCTAVO_DATA": str(tmp_path)})
    assert caught.value.exit == Exit.SETTINGS


def test_a_file_of_settings_is_read_from_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "octavo.toml").write_text("port = 70000\n")
    answer = octavo("up", OCTAVO_DATA=str(tmp_path))
    assert answer.returncode == Exit.SETTINGS
    assert f"port in {tmp_path}/octavo.toml" in plain(answer)[0]


def test_a_busy_port_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = octavo("up", "--port", str(port), OCTAVO_DATA=str(tmp_path))
    assert answer.returncode == Exit.UNAVAILABLE
    assert plain(answer) == [
        f"127.0.0.1:{port} is in use by another program; stop it, or choose another port with OCTAVO_PORT"
    ]


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of its own."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode != 0:
        missing("the right to mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_read_only_disk_is_one_line(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=1m,ro") as disk:
        answer = octavo("up", OCTAVO_DATA=str(disk / "data"))
        assert answer.returncode == Exit.CANNOT_CREATE
        assert "read-only" in plain(answer)[0]


def test_a_disk_that_becomes_read_only_is_one_line(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=16m") as disk:
        with running(tmp_path, OCTAVO_DATA=str(disk / "data")) as site:
            assert site.stop() == 0
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        answer = octavo("up", OCTAVO_DATA=str(disk / "data"))
        assert answer.returncode == Exit.CANNOT_CREATE
        assert len(plain(answer)) == 1


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=1m") as disk:
        (disk / "ballast").write_bytes(b"x" * ((1 << 20) - 4096))
        answer = octavo("up", OCTAVO_DATA=str(disk / "data"), OCTAVO_PORT=str(free_port()))
        assert answer.returncode == Exit.STORAGE
        assert "the disk is full" in plain(answer)[0]


def test_a_disk_that_fills_up_costs_writes_and_nothing_else(tmp_path: Path) -> None:
    mount = mounted(tmp_path / "disk", "size=16m")
    with mount as disk, running(tmp_path, OCTAVO_DATA=str(disk / "data")) as site:
        ballast = disk / "ballast"
        with ballast.open("wb") as stream, pytest.raises(OSError, match="No space"):
            while True:
                os.write(stream.fileno(), b"x" * 4096)
        answer = octavo("login-link", "ann@example.org", OCTAVO_DATA=str(disk / "data"))
        assert answer.returncode == Exit.UNAVAILABLE
        assert len(plain(answer)) == 1
        assert site.ask("/")[0] == 200
        ballast.unlink()
        assert octavo("login-link", "ann@example.org", OCTAVO_DATA=str(disk / "data")).returncode == 0
        assert site.stop() == 0


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(tmp_path, OCTAVO_DATA=str(data)) as site:
        site.stop()
    with closing(apsw.Connection(str(data / "stories.db"))) as db:
        db.execute(
            "INSERT INTO octavo_migrations (owner, number, name, digest, applied_at) "
            "VALUES ('stories', 9999, 'tomorrow', '', 0)"
        )
    answer = octavo("up", OCTAVO_DATA=str(data), OCTAVO_PORT=str(free_port()))
    assert answer.returncode == Exit.BAD_DATA
    assert "9999 tomorrow" in plain(answer)[0]


def test_the_owner_link_is_told_and_a_second_start_on_the_folder_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(tmp_path, OCTAVO_DATA=str(data)) as site:
        link = site.wait_for(rf"{site.url}/\S+")
        assert site.ask(link.removeprefix(site.url))[0] == 200
        answer = octavo("up", OCTAVO_DATA=str(data), OCTAVO_PORT=str(free_port()))
        assert answer.returncode == Exit.LOCKED
        assert f"process {site.process.pid};" in plain(answer)[0]
        assert (data / "octavo.sock").stat().st_mode & 0o777 == 0o600
        assert site.stop() == 0
        assert "Traceback" not in site.output()


def test_a_site_that_was_killed_starts_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for _ in range(2):
        with running(tmp_path, OCTAVO_DATA=str(data)) as site:
            assert site.ask("/")[0] == 200
            site.stop(signal.SIGKILL)
    with running(tmp_path, OCTAVO_DATA=str(data)) as site:
        assert site.ask("/readyz")[0] == 200


def test_a_login_link_is_made_with_and_without_a_running_site(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(tmp_path, OCTAVO_DATA=str(data)) as site:
        variables = {"OCTAVO_DATA": str(data), "OCTAVO_PORT": str(site.port)}
        answer = octavo("login-link", "ann@example.org", **variables)
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.startswith(site.url)
        assert site.ask(answer.stdout.strip().removeprefix(site.url))[0] == 200
        bad = octavo("login-link", "nobody", **variables)
        assert bad.returncode == Exit.FAILED
        assert len(plain(bad)) == 1
        site.stop()
        answer = octavo("login-link", "ann@example.org", **variables)
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.startswith(site.url)


def test_only_the_site_s_own_host_is_answered(tmp_path: Path) -> None:
    with running(tmp_path, OCTAVO_DATA=str(tmp_path / "d"), OCTAVO_URL="https://example.org") as site:
        assert site.ask("/", Host="example.org")[0] == 200
        status, text = site.ask("/", Host="evil.example")
        assert status == 421
        assert "https://example.org" in text
        assert site.ask("/livez", Host="10.0.0.1")[0] == 200
        assert site.ask("/metrics", Host="example.org")[0] == 404


def test_metrics_are_on_the_operators_port_alone(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, OCTAVO_DATA=str(tmp_path / "d"), OCTAVO_OPERATOR_PORT=str(port)) as site:
        site.ask("/")
        site.ask("/")
        site.port, own = port, site.port
        status, text = site.ask("/metrics")
        assert status == 200
        assert 'octavo_page_cache_answers_total{kind="page"} 1.0' in text
        site.port = own
        assert site.ask("/metrics")[0] == 404


def test_workers_share_the_port_and_are_replaced(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(tmp_path, "up", "--workers", "2", OCTAVO_DATA=str(data)) as site:
        wait_until(lambda: len(site.children()), 2)
        first = site.children()
        victim = min(first)
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: len(site.children() - {victim}), 2)
        site.wait_for("a worker died")
        for _ in range(20):
            assert site.ask("/")[0] == 200
        assert octavo("up", OCTAVO_DATA=str(data), OCTAVO_PORT=str(free_port())).returncode == Exit.LOCKED
        wait_until(lambda: octavo("login-link", "a@example.org", OCTAVO_DATA=str(data)).returncode, 0)
        workers = site.children()
        assert site.stop() == 0
        assert not any(is_alive(pid) for pid in workers)
        assert site.output().count("Octavo is at") == 1


def test_workers_do_not_outlive_their_parent(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(tmp_path, "up", "--workers", "2", OCTAVO_DATA=str(data)) as site:
        wait_until(lambda: len(site.children()), 2)
        workers = site.children()
        site.stop(signal.SIGKILL)
        wait_until(lambda: any(is_alive(pid) for pid in workers), False)
    with running(tmp_path, OCTAVO_DATA=str(data)) as site:
        assert site.ask("/")[0] == 200


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that waits for its parent to notice its end does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_hopeless_worker_ends_the_program_with_its_code(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(tmp_path, OCTAVO_DATA=str(data)) as site:
        site.stop()
    (data / "secret.key").write_text("damaged")
    answer = octavo("up", "--workers", "2", OCTAVO_DATA=str(data), OCTAVO_PORT=str(free_port()))
    assert answer.returncode == Exit.BAD_DATA


def test_a_backup_of_the_running_site_can_be_restored(tmp_path: Path) -> None:
    data, copy, other = tmp_path / "data", tmp_path / "copy", tmp_path / "other"
    with running(tmp_path, OCTAVO_DATA=str(data)) as site:
        answer = octavo("backup", str(copy), OCTAVO_DATA=str(data))
        assert answer.returncode == 0, answer.stderr
        assert octavo("restore", str(copy), "--force", OCTAVO_DATA=str(data)).returncode == Exit.LOCKED
        site.stop()
    assert octavo("restore", str(copy), OCTAVO_DATA=str(data)).returncode == Exit.CANNOT_CREATE
    assert octavo("restore", str(copy), OCTAVO_DATA=str(other)).returncode == 0
    with running(tmp_path, OCTAVO_DATA=str(other)) as site:
        assert site.ask("/readyz")[0] == 200


def test_backups_taken_in_the_middle_of_an_import_are_whole(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(tmp_path, OCTAVO_DATA=str(data)) as site:
        variables = {"OCTAVO_DATA": str(data), "OCTAVO_PORT": str(site.port)}
        importing = subprocess.Popen(
            [sys.executable, "-m", "octavo", "demo"],
            env=environment(**variables),
            stdout=subprocess.DEVNULL,
        )
        taken = 0
        while importing.poll() is None or not taken:
            answer = octavo("backup", str(tmp_path / f"copy{taken}"), **variables)
            assert answer.returncode == 0, answer.stderr
            taken += 1
        assert importing.returncode == 0
    for number in {0, taken // 2, taken - 1}:
        other = tmp_path / f"other{number}"
        assert octavo("restore", str(tmp_path / f"copy{number}"), OCTAVO_DATA=str(other)).returncode == 0
        with running(tmp_path, OCTAVO_DATA=str(other)) as site:
            home = site.ask("/")[1]
            for address in set(re.findall(r'href="(/@[^"/]+/[^"]+)"', home)):
                assert site.ask(address)[0] == 200
            for picture in set(re.findall(r'src="(/i/[^"]+)"', home)):
                assert site.ask(picture)[0] == 200


def test_the_edge_alone_serves_what_services_elsewhere_keep(tmp_path: Path) -> None:
    data, port, front = tmp_path / "data", free_port(), str(free_port())
    secret = "s" * 40
    services = running(
        tmp_path,
        "run",
        *SERVICES,
        "--listen",
        f"127.0.0.1:{port}",
        OCTAVO_DATA=str(data),
        OCTAVO_PORT=front,
        OCTAVO_SECRET=secret,
    )
    peers = [word for name in SERVICES for word in ("--peer", f"{name}=127.0.0.1:{port}")]
    variables = {"OCTAVO_PORT": front, "OCTAVO_SECRET": secret}
    with services as behind, running(tmp_path, "run", "edge", *peers, **variables) as edge:
        assert edge.ask("/")[0] == 200
        assert "no owner yet" in edge.output()
        link = edge.wait_for(rf"{edge.url}/\S+/link/\S+")
        assert edge.ask(link.removeprefix(edge.url))[0] == 200
        assert behind.stop() == 0
        assert edge.ask("/sign-in")[0] in (200, 503)
        assert edge.stop() == 0


@pytest.fixture
async def own_database(postgres_url: str) -> str:
    """A PostgreSQL database that no other test uses."""
    name = f"site_{secrets.token_hex(4)}"
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return postgres_url.rpartition("/")[0] + f"/{name}"


def test_the_site_runs_on_postgresql(tmp_path: Path, own_database: str) -> None:
    variables = {"OCTAVO_DATA": str(tmp_path / "data"), "OCTAVO_DATABASE_URL": own_database}
    with running(tmp_path, "up", "--workers", "2", **variables) as site:
        variables["OCTAVO_PORT"] = str(site.port)
        assert octavo("demo", **variables).returncode == 0
        home = site.ask("/")[1]
        story = re.search(r'href="(/@[^"/]+/[^"]+)"', home)
        assert story
        assert site.ask(story[1])[0] == 200
        assert site.ask("/readyz")[0] == 200
        assert site.stop() == 0
    assert not list((tmp_path / "data").glob("*.db"))


def test_a_database_server_that_is_away_is_one_line(tmp_path: Path) -> None:
    url = f"postgresql://someone:hush@127.0.0.1:{free_port()}/octavo"
    answer = octavo("up", OCTAVO_DATA=str(tmp_path), OCTAVO_PORT="0", OCTAVO_DATABASE_URL=url)
    assert answer.returncode == Exit.UNAVAILABLE
    assert len(plain(answer)) == 1
    assert "hush" not in answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "edge"), "where is accounts"),
        (("run", "accounts", "--listen", "x"), "where is stories"),
        (("run", *SERVICES), "--listen"),
        (("run", "edge", "--peer", "stories"), "NAME=ADDRESS"),
        (("login-link",), "for whom"),
        (("up", "--workers", "0"), "workers"),
    ],
)
def test_a_command_that_was_written_wrongly_is_explained(words: tuple[str, ...], said: str) -> None:
    answer = octavo(*words)
    assert answer.returncode == Exit.USAGE
    assert said in answer.stderr


def test_a_stop_waits_for_nobody_twice(tmp_path: Path) -> None:
    with running(tmp_path, OCTAVO_DATA=str(tmp_path / "d")) as site:
        address = ("127.0.0.1", site.port)
        with socket.create_connection(address, timeout=PATIENCE) as waiting:
            waiting.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            wait_until(site.is_up)
            site.process.send_signal(signal.SIGTERM)
            wait_until(lambda: _refuses(site.port))
            site.process.send_signal(signal.SIGTERM)
            assert site.process.wait(PATIENCE) == 130


def _refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False
