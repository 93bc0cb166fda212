"""`octavo place`: writes how the site's processes stand in containers, in a cluster, or on a machine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from octavo import __version__
from octavo.commands.operator import say
from octavo.config import Config
from octavo.manifests import manifests
from octavo.placements import compose, kubernetes, systemd, written
from octavo.placements.parts import Plan, parts
from octavo.trouble import Exit, storage_trouble

_KINDS: Final = {"compose": compose.files, "kubernetes": kubernetes.files, "systemd": systemd.files}
_SOMEWHERE: Final = "https://octavo.example"


def place(config: Config, out: Path, kinds: Sequence[str], *, image: str, program: str) -> int:
    """Write the placements of these kinds below `out`, all of them where none is named."""
    plan = Plan(
        parts=parts(manifests()),
        url=config.site.url or _SOMEWHERE,
        image=image or f"octavo:{__version__}",
        drain_seconds=config.http.drain_seconds,
        program=program,
    )
    chosen = tuple(kinds) or tuple(_KINDS)
    made = {name: text for kind in chosen for name, text in _KINDS[kind](plan).items()}
    try:
        written.write(out, made, ours=chosen)
    except OSError as error:
        raise storage_trouble(error, out) from error
    say(f"Wrote {len(made)} files to {out}.")
    if not config.site.url:
        say(f"OCTAVO_URL is not set: they are for {_SOMEWHERE}.")
    return Exit.OK
