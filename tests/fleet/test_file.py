"""What a fleet's file may say, and what is said to whoever wrote it wrongly."""

from pathlib import Path

import pytest

from octavo.fleet.figures import Asker
from octavo.fleet.file import read, variables
from octavo.fleet.part import Stage
from octavo.fleet.plan import Fleet, plan
from octavo.manifests import names, with_files
from octavo.trouble import Exit, Trouble
from tests.fleet.conftest import EXAMPLE
from tests.running import octavo

SERVICES = names()


def planned(folder: Path, text: str, services: tuple[str, ...] = SERVICES) -> Fleet:
    """The fleet that a file describes."""
    path = folder / "fleet.toml"
    path.write_text(text)
    file = read(path, services, with_files())
    return plan(file, Asker(), folder=folder, secret=b"s" * 32, services=services, life=0)


def at(fleet: Fleet, stage: Stage) -> list[str]:
    return [one.name for one in fleet.parts if one.stage is stage]


@pytest.mark.usefixtures("whole")
def test_an_empty_file_is_a_fleet_with_a_process_for_each_service(tmp_path: Path) -> None:
    fleet = planned(tmp_path, "")
    assert at(fleet, Stage.SERVICE) == list(SERVICES)
    assert at(fleet, Stage.EDGE) == ["edge-1", "edge-2"]
    assert at(fleet, Stage.ENGINE) == ["postgresql", "redis", "nats"]
    assert at(fleet, Stage.FRONT) == ["haproxy"]
    assert set(fleet.peers) == set(SERVICES)
    assert fleet.url == "http://127.0.0.1:8000"


@pytest.mark.usefixtures("whole")
def test_a_service_that_the_file_does_not_know_is_in_the_fleet(tmp_path: Path) -> None:
    fleet = planned(tmp_path, EXAMPLE.read_text(), (*SERVICES, "rooms"))
    assert "rooms" in at(fleet, Stage.SERVICE)
    assert "rooms=127.0.0.1:" in fleet.settings["OCTAVO_PEERS_ADDRESSES"]
    rooms = next(one for one in fleet.parts if one.name == "rooms")
    assert rooms.command[2:5] == ("octavo", "run", "rooms")


@pytest.mark.usefixtures("whole")
def test_groups_instances_engines_and_settings_are_as_the_file_says(tmp_path: Path) -> None:
    text = """
    edges = 1
    url = "https://site.test"
    groups.near = {services = ["graph", "feed"], instances = 2}
    apart = {search = 2}
    engines = {database = "postgresql://u:p@db.test/x", cache = "none", events = "nats://bus.test:4222"}
    settings = {log.level = "debug", accounts = {registration = "open"}}
    """
    fleet = planned(tmp_path, text)
    assert at(fleet, Stage.ENGINE) == []
    assert {"near-1", "near-2"} < set(at(fleet, Stage.SERVICE))
    assert not {"graph", "feed"} & set(at(fleet, Stage.SERVICE))
    assert at(fleet, Stage.EDGE) == ["edge-1", "edge-search-1", "edge-search-2"]
    assert fleet.settings["OCTAVO_PEERS_ADDRESSES"].count("graph=") == 2
    assert fleet.settings["OCTAVO_DATABASE_URL"] == "postgresql://u:p@db.test/x"
    assert "OCTAVO_CACHE_URL" not in fleet.settings
    assert fleet.settings["OCTAVO_ACCOUNTS_REGISTRATION"] == "open"
    assert fleet.url == fleet.settings["OCTAVO_URL"] == "https://site.test"
    edge = next(one for one in fleet.parts if one.name == "edge-1")
    assert edge.environ["OCTAVO_TRUSTED_PROXIES"] == "127.0.0.1"
    assert not any("p@db" in word for one in fleet.parts for word in one.command)


@pytest.mark.usefixtures("whole")
def test_clusters_are_named_by_their_addresses(tmp_path: Path) -> None:
    cache, events = "redis+cluster://:word@a.test:6379,b.test:6379", "nats://a.test:4222,nats://b.test:4222"
    fleet = planned(tmp_path, f'engines = {{cache = "{cache}", events = "{events}"}}')
    assert at(fleet, Stage.ENGINE) == ["postgresql"]
    assert (fleet.settings["OCTAVO_CACHE_URL"], fleet.settings["OCTAVO_EVENTS_URL"]) == (cache, events)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("edges = 0", "edges: Expected `int` >= 1"),
        ("edge = 2", "unknown field `edge`"),
        ("edges", "is not valid TOML"),
        ('groups.a = {services = ["nobody"]}', "there is no service nobody"),
        ("groups.a = {services = []}", "has no services"),
        ('groups.a = {services = ["feed"]}\ngroups.b = {services = ["feed"]}', "feed is in groups.a already"),
        ('groups.graph = {services = ["feed"]}', "the name of a service that is not in it"),
        ('groups.nats = {services = ["feed"]}', "the name of another part"),
        ('groups."a b" = {services = ["feed"]}', "letters, digits"),
        ('groups.a = {services = ["search"], instances = 2}', "search keeps files"),
        ('engines.database = "sqlite:///x"', "engines.database"),
        ('engines.events = "none"', "to hear of each other"),
        ('front.listen = "8000"', "is no host:port"),
        ('front.certificate = "/nowhere.pem"', "there is no file /nowhere.pem"),
        ("apart.mail = 1", "apart.mail: is none of search, home"),
        ("settings.port = 1", "OCTAVO_PORT is the fleet's own"),
        ('settings.database.url = "x"', "is said with engines.database"),
    ],
)
def test_each_mistake_is_told_by_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "fleet.toml"
    path.write_text(text)
    with pytest.raises(Trouble) as trouble:
        read(path, SERVICES, with_files())
    assert said in str(trouble.value)
    assert trouble.value.exit == Exit.SETTINGS


def test_what_keeps_files_may_be_several_where_all_share_them(tmp_path: Path) -> None:
    path = tmp_path / "fleet.toml"
    shared = 'settings.files.url = "s3://pictures"\nsettings.search.url = "https://find.test:9200"\n'
    groups = 'groups.a = {services = ["search", "images", "accounts"], instances = 2}'
    path.write_text(shared + groups)
    assert read(path, SERVICES, with_files()).groups["a"].instances == 2
    path.write_text(groups)
    with pytest.raises(Trouble) as trouble:
        read(path, SERVICES, with_files())
    assert [line.partition("unless ")[2] for line in str(trouble.value).splitlines()] == [
        "OCTAVO_SEARCH_URL is set",
        "OCTAVO_FILES_URL is set",
        "OCTAVO_FILES_URL is set",
    ]


@pytest.mark.usefixtures("whole")
def test_a_setting_that_is_wrong_is_told_by_its_variable(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="OCTAVO_HTTP_DRAIN_SECONDS"):
        planned(tmp_path, 'settings.http.drain_seconds = "soon"')
    with pytest.raises(Trouble, match="OCTAVO_ROOMS_MOST"):
        planned(tmp_path, "settings.rooms.most = 3")


@pytest.mark.usefixtures("whole")
def test_what_would_make_a_line_of_its_own_in_haproxy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot stand in the configuration"):
        planned(tmp_path, 'front.trusted = ["10.0.0.0/8\\n    http-request deny"]')


@pytest.mark.usefixtures("whole")
def test_the_command_tells_of_mistakes_and_starts_nothing(tmp_path: Path) -> None:
    good = octavo("fleet", str(EXAMPLE), "--check")
    assert good.returncode == Exit.OK, good.stderr
    assert "at http://127.0.0.1:8000" in good.stdout
    shown = octavo("fleet", str(EXAMPLE), "--haproxy")
    assert "backend search" in shown.stdout
    assert not (EXAMPLE.parent / "fleet").exists()
    assert octavo("fleet", str(tmp_path / "none.toml")).returncode == Exit.NO_INPUT
    (tmp_path / "bad.toml").write_text("apart.mail = 1\nedges = 3\nfront.listen = '1'")
    bad = octavo("fleet", str(tmp_path / "bad.toml"), "--check")
    assert bad.returncode == Exit.SETTINGS
    assert len(bad.stderr.splitlines()) == 2


def test_a_program_that_is_missing_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("octavo.fleet.engines._PLACES", ())
    with pytest.raises(
        Trouble, match=r"redis-server is not installed \(Debian: apt install redis-server\)"
    ) as it:
        planned(tmp_path, 'engines = {database = "postgresql://x/y", events = "nats://x:1"}')
    assert it.value.exit == Exit.UNAVAILABLE


def test_settings_of_the_file_become_variables() -> None:
    settings = {"url": "x", "http": {"drain_seconds": 2}, "feed": {"weights": ["a", "b"], "on": True}}
    assert variables(settings) == {
        "OCTAVO_URL": "x",
        "OCTAVO_HTTP_DRAIN_SECONDS": "2",
        "OCTAVO_FEED_WEIGHTS": "a, b",
        "OCTAVO_FEED_ON": "true",
    }
    assert variables({"accounts": {"providers": [{"key": "own"}]}}) == {
        "OCTAVO_ACCOUNTS_PROVIDERS": '[{"key": "own"}]'
    }
