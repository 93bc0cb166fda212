"""Which calls' reads may lag: of methods that say so, for nobody in particular, where a page waits."""

from octavo.chassis import lagging
from octavo.chassis.context import Caller, Priority, acting_as, run_detached, urgency
from octavo.chassis.contract import Contract, Empty, Idempotency, Method
from octavo.chassis.lagging_calls import lagging as lagging_service


def _method(name: str, idempotency: Idempotency, *, may_lag: bool = False) -> Method:
    return Method(
        name=name.title(),
        call=name,
        request=Empty,
        response=Empty,
        idempotency=idempotency,
        may_lag=may_lag,
    )


CONTRACT = Contract(
    name="tests.v1.Tests",
    wire="",
    methods=(
        _method("show", Idempotency.NO_SIDE_EFFECTS, may_lag=True),
        _method("look", Idempotency.NO_SIDE_EFFECTS),
        _method("write", Idempotency.UNKNOWN),
    ),
)


class Service:
    """Says whether its reads may lag; `write` and `look` ask the others first."""

    def __init__(self) -> None:
        self.calls = lagging_service(CONTRACT, self)
        self.left: lagging.Reading | None = None

    async def show(self, *, detached: bool = False) -> bool:
        self.left = lagging.reading()
        if detached:
            return await run_detached(self._lags)
        return await self._lags()

    async def _lags(self) -> bool:
        return lagging.reading() is not None

    async def look(self) -> tuple[bool, bool]:
        return await self._lags(), await self.calls.show()

    async def write(self) -> tuple[bool, bool, bool]:
        return await self._lags(), await self.calls.show(), (await self.calls.look())[1]


async def test_a_page_for_nobody_in_particular_may_lag() -> None:
    service = Service()
    for priority, lags in (
        (Priority.PUBLIC, True),
        (Priority.MEMBER, True),
        (Priority.WRITE, False),
        (Priority.BACKGROUND, False),
    ):
        with urgency(priority):
            assert await service.calls.show() is lags, priority


async def test_whoever_is_signed_in_sees_what_they_did() -> None:
    with urgency(Priority.MEMBER), acting_as(Caller(person_id="1111111AnNa")):
        assert not await Service().calls.show()


async def test_what_does_not_say_that_it_may_lag_does_not_but_asks_others_that_do() -> None:
    with urgency(Priority.PUBLIC):
        assert await Service().calls.look() == (False, True)


async def test_nothing_lags_inside_a_call_that_writes() -> None:
    with urgency(Priority.PUBLIC):
        assert await Service().calls.write() == (False, False, False)


async def test_detached_work_of_a_call_may_lag_as_it_does() -> None:
    service = Service()
    with urgency(Priority.PUBLIC):
        assert await service.calls.show(detached=True)
    assert not await service.calls.show(detached=True)


async def test_what_a_call_leaves_behind_does_not_lag_when_it_has_returned() -> None:
    service = Service()
    with urgency(Priority.PUBLIC):
        await service.calls.show()
    assert service.left is not None
    assert not service.left.open
