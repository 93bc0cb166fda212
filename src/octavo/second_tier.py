"""The second tier of this site's cache: whose keys are its own, and of which release."""

import hashlib
import hmac
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from octavo.config import Config

if TYPE_CHECKING:
    from octavo.chassis.redis_tier import RedisTier

# What differs between the processes of one site, and changes nothing that they keep.
_OWN: Final = frozenset({"site", "http", "operator", "log", "traces", "wire", "cache"})


def build(config: Config, *, secret: bytes, url: str) -> "RedisTier | None":
    """The tier that the settings name; None where they name none. Sites are parted by their secret."""
    if not config.cache.url:
        return None
    from octavo.chassis.redis_tier import RedisTier  # a site without it does not load the client

    site = hmac.digest(secret, b"second tier of the cache", "sha256").hex()[:16]
    release = _release(config, url)
    return RedisTier(config.cache.url, site=site, release=release, seconds=config.cache.seconds)


def _release(config: Config, url: str) -> str:
    """A digest of the program and of what is set: pages of others must not be ours, as they name other
    scripts and styles. About 50 ms, once."""
    settings: dict[str, Any] = {
        name: value for name, value in msgspec.structs.asdict(config).items() if name not in _OWN
    }
    settings["database"] = config.database.url  # whoever reads from replicas too says the same
    found = hashlib.blake2b(msgspec.json.encode([settings, url], enc_hook=str, order="sorted"))
    package = Path(str(files("octavo")))
    for file in sorted(package.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            found.update(file.relative_to(package).as_posix().encode())
            found.update(file.read_bytes())
    return found.hexdigest()[:32]
