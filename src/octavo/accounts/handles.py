"""The rules for handles: what one may be, which the site keeps for itself, how to make one from a name."""

import re
import unicodedata
from typing import Final

from octavo.accounts.v1.accounts import HandleNotAllowed

SHORTEST: Final = 3
LONGEST: Final = 30

RESERVED: Final = frozenset(
    # first parts of the site's own addresses, now or one day
    """
    about account accounts activity admin administration administrator ads all analytics annotations
    announcements anonymous api app apps archive archives article articles assets atom auth author
    authorize authors avatar avatars backup badge badges billing blog blogs bookmark bookmarks bot bots
    browse bulk business cache calendar campaign cancel career careers categories category cdn changelog
    channel channels chat clap claps client clients collection collections comment comments community
    compose config configuration connect contact contents contest cookies copyright create credits css
    customize dashboard dashboards data debug default delete demo desk dev developer developers direct
    directory discover discussions docs document documentation documents domain domains donate download
    downloads draft drafts edit editor editors email embed embeds emoji error errors event events
    everybody everyone example experiments explore export exports external faq favicon feature featured
    features feed feed-json feedback feeds file files flag flags follow followers following follows font
    fonts forgot forgot-password forum forums friends gdpr get graph group groups guest guests guide
    guidelines handle hashtag health healthz help highlight highlights history home host hostmaster
    house html http https icon icons image images impressum imprint inbox index info invitation
    invitations invite invites issue issues javascript jobs join json keys label labels language
    languages latest legal letter letters library license link links list lists live livez local
    localhost log log-in log-out login logo logout logs look mail mailer mailer-daemon mailing manage manager
    manifest me media member members membership memberships mention mentions message messages metrics
    mobile moderation moderator moderators music my myself name network new newest news newsletter
    newsletters no-reply nobody nodeinfo noreply notes notification notifications null oauth octavo
    oembed offers official offline open openid opensearch operator options order orders org organization
    outbox owner owners page pages partner partners password pay payment payments people person photo
    photos picture pictures plans plugins podcast podcasts policies policy popular post postmaster posts
    preferences premium press preview pricing privacy private problems product products profile profiles
    project projects promo proxy public publication publications publish purchase push query queue
    random read reader readers reading readyz recent recommend recommended recover redirect redirects
    register registration remove replies reply report reports reset response responses review reviews
    revisions robots role roles room rooms root rss rules sale sales save saved schedule scheduled
    script scripts search secure security send series service service-worker services session sessions
    setting settings setup share shared shop shutdown sign-in sign-out sign-up signin signout signup
    site sitemap sitemaps sites smtp source spam ssl staff stage staging start static stats status store
    stories story style styles stylesheet subscribe subscriber subscribers subscription subscriptions
    suggest suggestions support survey sw syndication sysadmin system tag tags team teams template
    templates terms test tests text theme themes thread threads today token tokens tools topic topics
    tos tour translations trending trends trial undefined unfollow unsubscribe up update updates upgrade
    upload uploads url user username users variant variants verification verify version video videos
    webfinger webhook webhooks webmaster webmention websub well-known widget widgets wiki workspace
    write writer writers www xml xmlrpc you your yourself
    """.split()  # noqa: SIM905 - five hundred quoted words read worse
)

_SHAPE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TRANSLITERATED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "å": "a", "œ": "oe", "ł": "l", "đ": "d"}
)


def normal(handle: str) -> str:
    """A handle as it is stored: lower case, no "@" before it, no space around it."""
    return handle.strip().removeprefix("@").lower()


def check(handle: str) -> str:
    """The handle in its normal form. Raises HandleNotAllowed with what is wrong."""
    plain = normal(handle)
    problem = _problem(plain)
    if problem:
        raise HandleNotAllowed(handle=handle[:100], problem=problem)
    return plain


def has_shape(handle: str) -> bool:
    """Whether it can be the handle of anybody; those that are reserved now may have been taken before."""
    return len(handle) <= LONGEST and bool(_SHAPE.fullmatch(handle))


def _problem(handle: str) -> str:
    if len(handle) < SHORTEST:
        return f"A handle has at least {SHORTEST} characters."
    if len(handle) > LONGEST:
        return f"A handle has at most {LONGEST} characters."
    if not _SHAPE.fullmatch(handle):
        return "A handle is made of the letters a to z, digits, and single hyphens between them."
    if handle in RESERVED:
        return "This word is kept for the site itself."
    return ""


def allowed(handle: str) -> bool:
    """Whether `check` takes it as it stands."""
    return handle == normal(handle) and not _problem(handle)


def made_from(*wishes: str) -> str:
    """A handle that is allowed, from the first of these texts that yields one; "reader" where none does."""
    for wish in wishes:
        text = unicodedata.normalize("NFKD", wish.lower().translate(_TRANSLITERATED))
        ascii_text = text.encode("ascii", "ignore").decode()
        handle = "-".join(re.findall(r"[a-z0-9]+", ascii_text))[:LONGEST].rstrip("-")
        if allowed(handle):
            return handle
        if handle and allowed(longer := f"{handle}-writes"[:LONGEST].rstrip("-")):
            return longer
    return "reader-0"


def few(handle: str) -> list[str]:
    """The handle itself and two hundred like it, all allowed: "anna", "anna-2", "anna-3", …"""
    tails = ("", *(f"-{number}" for number in range(2, 202)))
    return [handle[: LONGEST - len(tail)].rstrip("-") + tail for tail in tails]
