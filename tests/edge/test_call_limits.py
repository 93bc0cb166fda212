"""How much a client may call, and that calls with a key are made once."""

import asyncio
import json

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.edge.call_limits import CallLimits, Config
from tests.edge.browser import Answer, Browser
from tests.edge.world import Site

TOKEN = Caller(person_id="p1", scopes=frozenset())
CREATE = "/octavo.stories.v1.Stories/CreateDraft"


class Watch:
    """Seconds, turned by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def asked(limits: CallLimits, caller: Caller | None, address: str = "192.0.2.1") -> tuple[str, str, float]:
    headers, wait = limits.take({"client": (address, 1)}, caller)
    told = {name: value.decode() for name, value in headers}
    return told.get(b"ratelimit", ""), told.get(b"ratelimit-policy", ""), wait


def test_a_minute_holds_so_many_calls_and_refills_evenly() -> None:
    watch = Watch()
    limits = CallLimits(Config(calls_by_token=4), now=watch)
    policy = '"token";q=4;w=60'
    assert [asked(limits, TOKEN) for _ in range(5)] == [
        ('"token";r=3;t=15', policy, 0),
        ('"token";r=2;t=30', policy, 0),
        ('"token";r=1;t=45', policy, 0),
        ('"token";r=0;t=60', policy, 0),
        ('"token";r=0;t=60', policy, 15),
    ]
    watch.now += 14
    assert asked(limits, TOKEN)[2] == 1
    watch.now += 1
    assert asked(limits, TOKEN)[2] == 0
    watch.now += 3600
    assert asked(limits, TOKEN)[0] == '"token";r=3;t=15'


def test_who_is_counted_with_whom() -> None:
    limits = CallLimits(Config(calls_by_token=1, calls_by_person=1, calls_by_address=1), now=Watch())
    assert asked(limits, TOKEN)[2] == 0
    assert asked(limits, Caller(person_id="p2", scopes=frozenset()))[2] == 0
    assert asked(limits, Caller(person_id="p1"))[2] == 0
    assert asked(limits, ANONYMOUS)[2] == 0
    assert asked(limits, None)[2] > 0
    assert asked(limits, None, "2001:db8::1")[2] == 0
    assert asked(limits, None, "2001:db8::2:0:0:1")[2] > 0
    assert asked(limits, None, "2001:db8:0:1::1")[2] == 0
    assert asked(limits, None, "::ffff:192.0.2.1")[2] > 0
    assert asked(limits, None, "unix:")[2] == 0


def test_zero_is_without_limit() -> None:
    limits = CallLimits(Config(calls_by_token=0), now=Watch())
    assert {asked(limits, TOKEN) for _ in range(1000)} == {("", "", 0.0)}


def test_many_clients_do_not_fill_the_memory() -> None:
    watch = Watch()
    limits = CallLimits(Config(), now=watch)
    for number in range(60_000):
        asked(limits, Caller(person_id=str(number), scopes=frozenset()))
        watch.now += 0.0001
    assert len(limits._full_at) <= 50_000


async def token(site: Site, handle: str, *scopes: str) -> str:
    with acting_as(await site.caller(handle)):
        return (await site.accounts.create_token(name="test", scopes=scopes, days=1)).token


async def create(browser: Browser, bearer: str, key: str, title: str) -> Answer:
    headers = {
        "authorization": f"Bearer {bearer}",
        "content-type": "application/json",
        "idempotency-key": key,
    }
    body = json.dumps({"content": {"title": title}}).encode()
    return await browser.ask("POST", CREATE, body=body, headers=headers)


async def test_answers_say_what_is_left(site: Site) -> None:
    await site.member("anna")
    bearer = await token(site, "anna", "stories:write")
    answer = await create(site.browser(), bearer, "k", "One")
    assert answer.header("ratelimit-policy") == '"token";q=600;w=60'
    assert answer.header("ratelimit") == '"token";r=599;t=1'


async def test_a_call_with_a_key_is_made_once(site: Site) -> None:
    anna = await site.member("anna")
    bearer, script = await token(site, "anna", "stories:write"), site.browser()
    first = await create(script, bearer, "k1", "One")
    again = await create(script, bearer, "k1", "One")
    assert (again.body, again.header("idempotency-replayed")) == (first.body, "true")
    other = await create(script, bearer, "k1", "Two")
    assert (other.status, other.json["code"]) == (400, "invalid_argument")
    assert other.json["details"][0]["debug"] == {"field": "Idempotency-Key"}
    answer = await anna.call("stories.v1.Stories/ListDesk")
    assert [item["title"] for item in answer.json["items"]] == ["One"]


async def test_of_many_at_once_one_is_made_and_none_is_lost(site: Site) -> None:
    anna = await site.member("anna")
    bearer = await token(site, "anna", "stories:write")
    answers = await asyncio.gather(*(create(site.browser(), bearer, "k", "One") for _ in range(10)))
    made = [answer for answer in answers if answer.status == 200]
    assert len({answer.body for answer in made}) == 1
    assert {answer.status for answer in answers} <= {200, 409}
    answer = await anna.call("stories.v1.Stories/ListDesk")
    assert len(answer.json["items"]) == 1


async def test_a_call_goes_on_when_its_caller_loses_patience(site: Site) -> None:
    await site.member("anna")
    bearer = await token(site, "anna", "stories:write")
    asking = asyncio.create_task(create(site.browser(), bearer, "k", "One"))
    async with asyncio.timeout(20):
        while not site.stories_switch.calls.count("create_draft"):  # noqa: ASYNC110 - the switch only counts
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking])
        while True:
            answer = await create(site.browser(), bearer, "k", "One")
            if answer.status != 409:
                break
            await asyncio.sleep(0.01)
    assert answer.header("idempotency-replayed") == "true"


async def test_a_call_that_could_not_be_made_is_made_when_it_is_repeated(site: Site) -> None:
    await site.member("anna")
    bearer = await token(site, "anna", "stories:write")
    site.stories_switch.off = True
    answer = await create(site.browser(), bearer, "k", "One")
    assert (answer.status, answer.json["code"]) == (503, "unavailable")
    site.stories_switch.off = False
    answer = await create(site.browser(), bearer, "k", "One")
    assert (answer.status, answer.header("idempotency-replayed")) == (200, "")
