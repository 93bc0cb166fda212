"""The calls in docs/api.md, run as they stand there against a real site."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from octavo.chassis.scopes import SCOPES
from tests.client.test_client import token
from tests.hostile.site import Client, Person, document, published
from tests.running import PATIENCE, environment, running

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
CALLS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("site")
    with running(folder, OCTAVO_DATA=str(folder / "data"), OCTAVO_ACCOUNTS_ARGON2_MEMORY_KIB="8") as found:
        person = Person(Client(found.port))
        link = found.wait_for(rf"{found.url}/sign-in/link/[\w-]+").removeprefix(found.url)
        assert person.post(link, handle="olga", name="Olga", email="olga@mail.test").status == 303
        published(person, "A story", document("Of the sea."), tags=["sea"])
        yield found.url, token(person, *SCOPES)
        person.client.close()


def run(call: str, site: tuple[str, str]) -> Any:
    url, secret = site
    done = subprocess.run(
        ["sh", "-c", call.replace("https://example.org", url)],
        env=environment(OCTAVO_TOKEN=secret),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return json.loads(done.stdout)


def test_every_call_of_the_document_does_what_it_says(site: tuple[str, str]) -> None:
    stories, tags, me, draft, picture = (run(call, site) for call in CALLS)
    assert [story["title"] for story in stories["stories"]] == ["A story"]
    assert tags["tags"][0]["name"] == "sea"
    assert me["me"]["person"]["handle"] == "olga"
    assert draft["draft"]["content"]["title"] == "By the sea"
    assert run(CALLS[3], site) == draft
    assert "message" in picture
    assert "id" not in picture


def test_every_method_that_the_document_names_is_there(site: tuple[str, str]) -> None:
    named = set(re.findall(r"/(octavo\.\w+\.v1\.\w+/\w+)", TEXT))
    shown = run("curl -s https://example.org/api/openapi.json", site)["paths"]
    assert named
    assert {f"/{name}" for name in named} <= shown.keys()
