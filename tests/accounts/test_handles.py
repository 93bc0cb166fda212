import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.accounts import handles
from octavo.accounts.api import HandleNotAllowed


@pytest.mark.parametrize("handle", ["anna", "a1b", "anna-maria", "x" * 30, "0-0"])
def test_a_plain_handle_is_allowed(handle: str) -> None:
    assert handles.check(handle) == handle


@pytest.mark.parametrize("written", ["Anna", "@anna", " anna "])
def test_a_handle_is_stored_in_lower_case_without_its_sign(written: str) -> None:
    assert handles.check(written) == "anna"


@pytest.mark.parametrize(
    "handle",
    [
        "",
        "ab",
        "x" * 31,
        "anna_maria",
        "-anna",
        "anna-",
        "an--na",
        "änna",
        "an na",
        "anna/x",
        "\u0430nna",
        "an\nna",
    ],
)
def test_another_shape_is_not_allowed_and_told_why(handle: str) -> None:
    with pytest.raises(HandleNotAllowed) as raised:
        handles.check(handle)
    assert raised.value.problem


@pytest.mark.parametrize(
    "word",
    [
        "search",
        "feed",
        "new",
        "edit",
        "admin",
        "metrics",
        "livez",
        "readyz",
        "tag",
        "images",
        "static",
        "about",
        "help",
        "api",
        "octavo",
        "settings",
        "login",
        "sign-in",
        "me",
        "up",
    ],
)
def test_words_that_the_site_needs_are_kept(word: str) -> None:
    with pytest.raises(HandleNotAllowed):
        handles.check(word)


@given(st.text(max_size=60))
def test_what_is_made_from_any_text_is_allowed(wish: str) -> None:
    assert handles.allowed(handles.made_from(wish))


@pytest.mark.parametrize(
    ("wish", "handle"),
    [
        ("Jürgen Größl", "juergen-groessl"),
        ("Émile Zola", "emile-zola"),
        ("melody", "melody"),
        ("admin", "admin-writes"),
        ("李白", "reader-0"),
        ("j.doe+news", "j-doe-news"),
    ],
)
def test_a_handle_keeps_what_it_can_of_a_name(wish: str, handle: str) -> None:
    assert handles.made_from(wish) == handle


def test_the_next_wish_counts_where_the_first_gives_nothing() -> None:
    assert handles.made_from("李白", "Li Bai") == "li-bai"


@given(st.from_regex(r"[a-z0-9]{3,30}", fullmatch=True))
def test_those_like_a_handle_are_all_different_and_allowed_in_shape(handle: str) -> None:
    few = handles.few(handle)
    assert few[0] == handle
    assert len(set(few)) == len(few) > 100
    assert all(handles.allowed(one) for one in few[1:] if one not in handles.RESERVED)
