"""Sitemaps as they are written: by the protocol, within its limits."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from octavo.syndication.api import MOST_ADDRESSES, Place, Sheet, sitemap, sitemap_index

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_sitemap_and_an_index() -> None:
    changed = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)
    root = etree.fromstring(sitemap([Place(address="https://o.test/a?b&c", changed_at=changed)]))
    assert root.tag == f"{NAMESPACE}urlset"
    assert root.findtext(f"{NAMESPACE}url/{NAMESPACE}loc") == "https://o.test/a?b&c"
    assert root.findtext(f"{NAMESPACE}url/{NAMESPACE}lastmod") == "2026-03-01T12:00:00Z"
    root = etree.fromstring(sitemap_index([Sheet(address="https://o.test/x")]))
    assert root.tag == f"{NAMESPACE}sitemapindex"
    assert root.findtext(f"{NAMESPACE}sitemap/{NAMESPACE}loc") == "https://o.test/x"
    assert root.find(f"{NAMESPACE}sitemap/{NAMESPACE}lastmod") is None


def test_the_largest_is_within_the_protocols_limits() -> None:
    longest = Place(address="https://o.test/" + "x" * 900, changed_at=datetime.now(UTC))
    assert len(sitemap([longest] * MOST_ADDRESSES)) < 50 * 2**20
    with pytest.raises(ValueError, match="50001"):
        sitemap([longest] * (MOST_ADDRESSES + 1))
