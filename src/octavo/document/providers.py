"""Whose things may stand in a story: for each site its addresses, and the frame that a reader may open.

The one list from which pasted links are recognised, frames are written, and the page's policy allows them.
A frame's address is made here from the parts of an address, never taken from anybody.
"""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

import msgspec

LONGEST: Final = 2048


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """A site whose things can be shown in a frame.

    host: of its frames, the only one that the page's policy then allows. oembed: where it tells of a thing.
    shape: "video" has a picture's shape, "audio" is a bar, "page" is a tall sheet.
    """

    name: str
    title: str
    host: str
    oembed: str
    shape: str
    frame: Callable[[str], str]
    """The frame of an address at this site; empty where the address is none of a thing."""


def _parts(address: str, *hosts: str) -> tuple[str, dict[str, list[str]]] | None:
    """Path and query of an address at one of these hosts."""
    if len(address) > LONGEST:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or port not in {None, 80, 443} or parts.username is not None:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return (parts.path, parse_qs(parts.query, max_num_fields=50)) if host in hosts else None


_YOUTUBE_PATH: Final = re.compile(r"/(?:embed|shorts|live|v)/([\w-]{11})/?")
_YOUTUBE_ID: Final = re.compile(r"[\w-]{11}", re.ASCII)
_TIME: Final = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?", re.ASCII)


def _youtube(address: str) -> str:
    found = ""
    parts = _parts(address, "youtube.com", "youtube-nocookie.com", "music.youtube.com")
    if short := _parts(address, "youtu.be"):
        found, parts = short[0].strip("/"), short
    elif parts is not None:
        match = _YOUTUBE_PATH.fullmatch(parts[0])
        found = match[1] if match else (parts[1].get("v") or [""])[0] if parts[0] == "/watch" else ""
    if parts is None or not _YOUTUBE_ID.fullmatch(found):
        return ""
    start = _seconds((parts[1].get("t") or parts[1].get("start") or [""])[0])
    return f"https://www.youtube-nocookie.com/embed/{found}?autoplay=1" + (f"&start={start}" if start else "")


def _seconds(text: str) -> int:
    match = _TIME.fullmatch(text)
    if not match:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


_VIMEO: Final = re.compile(
    r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d{5,12})(?:/([0-9a-f]{8,12}))?/?", re.ASCII
)


def _vimeo(address: str) -> str:
    parts = _parts(address, "vimeo.com", "player.vimeo.com")
    match = _VIMEO.fullmatch(parts[0]) if parts else None
    if parts is None or match is None:
        return ""
    key = match[2] or (parts[1].get("h") or [""])[0]
    hidden = f"&h={key}" if re.fullmatch(r"[0-9a-f]{8,12}", key) else ""
    return f"https://player.vimeo.com/video/{match[1]}?dnt=1&autoplay=1{hidden}"


_SOUNDCLOUD: Final = re.compile(r"/[\w-]{1,100}/(?:sets/)?[\w-]{1,200}/?", re.ASCII)
_SOUNDCLOUD_OWN: Final = frozenset({"discover", "search", "you", "pages", "charts", "upload", "settings"})


def _soundcloud(address: str) -> str:
    if player := _parts(address, "w.soundcloud.com"):
        address = (player[1].get("url") or [""])[0]
    parts = _parts(address, "soundcloud.com")
    if not parts or not _SOUNDCLOUD.fullmatch(parts[0]) or parts[0].split("/")[1] in _SOUNDCLOUD_OWN:
        return ""
    thing = quote(f"https://soundcloud.com{parts[0].rstrip('/')}", safe="")
    return f"https://w.soundcloud.com/player/?url={thing}&auto_play=true&visual=false"


_SPOTIFY: Final = re.compile(
    r"/(?:intl-[a-z]{2}/)?(?:embed/)?(track|album|playlist|artist|episode|show)/([A-Za-z0-9]{22})/?"
)


def _spotify(address: str) -> str:
    parts = _parts(address, "open.spotify.com")
    match = _SPOTIFY.fullmatch(parts[0]) if parts else None
    return f"https://open.spotify.com/embed/{match[1]}/{match[2]}" if match else ""


_CODEPEN: Final = re.compile(r"/([\w-]{1,60})/(?:pen|full|details|embed)/([A-Za-z0-9]{4,40})/?", re.ASCII)


def _codepen(address: str) -> str:
    parts = _parts(address, "codepen.io")
    match = _CODEPEN.fullmatch(parts[0]) if parts else None
    return f"https://codepen.io/{match[1]}/embed/{match[2]}?default-tab=result" if match else ""


PROVIDERS: Final = {
    one.name: one
    for one in (
        Provider(
            name="youtube", title="YouTube", host="www.youtube-nocookie.com", shape="video", frame=_youtube,
            oembed="https://www.youtube.com/oembed",
        ),
        Provider(
            name="vimeo", title="Vimeo", host="player.vimeo.com", shape="video", frame=_vimeo,
            oembed="https://vimeo.com/api/oembed.json",
        ),
        Provider(
            name="soundcloud", title="SoundCloud", host="w.soundcloud.com", shape="audio", frame=_soundcloud,
            oembed="https://soundcloud.com/oembed",
        ),
        Provider(
            name="spotify", title="Spotify", host="open.spotify.com", shape="audio", frame=_spotify,
            oembed="https://open.spotify.com/oembed",
        ),
        Provider(
            name="codepen", title="CodePen", host="codepen.io", shape="page", frame=_codepen,
            oembed="https://codepen.io/api/oembed",
        ),
    )
}  # fmt: skip


def provider_of(address: str) -> Provider | None:
    """Whose thing an address is; None where it is none that can be shown in a frame."""
    return next((one for one in PROVIDERS.values() if one.frame(address)), None)


def page_of(address: str) -> str:
    """The page of a thing whose frame's address is given; any other address stays as it is."""
    if parts := _parts(address, "youtube.com", "youtube-nocookie.com"):
        match = _YOUTUBE_PATH.fullmatch(parts[0])
        return f"https://www.youtube.com/watch?v={match[1]}" if match else address
    if parts := _parts(address, "player.vimeo.com"):
        match = _VIMEO.fullmatch(parts[0])
        return f"https://vimeo.com/{match[1]}" if match and "h" not in parts[1] else address
    if parts := _parts(address, "open.spotify.com"):
        match = _SPOTIFY.fullmatch(parts[0])
        return f"https://open.spotify.com/{match[1]}/{match[2]}" if match else address
    if parts := _parts(address, "codepen.io"):
        match = _CODEPEN.fullmatch(parts[0])
        return f"https://codepen.io/{match[1]}/pen/{match[2]}" if match else address
    if parts := _parts(address, "w.soundcloud.com"):
        return (parts[1].get("url") or [address])[0]
    return address


def frame_of(provider: str, address: str) -> str:
    """The frame to open for this address; empty where provider or address is not (or no more) known."""
    known = PROVIDERS.get(provider)
    return known.frame(address) if known else ""


_MARK: Final = re.compile(r'<figure id="[^"<>]*" class="embed [^"<>]*" data-embed="([a-z][a-z0-9-]{0,39})"')


def hosts_in(html: str) -> tuple[str, ...]:
    """The hosts whose frames a rendered text can open: what the page's policy has to allow."""
    if " data-embed=" not in html:
        return ()
    names = set(_MARK.findall(html))
    return tuple(sorted({one.host for one in PROVIDERS.values() if one.name in names}))
