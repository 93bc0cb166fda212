# Generated from octavo/responses/v1/responses.proto by `make proto`; not to be edited.

"""How the messages of octavo.responses.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.responses.v1.ids import ResponseId
from octavo.responses.v1.responses import (
    ClapForResponseRequest,
    ClapForResponseResponse,
    CountResponsesRequest,
    CountResponsesResponse,
    DeleteResponseRequest,
    DeleteResponseResponse,
    EditResponseRequest,
    EditResponseResponse,
    GetResponsesRequest,
    GetResponsesResponse,
    GetRuleRequest,
    GetRuleResponse,
    ListHeldRequest,
    ListHeldResponse,
    ListOwnRequest,
    ListOwnResponse,
    ListResponsesRequest,
    ListResponsesResponse,
    Locked,
    Order,
    OwnResponse,
    RespondRequest,
    RespondResponse,
    Response,
    ResponseCount,
    ResponseNotFound,
    Rule,
    SetRuleRequest,
    SetRuleResponse,
    SetShownRequest,
    SetShownResponse,
    State,
    TakeBackRequest,
    TakeBackResponse,
    TooManyResponses,
)
from octavo.stories.v1.ids import StoryId

_DESCRIPTOR = codec.load(__file__, "responses.binpb")

_ORDER = {0: Order.UNSPECIFIED, 1: Order.CONVERSATION, 2: Order.TIME}
_ORDER_NUMBER = {member: number for number, member in _ORDER.items()}
_RULE = {0: Rule.UNSPECIFIED, 1: Rule.EVERYBODY, 2: Rule.FIRST_HELD, 3: Rule.ALL_HELD, 4: Rule.LOCKED}
_RULE_NUMBER = {member: number for number, member in _RULE.items()}
_STATE = {
    0: State.UNSPECIFIED,
    1: State.SHOWN,
    2: State.HELD,
    3: State.HIDDEN,
    4: State.REMOVED,
    5: State.TAKEN_BACK,
}
_STATE_NUMBER = {member: number for number, member in _STATE.items()}
_Response = _DESCRIPTOR.message("octavo.responses.v1.Response")
_ResponseCount = _DESCRIPTOR.message("octavo.responses.v1.ResponseCount")
_RespondRequest = _DESCRIPTOR.message("octavo.responses.v1.RespondRequest")
_RespondResponse = _DESCRIPTOR.message("octavo.responses.v1.RespondResponse")
_EditResponseRequest = _DESCRIPTOR.message("octavo.responses.v1.EditResponseRequest")
_EditResponseResponse = _DESCRIPTOR.message("octavo.responses.v1.EditResponseResponse")
_DeleteResponseRequest = _DESCRIPTOR.message("octavo.responses.v1.DeleteResponseRequest")
_DeleteResponseResponse = _DESCRIPTOR.message("octavo.responses.v1.DeleteResponseResponse")
_SetShownRequest = _DESCRIPTOR.message("octavo.responses.v1.SetShownRequest")
_SetShownResponse = _DESCRIPTOR.message("octavo.responses.v1.SetShownResponse")
_TakeBackRequest = _DESCRIPTOR.message("octavo.responses.v1.TakeBackRequest")
_TakeBackResponse = _DESCRIPTOR.message("octavo.responses.v1.TakeBackResponse")
_ClapForResponseRequest = _DESCRIPTOR.message("octavo.responses.v1.ClapForResponseRequest")
_ClapForResponseResponse = _DESCRIPTOR.message("octavo.responses.v1.ClapForResponseResponse")
_GetResponsesRequest = _DESCRIPTOR.message("octavo.responses.v1.GetResponsesRequest")
_GetResponsesResponse = _DESCRIPTOR.message("octavo.responses.v1.GetResponsesResponse")
_ListResponsesRequest = _DESCRIPTOR.message("octavo.responses.v1.ListResponsesRequest")
_ListResponsesResponse = _DESCRIPTOR.message("octavo.responses.v1.ListResponsesResponse")
_CountResponsesRequest = _DESCRIPTOR.message("octavo.responses.v1.CountResponsesRequest")
_CountResponsesResponse = _DESCRIPTOR.message("octavo.responses.v1.CountResponsesResponse")
_ListHeldRequest = _DESCRIPTOR.message("octavo.responses.v1.ListHeldRequest")
_ListHeldResponse = _DESCRIPTOR.message("octavo.responses.v1.ListHeldResponse")
_ListOwnRequest = _DESCRIPTOR.message("octavo.responses.v1.ListOwnRequest")
_ListOwnResponse = _DESCRIPTOR.message("octavo.responses.v1.ListOwnResponse")
_GetRuleRequest = _DESCRIPTOR.message("octavo.responses.v1.GetRuleRequest")
_GetRuleResponse = _DESCRIPTOR.message("octavo.responses.v1.GetRuleResponse")
_SetRuleRequest = _DESCRIPTOR.message("octavo.responses.v1.SetRuleRequest")
_SetRuleResponse = _DESCRIPTOR.message("octavo.responses.v1.SetRuleResponse")
_ResponseNotFound = _DESCRIPTOR.message("octavo.responses.v1.ResponseNotFound")
_Locked = _DESCRIPTOR.message("octavo.responses.v1.Locked")
_OwnResponse = _DESCRIPTOR.message("octavo.responses.v1.OwnResponse")
_TooManyResponses = _DESCRIPTOR.message("octavo.responses.v1.TooManyResponses")


def fill_response(message: Any, value: Response) -> None:
    message.id = value.id
    message.story_id = value.story_id
    message.parent_id = value.parent_id
    message.author_id = value.author_id
    message.html = value.html
    codec.put_moment(message.written_at, value.written_at)
    if value.edited_at is not None:
        codec.put_moment(message.edited_at, value.edited_at)
    message.state = _STATE_NUMBER[value.state]
    message.depth = value.depth
    message.claps = value.claps
    message.own_claps = value.own_claps
    message.text = value.text


def read_response(message: Any, strict: bool) -> Response:
    return Response(
        id=message.id,
        story_id=message.story_id,
        parent_id=message.parent_id,
        author_id=message.author_id,
        html=message.html,
        written_at=codec.moment(message.written_at, "written_at", strict)
        if message.HasField("written_at")
        else codec.missing("written_at", strict),
        edited_at=codec.moment(message.edited_at, "edited_at", strict)
        if message.HasField("edited_at")
        else None,
        state=_STATE.get(message.state) or codec.unknown(State.UNSPECIFIED, "state", strict),
        depth=message.depth,
        claps=message.claps,
        own_claps=message.own_claps,
        text=message.text,
    )


def fill_response_count(message: Any, value: ResponseCount) -> None:
    message.story_id = value.story_id
    message.responses = value.responses


def read_response_count(message: Any, strict: bool) -> ResponseCount:
    return ResponseCount(
        story_id=message.story_id,
        responses=message.responses,
    )


def fill_respond_request(message: Any, value: RespondRequest) -> None:
    message.story_id = value.story_id
    message.parent_id = value.parent_id
    message.text = value.text


def read_respond_request(message: Any, strict: bool) -> RespondRequest:
    return RespondRequest(
        story_id=message.story_id,
        parent_id=message.parent_id,
        text=message.text,
    )


def fill_respond_response(message: Any, value: RespondResponse) -> None:
    message.response.SetInParent()
    fill_response(message.response, value.response)


def read_respond_response(message: Any, strict: bool) -> RespondResponse:
    return RespondResponse(
        response=read_response(message.response, strict)
        if message.HasField("response")
        else codec.missing("response", strict),
    )


def fill_edit_response_request(message: Any, value: EditResponseRequest) -> None:
    message.response_id = value.response_id
    message.text = value.text


def read_edit_response_request(message: Any, strict: bool) -> EditResponseRequest:
    return EditResponseRequest(
        response_id=message.response_id,
        text=message.text,
    )


def fill_edit_response_response(message: Any, value: EditResponseResponse) -> None:
    message.response.SetInParent()
    fill_response(message.response, value.response)


def read_edit_response_response(message: Any, strict: bool) -> EditResponseResponse:
    return EditResponseResponse(
        response=read_response(message.response, strict)
        if message.HasField("response")
        else codec.missing("response", strict),
    )


def fill_delete_response_request(message: Any, value: DeleteResponseRequest) -> None:
    message.response_id = value.response_id


def read_delete_response_request(message: Any, strict: bool) -> DeleteResponseRequest:
    return DeleteResponseRequest(
        response_id=message.response_id,
    )


def fill_delete_response_response(message: Any, value: DeleteResponseResponse) -> None:
    pass


def read_delete_response_response(message: Any, strict: bool) -> DeleteResponseResponse:
    return DeleteResponseResponse()


def fill_set_shown_request(message: Any, value: SetShownRequest) -> None:
    message.response_id = value.response_id
    message.shown = value.shown


def read_set_shown_request(message: Any, strict: bool) -> SetShownRequest:
    return SetShownRequest(
        response_id=message.response_id,
        shown=message.shown,
    )


def fill_set_shown_response(message: Any, value: SetShownResponse) -> None:
    pass


def read_set_shown_response(message: Any, strict: bool) -> SetShownResponse:
    return SetShownResponse()


def fill_take_back_request(message: Any, value: TakeBackRequest) -> None:
    message.response_id = value.response_id


def read_take_back_request(message: Any, strict: bool) -> TakeBackRequest:
    return TakeBackRequest(
        response_id=message.response_id,
    )


def fill_take_back_response(message: Any, value: TakeBackResponse) -> None:
    pass


def read_take_back_response(message: Any, strict: bool) -> TakeBackResponse:
    return TakeBackResponse()


def fill_clap_for_response_request(message: Any, value: ClapForResponseRequest) -> None:
    message.response_id = value.response_id
    message.claps = value.claps


def read_clap_for_response_request(message: Any, strict: bool) -> ClapForResponseRequest:
    return ClapForResponseRequest(
        response_id=message.response_id,
        claps=message.claps,
    )


def fill_clap_for_response_response(message: Any, value: ClapForResponseResponse) -> None:
    pass


def read_clap_for_response_response(message: Any, strict: bool) -> ClapForResponseResponse:
    return ClapForResponseResponse()


def fill_get_responses_request(message: Any, value: GetResponsesRequest) -> None:
    message.response_ids.extend(value.response_ids)


def read_get_responses_request(message: Any, strict: bool) -> GetResponsesRequest:
    return GetResponsesRequest(
        response_ids=tuple(message.response_ids),
    )


def fill_get_responses_response(message: Any, value: GetResponsesResponse) -> None:
    for responses_item in value.responses:
        fill_response(message.responses.add(), responses_item)


def read_get_responses_response(message: Any, strict: bool) -> GetResponsesResponse:
    return GetResponsesResponse(
        responses=tuple([read_response(item, strict) for item in message.responses]),
    )


def fill_list_responses_request(message: Any, value: ListResponsesRequest) -> None:
    message.story_id = value.story_id
    message.order = _ORDER_NUMBER[value.order]
    message.limit = value.limit
    message.after = value.after
    message.below = value.below


def read_list_responses_request(message: Any, strict: bool) -> ListResponsesRequest:
    return ListResponsesRequest(
        story_id=message.story_id,
        order=_ORDER.get(message.order) or codec.unknown(Order.UNSPECIFIED, "order", strict)
        if message.HasField("order")
        else Order.CONVERSATION,
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
        below=message.below,
    )


def fill_list_responses_response(message: Any, value: ListResponsesResponse) -> None:
    for responses_item in value.responses:
        fill_response(message.responses.add(), responses_item)
    message.next = value.next
    message.decides = value.decides


def read_list_responses_response(message: Any, strict: bool) -> ListResponsesResponse:
    return ListResponsesResponse(
        responses=tuple([read_response(item, strict) for item in message.responses]),
        next=message.next,
        decides=message.decides,
    )


def fill_count_responses_request(message: Any, value: CountResponsesRequest) -> None:
    message.story_ids.extend(value.story_ids)


def read_count_responses_request(message: Any, strict: bool) -> CountResponsesRequest:
    return CountResponsesRequest(
        story_ids=tuple(message.story_ids),
    )


def fill_count_responses_response(message: Any, value: CountResponsesResponse) -> None:
    for counts_item in value.counts:
        fill_response_count(message.counts.add(), counts_item)


def read_count_responses_response(message: Any, strict: bool) -> CountResponsesResponse:
    return CountResponsesResponse(
        counts=tuple([read_response_count(item, strict) for item in message.counts]),
    )


def fill_list_held_request(message: Any, value: ListHeldRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_held_request(message: Any, strict: bool) -> ListHeldRequest:
    return ListHeldRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_held_response(message: Any, value: ListHeldResponse) -> None:
    for responses_item in value.responses:
        fill_response(message.responses.add(), responses_item)
    message.next = value.next


def read_list_held_response(message: Any, strict: bool) -> ListHeldResponse:
    return ListHeldResponse(
        responses=tuple([read_response(item, strict) for item in message.responses]),
        next=message.next,
    )


def fill_list_own_request(message: Any, value: ListOwnRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_own_request(message: Any, strict: bool) -> ListOwnRequest:
    return ListOwnRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_own_response(message: Any, value: ListOwnResponse) -> None:
    for responses_item in value.responses:
        fill_response(message.responses.add(), responses_item)
    message.next = value.next


def read_list_own_response(message: Any, strict: bool) -> ListOwnResponse:
    return ListOwnResponse(
        responses=tuple([read_response(item, strict) for item in message.responses]),
        next=message.next,
    )


def fill_get_rule_request(message: Any, value: GetRuleRequest) -> None:
    message.story_id = value.story_id


def read_get_rule_request(message: Any, strict: bool) -> GetRuleRequest:
    return GetRuleRequest(
        story_id=message.story_id,
    )


def fill_get_rule_response(message: Any, value: GetRuleResponse) -> None:
    message.rule = _RULE_NUMBER[value.rule]


def read_get_rule_response(message: Any, strict: bool) -> GetRuleResponse:
    return GetRuleResponse(
        rule=_RULE.get(message.rule) or codec.unknown(Rule.UNSPECIFIED, "rule", strict),
    )


def fill_set_rule_request(message: Any, value: SetRuleRequest) -> None:
    message.story_id = value.story_id
    message.rule = _RULE_NUMBER[value.rule]


def read_set_rule_request(message: Any, strict: bool) -> SetRuleRequest:
    return SetRuleRequest(
        story_id=message.story_id,
        rule=_RULE.get(message.rule) or codec.unknown(Rule.UNSPECIFIED, "rule", strict),
    )


def fill_set_rule_response(message: Any, value: SetRuleResponse) -> None:
    pass


def read_set_rule_response(message: Any, strict: bool) -> SetRuleResponse:
    return SetRuleResponse()


def fill_response_not_found(message: Any, value: ResponseNotFound) -> None:
    pass


def read_response_not_found(message: Any, strict: bool) -> ResponseNotFound:
    return ResponseNotFound()


def fill_locked(message: Any, value: Locked) -> None:
    pass


def read_locked(message: Any, strict: bool) -> Locked:
    return Locked()


def fill_own_response(message: Any, value: OwnResponse) -> None:
    pass


def read_own_response(message: Any, strict: bool) -> OwnResponse:
    return OwnResponse()


def fill_too_many_responses(message: Any, value: TooManyResponses) -> None:
    message.limit = value.limit


def read_too_many_responses(message: Any, strict: bool) -> TooManyResponses:
    return TooManyResponses(
        limit=message.limit,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    ResponseNotFound.proto_name: codec.Packing(
        _ResponseNotFound, fill_response_not_found, read_response_not_found
    ),
    Locked.proto_name: codec.Packing(_Locked, fill_locked, read_locked),
    OwnResponse.proto_name: codec.Packing(_OwnResponse, fill_own_response, read_own_response),
    TooManyResponses.proto_name: codec.Packing(
        _TooManyResponses, fill_too_many_responses, read_too_many_responses
    ),
}

METHODS: dict[str, codec.WireMethod] = {
    "Respond": codec.WireMethod(
        codec.Packing(_RespondRequest, fill_respond_request, read_respond_request),
        codec.Packing(_RespondResponse, fill_respond_response, read_respond_response),
    ),
    "EditResponse": codec.WireMethod(
        codec.Packing(_EditResponseRequest, fill_edit_response_request, read_edit_response_request),
        codec.Packing(_EditResponseResponse, fill_edit_response_response, read_edit_response_response),
    ),
    "DeleteResponse": codec.WireMethod(
        codec.Packing(_DeleteResponseRequest, fill_delete_response_request, read_delete_response_request),
        codec.Packing(_DeleteResponseResponse, fill_delete_response_response, read_delete_response_response),
    ),
    "SetShown": codec.WireMethod(
        codec.Packing(_SetShownRequest, fill_set_shown_request, read_set_shown_request),
        codec.Packing(_SetShownResponse, fill_set_shown_response, read_set_shown_response),
    ),
    "TakeBack": codec.WireMethod(
        codec.Packing(_TakeBackRequest, fill_take_back_request, read_take_back_request),
        codec.Packing(_TakeBackResponse, fill_take_back_response, read_take_back_response),
    ),
    "ClapForResponse": codec.WireMethod(
        codec.Packing(
            _ClapForResponseRequest, fill_clap_for_response_request, read_clap_for_response_request
        ),
        codec.Packing(
            _ClapForResponseResponse, fill_clap_for_response_response, read_clap_for_response_response
        ),
    ),
    "GetResponses": codec.WireMethod(
        codec.Packing(_GetResponsesRequest, fill_get_responses_request, read_get_responses_request),
        codec.Packing(_GetResponsesResponse, fill_get_responses_response, read_get_responses_response),
    ),
    "ListResponses": codec.WireMethod(
        codec.Packing(_ListResponsesRequest, fill_list_responses_request, read_list_responses_request),
        codec.Packing(_ListResponsesResponse, fill_list_responses_response, read_list_responses_response),
    ),
    "CountResponses": codec.WireMethod(
        codec.Packing(_CountResponsesRequest, fill_count_responses_request, read_count_responses_request),
        codec.Packing(_CountResponsesResponse, fill_count_responses_response, read_count_responses_response),
    ),
    "ListHeld": codec.WireMethod(
        codec.Packing(_ListHeldRequest, fill_list_held_request, read_list_held_request),
        codec.Packing(_ListHeldResponse, fill_list_held_response, read_list_held_response),
    ),
    "ListOwn": codec.WireMethod(
        codec.Packing(_ListOwnRequest, fill_list_own_request, read_list_own_request),
        codec.Packing(_ListOwnResponse, fill_list_own_response, read_list_own_response),
    ),
    "GetRule": codec.WireMethod(
        codec.Packing(_GetRuleRequest, fill_get_rule_request, read_get_rule_request),
        codec.Packing(_GetRuleResponse, fill_get_rule_response, read_get_rule_response),
    ),
    "SetRule": codec.WireMethod(
        codec.Packing(_SetRuleRequest, fill_set_rule_request, read_set_rule_request),
        codec.Packing(_SetRuleResponse, fill_set_rule_response, read_set_rule_response),
    ),
}


class ResponsesClient:
    """Responses at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._respond: codec.Unary[Response] = wire.unary("Respond")
        self._edit_response: codec.Unary[Response] = wire.unary("EditResponse")
        self._delete_response: codec.Unary[None] = wire.unary("DeleteResponse")
        self._set_shown: codec.Unary[None] = wire.unary("SetShown")
        self._take_back: codec.Unary[None] = wire.unary("TakeBack")
        self._clap_for_response: codec.Unary[None] = wire.unary("ClapForResponse")
        self._get_responses: codec.Unary[tuple[Response, ...]] = wire.unary("GetResponses")
        self._list_responses: codec.Unary[ListResponsesResponse] = wire.unary("ListResponses")
        self._count_responses: codec.Unary[tuple[ResponseCount, ...]] = wire.unary("CountResponses")
        self._list_held: codec.Unary[ListHeldResponse] = wire.unary("ListHeld")
        self._list_own: codec.Unary[ListOwnResponse] = wire.unary("ListOwn")
        self._get_rule: codec.Unary[Rule] = wire.unary("GetRule")
        self._set_rule: codec.Unary[None] = wire.unary("SetRule")

    async def respond(
        self, *, story_id: StoryId, parent_id: ResponseId = ResponseId(""), text: str
    ) -> Response:
        return await self._respond(RespondRequest(story_id=story_id, parent_id=parent_id, text=text))

    async def edit_response(self, *, response_id: ResponseId, text: str) -> Response:
        return await self._edit_response(EditResponseRequest(response_id=response_id, text=text))

    async def delete_response(self, *, response_id: ResponseId) -> None:
        await self._delete_response(DeleteResponseRequest(response_id=response_id))

    async def set_shown(self, *, response_id: ResponseId, shown: bool) -> None:
        await self._set_shown(SetShownRequest(response_id=response_id, shown=shown))

    async def take_back(self, *, response_id: ResponseId) -> None:
        await self._take_back(TakeBackRequest(response_id=response_id))

    async def clap_for_response(self, *, response_id: ResponseId, claps: int) -> None:
        await self._clap_for_response(ClapForResponseRequest(response_id=response_id, claps=claps))

    async def get_responses(self, *, response_ids: tuple[ResponseId, ...]) -> tuple[Response, ...]:
        return await self._get_responses(GetResponsesRequest(response_ids=response_ids))

    async def list_responses(
        self,
        *,
        story_id: StoryId,
        order: Order = Order.CONVERSATION,
        limit: int = 20,
        after: str = "",
        below: ResponseId = ResponseId(""),
    ) -> ListResponsesResponse:
        return await self._list_responses(
            ListResponsesRequest(story_id=story_id, order=order, limit=limit, after=after, below=below)
        )

    async def count_responses(self, *, story_ids: tuple[StoryId, ...]) -> tuple[ResponseCount, ...]:
        return await self._count_responses(CountResponsesRequest(story_ids=story_ids))

    async def list_held(self, *, limit: int = 20, after: str = "") -> ListHeldResponse:
        return await self._list_held(ListHeldRequest(limit=limit, after=after))

    async def list_own(self, *, limit: int = 20, after: str = "") -> ListOwnResponse:
        return await self._list_own(ListOwnRequest(limit=limit, after=after))

    async def get_rule(self, *, story_id: StoryId) -> Rule:
        return await self._get_rule(GetRuleRequest(story_id=story_id))

    async def set_rule(self, *, story_id: StoryId, rule: Rule) -> None:
        await self._set_rule(SetRuleRequest(story_id=story_id, rule=rule))
