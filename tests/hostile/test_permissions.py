"""Every endpoint asked as everybody, beside the table of what each may do; and every scope for another."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from octavo.chassis.scopes import ANY, SCOPES
from tests.edge.browser import Browser
from tests.hostile.permissions import (
    PARTS,
    called,
    copied,
    every_route,
    methods,
    of_method,
    of_routes,
    offered,
    read,
    sample,
    written,
)
from tests.hostile.town import ROLES, Town, settle

pytestmark = pytest.mark.timeout(600)  # hundreds of requests, each to a copy of the town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder: Path = tmp_path_factory.mktemp("town") / "data"
    folder.mkdir()
    return asyncio.run(settle(folder))


def test_the_table_has_a_row_for_everything_there_is_and_no_other() -> None:
    table = read()
    there = {path for path, _ in methods()} | {f"{verb} {path}" for verb, path in every_route()}
    assert there - table.keys() == set(), "python -m tests.hostile.permissions, and read what it wrote"
    assert table.keys() - there == set()
    assert {name for name, cells in table.items() if len(cells) != len(ROLES)} == set()


def test_nobody_and_who_is_suspended_may_the_same() -> None:
    differing = {name for name, cells in read().items() if cells[0] != cells[1]}
    assert differing == set()


@pytest.mark.parametrize("contract", [one.name for one in offered()])
async def test_each_role_may_call_what_the_table_says(town: Town, contract: str) -> None:
    table = read()
    found = {
        path: await of_method(town, path, method)
        for path, method in methods()
        if path.startswith(f"/{contract}/")
    }
    assert written(found) == written({path: table[path] for path in found})


@pytest.mark.parametrize("part", PARTS)
async def test_each_role_may_open_and_send_what_the_table_says(town: Town, part: str) -> None:
    table = read()
    found = await of_routes(town, part)
    assert written(found) == written({route: table[route] for route in found})


async def test_a_token_is_good_for_its_one_scope_alone(town: Town) -> None:
    async with copied(town) as site:
        app = site.edge.connect
        app._door = replace(app._door, limits=None)  # how often is tested elsewhere
        browser = Browser(site.edge)
        for path, method in methods():
            if method.scope == ANY:
                continue
            for scope in SCOPES.keys() - {method.scope}:
                bearer = f"Bearer {town.tokens[scope]}"
                answer = await called(browser, path, method, sample(method, town.ids), authorization=bearer)
                assert answer.status == 403, (path, scope, answer.body)
                assert b"access token" in answer.body, (path, scope)


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_token_may_no_more_than_its_person(town: Town, scope: str) -> None:
    author = ROLES.index("author")
    table = read()
    async with copied(town) as site:
        browser = Browser(site.edge)
        for path, method in methods():
            if method.scope == scope and table[path][author] in "x?":
                bearer = f"Bearer {town.tokens[scope]}"
                answer = await called(browser, path, method, sample(method, town.ids), authorization=bearer)
                assert answer.status in (400, 403, 404, 409), (path, answer.body)
