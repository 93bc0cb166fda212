"""The open API with an access token: reading 50 stories, and publishing, over HTTP; the site on one core.

python -m benchmarks.api

Beside it, in the same run: the same bytes as a file from nginx, and the same read in protobuf's binary form.
"""

import http.client
import json
import re
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.load import Load, load, nginx
from benchmarks.publish import content
from benchmarks.results import Figure, busy_before, keep, median, percentile, spread
from benchmarks.stage import Site, filled, folder, running, sign_in, stories_said

RUNS = 3
SECONDS = 5
CONNECTIONS = 32
LEAST = 1_500.0
TIMES = 80
PAUSE = 0.2
LIMIT_MS = 8.0
LIST = "octavo.stories.v1.Stories/ListStories"
UNLIMITED: dict[str, Any] = {"OCTAVO_API_CALLS_BY_TOKEN": "0"}


def token_of(site: Site, cookie: str) -> str:
    """An access token of the one who is signed in."""
    made = site.call(
        "octavo.accounts.v1.Accounts/CreateToken",
        cookie,
        name="benchmark",
        scopes=["stories:read", "stories:write"],
        days=1,
    )
    return str(made["token"])


def script(path: Path, body: str, kind: str) -> Path:
    """A script that posts this body, for ever."""
    path.write_text(
        f'wrk.method = "POST"\nwrk.body = "{body}"\nwrk.headers["Content-Type"] = "application/{kind}"\n'
    )
    return path


def reads(site: Site, place: Path, token: str, body: str, kind: str) -> list[Load]:
    """Posts of one request, over and over."""
    asked = script(place / f"{kind}.lua", body, kind)
    bearer = f"Bearer {token}"
    return [
        load(
            f"{site.url}/{LIST}",
            connections=CONNECTIONS,
            seconds=SECONDS,
            script=asked,
            Authorization=bearer,
        )
        for _ in range(RUNS)
    ]


def publications(site: Site, token: str, *, pause: float) -> list[float]:
    """Milliseconds of each Publish, from the first byte sent to the last one read.

    `pause`: seconds before each, in which the site does what the one before brought with it (its index and
    its feeds, on the same core).
    """
    taken = []
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as wire:

        def call(method: str, **request: object) -> dict[str, object]:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            wire.request("POST", f"/octavo.stories.v1.Stories/{method}", json.dumps(request), headers)
            answer = wire.getresponse()
            told = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{method}: {answer.status} {told[:300]!r}")
            found: dict[str, object] = json.loads(told)
            return found

        # After the load the site may still be taking its leases anew.
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                call("CreateDraft")
                break
            except RuntimeError:
                time.sleep(0.5)
        for number in range(TIMES):
            written = content(number)
            draft = call(
                "CreateDraft",
                content={"title": written.title, "body": written.body, "tags": list(written.tags)},
            )["draft"]
            assert isinstance(draft, dict)
            time.sleep(pause)
            begin = time.perf_counter()
            call("Publish", storyId=draft["id"], version=1)
            taken.append((time.perf_counter() - begin) * 1000)
    return taken[20:]


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data, running(data, **UNLIMITED) as site, folder() as place:
        cookie = sign_in(site)
        token = token_of(site, cookie)
        status, _, told = site.ask(
            "POST",
            f"/{LIST}",
            b'{"limit": 50}',
            Content_Type="application/json",
            Authorization=f"Bearer {token}",
        )
        assert status == 200, told
        stories = len(json.loads(told)["stories"])
        as_json = reads(site, place, token, '{\\"limit\\": 50}', "json")
        as_binary = reads(site, place, token, "\\x18\\x32", "proto")
        files = place / "files"
        files.mkdir()
        (files / "list.json").write_bytes(told)
        with nginx(files) as beside:
            file = load(f"{beside}/list.json", connections=CONNECTIONS, seconds=SECONDS)
        taken = publications(site, token, pause=PAUSE)
        in_a_row = publications(site, token, pause=0.0)
        said = re.sub(r"\s+", " ", stories_said(site))
    rates = [one.rate for one in as_json]
    lines: list[str | Figure] = [
        f"{said}; ListStories of {stories}, {len(told):,} bytes of JSON, with a token;"
        f" {CONNECTIONS} connections, {RUNS} runs of {SECONDS} s, medians",
        "",
        f"JSON, requests/s                  {median(rates):>8,.0f}   runs {spread(rates)}",
        f"binary, requests/s                {median([one.rate for one in as_binary]):>8,.0f}",
        f"the same JSON as nginx's file     {file.rate:>8,.0f}",
        f"p99 of a read, JSON               {median([one.p99_ms for one in as_json]):>8.1f} ms",
        f"publish over HTTP, p95            {percentile(taken, 0.95):>8.2f} ms",
        f"the same without a pause, p50     {percentile(in_a_row, 0.5):>8.2f} ms",
        "",
        Figure("read of 50 stories with a token, JSON, requests/s", median(rates), LEAST, least=True),
        Figure("publish over HTTP with a token, p50, durable", percentile(taken, 0.5), LIMIT_MS, "ms"),
        Figure("errors", sum(one.errors for one in [*as_json, *as_binary]), 0),
    ]
    return keep("api", lines, began)


if __name__ == "__main__":
    main()
