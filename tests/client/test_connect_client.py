"""The Connect client from npm, with code that protoc-gen-es makes of the contracts, against a real site."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.client.test_client import token
from tests.hostile.site import Client, Person
from tests.running import PATIENCE, running

ROOT = Path(__file__).resolve().parents[2]
CLIENT = ROOT / "tests" / "connect_client"
NODE = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")

pytestmark = pytest.mark.skipif(
    not (CLIENT / "node_modules").is_dir() or not Path(NODE).exists(),
    reason="the npm Connect client is not installed (scripts/setup.py --tests)",
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program and the code that is generated for it."""
    folder = tmp_path_factory.mktemp("connect")
    (folder / "node_modules").symlink_to(CLIENT / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    shutil.copy(CLIENT / "prove.mjs", folder)
    contracts = sorted(str(path.relative_to(ROOT / "proto")) for path in (ROOT / "proto").rglob("*.proto"))
    plugin = CLIENT / "node_modules" / ".bin" / "protoc-gen-es"
    subprocess.run(
        [
            *(sys.executable, "-m", "grpc_tools.protoc", f"-I{ROOT / 'proto'}"),
            *(
                f"--plugin=protoc-gen-es={plugin}",
                f"--es_out={folder}",
                "--es_opt=target=js,import_extension=js",
            ),
            *contracts,
        ],
        check=True,
        env={**os.environ, "PATH": f"{Path(NODE).parent}{os.pathsep}{os.environ['PATH']}"},
    )
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a site, and a token for it."""
    folder = tmp_path_factory.mktemp("site")
    with running(folder, OCTAVO_DATA=str(folder / "data"), OCTAVO_ACCOUNTS_ARGON2_MEMORY_KIB="8") as site:
        person = Person(Client(site.port))
        link = site.wait_for(rf"{site.url}/sign-in/link/[\w-]+").removeprefix(site.url)
        assert person.post(link, handle="olga", name="Olga", email="olga@mail.test").status == 303
        yield site.url, token(person, "stories:read", "stories:write", "account:read")
        person.client.close()


@pytest.mark.parametrize("form", ["json", "binary"])
def test_the_client_from_npm_finds_everything_as_the_protocol_says(
    program: Path, site: tuple[str, str], form: str
) -> None:
    done = subprocess.run(
        [NODE, "prove.mjs", *site, form],
        cwd=program,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    found: Any = json.loads(done.stdout)
    assert found["handle"] == "olga"
    assert (found["saved"], found["title"], found["body"]) == (2, f"{form} again", 4500)
    assert found["exported"][0] == f"{form} again"
    assert found["trailers"] == {"octavo-messages": str(len(found["exported"]))}
    assert found["once"]
    assert found["headers"]["idempotency-replayed"] == "true"
    assert found["headers"]["ratelimit-policy"].startswith('"token";q=600')
    assert found["conflict"]["code"] == "Aborted"
    assert found["conflict"]["conflict"] == {"version": 2, "title": f"{form} again"}
    assert found["unknown"]["code"] == "NotFound"
    assert found["unknown"]["message"].startswith("There is no such story")
    assert found["forbidden"]["code"] == "PermissionDenied"
    assert found["left"]["code"] == "Canceled"
    assert found["etag"].startswith('W/"')
