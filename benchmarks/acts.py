"""Claps, follows, highlights by the open API, durable; a thousand readers of a story at once; on one core.

python -m benchmarks.acts

The crowd is measured beside it in this process: the service over SQLite, where a clap of a thousand at once
returns when it is durable, and beside it the same claps with a transaction for each.
"""

import asyncio
import http.client
import json
import re
import time
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from benchmarks.results import Figure, busy_before, keep, percentile
from benchmarks.stage import Site, all_stories, filled, folder, running, sign_in, stories_said
from octavo.chassis import database
from octavo.chassis.batches import BatchWriter
from octavo.chassis.events import Outbox
from octavo.chassis.ids import to_text
from octavo.graph.adapters.sql_claps import SqlApplause
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.api import PersonId, StoryId
from octavo.graph.entities import ClapsOfOne

TIMES = 200
CROWD = 1_000
LIMIT_MS = 8.0
UNLIMITED: dict[str, Any] = {
    "OCTAVO_API_CALLS_BY_TOKEN": "0",
    "OCTAVO_GRAPH_ACTS_A_MINUTE": "100000",
    "OCTAVO_GRAPH_FOLLOWS_A_MINUTE": "100000",
    "OCTAVO_ANNOTATIONS_HIGHLIGHTS_A_MINUTE": "1000",
    "OCTAVO_ANNOTATIONS_MAX_HIGHLIGHTS": "2000",
}


def acts(site: Site, token: str) -> dict[str, list[float]]:
    """Milliseconds of each act, from the first byte sent to the last one read; of each the same number."""
    address = all_stories(site)[0]
    story = address.rpartition("-")[2]
    taken: dict[str, list[float]] = {"Clap": [], "Follow": [], "Unfollow": [], "Highlight": []}
    block, text = first_words(site, address)
    mark = {"storyId": story, "blockId": block, "start": 0, "end": len(text), "quote": text}
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as wire:
        for number in range(TIMES):
            target = {"kind": "TAG", "id": f"tag {number}"}
            for method, request in (
                ("Clap", {"storyId": story, "claps": number % 50 + 1}),
                ("Follow", {"target": target}),
                ("Unfollow", {"target": target}),
                ("Highlight", mark | {"note": str(number)}),
            ):
                service = "annotations.v1.Annotations" if method == "Highlight" else "graph.v1.Graph"
                headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
                begin = time.perf_counter()
                wire.request("POST", f"/octavo.{service}/{method}", json.dumps(request), headers)
                answer = wire.getresponse()
                told = answer.read()
                taken[method].append((time.perf_counter() - begin) * 1000)
                if answer.status != 200:
                    raise RuntimeError(f"{method}: {answer.status} {told[:300]!r}")
    return {method: each[20:] for method, each in taken.items()}


def first_words(site: Site, address: str) -> tuple[str, str]:
    """A block of the story that begins with a word, and the word."""
    page = site.get(address)[2].decode()
    block, word = re.findall(r'<p id="b-(\w+)">([A-Za-z]+)', page)[0]
    return block, word


async def crowd(place: Path, *, together: bool) -> tuple[float, int]:
    """Seconds until a thousand readers' claps for one story are durable, and how many there are then."""
    migrations = Path(str(resources.files("octavo.graph").joinpath("migrations")))
    db = await database.open(place / f"graph-{together}.db", name="graph", migrations=migrations)
    applause = SqlApplause(db, Outbox(db), SqlCounts(db))
    story, now = StoryId(to_text(1 << 40)), datetime.now(UTC)
    writer = BatchWriter(applause.put)

    async def clap(number: int) -> None:
        one = ClapsOfOne(person_id=PersonId(to_text((1 << 41) + number)), story_id=story, claps=1, at=now)
        await (writer.write(one) if together else applause.put([one]))

    begin = time.perf_counter()
    await asyncio.gather(*map(clap, range(CROWD)))
    taken = time.perf_counter() - begin
    counted = (await applause.of([story], None))[story].claps
    await db.close()
    return taken, counted


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data, running(data, **UNLIMITED) as site, folder() as place:
        cookie = sign_in(site)
        made = site.call(
            "octavo.accounts.v1.Accounts/CreateToken",
            cookie,
            name="benchmark",
            scopes=["graph:write", "annotations:write"],
            days=1,
        )
        taken = acts(site, str(made["token"]))
        said = re.sub(r"\s+", " ", stories_said(site))
        seconds, counted = asyncio.run(crowd(place, together=True))
        alone, counted_alone = asyncio.run(crowd(place, together=False))
    lines: list[str | Figure] = [
        f"{said}; {TIMES} of each act in turn, over HTTP with a token, SQLite",
        "",
        *(f"{name:<10} p95 {percentile(each, 0.95):>8.2f} ms" for name, each in taken.items()),
        f"{CROWD} readers clap at once, written together   {seconds:>8.2f} s",
        f"the same, a transaction for each               {alone:>8.2f} s",
        "",
        Figure("clap, p50, durable", percentile(taken["Clap"], 0.5), LIMIT_MS, "ms"),
        Figure("follow, p50, durable", percentile(taken["Follow"], 0.5), LIMIT_MS, "ms"),
        Figure("highlight, p50, durable", percentile(taken["Highlight"], 0.5), LIMIT_MS, "ms"),
        Figure("claps lost of a thousand at once", 2 * CROWD - counted - counted_alone, 0),
    ]
    return keep("acts", lines, began)


if __name__ == "__main__":
    main()
