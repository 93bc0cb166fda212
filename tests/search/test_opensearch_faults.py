"""OpenSearch killed, emptied, slow, full, torn, with another password: nothing is lost, all comes back."""

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from octavo.chassis import authority, database
from octavo.chassis.context import acting_as
from octavo.chassis.faults import Unavailable
from octavo.chassis.testing import HERE
from octavo.search.adapters.opensearch_forms import story_id
from octavo.search.ports import IndexAway
from octavo.stories.api import StoryId
from tests.opensearch_server import OpenSearchServer
from tests.search.conftest import world_in
from tests.search.gate import Answer, Gate, gate_to
from tests.search.world import World
from tests.stories.desk import ANNA, OPERATOR, Clock

pytestmark = pytest.mark.timeout(600)  # a server starts again, an index is made anew many times
Opens = Callable[..., Awaitable[World]]


@pytest.fixture
def server(opensearch_running: OpenSearchServer) -> Iterator[OpenSearchServer]:
    """The server of all tests, empty afterwards. A test that ends it starts it again."""
    yield opensearch_running
    opensearch_running.empty()


@pytest.fixture
def gate(server: OpenSearchServer) -> Iterator[Gate]:
    with gate_to(server.port) as gate:
        yield gate


@pytest.fixture
async def opens(clock: Clock, tmp_path: Path) -> AsyncIterator[Opens]:
    """Opens a site: its database is a file, its index behind an address."""
    async with AsyncExitStack() as stack:

        async def one(url: str, name: str = "site", seconds: float = 20.0) -> World:
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)

            async def factory(which: str, migrations: Path) -> database.Database:
                db = await database.open(f"sqlite:///{folder / which}.db", name=which, migrations=migrations)
                stack.push_async_callback(db.close)
                return db

            world = world_in(HERE, factory, clock, folder, url=url, seconds=seconds)
            return await stack.enter_async_context(world)

        yield one


async def away(world: World) -> None:
    """The search says that it is away, and the state what waits; whoever keeps the index waits too."""
    with pytest.raises(Unavailable):
        await world.find("heron")
    with acting_as(OPERATOR):
        state = await world.search.get_index_state()
    assert not state.building
    assert state.waiting > 0
    with pytest.raises(IndexAway):
        await world.searching.indexing.step()


async def test_killed_it_comes_back_with_all_that_it_had_and_gets_what_happened_meanwhile(
    server: OpenSearchServer, opens: Opens
) -> None:
    room = await opens(server.url)
    before = await room.publish("Of herons")
    await room.settle()
    (mark,) = room.marks()
    server.kill()
    try:
        after = await room.publish("More herons")
        await away(room)
    finally:
        server.start()
    await room.settle()
    assert set(await room.find("heron")) == {before.id, after.id}
    assert room.marks() == {mark}


HARMS = (
    "the index is removed",
    "all is removed, and somebody writes",
    "its entries are removed",
    "another form",
)


@pytest.mark.parametrize("harm", HARMS)
async def test_what_is_emptied_or_another_form_is_made_anew_by_itself(
    server: OpenSearchServer, opens: Opens, harm: str
) -> None:
    room = await opens(server.url)
    story = await room.publish("Of herons")
    await room.settle()
    assert room.link is not None
    (mark,) = room.marks()
    index = f"{room.link.name}-{mark}"
    if harm == "the index is removed":
        server.call("DELETE", f"/{index}")
    elif harm == "all is removed, and somebody writes":
        server.empty()
        server.call("POST", f"/{room.link.name}/_doc", {"story": "no number"})
    elif harm == "its entries are removed":
        for id_ in ("seal", story_id(story.id)):
            server.call("DELETE", f"/{index}/_doc/{id_}")
        server.call("POST", f"/{index}/_refresh")
    else:
        server.call("DELETE", f"/{index}")
        server.call("PUT", f"/{index}", {"aliases": {room.link.name: {}, f"{index}-pen": {}}})
        server.call("PUT", f"/{index}/_doc/seal", {})
    room.link.changes += 1  # who reads looks again, as after a second
    await room.settle()
    assert await room.find("heron") == [story.id]
    assert await room.searching.interactor.index.documents() == 3
    assert len(room.marks()) == 1
    assert room.marks() != {mark}


async def test_whoever_asks_does_not_wait_for_what_does_not_answer(gate: Gate, opens: Opens) -> None:
    room = await opens(gate.url, seconds=20.0)
    story = await room.publish("Of herons")
    await room.settle()
    hasty = await opens(gate.url, seconds=0.3)
    gate.held = threading.Event()
    with pytest.raises(IndexAway, match="longer than"):
        await hasty.find("heron")
    gate.held.set()
    gate.held = None
    assert await room.find("heron") == [story.id]


async def test_who_was_refused_a_few_times_is_not_asked_at_all_for_a_while(gate: Gate, opens: Opens) -> None:
    room = await opens(gate.url)
    await room.settle()
    gate.act = lambda method, path: (503, b"{}")
    for _ in range(20):
        with pytest.raises(IndexAway):
            await room.find("heron")
    asked = len(gate.asked)
    for _ in range(20):
        with pytest.raises(IndexAway, match="left alone"):
            await room.find("heron")
    assert len(gate.asked) == asked


BUSY = b'{"error":{"type":"rejected_execution_exception","reason":"too many"},"status":429}'


@pytest.mark.parametrize("status", [429, 503, 502, 500, 403])
async def test_what_it_has_no_time_for_waits_and_is_brought_in_later(
    gate: Gate, opens: Opens, status: int
) -> None:
    room = await opens(gate.url)
    await room.settle()
    story = await room.publish("Of herons")
    gate.act = lambda method, path: (status, BUSY) if "_bulk" in path else None
    with pytest.raises(IndexAway):
        await room.searching.indexing.step()
    assert await room.find("heron") == []
    gate.act = lambda method, path: None
    await room.settle()
    assert await room.find("heron") == [story.id]


async def test_on_a_full_disk_it_answers_and_what_happens_waits(
    server: OpenSearchServer, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.search.adapters.opensearch_pen.PAUSES", (0.0, 0.0))
    room = await opens(server.url)
    before = await room.publish("Of herons")
    await room.settle()
    assert room.link is not None
    # As OpenSearch itself does where the disk is fuller than its watermark.
    server.call("PUT", f"/{room.link.name}/_settings", {"index.blocks.read_only_allow_delete": True})
    after = await room.publish("More herons")
    with pytest.raises(IndexAway):
        await room.searching.indexing.step()
    assert await room.find("heron") == [before.id]
    server.call("PUT", f"/{room.link.name}/_settings", {"index.blocks.read_only_allow_delete": None})
    await room.settle()
    assert set(await room.find("heron")) == {before.id, after.id}


async def test_with_another_password_nothing_is_found_or_written(gate: Gate, opens: Opens) -> None:
    gate.password = "p@ss word"
    address = gate.url.removeprefix("http://")
    good = await opens(f"http://octavo:p%40ss%20word@{address}")
    story = await good.publish("Of herons")
    await good.settle()
    assert await good.find("heron") == [story.id]
    wrong = await opens(f"http://octavo:password@{address}")
    with pytest.raises(IndexAway) as refused:
        await wrong.find("heron")
    assert "401" in str(refused.value)
    assert "password" not in str(refused.value)
    with pytest.raises(IndexAway):
        await wrong.searching.indexing.prepare()


async def test_over_tls_it_is_asked_where_its_certificate_is_known_and_nowhere_else(
    server: OpenSearchServer, opens: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "certificates"
    authority.make(made, ["127.0.0.1"], site="0123456789abcdef", days=7, now=datetime.now(UTC))
    certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.load_cert_chain(made / "127.0.0.1.pem", made / "127.0.0.1.key")
    with gate_to(server.port, certificate) as gate:
        stranger = await opens(gate.url)
        with pytest.raises(IndexAway, match="certificate"):
            await stranger.find("heron")
        with pytest.raises(IndexAway, match="certificate"):
            await asyncio.to_thread(stranger.searching.indexing.press.new)
        monkeypatch.setenv("SSL_CERT_FILE", str(made / authority.AUTHORITY))
        room = await opens(gate.url)
        story = await room.publish("Of herons")
        await room.settle()
        assert await room.find("heron") == [story.id]


async def test_answers_that_end_in_the_middle_are_none(gate: Gate, opens: Opens) -> None:
    room = await opens(gate.url)
    story = await room.publish("Of herons")
    await room.settle()
    gate.cut = True
    with pytest.raises(IndexAway):
        await room.find("heron")
    with pytest.raises(IndexAway):
        await room.searching.indexing.step()
    gate.cut = False
    assert await room.find("heron") == [story.id]


async def test_broken_off_at_any_request_it_is_made_anew_whole_and_nothing_is_left_over(
    gate: Gate, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.search.adapters.opensearch_pen.PAUSES", ())
    room = await opens(gate.url)
    stories = [(await room.publish(f"Heron {n}")).id for n in range(3)]
    await room.settle()
    whole = 0
    for at in range(40):
        await room.searching.interactor.notes.want_rebuild(room.clock())
        left = at

        def fail(method: str, path: str) -> Answer | None:
            nonlocal left
            left -= 1
            return (503, b"{}") if left == -1 else None

        gate.act = fail
        try:
            await room.searching.indexing.step()
            whole += 1
        except IndexAway:
            pass
        gate.act = lambda method, path: None
        await room.settle()
        assert len(room.marks()) == 1, at
        assert set(await room.find("heron")) == set(stories), at
        if whole:
            break
    assert whole == 1
    assert at > 5


async def test_of_two_sites_none_touches_the_others(server: OpenSearchServer, opens: Opens) -> None:
    one, other = await opens(server.url, "one"), await opens(server.url, "other")
    ours = await one.publish("Of herons")
    theirs = await other.publish("Of herons elsewhere")
    await one.settle()
    await other.settle()
    kept = other.marks()
    await one.searching.interactor.notes.want_rebuild(one.clock())
    await one.settle()
    assert other.marks() == kept
    assert await one.find("heron") == [ours.id]
    assert await other.find("heron") == [theirs.id]
    stray = {f"{name}-theirs" for name in ("octavo", "another")}
    for name in stray:
        server.call("PUT", f"/{name}")
    await one.searching.interactor.notes.want_rebuild(one.clock())
    await one.settle()
    assert stray <= server.indexes()


async def test_a_writer_that_was_stopped_changes_nothing_when_it_goes_on(
    server: OpenSearchServer, opens: Opens
) -> None:
    room = await opens(server.url)
    story = await room.publish("Of herons")
    await room.settle()
    press, notes = room.searching.indexing.press, room.searching.interactor.notes
    indexing = room.searching.indexing
    await notes.note_story(story.id)
    (late,) = await notes.changes(limit=10)
    pen = press.present()
    pen.read_after(late.turn)
    read = await indexing.texts.read((story.id,), whole=False)
    (entry,) = await indexing.entries.of(read)
    # Here it stops, and another takes its place.
    await room.revise(story.id, "Of egrets", visibility=story.visibility)
    await notes.note_story(story.id)
    await room.settle()
    await asyncio.to_thread(pen.put_story, entry)
    await asyncio.to_thread(pen.commit)
    assert await room.find("egret") == [story.id]
    assert await room.find("heron") == []
    # And what is gone it does not bring back.
    with acting_as(ANNA):
        await room.stories.unpublish(story_id=story.id)
    await notes.note_story(story.id)
    await room.settle()
    await asyncio.to_thread(pen.put_story, entry)
    await asyncio.to_thread(pen.commit)
    assert await room.searching.interactor.index.documents() == 2


async def test_after_the_database_was_put_back_from_before_it_is_made_anew(
    server: OpenSearchServer, opens: Opens
) -> None:
    room = await opens(server.url)
    story = await room.publish("Of herons")
    await room.settle()
    await room.searching.interactor.note_story(story.id)
    await room.settle()
    (mark,) = room.marks()
    await room.searching.indexing.prepare()
    assert not await room.searching.indexing.step()
    await room.db.execute("UPDATE index_state SET turn = 1 WHERE id = 1")
    await room.settle()
    assert room.marks() != {mark}
    await room.revise(story.id, "Of egrets", visibility=story.visibility)
    await room.searching.interactor.note_story(story.id)
    await room.settle()
    assert await room.find("egret") == [story.id]


async def test_one_entry_that_is_not_taken_does_not_hold_up_the_others(
    server: OpenSearchServer, opens: Opens
) -> None:
    room = await opens(server.url)
    story = await room.publish("Of herons")
    await room.settle()
    read = await room.searching.indexing.texts.read((story.id,), whole=False)
    (entry,) = await room.searching.indexing.entries.of(read)
    pen = room.searching.indexing.press.present()
    pen.read_after(1000)
    # A tag of more bytes than Lucene takes as one term.
    await asyncio.to_thread(
        pen.put_story, replace(entry, story_id=StoryId("11111111112"), tags=("x" * 40_000,))
    )
    await asyncio.to_thread(pen.put_story, replace(entry, story_id=StoryId("11111111113"), title="Of egrets"))
    await asyncio.to_thread(pen.commit)
    assert await room.searching.interactor.index.documents() == 4
