"""Password hashes: right, wrong, and too many at once."""

import asyncio

import pytest

from octavo.accounts.adapters.argon2id import Argon2id
from octavo.accounts.ports import Verdict
from octavo.chassis.faults import ResourceExhausted


async def test_a_hash_knows_its_password_and_no_other() -> None:
    passwords = Argon2id(memory=8, passes=1, threads=1)
    made = await passwords.hash("four quiet green rivers")
    assert made.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert await passwords.hash("four quiet green rivers") != made
    assert await passwords.verify(made, "four quiet green rivers") == Verdict(True)
    assert await passwords.verify(made, "four quiet green river") == Verdict(False)
    passwords.close()


@pytest.mark.parametrize("stored", ["", "x", "$argon2id$v=19$m=8,t=1,p=1$x", "$2b$12$abcdefghijklmnopqrstuv"])
async def test_what_is_no_hash_lets_nobody_in(stored: str) -> None:
    passwords = Argon2id(memory=8, passes=1, threads=1)
    assert await passwords.verify(stored, "") == Verdict(False)
    passwords.close()


async def test_a_hash_of_other_parameters_is_right_and_outdated() -> None:
    before, after = Argon2id(memory=8, passes=1, threads=1), Argon2id(memory=16, passes=2, threads=1)
    made = await before.hash("x")
    assert await after.verify(made, "x") == Verdict(True, outdated=True)
    before.close()
    after.close()


async def test_a_crowd_is_sent_away_instead_of_kept_waiting() -> None:
    passwords = Argon2id(memory=1024, passes=1, threads=1)
    results = await asyncio.gather(*(passwords.hash("x") for _ in range(40)), return_exceptions=True)
    refused = [result for result in results if isinstance(result, ResourceExhausted)]
    assert len(refused) == 40 - 16
    assert refused[0].retry_after > 0
    assert await passwords.hash("x")
    passwords.close()
