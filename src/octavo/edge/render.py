"""Pages and mails from views: templates, words and dates by language, assets, and the policy that fits them.

A page's bytes depend on its view and its frame alone: no token, no nonce, nothing of the moment.
"""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any
from zoneinfo import available_timezones

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from octavo.edge import accent, wordbook
from octavo.edge.assets import Assets
from octavo.edge.editor_words import PHRASES
from octavo.edge.filters import filters
from octavo.edge.pages.views import Author, EmbedPage, PublicPage
from octavo.edge.pages.views_admin import AdminPage
from octavo.edge.pages.views_discovery import DiscoveryPages
from octavo.edge.pages.views_graph import GraphPage
from octavo.edge.pages.views_highlights import MarkPages
from octavo.edge.pages.views_home import HomePages
from octavo.edge.pages.views_lists import ListPages
from octavo.edge.pages.views_mail import Mail
from octavo.edge.pages.views_moderation import ModerationPage
from octavo.edge.pages.views_notifications import NotificationsPage
from octavo.edge.pages.views_numbers import NumbersPage
from octavo.edge.pages.views_private import Choice, PrivatePage, Said
from octavo.edge.pages.views_publication import PublicationPrivate, PublicationPublic
from octavo.edge.pages.views_responses import TalkPages
from octavo.edge.pages.views_settings import SettingsPage
from octavo.edge.pages.views_together import Together
from octavo.edge.pages.views_traces import TracesPage
from octavo.edge.pages.views_webhooks import WebhookPages


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same on every page.

    `address` is the site's own, without a slash at its end. `accent` is "#rrggbb" or empty for the
    house's green; it is darkened or lightened where it could not be read.
    """

    name: str = "Octavo"
    description: str = ""
    address: str = ""
    accent: str = ""
    language: str = "en"


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks at a signed-in page. `keeper`: owner or moderator, who see the administration;
    `owner`: who sees all of it."""

    author: Author
    keeper: bool = False
    owner: bool = False
    unread: int = 0
    """Of what they are told."""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What is around a page's own view.

    Cached pages have no `viewer`: their script asks `/me/here`. `path` is the page's own path and query;
    signing in leads back to it. `time_zone` (IANA) is for signed-in pages; others tell UTC dates.
    """

    path: str = "/"
    language: str = ""
    viewer: Viewer | None = None
    said: Said | None = None
    time_zone: str = "UTC"


ShownPage = (
    PublicPage
    | PublicationPublic
    | PrivatePage
    | ModerationPage
    | AdminPage
    | TracesPage
    | SettingsPage
    | Together
    | WebhookPages
    | NumbersPage
    | GraphPage
    | ListPages
    | MarkPages
    | DiscoveryPages
    | HomePages
    | TalkPages
    | NotificationsPage
    | PublicationPrivate
)
"""What a person is shown."""
AnyPage = ShownPage | EmbedPage


class MailText(msgspec.Struct, frozen=True, kw_only=True):
    """A mail ready to be sent."""

    subject: str
    text: str
    html: str


class Look:
    """Renders everything that people see. Made once; safe for any number of threads."""

    def __init__(self, site: Site, assets: Assets | None = None) -> None:
        """Raises `AssetsMissing` where the front end was not built, ValueError for an accent that is none."""
        self.site = site
        self._assets = assets or Assets()
        self._environments: dict[str, Environment] = {}
        self._style = self._assets.text("styles/reading.css") + (
            accent.style(site.accent) if site.accent else ""
        )
        loader = PackageLoader("octavo.edge")
        self._loader = loader
        self._early = loader.get_source(Environment(autoescape=True), "parts/early.js")[0].strip()
        self.content_security_policy = _policy(style=self._style, script=self._early)
        """The header for every page. Inline is only what the hashes name: the style, and the early script."""
        self._embed_style = loader.get_source(Environment(autoescape=True), "embed.css")[0].strip()
        self.embed_policy = _embed_policy(self._embed_style)
        """The header for what other sites may hold in a frame."""

    def language_of(self, wished: str) -> str:
        """The interface language nearest to a BCP 47 tag; the site's own where there is none near."""
        spoken = wordbook.languages()
        for candidate in (wished, wished.split("-")[0]):
            if candidate in spoken:
                return candidate
        return self.site.language if self.site.language in spoken else wordbook.SOURCE_LANGUAGE

    def languages(self) -> tuple[Choice, ...]:
        """The languages a person can choose for the interface."""
        return tuple(Choice(value=tag, label=wordbook.name_of(tag)) for tag in wordbook.languages())

    def time_zones(self) -> tuple[str, ...]:
        """The time zones a person can choose, by their IANA names."""
        return _time_zones()

    def page(
        self,
        view: AnyPage,
        frame: Frame | None = None,
    ) -> str:
        """The whole page as HTML."""
        frame = frame or Frame()
        language = self.language_of(frame.language or self.site.language)
        environment = self._environment(language)
        template = environment.get_template(view.template)
        return template.render(view=view, frame=frame, tz=frame.time_zone)

    def mail(self, mail: Mail, language: str = "") -> MailText:
        """The mail in this language; the subject is the text's first line."""
        environment = self._environment(self.language_of(language or self.site.language))
        text = environment.get_template(f"mail/{mail.template}.txt").render(mail=mail, tz="UTC")
        subject, _, body = text.strip().partition("\n")
        html = environment.get_template(f"mail/{mail.template}.html").render(
            mail=mail, subject=subject, tz="UTC"
        )
        return MailText(subject=subject, text=body.strip() + "\n", html=html)

    def words(self, language: str = "") -> Callable[[str], str]:
        """`gettext` of a language, for the words that the edge's own code says."""
        return wordbook.load(self.language_of(language or self.site.language)).gettext

    def _environment(self, language: str) -> Environment:
        """One per language, so that words and dates are bound when it is made."""
        known = self._environments.get(language)
        if known is None:
            known = self._environments[language] = self._new_environment(language)
        return known

    def _new_environment(self, language: str) -> Environment:
        environment = Environment(
            loader=self._loader,
            autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
        )
        environment.policies["ext.i18n.trimmed"] = True
        words = wordbook.load(language)
        environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
        environment.filters.update(filters(language))
        environment.globals.update(
            site=self.site,
            language=language,
            direction=wordbook.direction_of(language),
            direction_of=wordbook.direction_of,
            asset=self._assets.address,
            has_asset=self._assets.has,
            asset_styles=self._assets.style_addresses,
            asset_imports=self._assets.imported,
            style=Markup(self._style),  # noqa: S704 - built from our own sources
            embed_style=Markup(self._embed_style),  # noqa: S704
            early_script=Markup(self._early),  # noqa: S704
            editor_words={phrase: words.gettext(phrase) for phrase in PHRASES},
            for_script=lambda value: Markup(_for_script(value)),  # noqa: S704
        )
        return environment


@cache
def _time_zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/"))


def _policy(*, style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {_hash(script)}",
            f"style-src 'self' {_hash(style)}",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _embed_policy(style: str) -> str:
    """Nothing but the card: no script, no form, and any site may show it."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(style)}",
            "img-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors *",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _for_script(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
