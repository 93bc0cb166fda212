"""One sample of every page, filled so that each part of its template shows."""

from datetime import UTC, datetime, timedelta

import msgspec

from octavo.accounts.api import HappeningKind
from octavo.edge.pages.views import (
    Author,
    ErrorPage,
    FeedLink,
    HomePage,
    Link,
    Picture,
    ProfilePage,
    PublicPage,
    Sharing,
    StoryCard,
    StoryPage,
    TagPage,
    Topic,
)
from octavo.edge.pages.views_private import (
    Challenge,
    Choice,
    DeskPage,
    DeskRow,
    EditorPage,
    LinkPage,
    MailSentPage,
    PeoplePage,
    PersonRow,
    PrivateFeedRow,
    PrivateFeedsPage,
    PrivatePage,
    Problem,
    ProviderChoice,
    SignInPage,
    Trouble,
)
from octavo.edge.pages.views_settings import (
    AccountSettings,
    DataSettings,
    ExportRow,
    HappeningRow,
    HappeningsPage,
    IdentityRow,
    PasskeyRow,
    ProfileSettings,
    SignIn,
)
from octavo.edge.pages.views_webhooks import (
    AttemptRow,
    DeliveryRow,
    WebhookPage,
    WebhookPages,
    WebhookRow,
    WebhooksPage,
)
from octavo.edge.render import Viewer

WHEN = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ADA = Author(name="Ada Lindgren", handle="ada", address="/@ada", bio="Writes about bridges & tides.")
VIEWER = Viewer(author=ADA, keeper=True)
PICTURE = Picture(
    src="/i/one/720-sig",
    srcset="/i/one/360-sig 360w, /i/one/720-sig 720w",
    alt="A harbour at low tide",
    width=1600,
    height=1067,
    placeholder="1QcSHQRnh493V4dIh4eXh1h4kJUI",
)
SEA, BRIDGES = Topic(name="sea", address="/tag/sea", stories=3), Topic(name="bridges", address="/tag/bridges")
SHARING = Sharing(
    canonical="https://example.org/@ada/low-tide-11111111111",
    description="Twice a day the harbour empties.",
    image="https://example.org/i/one/1440-sig",
    image_alt="A harbour at low tide",
    feeds=(FeedLink(media_type="application/rss+xml", address="/feed", title="All"),),
    linked={"@context": "https://schema.org", "@graph": [{"@type": "Article", "headline": "<at low tide>"}]},
)
CARD = StoryCard(
    title="What the harbour keeps <at low tide>",
    address="/@ada/low-tide-11111111111",
    author=ADA,
    published_at=WHEN,
    excerpt="Twice a day the harbour empties, and what lies on its floor is there for anyone to read.",
    minutes=7,
    picture=PICTURE,
    topics=(SEA, BRIDGES),
)
BODY = (
    '<p id="b-aaaaaaaa">Twice a day the harbour empties.</p>\n'
    '<h2 id="b-bbbbbbbb">The floor'
    '<a class="anchor" href="#b-bbbbbbbb" aria-hidden="true" tabindex="-1"></a></h2>\n'
    "<blockquote><p>It gives back what it likes.</p></blockquote>\n"
)
STORY = StoryPage(
    story_id="11111111111",
    title="What the harbour keeps",
    author=ADA,
    body_html=BODY,
    address=CARD.address,
    subtitle="A year of low tides",
    published_at=WHEN,
    updated_at=WHEN + timedelta(days=2),
    minutes=7,
    cover=PICTURE,
    cover_caption="The harbour in March",
    topics=(SEA, BRIDGES),
    language="en",
    original="https://elsewhere.example/low-tide",
    more=(CARD,),
    sharing=SHARING,
)
ROW = DeskRow(
    story_id="11111111111",
    title="Low tide",
    edit_address="/edit/11111111111",
    saved_at=WHEN,
    version=4,
    excerpt="Twice a day the harbour empties.",
    words=1250,
    minutes=5,
)
PUBLISHED_ROW = DeskRow(
    story_id="22222222222",
    title="",
    edit_address="/edit/22222222222",
    saved_at=WHEN,
    version=2,
    story_address="/@ada/x-22222222222",
    published_at=WHEN,
    changed=True,
    visibility="members",
)
DELETED_ROW = DeskRow(
    story_id="33333333333",
    title="An old one",
    edit_address="/edit/33333333333",
    saved_at=WHEN,
    version=9,
    deleted_at=WHEN,
    undo_until=WHEN + timedelta(days=30),
)
SETTINGS = ProfileSettings(
    author=ADA,
    links=(Link(label="Site", address="https://ada.example"),),
    language="de",
    time_zone="Europe/Berlin",
    languages=(Choice(value="en", label="English"), Choice(value="de", label="Deutsch")),
    time_zones=("Europe/Berlin", "Europe/Oslo"),
    problems=(Problem(kind=Trouble.HANDLE_TAKEN, field="handle", detail="ada-2"),),
)
ACCOUNT_SETTINGS = AccountSettings(
    handle="ada",
    email="ada@example.org",
    new_email="ada@example.net",
    has_password=True,
    passkeys=(PasskeyRow(passkey_id="k1", name="My phone", created_at=WHEN, last_used_at=WHEN),),
    identities=(IdentityRow(identity_id="i1", name="Own ID", linked_at=WHEN, last_used_at=WHEN),),
    providers=(ProviderChoice(key="other", name="Other ID"),),
    passkeys_at="https://example.org",
    passkey_options='{"challenge":"x"}',
    sign_ins=(
        SignIn(session_id="s1", device="Firefox on Linux", created_at=WHEN, last_used_at=WHEN, current=True),
        SignIn(session_id="s2", device="Safari on iOS", created_at=WHEN, last_used_at=WHEN),
    ),
)
DATA_SETTINGS = DataSettings(
    handle="ada",
    has_password=True,
    exports=tuple(
        ExportRow(export_id="e1", status=status, asked_at=WHEN, until=WHEN, size="3.2 MB")
        for status in ("READY", "PACKING", "FAILED", "TOO_LARGE")
    ),
)
HAPPENINGS = HappeningsPage(
    happenings=tuple(
        HappeningRow(kind=kind.value, happened_at=WHEN, device="Firefox on Linux", detail="2")
        for kind in HappeningKind
    ),
    older="/me/settings/log?after=x",
)
PEOPLE = PeoplePage(
    people=(
        PersonRow(person_id="p1", author=ADA, email="ada@example.org", role="OWNER", last_seen_at=WHEN),
        PersonRow(
            person_id="p2",
            author=Author(name="Bo Ek", handle="bo", address="/@bo"),
            email="",
            role="MEMBER",
            suspended=True,
        ),
        PersonRow(
            person_id="p3",
            author=Author(name="Cy Dahl", handle="cy", address="/@cy"),
            email="cy@example.org",
            role="MODERATOR",
        ),
    ),
    may_change_roles=True,
    own_id="p1",
    invited_email="di@example.org",
    invitation="https://example.org/link/abc",
)

PUBLIC: dict[str, PublicPage] = {
    "home": HomePage(
        lead=CARD, stories=(CARD, CARD), topics=(SEA, BRIDGES), older="/?after=x", sharing=SHARING
    ),
    "home-empty": HomePage(),
    "home-older": HomePage(stories=(CARD,), first="/", sharing=Sharing(indexed=False)),
    "tag": TagPage(topic=SEA, stories=(CARD,), related=(BRIDGES,), older="/tag/sea?after=x", sharing=SHARING),
    "tag-empty": TagPage(topic=SEA),
    "profile": ProfilePage(
        author=ADA,
        links=(Link(label="", address="https://www.ada.example/"),),
        joined_at=WHEN,
        stories=(CARD,),
        sharing=SHARING,
    ),
    "profile-empty": ProfilePage(author=ADA),
    "story": STORY,
    "story-members": StoryPage(
        story_id="11111111111",
        title="For us",
        author=ADA,
        body_html=BODY,
        address="/@ada/for-us-11111111111",
        members_only=True,
        full_address="/p/11111111111/full",
        sharing=SHARING,
    ),
    "story-shared": StoryPage(
        story_id="11111111111",
        title="",
        author=ADA,
        body_html=BODY,
        address="/draft/abc",
        shared_draft=True,
        unlisted=True,
        language="ar",
        sharing=Sharing(indexed=False),
    ),
    **{f"error-{code}": ErrorPage(status=code) for code in (400, 403, 404, 405, 410, 413, 421)},
    "error-429": ErrorPage(status=429, retry_after=30),
    "error-500": ErrorPage(status=500, request_id="req-1"),
    "error-503": ErrorPage(status=503, retry_after=1, request_id="req-2"),
}
HOOK = WebhookRow(
    webhook_id="11111111111",
    name="<Machine>",
    url="https://receiver.example/hook?a=b&c",
    reach="publication",
    kinds=("story.published", "story.revised"),
    created_at=WHEN,
    place="The <Quay>",
)
PRIVATE: dict[str, PrivatePage | WebhookPages] = {
    "sign-in": SignInPage(challenge=Challenge(text="abc", difficulty=8), then="/new"),
    "sign-in-invitation": SignInPage(registration="invitation"),
    "sign-in-closed": SignInPage(
        registration="closed",
        mail_works=False,
        login="ada",
        problems=(Problem(kind=Trouble.WRONG_CREDENTIALS),),
    ),
    "mail-sent": MailSentPage(email="ada@example.org"),
    "link-sign-in": LinkPage(purpose="sign-in", token="t", email="ada@example.org"),
    "link-sign-up": LinkPage(purpose="sign-up", token="t", handle="ada", invited=True),
    "link-confirm": LinkPage(purpose="confirm-email", token="t", email="ada@example.org"),
    "welcome": LinkPage(purpose="become-owner", token="t", ask_email=True),
    "settings": SETTINGS,
    "account_settings": ACCOUNT_SETTINGS,
    "data_settings": DATA_SETTINGS,
    "happenings": HAPPENINGS,
    "desk-drafts": DeskPage(
        tab="drafts", rows=(ROW,), counts={"drafts": 1, "published": 1200}, older="/me/stories?after=x"
    ),
    "desk-published": DeskPage(tab="published", rows=(PUBLISHED_ROW,), counts={"published": 1}),
    "desk-deleted": DeskPage(tab="deleted", rows=(DELETED_ROW,)),
    "desk-scheduled": DeskPage(tab="scheduled"),
    "webhooks": WebhooksPage(
        webhooks=(HOOK, msgspec.structs.replace(HOOK, stopped="failing", stopped_at=WHEN)),
        reaches=(Choice(value="own", label="Mine"), Choice(value="site", label="All")),
        secret="whsec_x",
        made=HOOK,
        typed={"url": "x", "name": "<y>"},
        problems=(Problem(kind=Trouble.OTHER, field="url", detail="That is no address."),),
    ),
    "webhook": WebhookPage(
        webhook=msgspec.structs.replace(HOOK, failing_since=WHEN, former_secret_until=WHEN),
        there=HOOK.kinds,
        deliveries=(
            DeliveryRow(
                delivery_id="11111111111",
                kind="story.published",
                state="failed",
                created_at=WHEN,
                body='{"a":"<b>"}',
                attempts=(
                    AttemptRow(at=WHEN, status=500, milliseconds=1200, answer="<no>"),
                    AttemptRow(at=WHEN, status=0, milliseconds=10_000, problem="No answer."),
                ),
            ),
            DeliveryRow(
                delivery_id="11111111112",
                kind="ping",
                state="waiting",
                created_at=WHEN,
                body="{}",
                next_at=WHEN,
            ),
        ),
        secret="whsec_y",
        older="/me/webhooks/11111111111?after=x",
    ),
    "webhook-stopped": WebhookPage(webhook=msgspec.structs.replace(HOOK, stopped="gone", stopped_at=WHEN)),
    "private-feeds": PrivateFeedsPage(
        feeds=(
            PrivateFeedRow(feed_id="11111111111", name="<Reader>", created_at=WHEN, opened_at=WHEN),
            PrivateFeedRow(feed_id="11111111112", name="Phone", created_at=WHEN),
        ),
        made={form: f"https://example.org/feed/private/x.{form}" for form in ("rss", "atom", "json")},
        public="https://example.org/feed",
        problems=(Problem(kind=Trouble.TOO_LONG, field="name", detail="80"),),
    ),
    "editor": EditorPage(story_id="11111111111", draft_json='{"id":"11111111111"}', author=ADA),
    "people": PEOPLE,
}
