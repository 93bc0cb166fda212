"""Which site, and by what token: from the environment, or from the file that `octavo login` writes."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from octavo.trouble import Exit, Trouble

_LOCAL: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Login:
    """A site's address without a slash at its end, and the access token for it."""

    def __init__(self, site: str, token: str) -> None:
        self.site = site
        self.token = token


def file_of(environ: Mapping[str, str] = os.environ) -> Path:
    """Where logins are kept: in the user's own configuration folder."""
    base = environ.get("XDG_CONFIG_HOME") or environ.get("APPDATA") or Path.home() / ".config"
    return Path(base) / "octavo" / "login.json"


def find(environ: Mapping[str, str] = os.environ) -> Login:
    """OCTAVO_SITE and OCTAVO_TOKEN, else what was stored; raises Trouble where neither is there."""
    site, token = environ.get("OCTAVO_SITE", ""), environ.get("OCTAVO_TOKEN", "")
    if site and token:
        return Login(check_site(site), check_token(token))
    stored = _read(file_of(environ))
    site = check_site(site) if site else stored.get("site", "")
    if token and site:
        return Login(site, check_token(token))
    if site and stored.get("site") == site and stored.get("token"):
        return Login(site, stored["token"])
    if site:
        raise Trouble(f"no token for {site}: octavo login {site}, or set OCTAVO_TOKEN", Exit.SETTINGS)
    raise Trouble("which site? octavo login URL, or set OCTAVO_SITE and OCTAVO_TOKEN", Exit.SETTINGS)


def store(login: Login, environ: Mapping[str, str] = os.environ) -> Path:
    """Keep a login, readable for this user alone; returns where."""
    file = file_of(environ)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump({"site": login.site, "token": login.token}, out)
        fresh.replace(file)
    except OSError as error:
        raise Trouble(f"{file}: {error.strerror or error}", Exit.CANNOT_CREATE) from None
    return file


def forget(environ: Mapping[str, str] = os.environ) -> bool:
    """Delete the stored login; whether there was one."""
    file = file_of(environ)
    there = file.is_file()
    file.unlink(missing_ok=True)
    return there


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        text = f"{file}: cannot be read ({error}); octavo login makes it anew"
        raise Trouble(text, Exit.SETTINGS) from None
    return found if isinstance(found, dict) else {}


def check_site(site: str) -> str:
    """The address of a site; raises Trouble. Only a site on this machine may be without https."""
    try:
        parts = urlsplit(site if "://" in site else f"https://{site}")
        port = parts.port
    except ValueError as error:
        raise Trouble(f"{site}: is no address ({error})", Exit.USAGE) from None
    odd = parts.path not in ("", "/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in ("http", "https") or not parts.hostname or odd:
        raise Trouble(f"{site}: a site is such as https://example.org", Exit.USAGE)
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise Trouble(f"{site}: a token must not travel in the clear; use https", Exit.USAGE)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def check_token(token: str) -> str:
    """The token without spaces around it; raises Trouble where it cannot be one."""
    plain = token.strip()
    if not plain or not plain.isascii() or not plain.isprintable() or " " in plain or len(plain) > 200:
        raise Trouble("that is no access token; the settings of the site make one", Exit.USAGE)
    return plain
