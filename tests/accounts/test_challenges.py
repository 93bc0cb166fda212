import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.accounts.api import LooksAutomated
from octavo.accounts.challenges import Challenges, solve

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULES = Challenges(
    b"secret of the site" * 3, difficulty=8, youngest=timedelta(seconds=2), oldest=timedelta(hours=1)
)


def test_an_answer_in_time_is_believed() -> None:
    challenge = RULES.issue(NOW)
    digest, until = RULES.judge(challenge, solve(challenge, 8), NOW + timedelta(seconds=3))
    assert len(digest) == 64
    assert until == NOW + timedelta(hours=1)


@pytest.mark.parametrize("after", [0, 1, 3601, 100_000, -60])
def test_too_soon_and_too_late_are_not(after: int) -> None:
    challenge = RULES.issue(NOW)
    with pytest.raises(LooksAutomated):
        RULES.judge(challenge, solve(challenge, 8), NOW + timedelta(seconds=after))


def test_work_must_be_done() -> None:
    challenge = RULES.issue(NOW)
    right = solve(challenge, 8)
    wrong = next(str(number) for number in range(10) if str(number) != right)
    with pytest.raises(LooksAutomated):
        RULES.judge(challenge, wrong, NOW + timedelta(seconds=3))


def test_an_answer_of_any_length_does_not_work() -> None:
    with pytest.raises(LooksAutomated):
        RULES.judge(RULES.issue(NOW), "x" * 65, NOW + timedelta(seconds=3))


def test_another_sites_riddle_does_not_work() -> None:
    other = Challenges(b"another secret" * 3, difficulty=0, youngest=timedelta(0), oldest=timedelta(hours=1))
    with pytest.raises(LooksAutomated):
        RULES.judge(other.issue(NOW), "", NOW + timedelta(seconds=3))


def test_an_easier_riddle_cannot_be_made_of_a_hard_one() -> None:
    challenge = RULES.issue(NOW)
    whole = bytearray(base64.urlsafe_b64decode(challenge + "=="))
    whole[1] = 0
    forged = base64.urlsafe_b64encode(bytes(whole)).decode().rstrip("=")
    with pytest.raises(LooksAutomated):
        RULES.judge(forged, "", NOW + timedelta(seconds=3))


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_rubbish_is_refused_and_nothing_else(challenge: str, answer: str) -> None:
    with pytest.raises(LooksAutomated):
        RULES.judge(challenge, answer, NOW)


def test_one_riddle_has_one_digest_however_it_is_spelt() -> None:
    challenge = RULES.issue(NOW)
    later = NOW + timedelta(seconds=3)
    first, _ = RULES.judge(challenge, solve(challenge, 8), later)
    spelt = challenge + "=" * (-len(challenge) % 4)
    try:
        second, _ = RULES.judge(spelt, solve(spelt, 8), later)
    except LooksAutomated:
        return
    assert first == second
