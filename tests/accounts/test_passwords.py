import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.accounts.passwords import LONGEST, SHORTEST, weakness


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "Passw0rd!!",
        "P@ssword2024",
        "qwertyuiop",
        "1234567890",
        "0987654321",
        "abcdefghij",
        "aaaaaaaaaaaa",
        "abababababab",
        "iloveyou12",
        "letmein12345",
        "Willkommen1!",
        "adminadmin",
        "passwordpassword",
        "qwertz12345",
        "sunshine2023",
        "correcthorsebatterystaple",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert weakness(password)


@pytest.mark.parametrize(
    "password",
    [
        "four quiet green rivers",
        "Zug nach Bern 1987",
        "kJ8-v!Qe2m",
        "зелёная трава",
        "monkeys eat figs slowly",
    ],
)
def test_a_few_words_are_enough(password: str) -> None:
    assert weakness(password) == ""


@pytest.mark.parametrize("password", ["melodious-melody", "MELODY loves trees", "x melody@example.org y"])
def test_ones_own_name_or_address_is_refused(password: str) -> None:
    assert weakness(password, handle="melody", email="melody@example.org", name="Mel")


@given(st.text(max_size=SHORTEST - 1))
def test_a_short_one_is_refused(password: str) -> None:
    assert "at least" in weakness(password)


@given(st.text(min_size=LONGEST + 1, max_size=LONGEST + 50))
def test_an_endless_one_is_refused(password: str) -> None:
    assert "at most" in weakness(password)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(password: str) -> None:
    assert isinstance(weakness(password, handle="anna", email="anna@example.org", name="Anna"), str)
