"""Which link addresses are safe to put on a page."""

import re

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_DROPPED_BY_BROWSERS = re.compile(r"[\t\n\r]")
_EDGES = "".join(chr(code) for code in range(0x21)) + "\x7f\u00a0\u200b\ufeff"
_FOREIGN = r"\x00-\x20\x7f\"'<>\\^`{|}\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_NOT_IN_ADDRESSES = re.compile(f"[{_FOREIGN}]")
_AUTHORITY = re.compile(
    rf"(?:[^@/?#{_FOREIGN}]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\[\]%:@/?#{_FOREIGN}]+)(?::[0-9]{{0,5}})?(?=[/?#]|$)"
)

_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9/._~%?=&#+:@!$,;()*-]*)?")
"""What nearly every link looks like; it needs no cleaning."""


def safe_link(address: str) -> str | None:
    """The address as a browser would understand it, or None where it is not safe to follow.

    Safe are http, https and mailto, and whatever has no scheme: paths, `?query`, `#anchor`. An
    address without a scheme but with a host (`//host/…`) becomes https. Characters that do not
    belong in an address (quotes, spaces, backslashes, direction marks) are percent-encoded; in the
    name of a host there are none of them.
    """
    if _PLAIN.fullmatch(address):
        return address
    cleaned = _DROPPED_BY_BROWSERS.sub("", address.strip(_EDGES)).strip(_EDGES)
    if not cleaned:
        return None
    match = _SCHEME.match(cleaned)
    scheme = match[1].lower() if match else ""
    if match and scheme not in SAFE_SCHEMES:
        return None
    if scheme in {"http", "https"}:
        return _with_host(scheme, cleaned[len(scheme) + 1 :])
    if cleaned[:2].replace("\\", "/") == "//":
        return _with_host("https", cleaned)
    return _NOT_IN_ADDRESSES.sub(_percent_encoded, cleaned)


def is_external(address: str) -> bool:
    """Whether the (safe) address names another host."""
    return address.startswith(("http://", "https://"))


def _with_host(scheme: str, rest: str) -> str | None:
    # Browsers take any number of slashes, leaning either way, for the two before a host.
    after = rest.lstrip("/\\")
    if not _AUTHORITY.match(after):
        return None
    return f"{scheme}://{_NOT_IN_ADDRESSES.sub(_percent_encoded, after)}"


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
