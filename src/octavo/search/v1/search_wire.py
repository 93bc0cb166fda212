# Generated from octavo/search/v1/search.proto by `make proto`; not to be edited.

"""How the messages of octavo.search.v1 are packed for the wire."""

from datetime import datetime
from typing import Any

from octavo.accounts.v1.ids import PersonId
from octavo.chassis import codec
from octavo.publications.v1.ids import PublicationId
from octavo.search.v1.search import (
    FindStoriesRequest,
    FindStoriesResponse,
    GetIndexStateRequest,
    GetIndexStateResponse,
    Hit,
    IndexState,
    RebuildRequest,
    RebuildResponse,
    SuggestedPerson,
    SuggestedPublication,
    SuggestedTag,
    SuggestRequest,
    SuggestResponse,
)

_DESCRIPTOR = codec.load(__file__, "search.binpb")

_Hit = _DESCRIPTOR.message("octavo.search.v1.Hit")
_SuggestedPerson = _DESCRIPTOR.message("octavo.search.v1.SuggestedPerson")
_SuggestedPublication = _DESCRIPTOR.message("octavo.search.v1.SuggestedPublication")
_SuggestedTag = _DESCRIPTOR.message("octavo.search.v1.SuggestedTag")
_IndexState = _DESCRIPTOR.message("octavo.search.v1.IndexState")
_FindStoriesRequest = _DESCRIPTOR.message("octavo.search.v1.FindStoriesRequest")
_FindStoriesResponse = _DESCRIPTOR.message("octavo.search.v1.FindStoriesResponse")
_SuggestRequest = _DESCRIPTOR.message("octavo.search.v1.SuggestRequest")
_SuggestResponse = _DESCRIPTOR.message("octavo.search.v1.SuggestResponse")
_RebuildRequest = _DESCRIPTOR.message("octavo.search.v1.RebuildRequest")
_RebuildResponse = _DESCRIPTOR.message("octavo.search.v1.RebuildResponse")
_GetIndexStateRequest = _DESCRIPTOR.message("octavo.search.v1.GetIndexStateRequest")
_GetIndexStateResponse = _DESCRIPTOR.message("octavo.search.v1.GetIndexStateResponse")


def fill_hit(message: Any, value: Hit) -> None:
    message.story_id = value.story_id
    message.title_html = value.title_html
    message.snippet_html = value.snippet_html


def read_hit(message: Any, strict: bool) -> Hit:
    return Hit(
        story_id=message.story_id,
        title_html=message.title_html,
        snippet_html=message.snippet_html,
    )


def fill_suggested_person(message: Any, value: SuggestedPerson) -> None:
    message.person_id = value.person_id
    message.handle = value.handle
    message.name = value.name


def read_suggested_person(message: Any, strict: bool) -> SuggestedPerson:
    return SuggestedPerson(
        person_id=message.person_id,
        handle=message.handle,
        name=message.name,
    )


def fill_suggested_publication(message: Any, value: SuggestedPublication) -> None:
    message.publication_id = value.publication_id
    message.slug = value.slug
    message.name = value.name


def read_suggested_publication(message: Any, strict: bool) -> SuggestedPublication:
    return SuggestedPublication(
        publication_id=message.publication_id,
        slug=message.slug,
        name=message.name,
    )


def fill_suggested_tag(message: Any, value: SuggestedTag) -> None:
    message.name = value.name
    message.stories = value.stories


def read_suggested_tag(message: Any, strict: bool) -> SuggestedTag:
    return SuggestedTag(
        name=message.name,
        stories=message.stories,
    )


def fill_index_state(message: Any, value: IndexState) -> None:
    message.documents = value.documents
    message.waiting = value.waiting
    message.building = value.building
    if value.built_at is not None:
        codec.put_moment(message.built_at, value.built_at)


def read_index_state(message: Any, strict: bool) -> IndexState:
    return IndexState(
        documents=message.documents,
        waiting=message.waiting,
        building=message.building,
        built_at=codec.moment(message.built_at, "built_at", strict) if message.HasField("built_at") else None,
    )


def fill_find_stories_request(message: Any, value: FindStoriesRequest) -> None:
    message.query = value.query
    message.author_id = value.author_id
    message.tag = value.tag
    if value.since is not None:
        codec.put_moment(message.since, value.since)
    if value.until is not None:
        codec.put_moment(message.until, value.until)
    message.limit = value.limit
    message.after = value.after
    message.publication_id = value.publication_id
    message.language = value.language


def read_find_stories_request(message: Any, strict: bool) -> FindStoriesRequest:
    return FindStoriesRequest(
        query=message.query,
        author_id=message.author_id,
        tag=message.tag,
        since=codec.moment(message.since, "since", strict) if message.HasField("since") else None,
        until=codec.moment(message.until, "until", strict) if message.HasField("until") else None,
        limit=message.limit if message.HasField("limit") else 10,
        after=message.after,
        publication_id=message.publication_id,
        language=message.language,
    )


def fill_find_stories_response(message: Any, value: FindStoriesResponse) -> None:
    for hits_item in value.hits:
        fill_hit(message.hits.add(), hits_item)
    message.next = value.next


def read_find_stories_response(message: Any, strict: bool) -> FindStoriesResponse:
    return FindStoriesResponse(
        hits=tuple([read_hit(item, strict) for item in message.hits]),
        next=message.next,
    )


def fill_suggest_request(message: Any, value: SuggestRequest) -> None:
    message.text = value.text
    message.limit = value.limit


def read_suggest_request(message: Any, strict: bool) -> SuggestRequest:
    return SuggestRequest(
        text=message.text,
        limit=message.limit if message.HasField("limit") else 5,
    )


def fill_suggest_response(message: Any, value: SuggestResponse) -> None:
    for people_item in value.people:
        fill_suggested_person(message.people.add(), people_item)
    for tags_item in value.tags:
        fill_suggested_tag(message.tags.add(), tags_item)
    for publications_item in value.publications:
        fill_suggested_publication(message.publications.add(), publications_item)


def read_suggest_response(message: Any, strict: bool) -> SuggestResponse:
    return SuggestResponse(
        people=tuple([read_suggested_person(item, strict) for item in message.people]),
        tags=tuple([read_suggested_tag(item, strict) for item in message.tags]),
        publications=tuple([read_suggested_publication(item, strict) for item in message.publications]),
    )


def fill_rebuild_request(message: Any, value: RebuildRequest) -> None:
    pass


def read_rebuild_request(message: Any, strict: bool) -> RebuildRequest:
    return RebuildRequest()


def fill_rebuild_response(message: Any, value: RebuildResponse) -> None:
    pass


def read_rebuild_response(message: Any, strict: bool) -> RebuildResponse:
    return RebuildResponse()


def fill_get_index_state_request(message: Any, value: GetIndexStateRequest) -> None:
    pass


def read_get_index_state_request(message: Any, strict: bool) -> GetIndexStateRequest:
    return GetIndexStateRequest()


def fill_get_index_state_response(message: Any, value: GetIndexStateResponse) -> None:
    message.state.SetInParent()
    fill_index_state(message.state, value.state)


def read_get_index_state_response(message: Any, strict: bool) -> GetIndexStateResponse:
    return GetIndexStateResponse(
        state=read_index_state(message.state, strict)
        if message.HasField("state")
        else codec.missing("state", strict),
    )


FAULTS: dict[str, codec.Packing[Any]] = {}

METHODS: dict[str, codec.WireMethod] = {
    "FindStories": codec.WireMethod(
        codec.Packing(_FindStoriesRequest, fill_find_stories_request, read_find_stories_request),
        codec.Packing(_FindStoriesResponse, fill_find_stories_response, read_find_stories_response),
    ),
    "Suggest": codec.WireMethod(
        codec.Packing(_SuggestRequest, fill_suggest_request, read_suggest_request),
        codec.Packing(_SuggestResponse, fill_suggest_response, read_suggest_response),
    ),
    "Rebuild": codec.WireMethod(
        codec.Packing(_RebuildRequest, fill_rebuild_request, read_rebuild_request),
        codec.Packing(_RebuildResponse, fill_rebuild_response, read_rebuild_response),
    ),
    "GetIndexState": codec.WireMethod(
        codec.Packing(_GetIndexStateRequest, fill_get_index_state_request, read_get_index_state_request),
        codec.Packing(_GetIndexStateResponse, fill_get_index_state_response, read_get_index_state_response),
    ),
}


class SearchClient:
    """Search at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._find_stories: codec.Unary[FindStoriesResponse] = wire.unary("FindStories")
        self._suggest: codec.Unary[SuggestResponse] = wire.unary("Suggest")
        self._rebuild: codec.Unary[None] = wire.unary("Rebuild")
        self._get_index_state: codec.Unary[IndexState] = wire.unary("GetIndexState")

    async def find_stories(
        self,
        *,
        query: str = "",
        author_id: PersonId = PersonId(""),
        tag: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 10,
        after: str = "",
        publication_id: PublicationId = PublicationId(""),
        language: str = "",
    ) -> FindStoriesResponse:
        return await self._find_stories(
            FindStoriesRequest(
                query=query,
                author_id=author_id,
                tag=tag,
                since=since,
                until=until,
                limit=limit,
                after=after,
                publication_id=publication_id,
                language=language,
            )
        )

    async def suggest(self, *, text: str, limit: int = 5) -> SuggestResponse:
        return await self._suggest(SuggestRequest(text=text, limit=limit))

    async def rebuild(self) -> None:
        await self._rebuild(RebuildRequest())

    async def get_index_state(self) -> IndexState:
        return await self._get_index_state(GetIndexStateRequest())
