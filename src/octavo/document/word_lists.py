"""Lists as Word puts them on the clipboard: paragraphs that say in their style that they are items."""

import re

from octavo.document.flow import Draft

ITEM = "wordItem"
"""The type of a draft that stands for one such paragraph until `gathered` makes lists of them."""

_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d+)")
_NUMBER = re.compile(r"\(?(\d+|[a-zA-Z]{1,4})[.)]")
_MAX_LEVEL = 6


def item_level(style: str) -> int:
    """1 for an item of the outer list, more for inner ones, 0 where the paragraph is no item."""
    match = _LEVEL.search(style)
    return min(int(match[1]), _MAX_LEVEL) if match else 0


def is_numbered(marker: str) -> bool:
    """Whether the marker that Word wrote before the item ("1.", "b)", "·") counts."""
    return _NUMBER.match(marker.strip()) is not None


def gathered(blocks: list[Draft]) -> list[Draft]:
    """The blocks with neighbouring Word items made into lists, inner ones inside their items."""
    result: list[Draft] = []
    run: list[Draft] = []
    for block in [*blocks, None]:
        if block is not None and block["type"] == ITEM:
            run.append(block)
            continue
        if run:
            result.extend(_lists(run, min(item["attrs"]["level"] for item in run)))
            run = []
        if block is not None:
            result.append(block)
    return result


def _lists(items: list[Draft], level: int) -> list[Draft]:
    lists: list[Draft] = []
    start = 0
    while start < len(items):
        end = start + 1
        while end < len(items) and items[end]["attrs"]["level"] > level:
            end += 1
        content = list(items[start]["content"])
        if end > start + 1:
            inner = items[start + 1 : end]
            content.extend(_lists(inner, min(item["attrs"]["level"] for item in inner)))
        kind = "orderedList" if items[start]["attrs"]["numbered"] else "bulletList"
        if not lists or lists[-1]["type"] != kind:
            lists.append({"type": kind, "attrs": {}, "content": []})
        lists[-1]["content"].append({"type": "listItem", "attrs": {}, "content": content})
        start = end
    return lists
