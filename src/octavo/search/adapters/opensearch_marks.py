"""What the indexes of a site are called in OpenSearch, so that nobody touches another's.

octavo-SITE              the present index, an alias
octavo-SITE-MARK         an index; octavo-SITE-MARK-pen, an alias, is how it is written
octavo-SITE-space        the present vectors, an alias
octavo-SITE-MARK-EPOCH   the vectors of that index in that space; octavo-SITE-MARK-EPOCH-pen likewise

SITE is a digest of the site's secret.
"""

import re
import secrets
from typing import Final

from octavo.search.adapters.opensearch_forms import FORM

_MARK: Final = r"os\d+-[0-9a-f]{12}"


def new_mark() -> str:
    """One that no index has."""
    return f"os{FORM}-{secrets.token_hex(6)}"


def pen_of(index: str) -> str:
    """The alias by which an index is written: where the index is gone it is too, and nothing is made up."""
    return f"{index}-pen"


def space_of(name: str) -> str:
    """The alias of the present vectors. name: of the present index."""
    return f"{name}-space"


def mark_of(name: str, index: str) -> str:
    """The mark of an index of stories; empty where it is none of this site's."""
    found = re.fullmatch(rf"{re.escape(name)}-({_MARK})", index)
    return found.group(1) if found else ""


def vectors_of(name: str, index: str) -> tuple[str, int] | None:
    """The mark of the index that vectors belong to, and their space; None where they are not this site's."""
    found = re.fullmatch(rf"{re.escape(name)}-({_MARK})-(\d+)", index)
    return (found.group(1), int(found.group(2))) if found else None
