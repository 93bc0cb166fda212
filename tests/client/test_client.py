"""`octavo story` and its like against a real site, by nothing but its open API."""

import json
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from octavo.chassis.scopes import SCOPES
from tests.hostile.conftest import png
from tests.hostile.site import Client, Person
from tests.running import PATIENCE, Running, environment, running


class Shell:
    """Somebody at a terminal, signed in to a site by a token."""

    def __init__(self, site: Running, folder: Path, token: str) -> None:
        self.site = site
        self.folder = folder
        self.token = token

    def run(self, *words: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        own = {"OCTAVO_SITE": self.site.url, "OCTAVO_TOKEN": self.token, "XDG_CONFIG_HOME": str(self.folder)}
        return subprocess.run(
            [sys.executable, "-m", "octavo", *words],
            env=environment(**{**own, **variables}),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            cwd=self.folder,
        )

    def told(self, *words: str) -> str:
        done = self.run(*words)
        assert (done.returncode, done.stderr) == (0, ""), (words, done)
        return done.stdout

    def write(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Person]]:
    folder = tmp_path_factory.mktemp("site")
    with running(
        folder,
        OCTAVO_DATA=str(folder / "data"),
        OCTAVO_ACCOUNTS_ARGON2_MEMORY_KIB="8",
        OCTAVO_PUBLICATIONS_MAX_PUBLICATIONS="50",
    ) as site:
        person = Person(Client(site.port))
        link = site.wait_for(rf"{site.url}/sign-in/link/[\w-]+").removeprefix(site.url)
        assert person.post(link, handle="olga", name="Olga", email="olga@mail.test").status == 303
        yield site, person
        person.client.close()


def token(person: Person, *scopes: str) -> str:
    made = person.call("accounts.v1.Accounts/CreateToken", name="shell", scopes=list(scopes), days=1)
    return str(made.json["token"])


@pytest.fixture
def shell(owner: tuple[Running, Person], tmp_path: Path) -> Shell:
    site, person = owner
    return Shell(site, tmp_path, token(person, *SCOPES))


DRAFT = """---
title: "A walk: along the sea"
subtitle: In autumn
tags: [walking, sea]
---
It was **windy**.

![The grey sea](sea.png)

## Later

1. one
2. two
"""


def test_a_story_is_written_changed_published_and_taken_back(shell: Shell) -> None:
    shell.write("sea.png", png(30, 20))
    file = shell.write("draft.md", DRAFT)
    story_id, address = shell.told("story", "new", file).split()
    assert address == f"{shell.site.url}/edit/{story_id}"
    assert f"{story_id}  draft " in shell.told("story", "list")
    shown = json.loads(shell.told("story", "show", story_id, "--json"))
    assert shown["content"]["tags"] == ["walking", "sea"]
    figure = json.loads(shown["content"]["body"])["content"][1]
    assert (figure["type"], figure["attrs"]["alt"]) == ("figure", "The grey sea")

    pulled = shell.told("story", "pull", story_id)
    again = shell.write("pulled.md", pulled.replace("windy", "very windy"))
    assert "version 2" in shell.told("story", "edit", story_id, again)
    assert shell.told("story", "pull", story_id) == pulled.replace("windy", "very windy")

    assert f"/p/{story_id}" in shell.told("story", "publish", story_id)
    assert "A walk: along the sea" in shell.site.ask("/")[1]
    assert f"{story_id}  published" in shell.told("story", "list", "--status", "published")
    shell.told("story", "unpublish", story_id)
    assert "can be brought back" in shell.told("story", "delete", story_id)
    assert shell.told("story", "list", "--status", "draft") == ""


def test_a_story_is_submitted_to_a_publication(shell: Shell, owner: tuple[Running, Person]) -> None:
    for number in range(21):  # more than a page of them
        found = owner[1].call(
            "publications.v1.Publications/Found", name=f"Paper {number}", slug=f"paper-{number}"
        )
        assert found.status == 200, found.text
    listed = shell.told("publication", "list").splitlines()
    assert sorted(line.split()[1] for line in listed) == sorted(f"paper-{number}" for number in range(21))
    story_id = shell.told(
        "story", "new", shell.write("x.md", "---\ntitle: Reeds\n---\n\nThey bend.")
    ).split()[0]
    said = shell.told("publication", "submit", "paper-3", story_id, "--note", "For the spring.")
    assert said == f"{story_id}  waits for the editors of Paper 3\n"
    again = shell.run("publication", "submit", "paper-4", story_id)
    assert (again.returncode, "Traceback" in again.stderr) == (65, False), again
    nowhere = shell.run("publication", "submit", "nowhere", story_id)
    assert (nowhere.returncode, "There is no such publication" in nowhere.stderr) == (65, True), nowhere


def test_stories_are_found_by_their_words(shell: Shell) -> None:
    file = shell.write("x.md", "---\ntitle: Rushes & <reeds>\n---\n\nThey whisper of herons.")
    story_id = shell.told("story", "new", file, "--publish").split()[0]
    until = time.monotonic() + PATIENCE
    while not (found := shell.told("find", "whispering", "heron")) and time.monotonic() < until:
        time.sleep(0.2)
    assert found == f"{story_id}  Rushes & <reeds>\n"
    (hit,) = json.loads(shell.told("find", "rushes", "--limit", "1", "--json"))
    assert hit["storyId"] == story_id
    assert shell.told("find", "qqqqzzzz") == ""


def test_a_login_is_stored_for_its_user_alone(shell: Shell) -> None:
    none = {"OCTAVO_SITE": "", "OCTAVO_TOKEN": ""}
    assert shell.run("story", "list", **none).returncode == 78
    done = shell.run("login", shell.site.url, stdin=f"{shell.token}\n", **none)
    assert done.returncode == 0
    assert "@olga" in done.stdout
    assert shell.token not in done.stdout
    file = shell.folder / "octavo" / "login.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert shell.run("story", "list", **none).returncode == 0
    assert shell.run("logout", **none).returncode == 0
    assert not file.exists()
    assert shell.run("story", "list", **none).returncode == 78


def test_a_wrong_token_is_not_stored(shell: Shell) -> None:
    done = shell.run("login", shell.site.url, stdin="oct_wrong\n", OCTAVO_SITE="", OCTAVO_TOKEN="")
    assert done.returncode == 77
    assert "token" in done.stderr
    assert not (shell.folder / "octavo").exists()


@pytest.mark.parametrize(
    ("words", "exit_code", "says"),
    [
        (("story", "show", "11111111111"), 65, "There is no such story"),
        (("story", "show", "../x"), 65, "There is no such story"),
        (("story", "new", "nothing.md"), 2, "nothing.md"),
        (("story", "list", "--status", "lost"), 2, "lost"),
        (("find",), 2, "WORDS"),
        (("login", "http://example.org"), 2, "use https"),
        (("login", "https://example.org/blog"), 2, "a site is such as"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    shell: Shell, words: tuple[str, ...], exit_code: int, says: str
) -> None:
    done = shell.run(*words, stdin="oct_x\n")
    assert done.returncode == exit_code, done
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "exit_code", "says"),
    [
        ("![x](missing.png)", 66, "missing.png"),
        (b"\xff\xfe", 65, "UTF-8"),
        ("---\ntitle: [\n---\nx", 65, "front matter"),
        ("---\nvisibility: friends\n---\nx", 65, "visibility"),
        ("---\ntitle: " + "x" * 300 + "\n---\nx", 65, "200"),
        ("![x](bad.png)", 65, "bad.png"),
    ],
)
def test_a_file_that_is_no_story_changes_nothing(
    shell: Shell, text: str | bytes, exit_code: int, says: str
) -> None:
    shell.write("bad.png", b"no picture")
    before = shell.told("story", "list", "--json")
    done = shell.run("story", "new", shell.write("x.md", text))
    assert (done.returncode, says in done.stderr) == (exit_code, True), done
    assert shell.told("story", "list", "--json") == before


def test_a_token_with_too_little_is_refused_and_says_what_it_would_need(
    shell: Shell, owner: tuple[Running, Person]
) -> None:
    shell.token = token(owner[1], "stories:read")
    done = shell.run("story", "new", shell.write("x.md", "# X\n\nText."))
    assert done.returncode == 77
    assert "stories:write" in done.stderr


def test_a_site_that_is_not_there_is_said_to_be_so(shell: Shell) -> None:
    done = shell.run("story", "list", OCTAVO_SITE="http://127.0.0.1:9")
    assert done.returncode == 69
    assert "cannot be reached" in done.stderr


def test_the_client_loads_nothing_of_the_site() -> None:
    program = (
        "import sys, octavo.__main__, octavo.client.verbs, octavo.client.remote\n"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('msgspec','starlette','google','grpc')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
