"""`/me/webhooks`: one's own webhooks, and for each the log of what was delivered."""

import asyncio
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Fault
from octavo.edge import forms, problems
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import Choice, Problem, Said, Trouble
from octavo.edge.pages.views_webhooks import (
    AttemptRow,
    DeliveryRow,
    WebhookPage,
    WebhookRow,
    WebhooksPage,
)
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import Membership, Publication, PublicationId, Role
from octavo.webhooks.api import (
    KINDS,
    DeliveryId,
    DeliveryNotFound,
    Reach,
    Stop,
    TooManyByHand,
    TooManyWebhooks,
    Webhook,
    WebhookDelivery,
    WebhookId,
    WebhookNotFound,
    WebhookStopped,
)

ACTS: Final = ("change", "test", "stop", "start", "rotate", "delete")
"""What can be done with a webhook, each by a form of its own."""

_LOG: Final = 20
_REACHES: Final = {reach.value.lower(): reach for reach in Reach}
_NO_DELIVERY: Final = DeliveryId("")
_SAID: Final = {
    "change": Said.SAVED,
    "test": Said.WEBHOOK_TESTED,
    "stop": Said.WEBHOOK_STOPPED,
    "start": Said.WEBHOOK_STARTED,
    "delete": Said.WEBHOOK_DELETED,
}


async def webhooks(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The list, and the form for a new one."""
    return await _list(bench, request, visitor)


async def create(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/webhooks`: make one, and show its secret this once."""
    form = await forms.read(request)
    reach, _, place = form["reach"].partition(":")
    try:
        made = await bench.webhooks.create_webhook(
            url=form.line("url"),
            reach=_REACHES.get(reach, Reach.UNSPECIFIED),
            publication_id=PublicationId(place),
            name=form.line("name"),
        )
    except Fault as fault:
        answered = _answered(bench, request, visitor, fault, form)
        return await _list(bench, request, visitor, form=form, answered=answered)
    return await _list(bench, request, visitor, made=made.webhook, secret=made.secret)


async def webhook(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """One webhook and its log."""
    return await _one(bench, request, visitor)


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/webhooks/ID/ACT`."""
    form, what = await forms.read(request), request.url.path.rpartition("/")[2]
    webhook_id = WebhookId(request.path_params["webhook_id"])
    try:
        secret = await _done(bench, what, webhook_id, form)
    except WebhookNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        answered = _answered(bench, request, visitor, fault, form)
        return await _one(bench, request, visitor, form=form, answered=answered)
    if secret:
        return await _one(bench, request, visitor, secret=secret)
    where = "" if what == "delete" else webhook_id
    return bench.see(bench.addresses.webhooks(where, said=_SAID[what]))


async def replay(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/webhooks/ID/deliveries/DELIVERY/replay`."""
    form = await forms.read(request)
    try:
        await bench.webhooks.replay(delivery_id=DeliveryId(request.path_params["delivery_id"]))
    except (WebhookNotFound, DeliveryNotFound):
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        answered = _answered(bench, request, visitor, fault, form)
        return await _one(bench, request, visitor, answered=answered)
    where = request.path_params["webhook_id"]
    return bench.see(bench.addresses.webhooks(where, said=Said.WEBHOOK_REPLAYED))


async def _done(bench: Workbench, what: str, webhook_id: WebhookId, form: forms.Form) -> str:
    """Do it; a new secret, where it makes one."""
    match what:
        case "change":
            await bench.webhooks.update_webhook(
                webhook_id=webhook_id,
                name=form.line("name"),
                url=form.line("url"),
                kinds=tuple(form.all("kind")),
            )
        case "test":
            await bench.webhooks.send_test(webhook_id=webhook_id)
        case "rotate":
            return await bench.webhooks.rotate_secret(webhook_id=webhook_id)
        case "delete":
            await bench.webhooks.delete_webhook(webhook_id=webhook_id)
        case _:
            await bench.webhooks.set_enabled(webhook_id=webhook_id, enabled=what == "start")
    return ""


def _answered(
    bench: Workbench, request: Request, visitor: Visitor, fault: Fault, form: forms.Form
) -> problems.Answered:
    _ = bench.look.words(bench.language(request, visitor))
    words = {
        TooManyWebhooks: _("You have as many webhooks as there may be. Delete one that is not needed."),
        TooManyByHand: _("That was sent by hand a little too often. Please wait a while."),
        WebhookStopped: _("This webhook is stopped: start it first."),
    }
    if type(fault) in words:
        return problems.Answered(Problem(kind=Trouble.OTHER, detail=words[type(fault)]), 422)
    return problems.trouble(fault, form.items())


async def _list(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: forms.Form | None = None,
    made: Webhook | None = None,
    secret: str = "",
    answered: problems.Answered | None = None,
) -> Response:
    parts = Parts()
    nothing: tuple[Membership, ...] = ()
    listed, memberships = await asyncio.gather(
        bench.webhooks.list_webhooks(),
        parts.optional("publications", bench.publications.list_memberships(), nothing),
    )
    owned = [one.publication_id for one in memberships if one.role is Role.OWNER and not one.suspended]
    places = await _places(bench, parts, {*owned, *(hook.publication_id for hook in listed)})
    _ = bench.look.words(bench.language(request, visitor))
    reaches = [Choice(value="own", label=_("My own stories"))]
    reaches += [Choice(value=f"publication:{one}", label=places.get(one, one)) for one in owned]
    if visitor.owns:
        reaches.append(Choice(value="site", label=_("Everything that is public on this site")))
    view = WebhooksPage(
        webhooks=tuple(_row(hook, places) for hook in listed),
        reaches=tuple(reaches),
        secret=secret,
        made=_row(made, places) if made else None,
        typed=form.items() if form else {},
        problems=(answered.problem,) if answered else (),
    )
    return await _page(bench, request, view, visitor, answered)


async def _one(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: forms.Form | None = None,
    secret: str = "",
    answered: problems.Answered | None = None,
) -> Response:
    webhook_id = WebhookId(request.path_params["webhook_id"])
    before = DeliveryId(request.query_params.get("after", ""))
    try:
        hook = await bench.webhooks.get_webhook(webhook_id=webhook_id)
        page = await bench.webhooks.list_deliveries(
            webhook_id=webhook_id, limit=_LOG, before=before or _NO_DELIVERY
        )
    except WebhookNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    places = await _places(bench, Parts(), {hook.publication_id})
    view = WebhookPage(
        webhook=_row(hook, places),
        there=KINDS.get(hook.reach, ()),
        deliveries=tuple(map(_delivery, page)),
        secret=secret,
        older=bench.addresses.webhooks(webhook_id, after=page[-1].id) if len(page) == _LOG else "",
        typed=form.items() if form and "url" in form else {},
        problems=(answered.problem,) if answered else (),
    )
    return await _page(bench, request, view, visitor, answered)


async def _page(
    bench: Workbench,
    request: Request,
    view: WebhooksPage | WebhookPage,
    visitor: Visitor,
    answered: problems.Answered | None,
) -> Response:
    status = answered.status if answered else 200
    headers = answered.headers if answered else None
    return await bench.page(request, view, visitor, status=status, headers=headers)


async def _places(bench: Workbench, parts: Parts, ids: set[PublicationId]) -> Mapping[str, str]:
    """Names of publications."""
    wanted = tuple(sorted(one for one in ids if one))
    if not wanted:
        return {}
    nothing: tuple[Publication, ...] = ()
    asked = bench.publications.get_publications(publication_ids=wanted)
    return {one.id: one.name for one in await parts.optional("publications", asked, nothing)}


def _row(hook: Webhook, places: Mapping[str, str]) -> WebhookRow:
    return WebhookRow(
        webhook_id=hook.id,
        name=hook.name,
        url=hook.url,
        reach=hook.reach.value.lower(),
        kinds=hook.kinds,
        created_at=hook.created_at,
        place=places.get(hook.publication_id, ""),
        stopped="" if hook.stopped is Stop.UNSPECIFIED else hook.stopped.value.lower(),
        stopped_at=hook.stopped_at,
        failing_since=hook.failing_since,
        former_secret_until=hook.former_secret_until,
    )


def _delivery(delivery: WebhookDelivery) -> DeliveryRow:
    return DeliveryRow(
        delivery_id=delivery.id,
        kind=delivery.kind,
        state=delivery.state.value.lower(),
        created_at=delivery.created_at,
        body=delivery.body,
        next_at=delivery.next_at,
        attempts=tuple(
            AttemptRow(
                at=one.at,
                status=one.status,
                milliseconds=one.milliseconds,
                answer=one.answer,
                problem=one.problem,
            )
            for one in delivery.attempts
        ),
    )
