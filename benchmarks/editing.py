"""Edits of a published story, made through the public methods as its author."""

import re
import time
from dataclasses import dataclass
from typing import Any

import msgspec

from benchmarks.stage import Site, sign_in

STORIES = "octavo.stories.v1.Stories"


@dataclass(frozen=True)
class Edit:
    """A publication of an edit: what is new in the text, and when its answer was here (monotonic seconds)."""

    number: int
    sent: float
    answered: float


class Editor:
    """The author of a story, signed in."""

    def __init__(self, site: Site, path: str) -> None:
        self._site = site
        self._story_id = path.rpartition("-")[2]
        handle = re.match(r"/@([a-z0-9-]+)/", path)
        assert handle is not None
        self._cookie = sign_in(site, handle=handle[1])
        self._number = 0

    def publish(self) -> Edit:
        """Add one paragraph that tells its number, and publish it."""
        self._number += 1
        draft = self._call("GetDraft", storyId=self._story_id)["draft"]
        content = draft["content"]
        body = msgspec.json.decode(content["body"])
        kept = [block for block in body["content"] if not _number_in(msgspec.json.encode(block))]
        said = {"type": "text", "text": mark(self._number)}
        kept.insert(
            0,
            {
                "type": "paragraph",
                "attrs": {"id": f"edit{self._number:04d}".replace("0", "z")},
                "content": [said],
            },
        )
        content["body"] = msgspec.json.encode({**body, "content": kept}).decode()
        version = self._call("SaveDraft", storyId=self._story_id, version=draft["version"], content=content)[
            "version"
        ]
        sent = time.monotonic()
        self._call("Publish", storyId=self._story_id, version=version)
        return Edit(self._number, sent, time.monotonic())

    def _call(self, method: str, **arguments: object) -> dict[str, Any]:
        return self._site.call(f"{STORIES}/{method}", self._cookie, **arguments)


def mark(number: int) -> str:
    """What the text says after this edit."""
    return f"edited for the {number:06d}th time"


def _number_in(text: bytes) -> int:
    found = re.search(rb"edited for the (\d{6})th time", text)
    return int(found[1]) if found else 0


def number_in(page: bytes) -> int:
    """Which edit a page shows; 0 for none."""
    return _number_in(page)
