"""How the services are put together that hold what readers do; a part of the composition root."""

from functools import partial
from typing import NamedTuple

from octavo.accounts.api import Accounts
from octavo.annotations import service as annotations_service
from octavo.annotations.api import CONTRACT as ANNOTATIONS
from octavo.annotations.api import Annotations
from octavo.chassis.clock import utc_now
from octavo.chassis.place import Place
from octavo.feed import service as feed_service
from octavo.feed.api import CONTRACT as FEED
from octavo.feed.api import Feed
from octavo.graph import service as graph_service
from octavo.graph.api import CONTRACT as GRAPH
from octavo.graph.api import Graph
from octavo.ground import Ground
from octavo.notifications import service as notifications_service
from octavo.notifications.api import CONTRACT as NOTIFICATIONS
from octavo.notifications.api import Notifications
from octavo.publications.api import Publications
from octavo.readership import service as readership_service
from octavo.readership.api import CONTRACT as READERSHIP
from octavo.readership.api import Readership
from octavo.responses import service as responses_service
from octavo.responses.api import CONTRACT as RESPONSES
from octavo.responses.api import Responses
from octavo.stories.api import Stories


class Done(NamedTuple):
    """The services that hold what readers do, here or elsewhere."""

    readership: Readership
    annotations: Annotations
    graph: Graph
    feed: Feed
    responses: Responses
    notifications: Notifications


async def build(
    place: Place, ground: Ground, accounts: Accounts, stories: Stories, publications: Publications
) -> Done:
    """All of them, in order."""
    edges = await place.get("graph", Graph, GRAPH, partial(graph, ground, accounts, stories, publications))
    return Done(
        readership=await place.get(
            "readership", Readership, READERSHIP, partial(readership, ground, stories)
        ),
        annotations=await place.get(
            "annotations", Annotations, ANNOTATIONS, partial(annotations, ground, stories, edges)
        ),
        graph=edges,
        responses=await place.get(
            "responses", Responses, RESPONSES, partial(responses, ground, stories, edges)
        ),
        notifications=await place.get(
            "notifications", Notifications, NOTIFICATIONS, partial(notifications, ground, stories, edges)
        ),
        feed=await place.get("feed", Feed, FEED, partial(feed, ground, stories, edges)),
    )


async def readership(ground: Ground, stories: Stories) -> Readership:
    db = await ground.database("readership")
    counts = readership_service.build(
        ground.config.readership, db, stories=stories, near=ground.near, url=ground.url, clock=utc_now
    )
    ground.at_end(counts.close)
    texts = readership_service.StoryEvents(counts)
    ground.hear("stories", readership_service.CONSUMER, texts.TYPES, texts, into=db)
    ground.work["tidy readership"] = partial(readership_service.keep_tidy, counts, db, clock=utc_now)
    return counts


async def annotations(ground: Ground, stories: Stories, edges: Graph) -> Annotations:
    """Notes on drafts, and what readers mark in stories."""
    db = await ground.database("annotations")
    notes = annotations_service.build(
        ground.config.annotations,
        db,
        stories=stories,
        graph=edges,
        near=ground.near,
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    ground.at_end(notes.close)
    texts, people = annotations_service.StoryEvents(notes), annotations_service.PersonEvents(notes)
    ground.hear("stories", annotations_service.CONSUMER, texts.TYPES, texts, into=None)
    ground.hear("accounts", annotations_service.CONSUMER, people.TYPES, people, into=db)
    return notes


async def graph(ground: Ground, accounts: Accounts, stories: Stories, publications: Publications) -> Graph:
    """Follows, claps, mutes and blocks."""
    db = await ground.database("graph")
    near = graph_service.near_by(ground.config.graph, db, near=ground.near, secret=ground.secret)
    edges = graph_service.build(
        ground.config.graph,
        db,
        neighbours=near.neighbours,
        accounts=accounts,
        stories=stories,
        publications=publications,
        near=ground.near,
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    ground.at_end(edges.close)
    people, texts = graph_service.PersonEvents(edges), graph_service.StoryEvents(edges)
    places = graph_service.PlaceEvents(edges)
    ground.hear("accounts", graph_service.CONSUMER, people.TYPES, people, into=db)
    ground.hear("stories", graph_service.CONSUMER, texts.TYPES, texts, into=db)
    ground.hear("publications", graph_service.CONSUMER, places.TYPES, places, into=None)
    ground.holders.before_erasure("graph", edges.forget_person)
    if near.keeper is None:
        await graph_service.without_keeper(db)
    else:
        await graph_service.with_keeper(db)
        # What it changes is in no database of ours.
        heard = graph_service.NeighbourEvents(near.keeper)
        ground.hear("graph", graph_service.NEIGHBOURS_CONSUMER, heard.TYPES, heard, into=None)
        ground.work["neighbours"] = partial(graph_service.keep_neighbours, near.keeper, db, clock=utc_now)
    return edges


async def feed(ground: Ground, stories: Stories, edges: Graph) -> Feed:
    """Home pages, and what is written to timelines beside."""
    db = await ground.database("feed")
    homes = feed_service.build(
        ground.config.feed,
        db,
        stories=stories,
        graph=edges,
        near=ground.near,
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    ground.at_end(homes.close)
    texts, doings = feed_service.StoryEvents(homes), feed_service.GraphEvents(homes)
    ground.hear("stories", feed_service.CONSUMER, texts.TYPES, texts, into=None)
    ground.hear("graph", feed_service.CONSUMER, doings.TYPES, doings, into=db)
    ground.work["deliver stories"] = partial(feed_service.keep_delivered, homes, db, clock=utc_now)
    ground.work["keep the feed fresh"] = partial(feed_service.keep_fresh, homes, db, clock=utc_now)
    ground.work["learn what readers like"] = partial(feed_service.keep_learned, homes, db, clock=utc_now)
    return homes


async def responses(ground: Ground, stories: Stories, edges: Graph) -> Responses:
    """Conversations under stories."""
    db = await ground.database("responses")
    talk = responses_service.build(
        ground.config.responses,
        db,
        stories=stories,
        graph=edges,
        near=ground.near,
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    texts, people = responses_service.StoryEvents(talk), responses_service.PersonEvents(talk)
    ground.hear("stories", responses_service.CONSUMER, texts.TYPES, texts, into=db)
    ground.hear("accounts", responses_service.CONSUMER, people.TYPES, people, into=db)
    return talk


async def notifications(ground: Ground, stories: Stories, edges: Graph) -> Notifications:
    """What people are told of what others do."""
    db = await ground.database("notifications")
    told = notifications_service.build(
        ground.config.notifications,
        db,
        stories=stories,
        graph=edges,
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    for source, events in (
        ("graph", notifications_service.GraphEvents(told)),
        ("responses", notifications_service.ResponseEvents(told)),
        ("annotations", notifications_service.HighlightEvents(told)),
        ("stories", notifications_service.StoryEvents(told)),
        ("accounts", notifications_service.PersonEvents(told)),
    ):
        ground.hear(source, notifications_service.CONSUMER, events.TYPES, events, into=db)
    ground.work["tidy notifications"] = partial(notifications_service.keep_tidy, told, db, clock=utc_now)
    return told
