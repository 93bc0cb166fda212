"""The settings of the accounts."""

import pytest

from octavo.accounts.service import Config


def test_the_defaults_are_right() -> None:
    assert not Config().mistakes()


@pytest.mark.parametrize(
    ("config", "wrong"),
    [
        (Config(mail_host="smtp.example.org"), "mail_from"),
        (Config(mail_host="smtp.example.org", mail_from="Octavo"), "mail_from"),
        (Config(mail_host="smtp.example.org", mail_from="a@example.org\nBcc: b@example.org"), "mail_from"),
        (
            Config(mail_host="mx", mail_from="a@example.org", mail_tls="none", mail_password="x"),
            "mail_tls",
        ),
    ],
)
def test_what_cannot_work_is_named(config: Config, wrong: str) -> None:
    assert list(config.mistakes()) == [wrong]


def test_a_relay_on_this_machine_needs_no_tls() -> None:
    config = Config(mail_host="localhost", mail_from="O <a@example.org>", mail_tls="none", mail_password="x")
    assert not config.mistakes()
