import asyncio
from collections.abc import Mapping

import pytest

from octavo.chassis.batches import BatchReader


async def test_who_asks_in_the_same_moment_is_answered_by_one_call() -> None:
    calls: list[list[int]] = []

    async def get(keys: list[int]) -> Mapping[int, str]:
        calls.append(keys)
        return {key: str(key) for key in keys if key < 4}

    reader = BatchReader(get, most=10)
    assert await asyncio.gather(*(reader.one(key) for key in (1, 2, 1, 4))) == ["1", "2", "1", None]
    assert calls == [[1, 2, 4]]


async def test_who_asks_while_a_call_is_under_way_has_a_call_of_its_own() -> None:
    versions, go = [0], asyncio.Event()

    async def get(keys: list[str]) -> Mapping[str, int]:
        version = versions[0]
        await go.wait()
        return dict.fromkeys(keys, version)

    reader = BatchReader(get, most=10)
    first = asyncio.create_task(reader.one("a"))
    await asyncio.sleep(0.01)
    versions[0] = 1
    second = asyncio.create_task(reader.one("a"))
    await asyncio.sleep(0.01)
    go.set()
    assert (await first, await second) == (0, 1)


async def test_no_call_is_longer_than_it_may_be_and_a_failure_is_its_own_askers() -> None:
    async def get(keys: list[int]) -> Mapping[int, int]:
        assert len(keys) <= 2
        if 3 in keys:
            raise ValueError("no")
        return {key: key for key in keys}

    reader = BatchReader(get, most=2)
    told = await asyncio.gather(*(reader.one(key) for key in range(1, 6)), return_exceptions=True)
    assert told[:2] == [1, 2]
    assert [str(each) for each in told[2:4]] == ["no", "no"]
    assert told[4] == 5


async def test_an_asker_who_gives_up_takes_nothing_from_the_others() -> None:
    go = asyncio.Event()

    async def get(keys: list[int]) -> Mapping[int, int]:
        await go.wait()
        return {key: key for key in keys}

    reader = BatchReader(get, most=9)
    askers = [asyncio.create_task(reader.one(key)) for key in (1, 2)]
    await asyncio.sleep(0.01)
    askers[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await askers[0]
    go.set()
    assert await askers[1] == 2
