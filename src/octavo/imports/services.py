"""What every import calls, and which of its faults are about one thing alone."""

from typing import Final, Protocol

from octavo.accounts.api import Accounts
from octavo.chassis.faults import Code
from octavo.images.api import Images
from octavo.stories.api import Stories

REFUSALS: Final = frozenset(
    [Code.INVALID_ARGUMENT, Code.FAILED_PRECONDITION, Code.ALREADY_EXISTS, Code.RESOURCE_EXHAUSTED]
)
"""Faults about one thing; with any other the site itself is in trouble, and the import stops."""


class Services(Protocol):
    """The services that an import calls, here or over a wire."""

    @property
    def accounts(self) -> Accounts: ...

    @property
    def stories(self) -> Stories: ...

    @property
    def images(self) -> Images: ...
