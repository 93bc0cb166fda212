"""What may be said of the database's read replicas."""

import pytest

from octavo import config
from octavo.setting_lines import as_text, masked
from octavo.trouble import Trouble

PRIMARY = "postgresql://a:b@h/octavo"
ONE, TWO = "postgresql://a:hush@one/octavo", "postgres://a:hush@two:5433/octavo"


def test_several_are_named_with_commas_between_them() -> None:
    found = config.read({"OCTAVO_DATABASE_URL": PRIMARY, "OCTAVO_DATABASE_REPLICAS": f"{ONE},{TWO}"}).database
    assert found.replicas == (ONE, TWO)
    assert found.replica_lag == 10.0
    assert "hush" not in masked(as_text(found.replicas))


def test_none_are_none() -> None:
    assert config.read({"OCTAVO_DATABASE_REPLICAS": ""}).database.replicas == ()


@pytest.mark.parametrize(
    ("url", "replicas", "said"),
    [
        ("", ONE, "replicas of what"),
        (PRIMARY, PRIMARY, "no replica of it"),
        (PRIMARY, f"{ONE},{ONE}", "twice"),
        (PRIMARY, "sqlite:///x.db", "OCTAVO_DATABASE_REPLICAS"),
    ],
)
def test_what_cannot_be_is_told_by_the_name_of_its_setting(url: str, replicas: str, said: str) -> None:
    with pytest.raises(Trouble, match=said) as told:
        config.read({"OCTAVO_DATABASE_URL": url, "OCTAVO_DATABASE_REPLICAS": replicas})
    assert "OCTAVO_DATABASE_REPLICAS" in str(told.value)


@pytest.mark.parametrize("lag", ["0", "-1", "301"])
def test_a_lag_that_cannot_be_waited_for_is_refused(lag: str) -> None:
    with pytest.raises(Trouble, match="OCTAVO_DATABASE_REPLICA_LAG"):
        config.read({"OCTAVO_DATABASE_REPLICA_LAG": lag})
