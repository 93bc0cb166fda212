"""Resilience coverage: every call of the edge to a service gets into trouble, pages do as is declared.

Each call of `octavo/edge/without.py`, on pages that make it and in forms, fails, is not answered, comes half
a second late, is answered with half an answer, is done twice or done without a word, and is answered as it
was before. OCTAVO_RESILIENCE=all asks all pages that make a call instead of a few.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from octavo.edge.without import CALLS
from tests.edge import building, resilience_wire, world
from tests.edge.resilience import Trouble, Troubles
from tests.edge.resilience_town import Asked, forms, furnish, move_on, of_programs, pages, pointed
from tests.edge.resilience_walk import Walk
from tests.hostile.town import Town, settle

ROOT: Final = Path(__file__).parents[2]

PASSKEYS: Final = frozenset({"accounts.begin_passkey", "accounts.begin_passkey_sign_in"})
"""Made only at an address where browsers have passkeys: tried there, in a test of their own."""


@pytest.fixture
async def walk(tmp_path: Path) -> AsyncIterator[Walk]:
    folder = tmp_path / "data"
    folder.mkdir()
    town, troubles = await settle(folder), Troubles()
    async with world.site(folder, around=troubles.around) as site:
        yield Walk(site, town, troubles)


async def _send_all(walk: Walk, *troubles: Trouble) -> None:
    tried: set[tuple[str, str]] = set()
    town = walk.town
    for asked in (*of_programs(town), *pointed(town), *forms(town)):
        await walk.send(asked, tried, *troubles)


@pytest.mark.timeout(900)
async def test_without_any_call_pages_and_forms_do_as_is_declared(walk: Walk) -> None:
    more = await furnish(walk.site, walk.town)
    await walk.look(pages(walk.town, more))
    await walk.strike_pages(Trouble.ERROR, Trouble.TIMEOUT, Trouble.SLOW)
    await _send_all(walk, Trouble.ERROR, Trouble.TIMEOUT)
    walk.report(dict.fromkeys((Trouble.ERROR, Trouble.TIMEOUT), CALLS.keys() - PASSKEYS))
    assert walk.wrong == []
    assert walk.unverified(Trouble.ERROR, Trouble.TIMEOUT) == PASSKEYS


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "trouble", [Trouble.SLOW, Trouble.TORN, Trouble.DUPLICATE], ids=lambda one: one.value
)
async def test_what_comes_of_a_call_that_is_done_is_as_declared(walk: Walk, trouble: Trouble) -> None:
    more = await furnish(walk.site, walk.town)
    await walk.look(pages(walk.town, more))
    await walk.strike_pages(trouble)
    await _send_all(walk, trouble)
    walk.report({trouble: CALLS.keys() - PASSKEYS})
    assert walk.wrong == []
    assert walk.unverified(trouble) == PASSKEYS


@pytest.mark.timeout(900)
async def test_a_page_with_an_old_answer_is_a_page(walk: Walk) -> None:
    more = await furnish(walk.site, walk.town)
    asked = pages(walk.town, more)
    walk.troubles.answers = walk.troubles.before
    await walk.look(asked)
    walk.troubles.answers = {}
    await move_on(walk.site, walk.town)
    await walk.look(asked)
    later, walk.troubles.answers = walk.troubles.answers, walk.troubles.before
    differ = {key.split(" ")[0] for key, old in walk.troubles.before.items() if later.get(key, old) != old}
    await walk.strike_pages(Trouble.STALE)
    await _send_all(walk, Trouble.STALE)
    reads = {call for call in CALLS if resilience_wire.only_reads(*call.split("."))} - PASSKEYS
    walk.report({Trouble.STALE: reads})
    print(f"answers of {len(differ)} calls were others before: {', '.join(sorted(differ))}")
    assert walk.wrong == []
    assert walk.unverified(Trouble.STALE) & reads == set()
    assert len(differ) > 20  # or nothing was old


async def test_where_browsers_have_passkeys_pages_do_without_the_calls_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (building, world):
        monkeypatch.setattr(module, "URL", "http://localhost:8000")
    troubles = Troubles()
    async with world.site(tmp_path, around=troubles.around) as site:
        owner = await site.owner()
        town = Town(tmp_path, cookies={"anonymous": {}, "owner": dict(owner.cookies)})
        walk = Walk(site, town, troubles)
        host = "localhost:8000"
        await walk.look(
            [
                Asked("anonymous", "GET", "/sign-in", host=host),
                Asked("owner", "GET", "/me/settings/account", host=host),
            ]
        )
        await walk.strike_pages(*Trouble)
    assert walk.wrong == []
    missed = {one: PASSKEYS & walk.unverified(one) for one in Trouble}
    assert missed == {one: PASSKEYS if one is Trouble.STALE else set() for one in Trouble}


def test_every_call_in_the_source_is_declared_and_the_page_about_it_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/degradation.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


async def test_time_passes_for_the_loop_alone() -> None:
    troubles = Troubles()
    async with troubles.at("stories.list_tags", Trouble.TIMEOUT):
        began = asyncio.get_running_loop().time()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5), troubles.around_call("stories.list_tags"):
                raise AssertionError("it is never made")
        assert asyncio.get_running_loop().time() - began >= 5
