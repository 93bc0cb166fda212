"""`kill -9` at random moments: nothing acknowledged is lost, and no effect happens twice or out of order."""

import asyncio
import multiprocessing
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from tests.faults import parts

ROUNDS = int(os.environ.get("OCTAVO_FAULT_ROUNDS", "20"))

# Each process is forked from one that has only imported the program: there in 10 ms, no state of ours.
_SPAWN = multiprocessing.get_context("forkserver")
_SPAWN.set_forkserver_preload(["tests.faults.parts"])


@pytest.fixture(scope="module", autouse=True)
def imported() -> None:
    """Starts the one that has only imported; it looks for modules where its environment says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()


@pytest.fixture(params=["sqlite", "postgresql"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, Path]]:
    """An address for both databases, and their migrations."""
    parts.prepare(tmp_path)
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/{{name}}.db", tmp_path
        return
    url = request.getfixturevalue("postgres_url")
    yield url, tmp_path
    admin = await asyncpg.connect(url)
    for name in ("notes", "effects"):
        await admin.execute(f"DROP SCHEMA {name} CASCADE")
    await admin.close()


@dataclass
class Heard:
    """What the writers said before they died."""

    begun: set[int] = field(default_factory=set)
    acknowledged: set[int] = field(default_factory=set)
    kills_in_a_transaction: int = 0

    def hear(self, message: bytes) -> None:
        number = int(message[1:])
        (self.begun if message[:1] == b"+" else self.acknowledged).add(number)

    def killed(self, first: int) -> None:
        this_time = {number for number in self.begun if number >= first}
        self.kills_in_a_transaction += bool(this_time - self.acknowledged)


class Victim:
    """A process, and the end of the pipe on which it speaks."""

    def __init__(self, target: Callable[..., None], *arguments: Any) -> None:
        self.channel, theirs = _SPAWN.Pipe(duplex=False)
        self.process = _SPAWN.Process(target=target, args=(*arguments, theirs))
        self.process.start()
        theirs.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        assert self.process.exitcode == -9, "it died by itself"
        self.process.close()


def listen(channel: Connection, hear: Callable[[bytes], None], seconds: float | None) -> None:
    """Hear what is said for so long; with None, to the end of what a dead one had said."""
    until = time.monotonic() + (seconds or 0)
    while (left := until - time.monotonic()) > 0 or seconds is None:
        try:
            if channel.poll(None if seconds is None else left):
                hear(channel.recv_bytes())
        except (EOFError, ConnectionResetError):
            return


def one_round(url: str, home: Path, first: int, heard: Heard, chance: random.Random, *, early: bool) -> None:
    """Start a writer and a consumer, let them work for a moment, kill both."""
    consumer = Victim(parts.consumer_process, url, home)
    writer = Victim(parts.writer_process, url, home, first, early)
    heard.hear(writer.channel.recv_bytes())
    listen(writer.channel, heard.hear, chance.uniform(0, 0.1))
    if chance.random() < 0.5:
        writer.kill()
        listen(writer.channel, heard.hear, None)
        time.sleep(chance.uniform(0, 0.05))
        consumer.kill()
    else:
        consumer.kill()
        listen(writer.channel, heard.hear, chance.uniform(0, 0.05))
        writer.kill()
        listen(writer.channel, heard.hear, None)
    heard.killed(first)
    for victim in (writer, consumer):
        victim.channel.close()


async def settled(url: str, home: Path) -> tuple[list[int], list[int]]:
    """The notes that are there, and the effects, after one undisturbed consumer has done the rest."""
    notes, effects = await parts.open_notes(url, home), await parts.open_effects(url, home)
    async with parts.relay(notes, effects).running() as relay:
        while any(each.waiting or each.unseen for each in await relay.backlog()):  # noqa: ASYNC110 - elsewhere
            await asyncio.sleep(0.01)
        assert await relay.dead_letters() == []
    written = [row["id"] for row in await notes.all("SELECT id FROM notes ORDER BY id")]
    done = [row["note"] for row in await effects.all("SELECT note FROM effects ORDER BY position")]
    await notes.close()
    await effects.close()
    return written, done


@pytest.mark.timeout(60 + 3 * ROUNDS)
async def test_nothing_acknowledged_is_lost_and_no_effect_doubled(
    place: tuple[str, Path], record_property: Callable[[str, object], None]
) -> None:
    heard, chance = Heard(), random.Random()
    for turn in range(ROUNDS):
        one_round(*place, turn * 1_000_000 + 1, heard, chance, early=False)
    written, done = await settled(*place)
    record_property("kills", 2 * ROUNDS)
    record_property("kills_in_a_transaction", heard.kills_in_a_transaction)
    print(
        f"{ROUNDS} writers and {ROUNDS} consumers killed, {heard.kills_in_a_transaction} writers "
        f"inside a transaction; {len(heard.acknowledged)} notes acknowledged, {len(written)} there, "
        f"{len(done)} effects"
    )
    assert heard.kills_in_a_transaction > 0
    assert heard.acknowledged - set(written) == set()
    assert sorted(done) == written, "each note has its effect, once"
    in_order = defaultdict(list)
    for note in done:
        in_order[note % parts.FOLDERS].append(note)
    numbers = await numbers_of_events(*place)
    for notes in in_order.values():
        assert [numbers[note] for note in notes] == sorted(numbers[note] for note in notes)


async def numbers_of_events(url: str, home: Path) -> dict[int, int]:
    """The place of each note's event among all events."""
    notes = await parts.open_notes(url, home)
    rows = await notes.all("SELECT number, payload FROM octavo_outbox")
    await notes.close()
    return {msgspec.json.decode(row["payload"])["note"]: row["number"] for row in rows}


@pytest.mark.timeout(120)
async def test_an_acknowledgement_before_the_commit_is_caught(place: tuple[str, Path]) -> None:
    heard, chance = Heard(), random.Random()
    for turn in range(ROUNDS):
        one_round(*place, turn * 1_000_000 + 1, heard, chance, early=True)
        written, _ = await settled(*place)
        if heard.acknowledged - set(written):
            return
    pytest.fail(f"{ROUNDS} kills, and a writer that acknowledges too early was not caught")
