"""Stories, publications, settings, health, events, storage, first steps: for those who keep the site."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from octavo.chassis import authority
from octavo.chassis.certificates import Certificates, Wire
from octavo.chassis.context import acting_as
from octavo.chassis.stacks import Place
from tests.edge import engine
from tests.edge.test_publications import founded
from tests.edge.world import Site

OWNERS = ("settings", "health", "events", "storage", "welcome")
MODERATORS = ("stories", "publications")

_DEAD = """
INSERT INTO octavo_deliveries (consumer, number, aggregate, attempts, due_at, dead, error)
SELECT 'images', number, aggregate, 9, 0, 1, 'it is <broken>' FROM octavo_outbox ORDER BY number LIMIT 1
"""


@pytest.mark.parametrize("part", [*OWNERS, *MODERATORS])
async def test_pages_are_for_those_who_keep_the_site(site: Site, part: str) -> None:
    ada, bert, mona = await site.owner(), await site.member("bert"), await site.member("mona")
    await ada.post(f"/admin/people/{await site.person_id('mona')}/role", role="MODERATOR")
    assert (await ada.get(f"/admin/{part}")).status == 200
    assert (await bert.get(f"/admin/{part}")).status == 403
    assert (await mona.get(f"/admin/{part}")).status == (200 if part in MODERATORS else 403)
    assert (await site.browser().get(f"/admin/{part}")).status == 303


async def test_moderators_are_led_to_their_pages_alone(site: Site) -> None:
    ada, mona = await site.owner(), await site.member("mona")
    await ada.post(f"/admin/people/{await site.person_id('mona')}/role", role="MODERATOR")
    assert 'href="/admin/settings"' in (await ada.get("/admin/stories")).text
    assert 'href="/admin/settings"' not in (await mona.get("/admin/stories")).text


async def test_stories_are_listed_found_and_taken_back(site: Site) -> None:
    ada, bert = await site.owner(), await site.member("bert")
    story = await site.publish("bert", "On lighthouses")
    await site.publish("bert", "On bread")
    await site.index()
    assert "On bread" in (await ada.get("/admin/stories")).text
    found = (await ada.get("/admin/stories?q=lighthouses")).text
    assert "On lighthouses" in found
    assert "On bread" not in found
    assert (await bert.post(f"/admin/stories/{story.id}/take-back")).status == 403
    answer = await ada.post(f"/admin/stories/{story.id}/take-back")
    assert answer.location == "/admin/stories?said=story-taken-back"
    assert "On lighthouses" not in (await ada.get("/admin/stories")).text
    with acting_as(await site.caller("bert")):
        assert (await site.stories.get_draft(story_id=story.id)).content.title == "On lighthouses"
    assert (await ada.post("/admin/stories/11111111111/delete")).status == 404


async def test_a_story_is_deleted(site: Site) -> None:
    ada, _ = await site.owner(), await site.member("bert")
    story = await site.publish("bert", "On lighthouses")
    answer = await ada.post(f"/admin/stories/{story.id}/delete")
    assert answer.location == "/admin/stories?said=story-removed"
    assert (await site.browser().get(f"/p/{story.id}")).status == 410


async def test_without_search_the_stories_are_still_there(site: Site) -> None:
    ada, _ = await site.owner(), await site.member("bert")
    await site.publish("bert", "On bread")
    site.search_switch.off = True
    assert (await ada.get("/admin/stories?q=bread")).status == 503
    assert "On bread" in (await ada.get("/admin/stories")).text
    assert "does not answer" in (await ada.get("/admin/health")).text


async def test_publications_are_shown_with_their_owners(site: Site) -> None:
    ada, olga = await site.owner(), await site.member("olga")
    base = await founded(site, olga)
    page = await ada.get("/admin/publications")
    assert "The Paper" in page.text
    assert 'href="/@olga"' in page.text
    await olga.post(f"{base}/archive", archived="1")
    assert "The Paper" not in (await ada.get("/admin/publications")).text
    assert "The Paper" in (await ada.get("/admin/publications?show=archived")).text


async def test_settings_are_explained(site: Site) -> None:
    page = (await (await site.owner()).get("/admin/settings")).page
    one = page.css_first("#OCTAVO_EDGE_NAME")
    assert "What the site is called." in one.text()
    assert "as it comes" in one.text()
    assert "from the environment" in page.css_first("#OCTAVO_DATA").text()
    # A number is no secret, whatever its name.
    assert page.css_first("#OCTAVO_API_CALLS_BY_TOKEN form") is not None
    secret = page.css_first("#OCTAVO_SECRET")
    assert secret.css_first("form") is None


async def test_a_value_is_tried_and_changes_nothing(site: Site) -> None:
    ada = await site.owner()
    answer = await ada.post("/admin/settings", variable="OCTAVO_EDGE_PAGE_SIZE", value="30")
    assert answer.status == 200
    lines = [node.text() for node in answer.page.css("#OCTAVO_EDGE_PAGE_SIZE pre")]
    assert lines == ["[edge]\npage_size = 30", "OCTAVO_EDGE_PAGE_SIZE=30"]
    again = (await ada.get("/admin/settings")).page.css_first("#OCTAVO_EDGE_PAGE_SIZE")
    assert "as it comes" in again.text()


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("OCTAVO_EDGE_PAGE_SIZE", "500", "from 5 to 50"),
        ("OCTAVO_EDGE_PAGE_SIZE", "<b>", "a whole number"),
        ("OCTAVO_URL", "ftp://example.org", "does not begin with http"),
        ("OCTAVO_URL", "https://example.org/blog", "needs a host of its own"),
        ("OCTAVO_TRUSTED_PROXIES", "10.0.0.0/8, nonsense", "is no address or network"),
    ],
)
async def test_what_cannot_work_is_refused_as_at_the_start(
    site: Site, variable: str, value: str, says: str
) -> None:
    answer = await (await site.owner()).post("/admin/settings", variable=variable, value=value)
    assert answer.status == 422
    assert says in answer.page.css_first(f"#{variable} [role=alert]").text()


async def test_secrets_and_unknown_settings_are_not_tried(site: Site) -> None:
    ada = await site.owner()
    assert (await ada.post("/admin/settings", variable="OCTAVO_SECRET", value="x" * 40)).status == 403
    assert (await ada.post("/admin/settings", variable="OCTAVO_NONSENSE", value="x")).status == 404


async def test_health_names_what_is_away(site: Site) -> None:
    ada = await site.owner()
    assert "Everything is in order." in (await ada.get("/admin/health")).text
    await site.databases["webhooks"].close()
    text = (await ada.get("/admin/health")).page.css_first("[role=alert]").text()
    assert "webhooks" in text


async def test_health_tells_how_the_services_do(site: Site) -> None:
    ada = await site.owner()
    assert (await site.browser().get("/@nobody")).status == 404
    page = (await ada.get("/admin/health")).page
    rows = {row.css_first("th").text(): row.css("td") for row in page.css("table")[0].css("tbody tr")}
    _, _, calls, failed, half, most = (cell.text() for cell in rows["accounts"])
    assert int(calls) > 3
    assert failed == "0"  # that there is nobody of this name is not our fault
    assert half.endswith(" ms")
    assert most.endswith((" ms", "longer"))
    assert [cell.text() for cell in rows["webhooks"]][2:] == [
        "0",
        "0",
        "",
        "",
    ]  # which this world does not count
    assert page.css_first("#failed-title") is None


async def test_health_shows_what_took_long_and_its_stack(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await site.owner()
    assert (await ada.get("/admin/health")).page.css_first("#long-title") is None
    place = Place(
        where="feed/<b>.py make", count=3, longest=1.25, last=1.8e9, stack=("a.py:1 run", "<i>:2 make")
    )
    monkeypatch.setattr(engine, "LONG", [place])
    page = (await ada.get("/admin/health")).page
    rows = page.css("[aria-labelledby=long-title] tbody tr")
    assert [row.css_first("summary").text() for row in rows] == ["feed/<b>.py make"] * 2
    assert [row.css("td")[0].text() for row in rows] == ["everybody", "one request"]
    assert [cell.text() for cell in rows[0].css("td")][1:3] == ["3", "1,250 ms"]
    assert rows[0].css_first("pre").text() == "a.py:1 run\n<i>:2 make"


async def test_health_shows_how_long_certificates_are_good(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ada, now = await site.owner(), datetime.now(UTC)
    assert (await ada.get("/admin/health")).page.css_first("#certificates-title") is None
    authority.make(tmp_path, ["edge.internal"], site="octavo.internal", days=20, now=now)
    key = tmp_path / "edge.internal.key"
    wire = Wire(certificate=tmp_path / "edge.internal.pem", key=key, authority=tmp_path / authority.AUTHORITY)
    certificates = Certificates(wire)
    monkeypatch.setattr(engine, "CERTIFICATES", [certificates])
    page = (await ada.get("/admin/health")).page
    rows = page.css("[aria-labelledby=certificates-title] tbody tr")
    assert [[cell.text() for cell in row.css("th, td")][::2] for row in rows] == [
        ["this process", "to be renewed"],
        ["the authority", "in order"],
    ]
    key.write_text("<b>")
    certificates.look()
    note = (await ada.get("/admin/health")).page.css_first("[role=alert].note-bad")
    assert f"OCTAVO_WIRE_KEY: {key} holds no private key" in note.text()


async def test_a_dead_event_is_shown_delivered_again_and_dropped(site: Site) -> None:
    ada, _ = await site.owner(), await site.member("bert")
    await site.publish("bert", "On bread")
    db = site.databases["stories"]
    for act, said in (("replay", "event-replayed"), ("drop", "event-dropped")):
        await db.execute("DELETE FROM octavo_deliveries")
        await db.execute(_DEAD)
        page = (await ada.get("/admin/events")).page
        assert page.css_first(".statement").text() == "it is <broken>"
        letter = page.css_first("input[name=letter]").attributes["value"] or ""
        answer = await ada.post(f"/admin/events/stories/{act}", letter=letter)
        assert answer.location == f"/admin/events?said={said}"
        assert "No event was given up." in (await ada.get("/admin/events")).text
        assert (await ada.post(f"/admin/events/stories/{act}", letter=letter)).status == 404
    assert (await ada.post("/admin/events/nonsense/drop", letter="images/1")).status == 404


async def test_storage_tells_what_everything_takes(site: Site) -> None:
    page = (await (await site.owner()).get("/admin/storage")).page
    rows = {row.css_first("th").text(): row.css_first("td").text() for row in page.css("tbody tr")}
    assert {"accounts", "stories", "images", "Pictures", "Search index"} <= set(rows)
    assert rows["stories"].endswith("kB")


async def test_the_first_steps_follow_the_site_and_can_be_put_away(site: Site) -> None:
    ada = await site.owner()
    assert 'href="/admin/welcome"' in (await ada.get("/admin")).text

    async def done() -> list[bool]:
        page = (await ada.get("/admin/welcome")).page
        return ["Done" in step.css_first("h2").text() for step in page.css(".step")]

    # The mail of this site works; its name, address and who may join are as they come.
    assert await done() == [False, False, True, False, False]
    await site.publish("ada", "On bread")
    assert await done() == [False, False, True, False, True]
    assert (await ada.post("/admin/welcome")).location == "/admin"
    assert 'href="/admin/welcome"' not in (await ada.get("/admin")).text
