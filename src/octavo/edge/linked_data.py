"""What a page is about, for search engines: JSON-LD by the words of https://schema.org.

Addresses are whole ones. What is empty is left out: an engine takes a missing value better than an empty one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from octavo.edge.filters import iso

_CONTEXT: Final = "https://schema.org"

Thing = Mapping[str, Any]


def person(
    *, name: str, address: str, picture: str = "", bio: str = "", same_as: Sequence[str] = ()
) -> Thing:
    """Somebody who writes here. `same_as`: their own links elsewhere."""
    return _told(
        {
            "@type": "Person",
            "@id": f"{address}#person",
            "name": name,
            "url": address,
            "image": picture,
            "description": bio,
            "sameAs": list(same_as),
        }
    )


def organization(*, name: str, address: str, logo: str = "", kind: str = "Organization") -> Thing:
    """Who publishes: the site, or a publication on it."""
    return _told(
        {
            "@type": kind,
            "@id": f"{address}#organization",
            "name": name,
            "url": address,
            "logo": _told({"@type": "ImageObject", "url": logo}) if logo else None,
        }
    )


def article(
    *,
    title: str,
    address: str,
    published_at: datetime,
    updated_at: datetime,
    authors: Iterable[Thing],
    publisher: Thing,
    description: str = "",
    image: str = "",
    language: str = "",
    tags: Sequence[str] = (),
    words: int = 0,
    free: bool = True,
) -> Thing:
    """A story. `free`: everybody may read all of it."""
    return _told(
        {
            "@type": "Article",
            "@id": f"{address}#article",
            "headline": title,
            "description": description,
            "datePublished": iso(published_at),
            "dateModified": iso(updated_at),
            "author": list(authors),
            "publisher": publisher,
            "image": [image] if image else None,
            "mainEntityOfPage": address,
            "inLanguage": language,
            "keywords": list(tags),
            "wordCount": words,
            "isAccessibleForFree": free,
        },
        keep=("isAccessibleForFree",),
    )


def profile_page(*, about: Thing, address: str, joined_at: datetime) -> Thing:
    """A person's page."""
    return {
        "@type": "ProfilePage",
        "url": address,
        "dateCreated": iso(joined_at),
        "mainEntity": about,
    }


def collection(*, name: str, address: str) -> Thing:
    """A list of stories, such as those of a tag."""
    return _told({"@type": "CollectionPage", "name": name, "url": address})


def website(*, name: str, address: str, description: str, language: str, publisher: Thing) -> Thing:
    """The site, on its first page."""
    return _told(
        {
            "@type": "WebSite",
            "name": name,
            "url": address,
            "description": description,
            "inLanguage": language,
            "publisher": publisher,
        }
    )


def trail(*steps: tuple[str, str]) -> Thing:
    """The way to a page: the names and addresses of those above it, its own last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }


def graph(*things: Thing) -> Thing:
    """All that a page says."""
    return {"@context": _CONTEXT, "@graph": list(things)}


def _told(fields: Thing, keep: Sequence[str] = ()) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value or name in keep}
