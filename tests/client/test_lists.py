"""Every list of the open API comes in pages, or here is why it need not."""

from msgspec.structs import fields

from tests.hostile.permissions import methods

WHOLE = {
    "Accounts.ListSessions": "a person has few sign-ins",
    "Accounts.ListTokens": "a hundred at most",
    "Annotations.ListNotes": "500 of a story at most",
    "Feed.ListRelated": "20 at most",
    "Feed.ListTrending": "50 at most",
    "Readership.ListTotals": "of the stories asked for, so many at most",
    "Stories.ListCoAuthors": "a story has few",
    "Stories.ListInvitations": "a person has few",
    "Stories.ListSeries": "a person has few",
    "Stories.ListTranslations": "one for each language",
    "Stories.ListOwnTranslations": "one for each language",
    "Stories.ListTranslationOffers": "a person has few",
    "Stories.ListTags": "the most used ones; there is no second page of those",
    "Publications.ListMemberships": "a publication has few members, a person few publications",
    "Publications.ListInvitations": "a publication has few that are open",
    "Syndication.ListPrivateFeeds": "a setting says how many there may be",
    "Webhooks.ListWebhooks": "a setting says how many there may be",
}
BY_LAST = frozenset({"Stories.ListRevisions", "Publications.ListSubmissions", "Webhooks.ListDeliveries"})
"""These name the last line that was seen as `before`; a page shorter than its limit is the last one."""


def test_every_list_comes_in_pages_or_says_why_not() -> None:
    whole, by_last = set(), set()
    for path, method in methods():
        if not method.name.startswith("List"):
            continue
        name = f"{path.rpartition('/')[0].rpartition('.')[2]}.{method.name}"
        asked = {one.name for one in fields(method.request)}
        told = {one.name for one in fields(method.response)}
        if {"limit", "after"} <= asked and "next" in told:
            continue
        (by_last if {"limit", "before"} <= asked else whole).add(name)
    assert whole - WHOLE.keys() == set()
    assert WHOLE.keys() - whole == set()
    assert by_last == BY_LAST
