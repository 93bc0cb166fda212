"""Who people are: what everybody sees of them, and their own part of it."""

from collections.abc import Sequence

from msgspec.structs import replace

from octavo.accounts import checks, handles
from octavo.accounts.api import (
    FindPersonResponse,
    HappeningKind,
    ImageId,
    ImportPersonResponse,
    Me,
    Person,
    PersonId,
    PersonNotFound,
    ProfileChanged,
    ProfileLink,
)
from octavo.accounts.entities import Account
from octavo.accounts.interactors.tools import Faculty, person_tag, stale_tags
from octavo.chassis.faults import Invalid

MOST_PEOPLE_AT_ONCE = 500

_CACHED_AT_ONCE = 50  # longer lists are asked for by programs, each a different one
_CACHED_SECONDS = 300.0
_PERSON_BYTES = 4000  # a long bio and ten links


class Profiles(Faculty):
    """Profiles, preferences, handles."""

    async def get_people(self, *, person_ids: Sequence[PersonId]) -> tuple[Person, ...]:
        if len(person_ids) > MOST_PEOPLE_AT_ONCE:
            raise Invalid("person_ids", f"At most {MOST_PEOPLE_AT_ONCE} at once.")
        # What is no id must not be kept as a key, for it may be as long as the request.
        wanted = tuple(filter(checks.is_id, dict.fromkeys(person_ids)))
        if not wanted:
            return ()
        if len(wanted) > _CACHED_AT_ONCE:
            return await self._people(wanted)
        return await self.tools.cache.get_or_load(
            ("people", wanted),
            lambda: self._people(wanted),
            ttl=_CACHED_SECONDS,
            tags=[person_tag(person_id) for person_id in wanted],
            size=_PERSON_BYTES * (1 + len(wanted)),
        )

    async def _people(self, wanted: Sequence[PersonId]) -> tuple[Person, ...]:
        found = {account.id: account for account in await self.tools.people.find_many(wanted)}
        return tuple(found[person_id].as_person() for person_id in wanted if person_id in found)

    async def find_person(self, *, handle: str) -> FindPersonResponse:
        plain = handles.normal(handle)
        return await self.tools.cache.get_or_load(
            ("handle", plain),
            lambda: self._find(plain),
            ttl=_CACHED_SECONDS,
            tags=lambda found: (f"handle:{plain}", person_tag(found.person.id)),
            size=_PERSON_BYTES,
        )

    async def _find(self, plain: str) -> FindPersonResponse:
        account = await self.tools.people.find_by_handle(plain) if handles.has_shape(plain) else None
        if account is None:
            raise PersonNotFound(handle=plain[:100])
        return FindPersonResponse(person=account.as_person(), current=account.handle == plain)

    async def get_me(self) -> Me:
        return (await self._me()).as_me()

    async def update_profile(
        self,
        *,
        name: str | None = None,
        bio: str | None = None,
        picture_id: ImageId | None = None,
        links: tuple[ProfileLink, ...] = (),
        replace_links: bool = False,
    ) -> Person:
        async def work() -> Person:
            before = await self._me()
            after = replace(
                before,
                name=before.name if name is None else checks.check_name(name),
                bio=before.bio if bio is None else checks.check_bio(bio),
                picture_id=before.picture_id if picture_id is None else checks.check_picture(picture_id),
                links=checks.check_links(links) if replace_links else before.links,
            )
            if after != before:
                await self.tools.people.save(after)
                await self.tools.news.tell(ProfileChanged(person_id=after.id), stale=stale_tags(after))
            return after.as_person()

        return await self.tools.transaction(work)

    async def update_preferences(self, *, language: str | None = None, time_zone: str | None = None) -> Me:
        async def work() -> Me:
            before = await self._me()
            after = replace(
                before,
                language=before.language if language is None else checks.check_language(language),
                time_zone=before.time_zone if time_zone is None else checks.check_time_zone(time_zone),
            )
            if after != before:
                await self.tools.people.save(after)
                await self.tools.news.tell(stale=stale_tags(after))
            return after.as_me()

        return await self.tools.transaction(work)

    async def change_handle(self, *, handle: str) -> Person:
        me = await self._me()
        wanted = handles.check(handle)
        if wanted == me.handle:
            return me.as_person()
        await self._limit("handle", me.id, self.tools.limits.handle_changes)

        async def work() -> Person:
            before = await self._me()
            await self._take_handle(wanted, before.id)
            after = replace(before, handle=wanted)
            await self.tools.people.save(after)
            await self._note(HappeningKind.HANDLE_CHANGED, after.id, detail=wanted)
            stale = stale_tags(after, before.handle)
            await self.tools.news.tell(ProfileChanged(person_id=after.id), stale=stale)
            return after.as_person()

        return await self.tools.transaction(work)

    async def import_person(
        self, *, source: str, handle: str, name: str, bio: str = ""
    ) -> ImportPersonResponse:
        origin = checks.check_source(source)

        async def work() -> ImportPersonResponse:
            known = await self.tools.people.find_by_source(origin)
            if known is not None:
                return ImportPersonResponse(person=known.as_person(), created=False)
            now = self.tools.clock()
            wish = handles.made_from(handles.normal(handle), name)
            account = Account(
                id=PersonId(self.tools.new_id()),
                handle=await self._free_handle(wish),
                name=checks.check_name(name[: checks.NAME_LENGTH].strip() or handle or wish),
                bio=checks.check_bio(bio[: checks.BIO_LENGTH]),
                source=origin,
                joined_at=now,
                last_seen_at=now,
            )
            await self._open_account(account, imported=True)
            return ImportPersonResponse(person=account.as_person(), created=True)

        return await self.tools.transaction(work)
