"""What the pages of sign-in, settings, desk, editor and administration show, and what their forms send.

All forms are plain `POST`s of `application/x-www-form-urlencoded` that answer with a redirect (303) when
they succeed, and with the same page carrying `troubles` when they do not. Their fields:

======================================  ==========================================================
`/sign-in`                              email, then, challenge, answer, website (left empty by people)
`/sign-in/password`                     login, password, then
`/sign-in/passkey`                      credential (made by the page's script), then
`/sign-in/link/TOKEN`                   (sign-in, confirmation: nothing), for a sign-up: name, handle,
                                        and email where it is asked for
`/sign-out`                             nothing
`/me/settings/profile`                  name, bio, link_label and link_url (repeated, in pairs),
                                        picture_id (empty: none)
`/me/settings/handle`                   handle
`/me/settings/email`                    email
`/me/settings/password`                 password, present_password
`/me/settings/passkeys`                 name, credential (made by the page's script), present_password
`/me/settings/passkeys/remove`          passkey_id
`/me/settings/providers/remove`         identity_id
`/me/settings/preferences`              language, time_zone
`/me/settings/sign-ins`                 session_id (empty: all but this one)
`/me/settings/export`                   nothing
`/me/settings/deletion`                 handle (one's own), present_password where it is needed
`/me/stories/ID/ACTION`                 ACTION: delete, undelete, unpublish, unschedule, discard; for
                                        discard also version
`/me/settings/tokens`                   name, scopes (repeated), days
`/me/settings/tokens/ID/end`            nothing
`/me/feeds`                             name
`/me/feeds/ID/end`                      nothing
`/me/webhooks`                          url, reach (own, site, publication:ID), name
`/me/webhooks/ID/ACT`                   for change: name, url, kind (repeated); otherwise nothing
`/me/webhooks/ID/deliveries/ID/replay`  nothing
`/admin/invitations`                    email
`/admin/people/ID/role`                 role (MEMBER, MODERATOR, OWNER)
`/admin/people/ID/suspension`           suspended ("1" or "0"), reason
`/admin/stories/ID/ACT`                 nothing
`/admin/settings`                       variable, value
`/admin/events/SERVICE/ACT`             letter
`/admin/welcome`                        nothing
`/report`                               kind, id, reason, words
`/admin/reports`                        kind, id, verdict, statement
======================================  ==========================================================

After a redirect the page says what happened: `Frame.said` in `octavo.edge.render`, a `Said`.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author


class Said(StrEnum):
    """What was just done, told once at the top of the next page; travels as `?said=…`."""

    SAVED = "saved"
    SIGNED_OUT = "signed-out"
    PASSWORD_SET = "password-set"  # noqa: S105 - a message's name
    EMAIL_SENT = "email-sent"
    EMAIL_CONFIRMED = "email-confirmed"
    HANDLE_CHANGED = "handle-changed"
    SESSION_ENDED = "session-ended"
    SESSIONS_ENDED = "sessions-ended"
    DELETED = "deleted"
    UNDELETED = "undeleted"
    UNPUBLISHED = "unpublished"
    UNSCHEDULED = "unscheduled"
    DISCARDED = "discarded"
    ROLE_CHANGED = "role-changed"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REPORTED = "reported"
    DECIDED = "decided"
    WELCOME = "welcome"
    TRANSLATION_ASKED = "translation-asked"
    LEFT_STORY = "left-story"
    FOUNDED = "founded"
    JOINED = "joined"
    DECLINED = "declined"
    INVITED = "invited"
    LEFT = "left"
    STORY_TAKEN_BACK = "story-taken-back"
    STORY_REMOVED = "story-removed"
    EVENT_REPLAYED = "event-replayed"
    EVENT_DROPPED = "event-dropped"
    ERROR_SETTLED = "error-settled"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SENT_BACK = "sent-back"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"
    ARCHIVED = "archived"
    PUBLICATION_DELETED = "publication-deleted"
    MOVED_OUT = "moved-out"
    FEED_ENDED = "feed-ended"
    WEBHOOK_TESTED = "webhook-tested"
    WEBHOOK_STOPPED = "webhook-stopped"
    WEBHOOK_STARTED = "webhook-started"
    WEBHOOK_DELETED = "webhook-deleted"
    WEBHOOK_REPLAYED = "webhook-replayed"
    TOKEN_ENDED = "token-ended"  # noqa: S105 - a message's name
    EXPORT_ASKED = "export-asked"
    LEAVING = "leaving"
    RETURNED = "returned"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    PROVIDER_LINKED = "provider-linked"
    PROVIDER_UNLINKED = "provider-unlinked"


class Trouble(StrEnum):
    """Why a form was not accepted; each has its words in `parts/troubles.html`."""

    REQUIRED = "required"
    TOO_LONG = "too-long"
    EMAIL_INVALID = "email-invalid"
    EMAIL_TAKEN = "email-taken"
    HANDLE_TAKEN = "handle-taken"
    HANDLE_RESERVED = "handle-reserved"
    HANDLE_FORM = "handle-form"
    LINK_INVALID = "link-invalid"
    WRONG_CREDENTIALS = "wrong-credentials"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 - a message's name
    SIGN_IN_TOO_OLD = "sign-in-too-old"
    PASSWORD_SHORT = "password-short"  # noqa: S105 - a message's name
    PASSWORD_COMMON = "password-common"  # noqa: S105 - a message's name
    TOO_MANY_ATTEMPTS = "too-many-attempts"
    MAIL_UNAVAILABLE = "mail-unavailable"
    LOOKS_AUTOMATED = "looks-automated"
    REGISTRATION_CLOSED = "registration-closed"
    SUSPENDED = "suspended"
    LAST_OWNER = "last-owner"
    ADDRESS_TAKEN = "address-taken"
    ADDRESS_FORM = "address-form"
    LAST_OWNER_HERE = "last-owner-here"
    ALREADY_DECIDED = "already-decided"
    STORY_CHANGED = "story-changed"
    ALREADY_MEMBER = "already-member"
    NOBODY_CALLED_SO = "nobody-called-so"
    NOT_YOUR_HANDLE = "not-your-handle"
    PASSKEY_REFUSED = "passkey-refused"
    PASSKEYS_UNAVAILABLE = "passkeys-unavailable"
    LAST_WAY_IN = "last-way-in"
    PROVIDER_DECLINED = "provider-declined"
    PROVIDER_STALE = "provider-stale"
    PROVIDER_NOT_TRUE = "provider-not-true"
    PROVIDER_NO_ADDRESS = "provider-no-address"
    PROVIDER_TAKEN = "provider-taken"
    PROVIDER_AWAY = "provider-away"
    CONFLICT = "conflict"
    OTHER = "other"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a form. `field` is the field's name, empty: the form as a whole.

    `detail` completes the words: for HANDLE_TAKEN a free handle to offer, for TOO_LONG the limit, for
    TOO_MANY_ATTEMPTS the seconds to wait, for OTHER the whole sentence.
    """

    kind: Trouble
    field: str = ""
    detail: str = ""


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """A riddle for the browser: the SHA-256 of text + answer must begin with `difficulty` zero bits."""

    text: str
    difficulty: int


class ProviderChoice(msgspec.Struct, frozen=True, kw_only=True):
    """Another site by which one can sign in; `key` stands in the address."""

    key: str
    name: str


class SignInPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/sign-in`. `registration`: "open", "invitation" or "closed"; `then` is a path to go to afterwards.

    Where mail does not work (`mail_works` false) only the password form is shown, with a word on how the
    operator lets people in. `passkey_options`: what the browser needs to ask for a passkey; empty where
    passkeys do not work.
    """

    template: ClassVar[str] = "sign_in.html"
    registration: str = "open"
    mail_works: bool = True
    then: str = ""
    email: str = ""
    login: str = ""
    challenge: Challenge | None = None
    passkey_options: str = ""
    providers: tuple[ProviderChoice, ...] = ()
    problems: tuple[Problem, ...] = ()


class MailSentPage(msgspec.Struct, frozen=True, kw_only=True):
    """After the address was given: look into your mail. Says the same whoever they are."""

    template: ClassVar[str] = "mail_sent.html"
    email: str
    minutes: int = 15


class LinkPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/sign-in/link/TOKEN`: what a one-time link is about to do; a button does it (scanners open links).

    `purpose`: "sign-in", "sign-up", "confirm-email" or "become-owner" (the first-run welcome). `invited`:
    an invitation brought them. `ask_email` shows the field for the address.
    """

    template: ClassVar[str] = "link.html"
    purpose: str
    token: str
    email: str = ""
    handle: str = ""
    name: str = ""
    ask_email: bool = False
    invited: bool = False
    problems: tuple[Problem, ...] = ()


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """An option of a select: its value and what it says."""

    value: str
    label: str


class DeskRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story on its author's desk. `story_address` is where readers find it, empty: nowhere.

    `visibility`: "everybody", "unlisted" or "members".
    """

    story_id: str
    title: str
    edit_address: str
    saved_at: datetime
    version: int
    excerpt: str = ""
    words: int = 0
    minutes: int = 0
    visibility: str = "everybody"
    story_address: str = ""
    scheduled_for: datetime | None = None
    published_at: datetime | None = None
    deleted_at: datetime | None = None
    undo_until: datetime | None = None
    changed: bool = False
    main_author: Author | None = None
    """Set where the story is another's, with whom its reader writes it."""
    together_address: str = ""
    publication: str = ""
    """Where it stands, by name."""
    submission: str = ""
    """Where its latest submission is looked at, unless it was withdrawn; `stage` says how that stands."""
    stage: str = ""
    numbers_address: str = ""
    """Where its numbers are shown; empty where there are none. `views` None: they cannot be told just now."""
    views: int | None = None
    reads: int = 0


class AskedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story that its author would like to write with the reader of the desk."""

    story_id: str
    title: str
    author: Author
    asked_at: datetime


class TranslationAskedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says that their story, at `address`, translates one of the reader's."""

    story_id: str
    title: str
    address: str
    language: str
    author: Author
    other_id: str
    other_title: str


class DeskPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/stories?show=TAB`, TAB one of drafts, scheduled, published, deleted. `counts` by tab."""

    template: ClassVar[str] = "desk.html"
    tab: str
    rows: tuple[DeskRow, ...] = ()
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    older: str = ""
    asked: tuple[AskedRow, ...] = ()
    asked_translations: tuple[TranslationAskedRow, ...] = ()


class EditorPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/new` and `/edit/ID`: the page that the editor takes over.

    `story_id` empty: the draft is made with the first words. `draft_json` is the draft as the contract's
    JSON (`Draft`), so that the text is there at once; it travels in a `<script type="application/json">`.
    """

    template: ClassVar[str] = "editor.html"
    story_id: str = ""
    draft_json: str = ""
    author: Author | None = None
    time_zone: str = ""
    story_language: str = ""


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person for those who keep the house. `role`: MEMBER, MODERATOR or OWNER; `email` empty: imported."""

    person_id: str
    author: Author
    email: str
    role: str
    joined_at: datetime | None = None
    last_seen_at: datetime | None = None
    suspended: bool = False


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Who is looked for among the people, as it was typed."""

    query: str = ""
    role: str = ""
    suspended: bool = False


class PeoplePage(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin`: people and invitations. `invitation` is the link just made, to hand over by other means."""

    template: ClassVar[str] = "people.html"
    people: tuple[PersonRow, ...] = ()
    registration: str = "open"
    may_change_roles: bool = False
    own_id: str = ""
    invited_email: str = ""
    invitation: str = ""
    invitation_mailed: bool = False
    guide: str = ""
    """Where the first steps are, while they are not done."""
    older: str = ""
    sought: Sought | None = None
    """What the list is narrowed down to."""
    problems: tuple[Problem, ...] = ()


class PrivateFeedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A private feed, without its address. `opened_at` None: no reader has asked for it yet."""

    feed_id: str
    name: str
    created_at: datetime
    opened_at: datetime | None = None


class PrivateFeedsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/feeds`. `made`: the addresses of the one just made, by form ("rss", "atom", "json"), shown this
    once. `public` is the address of everybody's feed; `name` what was typed."""

    template: ClassVar[str] = "private_feeds.html"
    feeds: tuple[PrivateFeedRow, ...] = ()
    made: Mapping[str, str] = {}
    public: str = ""
    name: str = ""
    problems: tuple[Problem, ...] = ()


PrivatePage = SignInPage | MailSentPage | LinkPage | DeskPage | EditorPage | PeoplePage | PrivateFeedsPage
