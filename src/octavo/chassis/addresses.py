"""Addresses of engines that are asked by name and password: what is wrong with one, and its parts."""

from urllib.parse import unquote, urlsplit


def parted(url: str) -> tuple[str, tuple[str, str] | None]:
    """The address without user and password, and these two, where there are any."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return f"{parts.scheme}://{host}", auth


def mistake_in(url: str, *, such_as: str) -> str:
    """Why this is no address of a host with nothing behind it; empty where it is one.

    such_as: a right one.
    """
    try:
        parts = urlsplit(url)
        good = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or parts.path not in ("", "/") or parts.query or parts.fragment:
        return f"is no address such as {such_as}"
    return ""
