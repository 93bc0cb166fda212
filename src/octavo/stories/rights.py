"""Who may do what with a story: the one place that says so. No I/O: the role is passed in.

Whoever may do nothing at all with a story is told that there is none. Co-authors, members of a publication
and whoever comes next get their rights here, and nowhere else.
"""

from enum import Enum, auto
from typing import Final

from octavo.stories.api import MemberRole, PersonId, Standing
from octavo.stories.entities import Manuscript


class Right(Enum):
    """What may be done with a text that is not, or not only, before its readers."""

    READ = auto()
    """The working copy and its revisions."""
    EDIT = auto()
    PUBLISH = auto()
    """Let readers see the working copy: now, or at a time to come."""
    TAKE_BACK = auto()
    """Take it away from readers, to the drafts."""
    OWN = auto()
    """What the author alone decides: deletion, the secret link, where it is offered."""


NONE: Final[frozenset[Right]] = frozenset()
_CO_AUTHOR: Final = frozenset({Right.READ, Right.EDIT})
_AUTHOR: Final = frozenset({Right.READ, Right.EDIT, Right.TAKE_BACK, Right.OWN})
EDITORS: Final = frozenset({MemberRole.EDITOR, MemberRole.OWNER})
"""Who edits what stands in their publication, and decides about what readers say of it."""


def rights_of(manuscript: Manuscript, person_id: PersonId, role: MemberRole) -> frozenset[Right]:
    """What a person may do; `role` is theirs in the publication that the manuscript names, if it names one.

    An author's own story is theirs to publish; co-authors read and edit it, and no more. Once it was
    offered, the editors read and edit it, and acceptance publishes it. What was taken in, editors publish,
    authors or not; its author may always take it back or delete it.
    """
    edits = role in EDITORS and manuscript.standing is not Standing.UNSPECIFIED
    held = _AUTHOR if manuscript.author_id == person_id else NONE
    if person_id in manuscript.co_author_ids:
        held |= _CO_AUTHOR
    if edits:
        held |= {Right.READ, Right.EDIT}
    match manuscript.standing:
        case Standing.UNSPECIFIED if Right.OWN in held:
            held |= {Right.PUBLISH}
        case Standing.TAKEN_IN if edits:
            held |= {Right.PUBLISH, Right.TAKE_BACK}
    return held
