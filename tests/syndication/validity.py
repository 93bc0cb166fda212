"""What the W3C's feed validator asks of a feed, as far as it applies here; each check names its rule there.

https://validator.w3.org/feed/docs/ describes them; the names in brackets are those of its messages.
"""

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree, html

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
DC_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
MEDIA = "{http://search.yahoo.com/mrss/}content"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d \+0000"
)
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_IRI = re.compile(r'[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+', re.IGNORECASE)
_RELATIVE_MATTERS = ("href", "src", "cite", "poster", "action", "background", "longdesc")
_UNSAFE = ("script", "style", "form", "input", "button", "object", "embed", "meta", "link", "base")


def xml(body: bytes) -> Any:
    """Well-formed [SAXError], in UTF-8 as it says [EncodingMismatch], without entities of its own."""
    assert body.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    body.decode("utf-8")
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))


def whole_address(text: str | None) -> str:
    """A full address of the web [InvalidFullLink, InvalidIRI]."""
    assert text, "an address is missing"
    assert _IRI.fullmatch(text), text
    parts = urlsplit(text)
    assert parts.scheme in ("http", "https"), text
    assert parts.netloc, text
    return text


def stands_alone(text: str) -> None:
    """No relative references in the content [ContainsRelRef], nothing that runs or is styled by the site
    [SecurityRisk, DangerousStyleAttr]."""
    if not text.strip():
        return
    for node in html.fragment_fromstring(text, create_parent="div").iter():
        if not isinstance(node.tag, str):
            continue
        assert node.tag not in _UNSAFE, node.tag
        for name, value in node.attrib.items():
            assert name != "style", value
            assert not name.startswith("on"), name
            if name in _RELATIVE_MATTERS:
                assert urlsplit(value).scheme, f"{name}={value}"
            if name == "srcset":
                assert all(urlsplit(one.split()[0]).scheme for one in value.split(", ")), value


def rss(body: bytes, *, address: str = "") -> Any:
    """A valid RSS 2.0 feed; `address` is where it was asked for. Its channel."""
    root = xml(body)
    assert root.tag == "rss"
    assert root.get("version") == "2.0"  # [InvalidRSSVersion]
    channel = root.find("channel")
    for name in ("title", "link", "description"):  # [MissingTitle, MissingLink, MissingDescription]
        assert len(channel.findall(name)) == 1, name
        assert channel.findtext(name).strip(), name
    whole_address(channel.findtext("link"))
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert len(own) == 1  # [MissingAtomSelfLink]
    assert own[0].get("type") == "application/rss+xml"
    assert not address or own[0].get("href") == address  # [SelfDoesntMatchLocation]
    whole_address(own[0].get("href"))
    for name in ("language", "lastBuildDate", "generator"):  # [DuplicateElement]
        assert len(channel.findall(name)) <= 1, name
    if (language := channel.findtext("language")) is not None:
        assert _LANGUAGE.fullmatch(language), language  # [InvalidLanguage]
    if (built := channel.findtext("lastBuildDate")) is not None:
        rfc_822(built)
    guids = []
    for item in channel.findall("item"):
        assert item.findtext("title") or item.findtext("description")  # [ItemMustContainTitleOrDescription]
        for name in ("title", "link", "description", "guid", "pubDate", CONTENT):
            assert len(item.findall(name)) <= 1, name
        whole_address(item.findtext("link"))
        guid = item.find("guid")
        assert guid.get("isPermaLink") == "false"  # else it must be the item's page [InvalidPermalink]
        guids.append(guid.text)
        rfc_822(item.findtext("pubDate"))
        stands_alone(item.findtext(CONTENT) or "")
        stands_alone(item.findtext("description") or "")
        for picture in item.findall(MEDIA):
            whole_address(picture.get("url"))
            assert picture.get("medium") == "image"
        if (language := item.findtext(DC_LANGUAGE)) is not None:
            assert _LANGUAGE.fullmatch(language), language
    assert len(set(guids)) == len(guids)  # [DuplicateValue]
    assert all(guids)
    return channel


def rfc_822(text: str | None) -> None:
    """A date of RFC 822 with a year of four digits and the right day of the week [InvalidRFC2822Date]."""
    assert text, "a date is missing"
    assert _RFC_822.fullmatch(text), text
    assert parsedate_to_datetime(text).strftime("%a") == text[:3], text


def atom(body: bytes, *, address: str = "") -> Any:
    """A valid Atom feed."""
    root = xml(body)
    assert root.tag == f"{ATOM}feed"
    _atom_part(root, f"{ATOM}entry")
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert len(own) == 1  # [MissingSelf]
    assert own[0].get("type") == "application/atom+xml"
    assert not address or own[0].get("href") == address
    ids = [root.findtext(f"{ATOM}id")]
    for entry in root.findall(f"{ATOM}entry"):
        _atom_part(entry)
        ids.append(entry.findtext(f"{ATOM}id"))
        # [MissingContentOrAlternate, MissingAuthor]
        assert entry.find(f"{ATOM}author") is not None or root.find(f"{ATOM}author") is not None
        assert len(entry.findall(f"{ATOM}content")) <= 1
        content = entry.find(f"{ATOM}content")
        if content is not None:
            assert content.get("type") == "html"
            stands_alone(content.text or "")
        for category in entry.findall(f"{ATOM}category"):
            assert category.get("term")  # [MissingAttribute]
    assert len(set(ids)) == len(ids)  # [DuplicateIds]
    return root


def _atom_part(part: Any, until: str = "") -> None:
    """What a feed and an entry have alike: id, title, updated, one page that they are about."""
    for name in ("id", "title", "updated"):  # [MissingElement, DuplicateElement]
        assert len(part.findall(f"{ATOM}{name}")) == 1, name
    whole_address(part.findtext(f"{ATOM}id"))  # [InvalidFullLink]
    for name in ("updated", "published"):
        for moment in part.findall(f"{ATOM}{name}"):
            assert _RFC_3339.fullmatch(moment.text), moment.text  # [InvalidRFC3339Date]
    alternates = [link for link in part.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    assert len(alternates) == 1  # [DuplicateAtomLink]
    for link in part.findall(f"{ATOM}link"):
        whole_address(link.get("href"))
    for author in part.findall(f"{ATOM}author"):
        assert author.findtext(f"{ATOM}name")  # [MissingElement]
        if author.find(f"{ATOM}uri") is not None:
            whole_address(author.findtext(f"{ATOM}uri"))
    if (language := part.get(XML_LANG)) is not None:
        assert _LANGUAGE.fullmatch(language), language


def json_feed(body: bytes, *, address: str = "") -> Any:
    """A valid JSON Feed 1.1."""
    feed = json.loads(body)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert feed["title"]
    whole_address(feed["home_page_url"])
    assert whole_address(feed["feed_url"]) == (address or feed["feed_url"])
    assert all(author.get("name") or author.get("url") for author in feed.get("authors", ()))
    ids = []
    for item in feed["items"]:
        ids.append(item["id"])
        assert isinstance(item["id"], str)
        whole_address(item["url"])
        assert isinstance(item["content_html"], str)
        stands_alone(item["content_html"])
        for name in ("date_published", "date_modified"):
            assert _RFC_3339.fullmatch(item[name]), item[name]
        if "image" in item:
            whole_address(item["image"])
        for author in item.get("authors", ()):
            assert author.get("name") or author.get("url")
        assert all(isinstance(tag, str) for tag in item.get("tags", ()))
    assert len(set(ids)) == len(ids)
    for part in (feed, *feed["items"]):
        if "language" in part:
            assert _LANGUAGE.fullmatch(part["language"])
    return feed


def parsed(body: bytes) -> Any:
    """As feedparser reads it, without a complaint."""
    found = feedparser.parse(body)
    assert not found.bozo, found.get("bozo_exception")
    return found
