"""What every request must pass, and every answer must carry: the site's defences in the browser.

A page holds no token against forged requests, because its bytes are the same for everyone. Browsers say
themselves where a request comes from, in `Sec-Fetch-Site` and `Origin`, and no page can change that.
"""

from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers

from octavo.edge.forms import Refused


def _(text: str) -> str:
    """Marks words for the catalogues; they are translated when the page is made."""
    return text


SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

NO_STORE: Final = "no-store"
"""For all that is about one person: no cache keeps it, the browser's included."""

_FROM_HERE: Final = frozenset({"same-origin", "none"})
_FORGED: Final = _(
    "This was sent from another site, so nothing has been done. "
    "If it was you: open the page here again and send the form from there."
)


def check_origin(method: str, headers: Headers, *, scheme: str) -> None:
    """Refuse (403) an unsafe request that no page of this site has sent.

    The page must come from the host that the request names (which is a known one: nothing else gets here)
    and by the site's `scheme`. Programs that send neither header are let through as long as they carry no
    cookie: a browser always sends one of the two with a POST.
    """
    if method in SAFE_METHODS:
        return
    sites, origins = headers.getlist("sec-fetch-site"), headers.getlist("origin")
    own = f"{scheme}://{headers.get('host', '').lower()}"
    if not _FROM_HERE.issuperset(sites) or any(origin.lower() != own for origin in origins):
        raise Refused(403, _FORGED)
    if not sites and not origins and "cookie" in headers:
        raise Refused(403, _FORGED)


def with_frames(headers: tuple[tuple[str, str], ...], hosts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The headers of a page on which readers may open frames of these hosts."""
    sources = " ".join(f"https://{host}" for host in hosts)
    if not sources:
        return headers
    return tuple(
        (name, f"{value}; frame-src {sources}" if name == "content-security-policy" else value)
        for name, value in headers
    )


def page_headers(policy: str, *, secure: bool, framed: bool = False) -> tuple[tuple[str, str], ...]:
    """The headers that every page of the site carries.

    secure: the site is reached by https. framed: other sites may hold the page in a frame.
    """
    headers = [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        (
            "permissions-policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        ),
        ("cross-origin-opener-policy", "same-origin"),
    ]
    if not framed:
        headers.append(("x-frame-options", "DENY"))
    if secure:
        headers.append(("strict-transport-security", "max-age=31536000; includeSubDomains"))
    return tuple(headers)
