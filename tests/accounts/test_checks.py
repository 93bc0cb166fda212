import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.accounts import checks
from octavo.accounts.api import ImageId, ProfileLink
from octavo.accounts.devices import device_of
from octavo.chassis.faults import Invalid


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Anna@Example.ORG ", "anna@example.org"),
        ("a+b@example.org", "a+b@example.org"),
        ("post@bücher.example", "post@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_address_is_stored_in_one_form(written: str, stored: str) -> None:
    assert checks.check_email(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anna",
        "@example.org",
        "anna@",
        "an na@example.org",
        "anna@example..org",
        "anna@-x.org",
        "a@b@c",
        "anna@example.org\nBcc: all@example.org",
        "anna\r\n@example.org",
        '"a b"@example.org',
        "x" * 65 + "@example.org",
        "a@" + "x" * 260 + ".org",
        ".a@example.org",
        "ünna@example.org",
        "a@" + "ü" * 70 + ".org",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(Invalid) as raised:
        checks.check_email(written)
    assert raised.value.field == "email"


@given(st.text(max_size=300))
def test_no_text_gets_a_line_break_into_an_address(written: str) -> None:
    try:
        stored = checks.check_email(written)
    except Invalid:
        return
    assert stored.isascii()
    assert stored.isprintable()
    assert " " not in stored


def test_a_name_is_one_tidy_line() -> None:
    assert checks.check_name("  Anna \n Maria\u202e\x00 ") == "Anna Maria"


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 81])
def test_a_name_is_needed_and_short(name: str) -> None:
    with pytest.raises(Invalid):
        checks.check_name(name)


@given(st.text(max_size=600))
def test_a_bio_is_stored_as_it_would_be_stored_again(bio: str) -> None:
    try:
        stored = checks.check_bio(bio)
    except Invalid:
        return
    assert checks.check_bio(stored) == stored


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://",
        "https://user:pw@example.org",
        'https://example.org/"onclick',
        "https://example.org/ x",
        "https://[::1",
        "https://example.org:99999999",
        "https://example.org/" + "x" * 500,
        "",
    ],
)
def test_a_profiles_link_leads_to_a_site_or_is_refused(url: str) -> None:
    with pytest.raises(Invalid):
        checks.check_links([ProfileLink(label="me", url=url)])


def test_a_link_without_a_label_is_called_by_its_host() -> None:
    assert checks.check_links([ProfileLink(url="https://www.example.org/me")])[0].label == "example.org"


def test_there_are_ten_links_at_most() -> None:
    links = [ProfileLink(url="https://example.org")] * 11
    assert len(checks.check_links(links[:10])) == 10
    with pytest.raises(Invalid):
        checks.check_links(links)


@pytest.mark.parametrize(
    "then", ["https://evil.example", "//evil.example", "/\\evil", "evil", "/a\nb", "/" * 3000]
)
def test_a_way_on_never_leads_off_the_site(then: str) -> None:
    assert checks.local_path(then) == ""


def test_a_way_on_inside_the_site_is_kept() -> None:
    assert checks.local_path("/me/drafts?x=1") == "/me/drafts?x=1"


@pytest.mark.parametrize("zone", ["", "Europe/Berlin", "UTC"])
def test_a_time_zone_is_one_of_the_known(zone: str) -> None:
    assert checks.check_time_zone(zone) == zone


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "europe/berlin "])
def test_another_is_refused(zone: str) -> None:
    with pytest.raises(Invalid):
        checks.check_time_zone(zone)


@pytest.mark.parametrize("language", ["e", "english language", "de_DE", "<script>", "x" * 40])
def test_a_language_is_a_tag(language: str) -> None:
    assert checks.check_language("pt-BR") == "pt-BR"
    with pytest.raises(Invalid):
        checks.check_language(language)


def test_a_picture_is_an_image_id_or_none() -> None:
    assert checks.check_picture(ImageId("")) == ""
    assert checks.check_picture(ImageId("11111111112")) == "11111111112"
    with pytest.raises(Invalid):
        checks.check_picture(ImageId("../../x"))


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
            "Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.5", "curl"),
        ("", ""),
        ("\x00<script>", ""),
    ],
)
def test_a_device_is_told_in_words(agent: str, device: str) -> None:
    assert device_of(agent) == device
