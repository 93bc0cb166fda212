"""Whatever the OpenAPI document allows, sent to a real site: nothing breaks, no answer is undocumented."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from octavo.chassis.scopes import SCOPES
from tests.hostile.site import World

EXAMPLES = 6
NOT_ASKED = {
    "/octavo.accounts.v1.Accounts/SignOut": "ends what asks",
}


@pytest.fixture(scope="module")
def token(world: World) -> str:
    made = world.ada.call("accounts.v1.Accounts/CreateToken", name="all", scopes=list(SCOPES), days=1)
    return str(made.json["token"])


@pytest.fixture(scope="module")
def wire() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def operations(world: World) -> Iterator[Any]:
    schema = schemathesis.openapi.from_url(f"{world.site.url}/api/openapi.json")
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path in NOT_ASKED or operation.definition.raw.get("x-octavo-streams"):
            continue
        yield operation


def test_nothing_that_the_document_allows_breaks_the_site(
    world: World, token: str, wire: requests.Session
) -> None:
    asked = 0
    for operation in operations(world):

        @given(case=operation.as_strategy(), known=st.booleans())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Any, known: bool) -> None:
            nonlocal asked
            asked += 1
            case.headers.pop("Connect-Timeout-Ms", None)  # a millisecond is rightly too short
            headers = {"Authorization": f"Bearer {token}"} if known else {}
            answer = case.call(session=wire, headers=headers)
            assert answer.status_code < 500 or answer.status_code == 501, (case, answer.text)
            case.validate_response(
                answer,
                checks=[status_code_conformance, content_type_conformance, response_schema_conformance],
            )

        ask()
    assert asked > 200
