"""Resilience coverage: every call of the edge to a service is taken away, and the pages do as is declared.

Each call of `octavo/edge/without.py`, on pages that make it, once with an error, once without any answer,
once half a second late. Forms get errors and silence, before they are sent in whole. OCTAVO_RESILIENCE=all
asks all pages that make a call instead of a few.
"""

import asyncio
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from octavo.edge.without import CALLS, PAGE
from tests.edge import world
from tests.edge.browser import Answer
from tests.edge.resilience import Trouble, Troubles, parts_noted
from tests.edge.resilience_town import Asked, at_last, forms, furnish, pages, pointed
from tests.edge.world import Site
from tests.hostile.town import Town, settle

ROOT: Final = Path(__file__).parents[2]
_PAGES: Final = 1000 if os.environ.get("OCTAVO_RESILIENCE") == "all" else 4
"""On how many pages a call is taken away."""

UNREACHED: Final = frozenset(
    {
        # Made for programs alone, over the API, whose answers are no pages.
        "accounts.authenticate_token",
        "replays.begin",
        "replays.finish",
        "replays.forget",
        # Made only at an address where browsers have passkeys.
        "accounts.begin_passkey",
        "accounts.begin_passkey_sign_in",
        # A publication's logo, and its end: both are the last of many steps.
        "images.get_images",
        "publications.delete_publication",
    }
)
"""Calls that no page and no form of this test makes: what is declared for them is not verified here."""


class Walk:
    """Asks, compares, and keeps what did as declared and what did not."""

    def __init__(self, site: Site, town: Town, troubles: Troubles) -> None:
        self.site = site
        self.town = town
        self.troubles = troubles
        self.uses: dict[str, list[tuple[Asked, int]]] = defaultdict(list)
        self.verified: dict[str, set[Trouble]] = defaultdict(set)
        self.wrong: list[str] = []
        self.asked = 0

    async def ask(self, asked: Asked) -> tuple[Answer, set[str]]:
        """The answer, with nothing kept from before, and the parts that are missing."""
        self.asked += 1
        self.site.near.empty()
        self.site.last_pages.caught_up("stories")
        self.troubles.called = set()
        with parts_noted() as missing:
            answer = await asked.of(self.site, self.town)
        return answer, missing

    async def look(self, asked: Asked) -> None:
        """Which calls a page makes that is there."""
        answer, missing = await self.ask(asked)
        assert not missing, (asked, missing)
        if answer.status < 500:
            for call in self.troubles.called:
                self.uses[call].append((asked, answer.status))

    async def strike(self, call: str, asked: Asked, status: int, trouble: Trouble) -> None:
        """The page without the call."""
        async with self.troubles.at(call, trouble):
            answer, missing = await self.ask(asked)
        if trouble is Trouble.SLOW:
            good = answer.status == status and not missing
        else:
            good = _as_declared(call, answer, missing, status)
        self.note(call, asked, trouble, good, answer, missing)

    async def send(self, asked: Asked, tried: set[tuple[str, str]]) -> None:
        """A form: each call that it makes is taken away in turn; at last it is sent in whole."""
        form = f"{asked.address} {asked.fields}"
        spared = {call for where, call in tried if where == form}
        while True:
            async with self.troubles.at_first(spared, Trouble.ERROR):
                answer, missing = await self.ask(asked)
            call = self.troubles.met
            if not call:
                assert answer.status < 500, (asked, answer.status)
                return
            spared.add(call)
            tried.add((form, call))
            good = _as_declared(call, answer, missing, answer.status)
            self.note(call, asked, Trouble.ERROR, good, answer, missing)
            async with self.troubles.at(call, Trouble.TIMEOUT):
                answer, missing = await self.ask(asked)
            if self.troubles.met:
                good = _as_declared(call, answer, missing, answer.status)
                self.note(call, asked, Trouble.TIMEOUT, good, answer, missing)

    def note(
        self, call: str, asked: Asked, trouble: Trouble, good: bool, answer: Answer, missing: set[str]
    ) -> None:
        if good:
            self.verified[call].add(trouble)
        else:
            told = f"{call} {trouble.value}: {asked.verb} {asked.address} as {asked.role}"
            self.wrong.append(f"{told}: {answer.status}, without {sorted(missing)}")


def _as_declared(call: str, answer: Answer, missing: set[str], status: int) -> bool:
    declared = CALLS.get(call, ())
    if answer.status == 503:
        return PAGE in declared and int(answer.header("retry-after") or 0) > 0
    return answer.status == status < 500 and bool(missing) and missing <= set(declared)


@pytest.fixture
async def walk(tmp_path: Path) -> AsyncIterator[Walk]:
    folder = tmp_path / "data"
    folder.mkdir()
    town, troubles = await settle(folder), Troubles()
    async with world.site(folder, around=troubles.around) as site:
        yield Walk(site, town, troubles)


@pytest.mark.timeout(900)
async def test_without_any_call_pages_and_forms_do_as_is_declared(walk: Walk) -> None:
    more = await furnish(walk.site, walk.town)
    for asked in pages(walk.town, more):
        await walk.look(asked)
    for call, used in sorted(walk.uses.items()):
        for asked, status in _some(used):
            for trouble in Trouble:
                await walk.strike(call, asked, status, trouble)
    tried: set[tuple[str, str]] = set()
    for asked in (*pointed(walk.town), *forms(walk.town), *at_last(walk.town)):
        await walk.send(asked, tried)
    _report(walk)
    assert walk.wrong == []
    assert {call for call in CALLS if not _both(walk, call)} == UNREACHED


def _some(used: list[tuple[Asked, int]]) -> list[tuple[Asked, int]]:
    """A few of the pages that make a call, as different as can be."""
    used = [one for one in used if one[1] < 400] or used
    step = max(1, len(used) // _PAGES)
    return used[::step][:_PAGES] if len(used) > _PAGES else used


def _both(walk: Walk, call: str) -> bool:
    return walk.verified.get(call, set()) >= {Trouble.ERROR, Trouble.TIMEOUT}


def _report(walk: Walk) -> None:
    both = [call for call in CALLS if _both(walk, call)]
    slow = [call for call in CALLS if Trouble.SLOW in walk.verified.get(call, ())]
    print(f"{len(CALLS)} calls are declared; {walk.asked} requests")
    print(f"error and timeout verified: {len(both)} ({len(both) / len(CALLS):.0%}); slow: {len(slow)}")
    for call in sorted(set(CALLS) - set(both)):
        print(f"  not verified: {call}")
    for line in walk.wrong:
        print(f"  wrong: {line}")


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
