# Generated from octavo/responses/v1/responses.proto by `make proto`; not to be edited.

"""Responses: what readers answer to a story, and to each other."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import (
    Audience,
    Category,
    Contract,
    Erasure,
    Event,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import FailedPrecondition, NotFound, ResourceExhausted
from octavo.responses.v1.ids import ResponseId
from octavo.stories.v1.ids import StoryId

__all__ = [
    "CONTRACT",
    "ClapForResponseRequest",
    "ClapForResponseResponse",
    "CountResponsesRequest",
    "CountResponsesResponse",
    "DeleteResponseRequest",
    "DeleteResponseResponse",
    "EditResponseRequest",
    "EditResponseResponse",
    "GetResponsesRequest",
    "GetResponsesResponse",
    "GetRuleRequest",
    "GetRuleResponse",
    "ListHeldRequest",
    "ListHeldResponse",
    "ListOwnRequest",
    "ListOwnResponse",
    "ListResponsesRequest",
    "ListResponsesResponse",
    "Locked",
    "Order",
    "OwnResponse",
    "PersonId",
    "RespondRequest",
    "RespondResponse",
    "Response",
    "ResponseChanged",
    "ResponseCount",
    "ResponseHeld",
    "ResponseId",
    "ResponseNotFound",
    "ResponsePublished",
    "ResponseRemoved",
    "Responses",
    "Rule",
    "SetRuleRequest",
    "SetRuleResponse",
    "SetShownRequest",
    "SetShownResponse",
    "State",
    "StoredResponseClaps",
    "StoredSilence",
    "StoredWords",
    "StoryId",
    "TakeBackRequest",
    "TakeBackResponse",
    "TooManyResponses",
]


class Rule(StrEnum):
    """Who may respond to a story."""

    UNSPECIFIED = "RULE_UNSPECIFIED"
    # Every member; it is seen at once.
    EVERYBODY = "EVERYBODY"
    # The first response of somebody to any story of this author's is held; then they are known.
    FIRST_HELD = "FIRST_HELD"
    # Each is held.
    ALL_HELD = "ALL_HELD"
    # Nobody: what is there stays.
    LOCKED = "LOCKED"


class State(StrEnum):
    """Who sees a response."""

    UNSPECIFIED = "STATE_UNSPECIFIED"
    SHOWN = "SHOWN"
    # Who wrote it and the story's deciders, who are to decide.
    HELD = "HELD"
    # Who wrote it and the story's deciders, of whom one took it out of sight.
    HIDDEN = "HIDDEN"
    # Nobody: it was taken away and answers to it are left.
    REMOVED = "REMOVED"
    # Who wrote it and moderators, of whom one took it back.
    TAKEN_BACK = "TAKEN_BACK"


class Order(StrEnum):
    """In which order responses come."""

    UNSPECIFIED = "ORDER_UNSPECIFIED"
    # Each with its answers below it, the first said first.
    CONVERSATION = "CONVERSATION"
    # The last said first.
    TIME = "TIME"


class Response(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: ResponseId = ResponseId("")
    story_id: StoryId = StoryId("")
    # The response that it answers; empty: the story itself.
    parent_id: ResponseId = ResponseId("")
    # Empty where it was removed.
    author_id: PersonId = PersonId("")
    # Rendered and sanitised.
    html: str = ""
    written_at: Moment
    edited_at: Moment | None = None
    state: State = State.UNSPECIFIED
    # How deep it stands in the conversation, 0 to 7. What answers a response at 7 stands beside it.
    depth: Int32 = 0
    claps: Int32 = 0
    # The caller's own.
    own_claps: Int32 = 0
    # As its author may edit it, in Markdown; empty for others.
    text: str = ""


class ResponseCount(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    responses: Int32 = 0


class RespondRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    parent_id: ResponseId = ResponseId("")
    # Markdown: paragraphs, emphasis, links, lists, quotations and code; at most 20,000 characters.
    text: str = ""


class RespondResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    response: Response


class EditResponseRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    response_id: ResponseId = ResponseId("")
    text: str = ""


class EditResponseResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    response: Response


class DeleteResponseRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    response_id: ResponseId = ResponseId("")


class DeleteResponseResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class SetShownRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    response_id: ResponseId = ResponseId("")
    shown: bool = False


class SetShownResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class TakeBackRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    response_id: ResponseId = ResponseId("")


class TakeBackResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class ClapForResponseRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    response_id: ResponseId = ResponseId("")
    claps: Int32 = 0


class ClapForResponseResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class GetResponsesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    response_ids: tuple[ResponseId, ...] = ()


class GetResponsesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    responses: tuple[Response, ...] = ()


class ListResponsesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    order: Order = Order.CONVERSATION
    limit: Int32 = 20
    after: str = ""
    # Only this response and what answers it.
    below: ResponseId = ResponseId("")


class ListResponsesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    responses: tuple[Response, ...] = ()
    next: str = ""
    # The caller is one of the story's deciders.
    decides: bool = False


class CountResponsesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_ids: tuple[StoryId, ...] = ()


class CountResponsesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    counts: tuple[ResponseCount, ...] = ()


class ListHeldRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    limit: Int32 = 20
    after: str = ""


class ListHeldResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    responses: tuple[Response, ...] = ()
    next: str = ""


class ListOwnRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    limit: Int32 = 20
    after: str = ""


class ListOwnResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    responses: tuple[Response, ...] = ()
    next: str = ""


class GetRuleRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class GetRuleResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    rule: Rule = Rule.UNSPECIFIED


class SetRuleRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    rule: Rule = Rule.UNSPECIFIED


class SetRuleResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class StoredWords(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a response is stored. It goes with whoever wrote it, and with the story's author."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    body: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""
    html: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""
    written_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    edited_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    # The story's author.
    owner_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="owner_id")] = PersonId(
        ""
    )


class StoredResponseClaps(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """How claps for a response are stored."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    response_id: Annotated[ResponseId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = (
        ResponseId("")
    )
    claps: Annotated[Int32, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = 0


class StoredSilence(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """That somebody is suspended, so that nothing of theirs is seen meanwhile."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )


class ResponseNotFound(NotFound):
    """There is no such response or story, as far as the caller may know."""

    proto_name = "octavo.responses.v1.ResponseNotFound"
    public_text = "There is no such response or story, as far as the caller may know."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class Locked(FailedPrecondition):
    """Nobody may respond to this story any more."""

    proto_name = "octavo.responses.v1.Locked"
    public_text = "Nobody may respond to this story any more."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class OwnResponse(FailedPrecondition):
    """Nobody claps for a response of their own."""

    proto_name = "octavo.responses.v1.OwnResponse"
    public_text = "Nobody claps for a response of their own."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyResponses(ResourceExhausted):
    """More within a minute than people write; a minute later it goes on."""

    proto_name = "octavo.responses.v1.TooManyResponses"
    public_text = "More within a minute than people write; a minute later it goes on."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class ResponsePublished(Event, frozen=True, kw_only=True, rename="camel"):
    """A response is there for everybody to see: just written, or let through."""

    event_name: ClassVar[str] = "responses.ResponsePublished"

    response_id: ResponseId = ResponseId("")
    story_id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    parent_id: ResponseId = ResponseId("")
    # Who wrote what is answered: the story's author, or the parent's.
    answered_id: PersonId = PersonId("")
    # Which moderator shows again what had been taken back; empty: nobody did.
    by_id: PersonId = PersonId("")


class ResponseHeld(Event, frozen=True, kw_only=True, rename="camel"):
    """A response waits for the story's author."""

    event_name: ClassVar[str] = "responses.ResponseHeld"

    response_id: ResponseId = ResponseId("")
    story_id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    answered_id: PersonId = PersonId("")


class ResponseChanged(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "responses.ResponseChanged"

    response_id: ResponseId = ResponseId("")
    story_id: StoryId = StoryId("")


class ResponseRemoved(Event, frozen=True, kw_only=True, rename="camel"):
    """It is not to be seen any more: hidden, taken back or taken away."""

    event_name: ClassVar[str] = "responses.ResponseRemoved"

    response_id: ResponseId = ResponseId("")
    story_id: StoryId = StoryId("")
    # Which moderator took it back, and whose it is; both empty: nobody did.
    by_id: PersonId = PersonId("")
    author_id: PersonId = PersonId("")


class Responses(Protocol):
    """Conversations under stories. Whoever wrote a story decides who may respond, and hides what does not belong; so
    do the editors of the publication in which it stands. Both are called the story's deciders here.
    """

    async def respond(
        self, *, story_id: StoryId, parent_id: ResponseId = ResponseId(""), text: str
    ) -> Response:
        """Answer a story, or with `parent_id` a response to it. By the story's rule it may be held until one of the
        story's deciders lets it through.

        Raises ResponseNotFound, Locked, TooManyResponses.
        """
        ...

    async def edit_response(self, *, response_id: ResponseId, text: str) -> Response:
        """Other words; for whoever wrote it.

        Raises ResponseNotFound.
        """
        ...

    async def delete_response(self, *, response_id: ResponseId) -> None:
        """Take it away; for whoever wrote it. Where others answered, their answers stay.

        Raises ResponseNotFound.
        """
        ...

    async def set_shown(self, *, response_id: ResponseId, shown: bool) -> None:
        """Let it be seen, or not; for the story's deciders and for moderators. Of one that was held, to let it through.
        What a moderator hides under a story that is not theirs is taken back, and moderators alone show it again.

        Raises ResponseNotFound.
        """
        ...

    async def take_back(self, *, response_id: ResponseId) -> None:
        """Take it back from readers, whatever the story's deciders say of it; for moderators, who alone show it again.
        Its answers stay. One that was taken away already is left as it is.

        Raises ResponseNotFound.
        """
        ...

    async def clap_for_response(self, *, response_id: ResponseId, claps: int) -> None:
        """The caller's claps for a response shall be so many, 0 to 50.

        Raises ResponseNotFound, OwnResponse.
        """
        ...

    async def get_responses(self, *, response_ids: tuple[ResponseId, ...]) -> tuple[Response, ...]:
        """Some responses, as far as the caller may see them."""
        ...

    async def list_responses(
        self,
        *,
        story_id: StoryId,
        order: Order = Order.CONVERSATION,
        limit: int = 20,
        after: str = "",
        below: ResponseId = ResponseId(""),
    ) -> ListResponsesResponse:
        """The responses to a story, in the order of the conversation or of time.

        Raises ResponseNotFound.
        """
        ...

    async def count_responses(self, *, story_ids: tuple[StoryId, ...]) -> tuple[ResponseCount, ...]:
        """How many everybody sees, for each of these stories."""
        ...

    async def list_held(self, *, limit: int = 20, after: str = "") -> ListHeldResponse:
        """What waits to be let through under the stories that the caller wrote, or whose publications they edit, last
        first.
        """
        ...

    async def list_own(self, *, limit: int = 20, after: str = "") -> ListOwnResponse:
        """The caller's own responses, last first."""
        ...

    async def get_rule(self, *, story_id: StoryId) -> Rule:
        """Who may respond to a story.

        Raises ResponseNotFound.
        """
        ...

    async def set_rule(self, *, story_id: StoryId, rule: Rule) -> None:
        """Decide who may respond; for the story's deciders and for moderators.

        Raises ResponseNotFound.
        """
        ...


CONTRACT = Contract(
    name="octavo.responses.v1.Responses",
    wire="octavo.responses.v1.responses_wire",
    methods=(
        Method(
            name="Respond",
            call="respond",
            request=RespondRequest,
            response=RespondResponse,
            returns="response",
            audience=Audience.PUBLIC,
            scope="responses:write",
            faults=(
                ResponseNotFound,
                Locked,
                TooManyResponses,
            ),
        ),
        Method(
            name="EditResponse",
            call="edit_response",
            request=EditResponseRequest,
            response=EditResponseResponse,
            returns="response",
            audience=Audience.PUBLIC,
            scope="responses:write",
            faults=(ResponseNotFound,),
        ),
        Method(
            name="DeleteResponse",
            call="delete_response",
            request=DeleteResponseRequest,
            response=DeleteResponseResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="responses:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(ResponseNotFound,),
        ),
        Method(
            name="SetShown",
            call="set_shown",
            request=SetShownRequest,
            response=SetShownResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="responses:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(ResponseNotFound,),
        ),
        Method(
            name="TakeBack",
            call="take_back",
            request=TakeBackRequest,
            response=TakeBackResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="site:manage",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(ResponseNotFound,),
        ),
        Method(
            name="ClapForResponse",
            call="clap_for_response",
            request=ClapForResponseRequest,
            response=ClapForResponseResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="responses:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                ResponseNotFound,
                OwnResponse,
            ),
        ),
        Method(
            name="GetResponses",
            call="get_responses",
            request=GetResponsesRequest,
            response=GetResponsesResponse,
            returns="responses",
            audience=Audience.PUBLIC,
            scope="responses:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListResponses",
            call="list_responses",
            request=ListResponsesRequest,
            response=ListResponsesResponse,
            audience=Audience.PUBLIC,
            scope="responses:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(ResponseNotFound,),
        ),
        Method(
            name="CountResponses",
            call="count_responses",
            request=CountResponsesRequest,
            response=CountResponsesResponse,
            returns="counts",
            audience=Audience.PUBLIC,
            scope="responses:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListHeld",
            call="list_held",
            request=ListHeldRequest,
            response=ListHeldResponse,
            audience=Audience.PUBLIC,
            scope="responses:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListOwn",
            call="list_own",
            request=ListOwnRequest,
            response=ListOwnResponse,
            audience=Audience.PUBLIC,
            scope="responses:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetRule",
            call="get_rule",
            request=GetRuleRequest,
            response=GetRuleResponse,
            returns="rule",
            audience=Audience.PUBLIC,
            scope="responses:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(ResponseNotFound,),
        ),
        Method(
            name="SetRule",
            call="set_rule",
            request=SetRuleRequest,
            response=SetRuleResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="responses:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(ResponseNotFound,),
        ),
    ),
    events=(
        ResponsePublished,
        ResponseHeld,
        ResponseChanged,
        ResponseRemoved,
    ),
)
