"""Addresses: made in one place, read back, and never leading away."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.edge.addresses import Addresses, StoryPath, local_path, read_story_path

addresses = Addresses("https://Octavo.test")
ids = st.text("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", min_size=11, max_size=11)
slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)


@given(slug=slugs, story_id=ids)
def test_a_storys_address_is_read_back(slug: str, story_id: str) -> None:
    last = addresses.story("ada", slug, story_id).rpartition("/")[2]
    assert read_story_path(last) == StoryPath(slug, story_id)
    assert read_story_path(story_id) == StoryPath("", story_id)


@given(st.text())
def test_whatever_stands_there_is_read_without_a_fault(text: str) -> None:
    read = read_story_path(text)
    assert read.story_id in text


@given(st.one_of(st.text(), st.from_regex(r"[/\\%2fF:a.@?#\t\n]{0,12}", fullmatch=True)))
def test_no_text_leads_to_another_site(text: str) -> None:
    path = local_path(text)
    # As a browser reads it: backslashes are slashes, tabs and line ends are dropped.
    read = path.replace("\\", "/").replace("\t", "").replace("\n", "").replace("\r", "")
    assert urlsplit(urljoin("https://octavo.test/sign-in", read)).netloc == "octavo.test"


@pytest.mark.parametrize(
    "path", ["/", "/new", "/edit/11111111111?x=1&y=2#z", "/tag/a%20b", "/@ada/x?after=1"]
)
def test_paths_of_the_site_stay(path: str) -> None:
    assert local_path(path, otherwise="/no") == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "new",
        "//e.test",
        "/\\e.test",
        "/%2Fe.test",
        "/%5ce.test",
        "https://e.test",
        "/x y",
        "/x\n",
        "/é",
        "/" + "x" * 1001,
    ],
)
def test_what_could_lead_elsewhere_does_not_stay(path: str) -> None:
    assert local_path(path, otherwise="/safe") == "/safe"


def test_whole_addresses_come_from_where_the_site_stands() -> None:
    assert addresses.absolute("/feed") == "https://octavo.test/feed"
    assert addresses.absolute("https://else.test/x") == "https://else.test/x"
    assert addresses.secure
    assert not Addresses("http://127.0.0.1:8000").secure


def test_names_in_addresses_are_quoted() -> None:
    assert addresses.tag("open data/2") == "/tag/open%20data%2F2"
    assert addresses.sign_in(then="/a?b=c&d") == "/sign-in?then=%2Fa%3Fb%3Dc%26d"
    assert addresses.sign_in(then="/") == "/sign-in"
