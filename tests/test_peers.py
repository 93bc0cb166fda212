"""Where services are that run in other processes."""

import pytest

from octavo.peers import Config, find, mistake_in, read
from octavo.trouble import Exit, Trouble

SERVICES = ("accounts", "stories", "search")


def test_addresses_become_what_grpc_understands() -> None:
    assert read(
        (
            "accounts=10.0.0.1:7000",
            "stories=10.0.0.2:7000",
            "stories=10.0.0.3:7000",
            "search=search.test:7000",
            "feed=unix:/run/feed.sock",
            "graph=[::1]:7000",
            "images=dns://10.0.0.53:53/images.test:7000",
        )
    ) == {
        "accounts": "ipv4:10.0.0.1:7000",
        "stories": "ipv4:10.0.0.2:7000,10.0.0.3:7000",
        "search": "dns:///search.test:7000",
        "feed": "unix:/run/feed.sock",
        "graph": "ipv6:[::1]:7000",
        "images": "dns://10.0.0.53:53/images.test:7000",
    }


@pytest.mark.parametrize(
    "address",
    [
        "",
        "10.0.0.1",
        "name",
        "name:0",
        "name:70000",
        ":7000",
        "a/b:1",
        "http://a:1",
        "unix:sock",
        "dns:///x",
        "a,b:1",
    ],
)
def test_what_is_no_address_is_told(address: str) -> None:
    assert "is no address" in mistake_in(address)


def test_several_addresses_are_of_one_kind() -> None:
    for other in ("name:7000", "[::1]:7000", "unix:/x"):
        with pytest.raises(ValueError, match="one name that leads to all"):
            read(("stories=10.0.0.2:7000", f"stories={other}"))


def test_the_command_line_goes_before_the_settings_and_those_before_the_template() -> None:
    config = Config(
        addresses=("accounts=10.0.0.1:1", "stories=10.0.0.1:2"),
        template="{service}.octavo.svc.cluster.local:7000",
    )
    assert find(config, ("stories=10.0.0.9:9",), services=SERVICES, here={"edge"}) == {
        "accounts": "ipv4:10.0.0.1:1",
        "stories": "ipv4:10.0.0.9:9",
        "search": "dns:///search.octavo.svc.cluster.local:7000",
    }


def test_what_runs_here_is_nobodys_peer() -> None:
    config = Config(template="{service}.test:7000")
    assert set(find(config, (), services=SERVICES, here={"stories", "search"})) == {"accounts"}


def test_a_service_that_is_nowhere_is_told_by_name() -> None:
    with pytest.raises(Trouble, match="where is stories"):
        find(Config(), ("accounts=a:1",), services=SERVICES, here=())
    with pytest.raises(Trouble, match="there is no service rooms") as trouble:
        find(Config(addresses=("rooms=a:1",)), (), services=SERVICES, here=())
    assert trouble.value.exit == Exit.SETTINGS


@pytest.mark.parametrize(
    ("config", "field"),
    [
        (Config(addresses=("stories",)), "addresses"),
        (Config(addresses=("stories=x",)), "addresses"),
        (Config(template="stories:7000"), "template"),
        (Config(template="{service}.test"), "template"),
    ],
)
def test_mistakes_are_told_at_the_start(config: Config, field: str) -> None:
    assert set(config.mistakes()) == {field}
