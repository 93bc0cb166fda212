"""`kill -9` of the copy and of the site at random moments: nothing acknowledged is lost or doubled."""

import os
import random
from pathlib import Path

import pytest

from octavo.chassis.moves import DatabaseMoved
from tests.copying import world
from tests.copying.conftest import Ends

KILLS = int(os.environ.get("OCTAVO_FAULT_ROUNDS", "8"))


def acts(process: world.Process) -> set[int]:
    """What a writer acknowledged."""
    return {int(line) for line in process.said if line.isdigit()}


async def test_a_copy_that_is_killed_goes_on_where_it_was(ends: Ends, tmp_path: Path) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    first = 10_000_000
    writers = [world.Process("write", source, str(tmp_path), str(first))]
    assert writers[0].hear(5)
    killed = 0
    for number in range(KILLS):
        words = ("copy", source, target, str(tmp_path), *(["switch"] if number % 2 else []))
        copy = world.Process(*words)
        if not copy.hear(random.randrange(40)):
            break  # it came to its end: the site was moved, unless something is wrong, which the end shows
        copy.kill()
        killed += 1
        if number % 3 == 0 and writers[-1].hear(1):
            writers[-1].kill()
            first += 1_000_000
            writers.append(world.Process("write", source, str(tmp_path), str(first)))
    last = world.Process("copy", source, target, str(tmp_path), "switch")
    assert last.end() == 0, last.errors
    assert killed or KILLS == 0
    for writer in writers:
        writer.end()
    with pytest.raises(DatabaseMoved):
        await world.open_one(source, tmp_path, "shop")
    there = await world.everything(target, tmp_path)
    assert there == await world.everything(source, tmp_path)
    done = [act for _, act in there["shop.ledger"]]
    assert len(done) == len(set(done))
    acknowledged = set[int]().union(*map(acts, writers))
    assert acknowledged <= set(done)
    assert len(done) - len(acknowledged) <= len(writers)  # committed, and killed before it could say so
    site = await world.open_one(target, tmp_path, "shop")
    await world.Writer(site, site, 30_000_001).one_act()
    await site.close()


async def test_a_copy_that_only_slept_puts_nothing_older_in(ends: Ends, tmp_path: Path) -> None:
    """Two at once: whoever began later goes on, the other ends."""
    source, target = ends
    await world.fill(source, tmp_path)
    former = world.Process("copy", source, target, str(tmp_path), "sleeps")
    assert former.hear(3)
    later = world.Process("copy", source, target, str(tmp_path))
    assert later.end() == 0, later.errors
    site = await world.open_one(source, tmp_path, "shop")
    await site.execute("UPDATE things SET note = 'new'")
    await world.move(source, target, tmp_path)
    former.go_on()
    assert former.end() != 0
    assert "another `octavo copy` goes on" in former.errors
    await site.close()
    assert await world.everything(target, tmp_path) == await world.everything(source, tmp_path)
