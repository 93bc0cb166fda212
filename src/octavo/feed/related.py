"""Stories that are like one."""

from collections.abc import Mapping
from math import log2
from typing import Final

from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Listing

_OF_A_TAG: Final = 200
_OF_AN_AUTHOR: Final = 20
_OF_A_PUBLICATION: Final = 40
_LIKE: Final = 4.0
"""What a story counts that is most like it in words; another one that is by readers."""


def related(story: Listing, catalogue: Catalogue, limit: int, like: Mapping[int, float]) -> list[int]:
    """The nearest first: those of like words or with the same readers (`like`, as far as that was learned),
    those that share rare tags, then its author's and its publication's, of equal ones the liked and the
    newer. Where nothing is like it there is the newest that its site has."""
    points: dict[int, float] = {}

    def count(one: Listing, worth: float) -> None:
        points[one.number] = points.get(one.number, 0.0) + worth

    for tag in sorted(dict.fromkeys(story.tags)):
        rare = log2(2 + len(catalogue) / (1 + catalogue.tagged(tag)))
        for one in catalogue.with_tag(tag, _OF_A_TAG):
            count(one, rare)
    for one in catalogue.by_person(story.author, _OF_AN_AUTHOR):
        count(one, 1.0)
    for one in catalogue.in_publication(story.publication, _OF_A_PUBLICATION) if story.publication else ():
        count(one, 0.5)
    for number, part in like.items():
        if (alike := catalogue.get(number)) is not None:
            count(alike, _LIKE * part)
    for number in points:
        points[number] += catalogue.liked.get(number, 0) / 2000
    points.pop(story.number, None)
    found = sorted(points, key=lambda number: (-points[number], -_published(catalogue, number), -number))
    if len(found) < limit:
        have = {*found, story.number}
        found += [one.number for one in catalogue.newest(limit + len(have)) if one.number not in have]
    return found[:limit]


def _published(catalogue: Catalogue, number: int) -> int:
    story = catalogue.get(number)
    return story.published if story else 0
