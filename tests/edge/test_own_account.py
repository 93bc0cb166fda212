"""Settings: everything about one's own account."""

import io
import json
import zipfile
from typing import Any

import httpx2
import pytest

from octavo.accounts.api import HappeningKind, Me
from octavo.chassis.context import acting_as
from octavo.chassis.s3_files import S3Files
from octavo.chassis.s3_link import Bucket
from tests.edge.browser import Browser
from tests.edge.world import PASSWORD, Site
from tests.s3_server import S3Server


async def me(site: Site, handle: str) -> Me:
    with acting_as(await site.caller(handle)):
        return await site.accounts.get_me()


async def test_the_page_shows_what_is_set(site: Site) -> None:
    ada = await site.owner()
    answer = await ada.get("/me/settings")
    assert answer.status == 200
    assert answer.header("cache-control") == "no-store"
    assert answer.page.css_first("input[name=name]").attributes["value"] == "Ada"
    answer = await ada.get("/me/settings/account")
    assert answer.header("cache-control") == "no-store"
    assert "ada@mail.test" in answer.text


async def test_a_profile_is_saved_with_its_links(site: Site) -> None:
    ada = await site.owner()
    body = (
        "name=Ada+B.&bio=I+walk.%0D%0AOften.&picture_id="
        "&link_label=Site&link_url=https%3A%2F%2Fada.test%2F&link_label=&link_url="
    )
    answer = await ada.send("/me/settings/profile", body.encode())
    assert (answer.status, answer.location) == (303, "/me/settings?said=saved")
    person = (await me(site, "ada")).person
    assert (person.name, person.bio) == ("Ada B.", "I walk.\nOften.")
    assert [(link.label, link.url) for link in person.links] == [("Site", "https://ada.test/")]
    assert "https://ada.test/" in (await site.browser().get("/@ada")).text


@pytest.mark.parametrize(
    ("part", "fields", "field"),
    [
        ("profile", {"name": "", "bio": ""}, "name"),
        ("profile", {"name": "x" * 81, "bio": ""}, "name"),
        ("profile", {"name": "Ada", "bio": "x" * 501}, "bio"),
        ("profile", {"name": "Ada", "link_label": "x", "link_url": "javascript:alert(1)"}, "link_url"),
        ("handle", {"handle": "admin"}, "handle"),
        ("handle", {"handle": "bert"}, "handle"),
        ("handle", {"handle": "a b"}, "handle"),
        ("email", {"email": "nonsense"}, "email"),
        ("password", {"password": "short"}, "password"),
        ("password", {"password": "password1234"}, "password"),
    ],
)
async def test_what_is_not_right_comes_back_as_it_was_filled_in(
    site: Site, part: str, fields: dict[str, Any], field: str
) -> None:
    ada = await site.owner()
    await site.member("bert")
    before = await me(site, "ada")
    answer = await ada.post(f"/me/settings/{part}", **fields)
    assert answer.status == 422
    shown = answer.page.css_first(f"form[action='/me/settings/{part}'] [name={field}]")
    assert answer.page.css_first(f"form[action='/me/settings/{part}'] [role=alert]") is not None
    if field != "password":
        assert fields[field] in (shown.attributes.get("value") or shown.text())
    assert await me(site, "ada") == before


async def test_language_and_time_zone_are_the_pages_own_from_then_on(site: Site) -> None:
    ada = await site.owner()
    answer = await ada.post("/me/settings/preferences", language="de", time_zone="Europe/Berlin")
    assert answer.status == 303
    assert 'lang="de"' in (await ada.get("/me/settings")).text
    wrong = await ada.post("/me/settings/preferences", language="de", time_zone="Mars/Olympus")
    assert wrong.status == 422
    assert (await me(site, "ada")).time_zone == "Europe/Berlin"


async def test_a_new_password_needs_the_present_one_and_ends_other_sign_ins(site: Site) -> None:
    ada = await site.owner()
    assert (await ada.post("/me/settings/password", password=PASSWORD)).status == 303
    other = site.browser()
    await other.post("/sign-in/password", login="ada", password=PASSWORD)
    new = "five loud red lakes"
    site.clock.turn(minutes=15)  # a fresh sign-in may do without
    wrong = await ada.post("/me/settings/password", password=new, present_password="not this one")
    assert wrong.status == 422
    assert wrong.page.css_first("input[name=present_password]").attributes["aria-invalid"] == "true"
    right = await ada.post("/me/settings/password", password=new, present_password=PASSWORD)
    assert right.location == "/me/settings/account?said=password-set"
    assert (await ada.get("/me/settings")).status == 200
    assert (await other.get("/me/settings")).location.startswith("/sign-in")


async def test_one_sign_in_or_all_others_can_be_ended(site: Site) -> None:
    ada = await site.owner()
    await ada.post("/me/settings/password", password=PASSWORD)
    others = [site.browser(), site.browser(), site.browser()]
    for other in others:
        await other.post("/sign-in/password", login="ada", password=PASSWORD)
    page = (await others[0].get("/me/settings/account")).page
    ids = [
        node.attributes["value"] for node in page.css("input[name=session_id]") if node.attributes["value"]
    ]
    assert len(ids) == 3
    assert (await ada.post("/me/settings/sign-ins", session_id=ids[0])).location.endswith("session-ended")
    assert (await ada.post("/me/settings/sign-ins", session_id="")).location.endswith("sessions-ended")
    assert (await ada.get("/me/settings")).status == 200
    for other in others:
        assert (await other.get("/me/settings")).status == 303


async def test_a_new_address_counts_once_it_is_confirmed(site: Site) -> None:
    bert = await site.member("bert")
    answer = await bert.post("/me/settings/email", email="bert@new.test")
    assert answer.location == "/me/settings/account?said=email-sent"
    assert (await me(site, "bert")).email == "bert@mail.test"
    assert "bert@new.test" in (await bert.get("/me/settings/account")).text


async def test_a_part_that_is_none_is_not_there(site: Site) -> None:
    ada = await site.owner()
    assert (await ada.post("/me/settings/nonsense", x="1")).status == 404


async def test_each_settings_page_is_for_its_person_and_kept_by_nobody(site: Site) -> None:
    ada = await site.owner()
    for address in ("/me/settings", "/me/settings/account", "/me/settings/data", "/me/settings/log"):
        answer = await ada.get(address)
        assert (answer.status, answer.header("cache-control")) == (200, "no-store"), address
        assert answer.page.css_first("[aria-current=page]").attributes["href"] == address
        assert (await site.browser().get(address)).location.startswith("/sign-in")


async def test_what_happened_is_told_in_words_page_by_page(site: Site) -> None:
    bert = await site.member("bert")
    await bert.post("/me/settings/password", password=PASSWORD)
    person_id = (await me(site, "bert")).person.id
    for _ in range(60):
        await site.accounts._note(HappeningKind.SIGN_IN_FAILED, person_id)
    first = await bert.get("/me/settings/log")
    assert "Somebody tried a wrong password" in first.text
    older = first.page.css_first("a[href*='after=']").attributes["href"]
    assert older is not None
    rest = await bert.get(older)
    assert "Your password was set" in rest.text
    assert "You signed in with a mailed link" in rest.text
    assert (await bert.get("/me/settings/log?after=nonsense")).location == "/me/settings/log"


async def test_ones_data_is_asked_for_packed_and_downloaded_by_nobody_else(site: Site) -> None:
    bert, eve = await site.member("bert"), await site.member("eve")
    assert (await bert.post("/me/settings/export")).location == "/me/settings/data?said=export-asked"
    page = await bert.get("/me/settings/data")
    assert "Being packed" in page.text
    assert page.page.css_first("form[action='/me/settings/export']") is None
    await site.accounts.pack_exports()
    link = (await bert.get("/me/settings/data")).page.css_first("a[download]").attributes["href"]
    assert link is not None
    answer = await bert.get(link)
    assert (answer.status, answer.header("cache-control")) == (200, "no-store")
    assert answer.header("content-disposition").startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
        assert json.loads(packed.read("accounts/people.json"))[0]["email"] == "bert@mail.test"
    assert len(answer.body) == int(answer.header("content-length"))
    await the_rest_is_had(bert, link, answer.body)
    assert (await eve.get(link)).status == 404
    assert (await eve.ask("GET", link, headers={"range": "bytes=1-"})).status == 404
    assert (await site.browser().get(link)).location.startswith("/sign-in")
    assert (await bert.get("/me/settings/data/export/..%2f..%2fsecret.key")).status == 404


async def test_ones_data_is_fetched_from_the_bucket_where_that_is_set(
    site: Site, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    bert, eve = await site.member("bert"), await site.member("eve")
    bucket = Bucket(name=s3.bucket("exports-of-members"), endpoint=s3.url)
    files = S3Files(bucket, seconds=60, hands_out=60)
    monkeypatch.setattr(site.accounts.tools.packing, "_files", files)
    await bert.post("/me/settings/export")
    await site.accounts.pack_exports()
    link = (await bert.get("/me/settings/data")).page.css_first("a[download]").attributes["href"]
    assert link is not None
    answer = await bert.get(link)
    assert (answer.status, answer.header("cache-control")) == (303, "no-store")
    async with httpx2.AsyncClient() as anybody:
        had = await anybody.get(answer.location)
    with zipfile.ZipFile(io.BytesIO(had.content)) as packed:
        assert json.loads(packed.read("accounts/people.json"))[0]["email"] == "bert@mail.test"
    for stranger in (eve, site.browser()):
        assert s3.url not in (await stranger.get(link)).location
    await files.close()


async def the_rest_is_had(bert: Browser, link: str, whole: bytes) -> None:
    """A download that broke off goes on where it was; what is asked for otherwise is had whole."""
    size = len(whole)
    tag = (await bert.get(link)).header("etag")
    for asked, start, end in (
        ("bytes=10-", 10, size),
        ("bytes=0-99", 0, 100),
        (f"bytes=7-{size + 5}", 7, size),
        (f"bytes={size - 1}-", size - 1, size),
    ):
        for more in ({}, {"if-range": tag}):
            part = await bert.ask("GET", link, headers={"range": asked, **more})
            assert (part.status, part.body) == (206, whole[start:end])
            assert part.header("content-range") == f"bytes {start}-{end - 1}/{size}"
    past = await bert.ask("GET", link, headers={"range": f"bytes={size}-"})
    assert (past.status, past.header("content-range")) == (416, f"bytes */{size}")
    for asked in (
        "bytes=-5",
        "bytes=9-3",
        "bytes=0-1,5-6",
        "lines=1-2",
        "bytes=",
        "bytes=a-b",
        "bytes=1-" + "9" * 200,
    ):
        other = await bert.ask("GET", link, headers={"range": asked})
        assert (other.status, other.body) == (200, whole)
    changed = await bert.ask("GET", link, headers={"range": "bytes=10-", "if-range": '"another"'})
    assert (changed.status, changed.body) == (200, whole)


async def test_leaving_signs_out_and_coming_back_undoes_it(site: Site) -> None:
    bert = await site.member("bert")
    await bert.post("/me/settings/password", password=PASSWORD)
    wrong = await bert.post("/me/settings/deletion", handle="eve")
    assert wrong.status == 422
    assert wrong.page.css_first("input[name=handle]").attributes["aria-invalid"] == "true"
    site.clock.turn(minutes=15)
    wrong = await bert.post("/me/settings/deletion", handle="bert", present_password="no")
    assert wrong.page.css_first("input[name=present_password]").attributes["aria-invalid"] == "true"
    answer = await bert.post("/me/settings/deletion", handle="@bert", present_password=PASSWORD)
    assert answer.location == "/sign-in?said=leaving"
    assert "If you change your mind, sign in." in (await bert.get("/sign-in?said=leaving")).text
    assert (await bert.get("/me/settings")).location.startswith("/sign-in")
    back = await bert.post("/sign-in/password", login="bert", password=PASSWORD)
    assert back.location == "/me/settings/account?said=returned"
    assert "Your account stays" in (await bert.get(back.location)).text


async def test_the_last_owner_is_told_why_they_cannot_leave(site: Site) -> None:
    ada = await site.owner()
    answer = await ada.post("/me/settings/deletion", handle="ada")
    assert answer.status == 422
    assert "The site needs an owner" in answer.text
    assert answer.page.css_first("details[open] form[action='/me/settings/deletion']") is not None
