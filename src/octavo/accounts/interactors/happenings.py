"""What happened to an account, as its person sees it."""

from octavo.accounts import checks
from octavo.accounts.api import HappeningId, ListHappeningsResponse
from octavo.accounts.interactors.tools import Faculty
from octavo.chassis.faults import Invalid

_LONGEST_PAGE = 200


class Chronicle(Faculty):
    """The log of one's own account."""

    async def list_happenings(self, *, limit: int = 50, after: str = "") -> ListHappeningsResponse:
        me = await self._me()
        if not 1 <= limit <= _LONGEST_PAGE:
            raise Invalid("limit", f"From 1 to {_LONGEST_PAGE}.")
        if after and not checks.is_id(after):
            raise Invalid("after", "This is not where a page ended.")
        before = HappeningId(after) if after else None
        found = await self.tools.happenings.page(me.id, before=before, limit=limit + 1)
        page = found[:limit]
        return ListHappeningsResponse(happenings=tuple(page), next=page[-1].id if len(found) > limit else "")
