"""A walk over all pages and forms of a site, with one call in trouble at a time."""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from octavo.edge.without import CALLS, PAGE
from tests.edge import resilience_wire as wire
from tests.edge.browser import Answer
from tests.edge.resilience import AFTER, Trouble, Troubles, parts_noted
from tests.edge.resilience_town import Asked
from tests.edge.world import Site
from tests.hostile.town import Town

_PAGES: Final = 1000 if os.environ.get("OCTAVO_RESILIENCE") == "all" else 4
"""On how many pages a call is in trouble."""

Used = tuple[Asked, int]
"""Who makes a call, and the status of the answer where nothing is wrong."""


class Walk:
    """Asks, compares, and keeps what did as declared and what did not."""

    def __init__(self, site: Site, town: Town, troubles: Troubles) -> None:
        self.site = site
        self.town = town
        self.troubles = troubles
        self.uses: dict[str, list[Used]] = defaultdict(list)
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

    async def look(self, pages: Iterable[Asked]) -> None:
        """Which calls each page makes that is there."""
        self.uses.clear()
        for asked in pages:
            answer, missing = await self.ask(asked)
            assert not missing, (asked, missing)
            if answer.status < 500:
                for call in self.troubles.called:
                    self.uses[call].append((asked, answer.status))

    async def strike_pages(self, *troubles: Trouble) -> None:
        """Each call that was looked at, on a few of its pages."""
        for call, used in sorted(self.uses.items()):
            for asked, status in _some(used):
                for trouble in troubles:
                    await self.strike(call, asked, trouble, status)

    async def strike(self, call: str, asked: Asked, trouble: Trouble, status: int | None = None) -> None:
        """The page, or the form, with this call in trouble."""
        async with self.troubles.at(call, trouble):
            answer, missing = await self.ask(asked)
        if self.troubles.met:
            self._note(call, asked, trouble, answer, missing, status)

    async def send(self, asked: Asked, tried: set[tuple[str, str]], *troubles: Trouble) -> None:
        """A form: each call that it makes has these troubles in turn; at last it is sent in whole."""
        form = f"{asked.address} {asked.fields}"
        spared = {call for where, call in tried if where == form}
        if (
            troubles[0] in AFTER
        ):  # sent so, it is done: what comes first in all of them leaves nothing for the rest
            spared |= {call for call, seen in self.verified.items() if troubles[0] in seen}
        while True:
            async with self.troubles.at_first(spared, troubles[0]):
                answer, missing = await self.ask(asked)
            call = self.troubles.met
            if not call:
                assert answer.status < 500, (asked, answer.status)
                return
            spared.add(call)
            tried.add((form, call))
            self._note(call, asked, troubles[0], answer, missing)
            for trouble in troubles[1:]:
                await self.strike(call, asked, trouble)

    def unverified(self, *troubles: Trouble) -> set[str]:
        """Declared calls that did not have each of these troubles and did as is declared."""
        return {call for call in CALLS if not self.verified.get(call, set()) >= set(troubles)}

    def _note(
        self,
        call: str,
        asked: Asked,
        trouble: Trouble,
        answer: Answer,
        missing: set[str],
        status: int | None = None,
    ) -> None:
        whole = answer.status < 500 and status in (None, answer.status)
        if _hides(call, trouble):
            good = whole and not missing
        elif trouble is Trouble.STALE:  # what was moved may have another status by what was there before
            good = answer.status < 500 and not missing
        else:
            good = _as_declared(call, answer, missing, whole=whole, program=asked.verb == "CALL")
        if good:
            self.verified[call].add(trouble)
        else:
            told = f"{call} {trouble.value}: {asked.verb} {asked.address} as {asked.role}"
            self.wrong.append(f"{told}: {answer.status}, without {sorted(missing)}")

    def report(self, of: Mapping[Trouble, set[str]]) -> None:
        """Print the share of what can be in each trouble that did as is declared."""
        print(f"{len(CALLS)} calls are declared; {self.asked} requests")
        for trouble, calls in of.items():
            missed = calls & self.unverified(trouble)
            share = (len(calls) - len(missed)) / len(calls)
            print(f"{trouble.value} verified: {len(calls) - len(missed)} of {len(calls)} ({share:.0%})")
            for call in sorted(missed):
                print(f"  not verified: {call}")
        for line in self.wrong:
            print(f"  wrong: {line}")


def _hides(call: str, trouble: Trouble) -> bool:
    """Whether nobody notices this trouble."""
    if trouble is Trouble.DUPLICATE:
        return wire.repeatable(*call.split("."))
    return trouble is Trouble.SLOW


def _as_declared(call: str, answer: Answer, missing: set[str], *, whole: bool, program: bool) -> bool:
    declared = CALLS.get(call, ())
    if program:  # which hears by a code that it may come again
        return PAGE in declared and answer.json["code"] in ("unavailable", "deadline_exceeded")
    if answer.status == 503:
        return PAGE in declared and int(answer.header("retry-after") or 0) > 0
    return whole and bool(missing) and missing <= set(declared)


def _some(used: list[Used]) -> list[Used]:
    """A few of the pages that make a call, as different as can be."""
    used = [one for one in used if one[1] < 400] or used
    step = max(1, len(used) // _PAGES)
    return used[::step][:_PAGES] if len(used) > _PAGES else used
