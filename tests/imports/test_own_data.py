"""One's own data comes into a development site by one's export, and nothing about anybody else."""

import asyncio
import io
import json
import os
import tempfile
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from octavo.accounts.api import ProfileLink, caller_of
from octavo.accounts.interactors import AccountsInteractor
from octavo.accounts.service import Config as AccountsConfig
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.ids import from_text
from octavo.config import Config
from octavo.graph.api import Kind, Target
from octavo.imports.archive import Archive
from octavo.imports.own_data import Brought, OwnData
from octavo.main import OPERATOR, Services
from octavo.process import Process
from octavo.register import SERVICES
from octavo.site import site
from octavo.stories.api import Content
from octavo.trouble import Exit, Trouble
from tests.images import samples
from tests.running import octavo

OTHERS = ("bertwhowrites", "cleowhoreads")
QUICK = AccountsConfig(argon2_memory_kib=8, argon2_passes=1)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[Services, AccountsInteractor]]:
    os.makedirs(folder, exist_ok=True)
    process = Process(
        config=replace(Config(), accounts=QUICK),
        secret=b"s" * 32,
        data=folder,
        web=None,
        names=frozenset(SERVICES),
        peers={},
    )
    async with site(process) as whole, asyncio.timeout(120):
        accounts = whole.services.ground.place.built["accounts"]
        assert isinstance(accounts, AccountsInteractor)
        yield whole.services, accounts


async def join(accounts: AccountsInteractor, handle: str) -> Caller:
    with acting_as(OPERATOR):
        link = await accounts.create_login_link(email=f"{handle}@example.org")
        joined = await accounts.redeem_link(
            token=link.rpartition("/")[2], handle=handle, name=handle.title(), user_agent=f"{handle}'s"
        )
    return caller_of(await accounts.authenticate(token=joined.signed_in.token))


def body(*inline: dict[str, Any], image: str = "") -> str:
    blocks: list[dict[str, Any]] = [
        {"type": "paragraph", "attrs": {"id": "bLock111111"}, "content": list(inline)}
    ]
    if image:
        picture = {"id": "figure11111", "image": image, "alt": "a hill", "width": 300, "height": 200}
        blocks.append({"type": "figure", "attrs": picture})
    return json.dumps({"type": "doc", "content": blocks})


def words(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


async def published(services: Services, content: Content) -> str:
    draft = await services.stories.create_draft(content=content)
    await services.stories.publish(story_id=draft.id, version=draft.version)
    return draft.id


async def export(accounts: AccountsInteractor, caller: Caller) -> bytes:
    with acting_as(caller):
        wanted = await accounts.request_export()
        while (await accounts.list_exports())[0].until is None:
            await accounts.pack_exports()
            await asyncio.sleep(0.05)
        return (await accounts.read_export(export_id=wanted.id, offset=0)).data


async def lived(folder: Path) -> tuple[bytes, list[str]]:
    """A site in which Anna has to do with others; her export, and the ids of theirs."""
    async with running(folder) as (services, accounts):
        anna = await join(accounts, "anna")
        others = [await join(accounts, handle) for handle in OTHERS]
        with acting_as(others[0]):
            theirs = await published(
                services, Content(title="Of bertwhowrites", body=body(words("Bert's words.")))
            )
        with acting_as(anna):
            await accounts.update_profile(
                bio="I walk.",
                links=(ProfileLink(label="Home", url="https://anna.example"),),
                replace_links=True,
            )
            image = await services.images.store(data=samples.jpeg(300, 200), name="hill.jpg")
            await accounts.update_profile(picture_id=image.id)
            mention = {"type": "mention", "attrs": {"person": others[0].person_id, "handle": OTHERS[0]}}
            myself = {"type": "mention", "attrs": {"person": anna.person_id, "handle": "anna"}}
            text = body(words("With "), mention, words(" and "), myself, words(" uphill."), image=image.id)
            own = await published(services, Content(title="A walk", body=text, tags=("hills",)))
            draft = await services.stories.get_draft(story_id=own)
            later = replace(draft.content, title="A longer walk")
            await services.stories.save_draft(story_id=own, version=draft.version, content=later)
            taken_back = await published(services, Content(title="Not any more", body=body(words("Hm."))))
            await services.stories.unpublish(story_id=taken_back)
            gone = await services.stories.create_draft(content=Content(title="Gone", body=body(words("X"))))
            await services.stories.delete(story_id=gone.id)
            for kind, target in ((Kind.TAG, "hills"), (Kind.PERSON, others[0].person_id)):
                await services.graph.follow(target=Target(kind=kind, id=target))
            await services.graph.mute(person_id=others[1].person_id)
            await services.graph.clap(story_id=theirs, claps=7)
            for story in (theirs, own):
                await services.graph.save(story_id=story, note=f"about {story}")
            made = await services.graph.create_list(name="Hills", description="High ones", public=True)
            for story in (theirs, own):
                await services.graph.add_to_list(list_id=made.id, story_id=story)
            for story, quote in ((theirs, "Bert's"), (own, "With")):
                await services.annotations.highlight(
                    story_id=story, block_id="bLock111111", start=0, end=len(quote), quote=quote, note="!"
                )
            await services.responses.respond(story_id=theirs, text="Well said.")
        with acting_as(others[1]):
            await services.graph.clap(story_id=own, claps=3)
            await services.graph.follow(target=Target(kind=Kind.PERSON, id=anna.person_id))
            await services.responses.respond(story_id=own, text="I, cleowhoreads, was there.")
        ids = [others[0].person_id, others[1].person_id, theirs]
        return await export(accounts, anna), ids


async def bring(folder: Path, file: Path, handle: str = "anna") -> Brought:
    async with running(folder) as (services, _):
        with acting_as(OPERATOR), Archive(file) as archive:
            return await OwnData(archive, services).bring(handle)


def in_files(folder: Path, words: tuple[str, ...]) -> list[str]:
    return [
        f"{path}: {word}"
        for path in folder.rglob("*")
        if path.is_file()
        for word in words
        if word.encode() in path.read_bytes()
    ]


async def found(folder: Path, words: tuple[str, ...], ids: list[str]) -> list[str]:
    """Where something of theirs stands: in a file's bytes, or in a column of any table."""
    wrong = in_files(folder, (*words, *ids))
    numbers = {from_text(each): each for each in ids}
    async with running(folder) as (services, _):
        for name, db in services.ground.databases.items():
            for table in await db.all("SELECT name FROM sqlite_schema WHERE type = 'table'"):
                for row in await db.all(f'SELECT * FROM "{table["name"]}"'):
                    wrong += [
                        f"{name}.{table['name']}.{column}: {value}"
                        for column, value in row.items()
                        if value in numbers
                        or (isinstance(value, str) and any(str(n) in value for n in numbers))
                    ]
    return wrong


async def test_ones_own_comes_whole_and_nothing_of_anybody_else(tmp_path: Path) -> None:
    data, ids = await lived(tmp_path / "site")
    file = tmp_path / "export.zip"
    file.write_bytes(data)
    assert any(each in zipfile.ZipFile(file).read("graph/claps.json").decode() for each in ids)
    here = tmp_path / "development"
    first = await bring(here, file)
    assert first.came["stories/stories"] == 2
    assert first.came["images/images"] == 1
    assert (first.came["graph/lists"], first.came["graph/listed"], first.came["graph/saved"]) == (1, 1, 1)
    assert (first.came["graph/follows"], first.came["annotations/highlights"]) == (1, 1)
    others = "about other people, or what they wrote"
    for table in ("graph/claps", "graph/saved", "graph/listed", "annotations/highlights"):
        assert first.left[table, others] == 1, table
    assert first.left["graph/follows", others] == 2  # whom they follow, and who follows them
    assert first.left["stories/stories", "deleted"] == 1
    assert first.left["stories/revisions", "mentions of other people, now @someone"] == 2
    assert first.left["graph/avoided", "not brought"] == 1
    assert await found(here, (*OTHERS, "Bert"), ids) == []
    again = await bring(here, file)
    assert again.came["stories/stories"] == 2
    async with running(here) as (services, accounts):
        signed_in = await accounts.redeem_link(token=again.link.rpartition("/")[2], user_agent="here")
        me = caller_of(await accounts.authenticate(token=signed_in.signed_in.token))
        person = (await accounts.find_person(handle="anna")).person
        assert (person.bio, person.links[0].url) == ("I walk.", "https://anna.example")
        assert person.picture_id
        with acting_as(me):
            assert (await accounts.get_me()).email == "anna@example.org"
            desk = (await services.stories.list_desk()).items
            assert sorted(one.title for one in desk) == ["A longer walk", "Not any more"]
            story = next(one for one in desk if one.title == "A longer walk")
            shown = await services.stories.read_story(story_id=story.id)
            assert shown.story.title == "A walk"
            assert "@someone" in shown.html
            assert "@anna" in shown.html
            assert "figure" in shown.html
            lists = (await services.graph.list_lists(person_id=me.person_id)).lists
            assert [(one.name, one.public, one.stories) for one in lists] == [("Hills", True, 1)]
            marks = (await services.annotations.list_own_highlights()).highlights
            assert [mark.anchor.quote for mark in marks] == ["With"]
        assert (await services.stories.list_stories(limit=10)).stories[0].author_id == me.person_id


async def test_the_command_brings_it_and_says_how_to_sign_in(tmp_path: Path) -> None:
    data, _ = await lived(tmp_path / "site")
    file = tmp_path / "export.zip"
    await asyncio.to_thread(file.write_bytes, data)
    words = ("copy", "--person", "@anna", "--from", str(file), "--to", str(tmp_path / "here"))
    answer = await asyncio.to_thread(octavo, *words)
    assert answer.returncode == 0, answer.stderr
    assert "stories/stories: 2 brought" in answer.stdout
    assert "graph/claps: 1 left out: about other people" in answer.stdout
    assert answer.stdout.splitlines()[-1].startswith("http://127.0.0.1:8000/")


async def test_another_persons_export_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("accounts/people.json", json.dumps([{"id": "1auERP6qpQX", "handle": "anna"}]))
    with pytest.raises(Trouble, match="export of @anna, not of @bert") as refused:
        await bring(tmp_path / "here", file, "bert")
    assert refused.value.exit == Exit.BAD_DATA


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("accounts/people.json", b"[]", "is no export of a person"),
        ("accounts/people.json", b"{not json", "cannot be read"),
        ("accounts/people.json", b"[" * 100_000, "cannot be read"),
        ("accounts/people.json", b"[1, 2]", "cannot be read"),
    ],
)
async def test_a_file_that_is_no_export_is_refused(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    with pytest.raises(Trouble, match=why):
        await bring(tmp_path / "here", file)


def test_what_grows_without_end_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.imports.archive._MOST_RECORDS", 1000)
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("stories/revisions.json", b" " * 1001)
    with Archive(file) as archive, pytest.raises(Trouble, match="larger than 1,000 bytes"):
        archive.rows("stories/revisions")


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr("accounts/people.json", "[" + " " * 1000 + "]")
    bytes_of = bytearray(whole.getvalue())
    bytes_of[200] ^= 1
    file = tmp_path / "export.zip"
    file.write_bytes(bytes_of)
    with Archive(file) as archive, pytest.raises(Trouble, match="damaged"):
        archive.rows("accounts/people")


def test_the_command_tells_what_is_no_export_before_it_makes_anything(tmp_path: Path) -> None:
    here = tmp_path / "here"
    missing = octavo("copy", "--person", "anna", "--from", str(tmp_path / "none.zip"), "--to", str(here))
    assert (missing.returncode, "there is no such file" in missing.stderr) == (Exit.NO_INPUT, True)
    with tempfile.NamedTemporaryFile(dir=tmp_path) as no_zip:
        answer = octavo("copy", "--person", "anna", "--from", no_zip.name, "--to", str(here))
    assert (answer.returncode, "no ZIP file" in answer.stderr) == (Exit.BAD_DATA, True)
    both = octavo("copy", "--person", "anna", "--from", "x.zip", "--to", str(here), "--switch")
    assert both.returncode == Exit.USAGE
    assert not here.exists()
