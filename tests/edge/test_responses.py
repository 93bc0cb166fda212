"""Conversations on the pages: by forms, without a script, for each reader as they may see it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.context import acting_as
from tests.edge.browser import Browser
from tests.edge.test_publications import joined, staffed, submitted
from tests.edge.world import Site, site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path) as made:
        await made.owner()
        yield made


async def said(browser: Browser, story: str, text: str, **more: str) -> str:
    """Respond; the response's id."""
    done = await browser.post(f"/p/{story}/responses", text=text, **more)
    assert done.status == 303, done.text
    return re.findall(r"[1-9A-HJ-NP-Za-km-z]{11}", done.header("location"))[-1]


async def test_two_people_talk_without_a_script(here: Site) -> None:
    reader, story = await here.member("bert"), (await here.publish("ada", "By the sea")).id
    page = await here.browser().get(f"/@ada/by-the-sea-{story}")
    assert f'href="/p/{story}/responses"' in page.text
    first = await said(reader, story, "A *fine* day.")
    talk = (await here.browser().get(f"/p/{story}/responses")).text
    assert "A <em>fine</em> day." in talk
    assert "Sign in to respond" in talk
    owner = here.people["ada"]
    assert f'name="parent" value="{first}"' in (await owner.get(f"/p/{story}/responses?reply={first}")).text
    answer = await said(owner, story, "It was.", parent=first)
    thread = (await reader.get(f"/r/{first}")).text
    assert thread.index("fine") < thread.index("It was.")
    assert (await here.browser().get(f"/r/{answer}")).status == 200
    assert "2 responses" in (await here.browser().get(f"/@ada/by-the-sea-{story}")).text


async def test_words_are_edited_and_taken_away_on_the_page(here: Site) -> None:
    reader, story = await here.member("bert"), (await here.publish("ada", "By the sea")).id
    one = await said(reader, story, "First words")
    form = (await reader.get(f"/r/{one}?edit={one}")).text
    assert ">First words</textarea>" in form
    await reader.post(f"/r/{one}/edit", text="Other words")
    assert "Other words" in (await reader.get(f"/p/{story}/responses")).text
    assert (await here.people["ada"].post(f"/r/{one}/edit", text="Mine")).status == 404
    done = await reader.post(f"/r/{one}/delete")
    assert done.header("location") == f"/p/{story}/responses"
    assert (await reader.get(f"/r/{one}")).status == 404


async def test_a_refused_response_keeps_its_words(here: Site) -> None:
    reader, story = await here.member("bert"), (await here.publish("ada", "By the sea")).id
    refused = await reader.post(f"/p/{story}/responses", text="# A heading")
    assert refused.status == 400
    assert "# A heading</textarea>" in refused.text
    assert "A response has paragraphs" in refused.text
    asked = await here.browser().post(f"/p/{story}/responses", text="Words")
    assert asked.header("location").startswith("/sign-in?then=")
    assert (await reader.post("/p/1111111Gone/responses", text="Words")).status == 404
    assert (await reader.get("/p/nonsense/responses")).status == 404
    assert (await reader.get("/r/nonsense")).status == 404
    assert (await reader.get(f"/p/{story}/responses?after=nonsense")).status == 404


async def test_the_author_decides_on_the_page(here: Site) -> None:
    reader, owner = await here.member("bert"), here.people["ada"]
    story = (await here.publish("ada", "By the sea")).id
    assert "Who may respond" in (await owner.get(f"/p/{story}/responses")).text
    assert "Who may respond" not in (await reader.get(f"/p/{story}/responses")).text
    assert (await reader.post(f"/p/{story}/responses/rule", rule="locked")).status == 404
    await owner.post(f"/p/{story}/responses/rule", rule="all_held")
    done = await reader.post(f"/p/{story}/responses", text="May I?")
    assert "waits=1" in done.header("location")
    assert "waits to be let through" in (await reader.get(done.header("location"))).text
    assert "May I?" not in (await here.browser().get(f"/p/{story}/responses")).text
    one = re.findall(r"/r/(\w+)", done.header("location"))[0]
    assert "May I?" in (await owner.get("/me/responses")).text
    await owner.post(f"/r/{one}/show", then="waiting")
    assert "May I?" in (await here.browser().get(f"/p/{story}/responses")).text
    await owner.post(f"/r/{one}/hide")
    assert "May I?" not in (await here.browser().get(f"/p/{story}/responses")).text
    assert "May I?" in (await reader.get("/me/responses?show=written")).text
    await owner.post(f"/p/{story}/responses/rule", rule="locked")
    assert "The conversation is closed." in (await reader.get(f"/p/{story}/responses")).text
    assert (await reader.post(f"/p/{story}/responses", text="Still")).status in (400, 409)


async def test_claps_for_a_response_by_a_form(here: Site) -> None:
    reader, owner = await here.member("bert"), here.people["ada"]
    story = (await here.publish("ada", "By the sea")).id
    one = await said(reader, story, "Fine words")
    await owner.post(f"/r/{one}/clap", claps="2")
    assert "Clap · 2" in (await owner.get(f"/r/{one}")).text
    assert (await owner.post(f"/r/{one}/clap", claps="51")).status == 400
    assert (await owner.post(f"/r/{one}/clap", claps="0")).status == 303


async def test_whom_one_blocked_is_not_in_the_conversation(here: Site) -> None:
    reader, story = await here.member("bert"), (await here.publish("ada", "By the sea")).id
    await said(reader, story, "Rude words")
    other = await here.member("carl")
    with acting_as(await here.caller("carl")):
        await here.graph.block(person_id=await here.person_id("bert"))
    assert "Rude words" not in (await other.get(f"/p/{story}/responses")).text
    assert "Rude words" in (await here.browser().get(f"/p/{story}/responses")).text


async def test_a_publications_editors_decide_about_what_stands_in_it(here: Site) -> None:
    olga, _, base = await staffed(here)
    editor, reader = await here.member("emil"), await here.member("bert")
    await joined(here, olga, base, editor, "emil", "EDITOR")
    story, case = await submitted(here, here.people["anna"])
    assert (await olga.post(f"{case}/accept", version="1")).status == 303
    assert "Who may respond" in (await editor.get(f"/p/{story}/responses")).text
    assert "Who may respond" not in (await reader.get(f"/p/{story}/responses")).text
    await editor.post(f"/p/{story}/responses/rule", rule="all_held")
    held = await said(reader, story, "May I?")
    for who in (editor, olga, here.people["anna"]):
        assert "May I?" in (await who.get("/me/responses")).text
    assert "May I?" not in (await reader.get("/me/responses")).text
    await editor.post(f"/r/{held}/show", then="waiting")
    talk = (await editor.get(f"/p/{story}/responses")).text
    assert f'action="/r/{held}/hide"' in talk
    assert "Take the response back" not in talk
    await editor.post(f"/r/{held}/hide")
    assert "May I?" not in (await here.browser().get(f"/p/{story}/responses")).text
    await olga.post(f"/r/{held}/show")
    assert "May I?" in (await here.browser().get(f"/p/{story}/responses")).text
    alone = (await here.publish("anna", "Her own")).id  # stands with its author: it is none of theirs
    assert (await editor.post(f"/p/{alone}/responses/rule", rule="locked")).status == 404
