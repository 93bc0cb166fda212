"""A site with every kind of page in it, for what is measured of pages in the browser.

Real stories where they lie (see `stage`), one more that holds all that a document can, and around them a
publication with a section and a page, a series, a translation, a submission and a report.
"""

import json
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.stage import Site, all_stories, folder, middling_story, octavo, sign_in

PUBLICATIONS = "octavo.publications.v1.Publications"
STORIES = "octavo.stories.v1.Stories"
GRAPH = "octavo.graph.v1.Graph"
RESPONSES = "octavo.responses.v1.Responses"
_PICTURE = re.compile(rb'<figure[^>]*>(?:(?!</figure>).)*src="/i/', re.DOTALL)
_HANDLE = "everything"
_TEXT = """---
title: All that a page can hold
date: 2024-01-01
authors: everything
tags: [craft]
---

<nav class="contents" data-depth="3"></nav>

Reading is the product, and a page should look like a well-set book on a quiet desk.[^1] What stands here is
there to be looked at: a formula in a line,
<span class="maths" data-text="e^{i\\pi} + 1 = 0">$e^{i\\pi} + 1 = 0$</span>, `code` in a line, and a [link](https://example.org/).

## Things of others

<figure class="embed" data-embed="youtube"><a class="embed-poster"
href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"><b class="embed-title">A film</b></a></figure>

<div class="link-card"><a href="https://example.org/"><b class="link-title">A page</b><span
class="link-about">What it says</span><span class="link-site">example.org</span></a></div>

## Pictures

![A slope from dark to light](/assets/1.png)

<figure class="gallery"><img src="/assets/2.png" alt="A second slope"><img src="/assets/3.png"
alt="A third slope"><img src="/assets/4.png" alt="A fourth slope"></figure>

## Numbers

<div class="maths-block" data-latex="\\int_0^1 x^2\\,dx = \\frac{1}{3}"></div>

| Paper | Weight | Shade |
| --- | ---: | --- |
| Laid | 90 | cream |
| Wove | 120 | white |

### Said aside

<div data-callout="tip">

Mind the margins.

</div>

<div data-callout="warning">

Ink is wet for an hour.[^2]

</div>

> What is set in haste is read in haste.

```python
def fold(sheet: Sheet) -> list[Leaf]:
    # eight leaves
    return [leaf for leaf in sheet.leaves if not leaf.blank]
```

1. Fold.
2. Gather.
    - by hand

---

[^1]: So it is said.
[^2]: Two, when it rains.
"""


@dataclass(frozen=True)
class Furnished:
    """The addresses of the site's pages by the name of their kind, and the cookie of the one signed in."""

    public: dict[str, str]
    private: dict[str, str]
    cookie: str


def bring_everything(data: Path) -> None:
    """Import the story that holds all that a document can; the site must not be running."""
    with folder() as place:
        (place / "_posts").mkdir()
        (place / "_posts" / "2024-01-01-all-that-a-page-can-hold.md").write_text(_TEXT)
        (place / "assets").mkdir()
        for number in range(1, 5):
            (place / "assets" / f"{number}.png").write_bytes(_picture(900, 600, number))
        octavo(data, "import", str(place))


def _picture(width: int, height: int, number: int) -> bytes:
    """A slope of grey as PNG; each number is another one."""
    row = bytes((x * number * 60 // width) % 256 for x in range(width))
    lines = b"".join(b"\0" + row for _ in range(height))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def furnish(site: Site) -> Furnished:
    """Make what is missing, and say where everything is."""
    story = middling_story(site)
    stories = all_stories(site)
    everything = next(path for path in stories if path.startswith(f"/@{_HANDLE}/"))
    pictures = next(
        (p for p in stories if not p.startswith(f"/@{_HANDLE}/") and _PICTURE.search(site.get(p)[2])),
        everything,
    )
    tag = site.get("/")[2].decode().partition('href="/tag/')[2].partition('"')[0]
    cookie = sign_in(site, handle=_HANDLE, email=f"{_HANDLE}@example.org")
    own, german = _writings(site, cookie)
    publication = _publication(site, cookie, own[0])
    series = _series(site, cookie, own)
    placed = next(path for path in _links(site, f"/{publication['slug']}") if "lakes-1" in path)
    public = {
        "story": story,
        "story with pictures": pictures,
        "story with everything": everything,
        "story in a publication": placed,
        "story translated": german,
        "home": "/",
        "profile": story.rpartition("/")[0],
        "series": series,
        "tag": f"/tag/{tag}",
        "publication": f"/{publication['slug']}",
        "publication, a section": f"/{publication['slug']}/shores",
        "publication, a page": f"/{publication['slug']}/about",
        "search": "/search?q=design",
        "search, nothing found": "/search?q=qqqqzzzz",
        "search, nothing asked": "/search",
        "sign-in": "/sign-in",
        "API": "/api",
        "API, a service": next(
            path for path in _links(site, "/api") if path.startswith("/api/") and "." not in path
        ),
        "nothing there": "/nothing-is-here",
    }
    base = f"/me/publications/{publication['id']}"
    private = {
        **_reading(site, cookie, own),
        "desk": "/me/stories",
        "editor": "/new",
        "own series": "/me/series",
        "numbers": f"/me/stories/{own[1]}/numbers",
        "together": f"/me/stories/{own[1]}/together",
        **{f"settings{part.replace('/', ', ')}": f"/me/settings{part}" for part in _SETTINGS},
        "private feeds": "/me/feeds",
        "decisions": "/me/decisions",
        "webhooks": "/me/webhooks",
        "publications": "/me/publications",
        **{f"publication, {part}": f"{base}/{part}" for part in _PARTS},
        "report": f"/report?{urlencode({'story': story.rpartition('-')[2]})}",
    }
    return Furnished(public=public, private=private, cookie=cookie)


def _reading(site: Site, cookie: str, story_ids: Sequence[str]) -> dict[str, str]:
    """What is a reader's own: their home page, lists, history, conversations."""
    list_id = _lists(site, cookie, story_ids)
    talked = _talk(site, cookie, story_ids[0])
    return {
        "own home": "/",
        "own feed": "/me/feed",
        "own lists": "/me/lists",
        "own list": f"/me/lists/{list_id}",
        "read later": "/me/lists/later",
        "save in": f"/p/{talked}/lists",
        "history": "/me/history",
        "followers": f"/@{_HANDLE}/followers",
        "own responses": "/me/responses",
        "responses": f"/p/{talked}/responses",
    }


def _lists(site: Site, cookie: str, story_ids: Sequence[str]) -> str:
    """A public list with two stories, of which one has a note."""
    made: Any = site.call(f"{GRAPH}/CreateList", cookie, name="On water", description="Lakes.", public=True)
    list_id: str = made["list"]["id"]
    for story_id in story_ids[:2]:
        site.call(f"{GRAPH}/AddToList", cookie, listId=list_id, storyId=story_id)
    site.call(f"{GRAPH}/SetListNote", cookie, listId=list_id, storyId=story_ids[0], note="The best of them.")
    return list_id


def _talk(site: Site, cookie: str, story_id: str) -> str:
    """A short conversation under a story."""
    parent = ""
    for text in ("A *fine* piece of work.", "> fine\n\nThank you.", "See [here](https://example.org/)."):
        said: Any = site.call(f"{RESPONSES}/Respond", cookie, storyId=story_id, parentId=parent, text=text)
        parent = said["response"]["id"]
    return story_id


_SETTINGS = ("", "/account", "/tokens", "/data", "/log")
_PARTS = ("review", "stories", "arrangement", "pages", "people", "settings")


def _body(text: str) -> str:
    return json.dumps(
        {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]}
    )


def _content(title: str, text: str, *, language: str = "") -> dict[str, Any]:
    return {"title": title, "body": _body(text), "tags": ["lakes"], "language": language}


def _draft(site: Site, cookie: str, content: dict[str, Any]) -> dict[str, Any]:
    made: Any = site.call(f"{STORIES}/CreateDraft", cookie, content=content)["draft"]
    return dict(made)


def _published(site: Site, cookie: str, content: dict[str, Any]) -> dict[str, Any]:
    draft = _draft(site, cookie, content)
    out: Any = site.call(f"{STORIES}/Publish", cookie, storyId=draft["id"], version=draft["version"])["story"]
    return dict(out)


def _writings(site: Site, cookie: str) -> tuple[list[str], str]:
    """A draft and three stories by the one signed in, and the address of one in German, linked to a first."""
    kept = [_draft(site, cookie, _content("Lakes 1", "The water is still cold."))["id"]]
    text = "The water is still cold, and it will not be for long."
    kept += [_published(site, cookie, _content(f"Lakes {n}", text, language="en"))["id"] for n in (2, 3, 4)]
    german = _published(site, cookie, _content("Seen", "Das Wasser ist noch kalt.", language="de"))
    site.call(f"{STORIES}/LinkTranslation", cookie, storyId=kept[1], otherId=german["id"])
    return kept, f"/@{_HANDLE}/{german['slug']}-{german['id']}"


def _publication(site: Site, cookie: str, draft: str) -> dict[str, Any]:
    """One with a colour, a link, a section, a page and a story."""
    made: Any = site.call(
        f"{PUBLICATIONS}/Found", cookie, name="The Lake Paper", description="Water, and what is near it."
    )["publication"]
    made = site.call(
        f"{PUBLICATIONS}/ChangeSettings",
        cookie,
        publicationId=made["id"],
        version=made["version"],
        name=made["name"],
        slug=made["slug"],
        description=made["description"],
        accent="#8a3b12",
    )["publication"]
    made = site.call(
        f"{PUBLICATIONS}/Arrange",
        cookie,
        publicationId=made["id"],
        version=made["version"],
        navigation=[{"label": "Shop", "address": "https://example.org/"}],
        sections=[{"id": "", "name": "Shores", "slug": "shores", "tag": "lakes"}],
    )["publication"]
    site.call(
        f"{PUBLICATIONS}/SavePage",
        cookie,
        publicationId=made["id"],
        title="About",
        slug="about",
        body=_body("We write about lakes."),
    )
    version: Any = site.call(f"{STORIES}/GetDraft", cookie, storyId=draft)["draft"]
    site.call(
        f"{PUBLICATIONS}/PublishIn",
        cookie,
        publicationId=made["id"],
        storyId=draft,
        version=version["version"],
    )
    return dict(made)


def _series(site: Site, cookie: str, own: list[str]) -> str:
    made: Any = site.call(f"{STORIES}/CreateSeries", cookie, title="Four lakes", description="In order.")
    arranged: Any = site.call(
        f"{STORIES}/ArrangeSeries",
        cookie,
        seriesId=made["series"]["id"],
        version=made["series"]["version"],
        storyIds=own[1:],
    )["series"]
    return f"/@{_HANDLE}/series/{arranged['slug']}-{arranged['id']}"


def _links(site: Site, path: str) -> list[str]:
    return re.findall(r'href="(/[^"#?]+)"', site.get(path)[2].decode())
